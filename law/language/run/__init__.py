"""Runs a scheme's rules over the answers of one case, and keeps every step."""
