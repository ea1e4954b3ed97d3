"""How the tables of data keys came to be what they are, one step a file."""
