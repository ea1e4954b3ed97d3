"""The same rule tree over columns: many persons at once, equal to the exact evaluation to the minor unit."""
