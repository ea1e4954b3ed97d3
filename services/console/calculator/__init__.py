"""What would I be paid? The law applied to the figures that somebody types, without a name and without a trace."""
