"""The letters that a person was sent, as they read."""
