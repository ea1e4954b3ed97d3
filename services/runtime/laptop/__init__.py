"""The whole engine on one machine, on SQLite."""
