"""How this service's tables came to be what they are, one step a file; see services/runtime/database/schema.py."""
