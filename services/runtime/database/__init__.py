"""The tables every service has, how schemas change, and the one place for bulk statements."""
