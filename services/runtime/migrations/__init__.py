"""How the tables that every service has came to be what they are, one step a file; see `runtime/database/schema.py`."""
