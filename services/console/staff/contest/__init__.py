"""Contests: which wait by their clock, and one with its hearing and its outcome."""
