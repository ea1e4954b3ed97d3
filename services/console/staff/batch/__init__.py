"""Payment files before they go to the bank: looked at, and released by two people or stopped."""
