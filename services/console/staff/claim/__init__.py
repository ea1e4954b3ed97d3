"""A claim: where it stands, what blocks it, and its story."""
