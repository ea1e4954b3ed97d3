"""A formula from its text to a checked tree."""
