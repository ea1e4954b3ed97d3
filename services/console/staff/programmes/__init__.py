"""Programmes with their seats, and who takes part: for placement officers all, for a provider its own."""
