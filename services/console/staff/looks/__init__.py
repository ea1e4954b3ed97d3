"""Who looked at a person."""
