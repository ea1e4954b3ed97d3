"""Payment files, the bank's messages, and the gateway between the two."""
