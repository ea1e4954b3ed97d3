"""How the tables that every service has came to be what they are, one step a file; see services/runtime/schema.py."""
