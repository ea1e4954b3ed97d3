"""A decision about a claim, with the steps that made it."""
