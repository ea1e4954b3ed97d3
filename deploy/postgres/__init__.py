"""PostgreSQL: its roles and grants for an installation, and a server on loopback for development and tests."""
