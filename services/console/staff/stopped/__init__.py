"""Payments that came back, that are due to the dead, or that have no account to go to."""
