"""What is taken from a benefit for others before it is paid: contributions, tax, third parties."""
