"""The law of a sheet written out as plain Python, for claims of which nothing is in doubt."""
