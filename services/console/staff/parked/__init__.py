"""Parked events in words: what came, why it waits, whom it holds up; tried again or set aside with a reason."""
