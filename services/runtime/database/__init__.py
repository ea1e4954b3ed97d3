"""The tables that every service has, how schemas change, and bulk statements."""
