"""The books in forms that others check: accounts, entries and balances as plain text accounting."""
