"""Who took lists of people along as files."""
