"""Who takes part in a provider's programme: the days of a week, and the start and the end of one person."""
