"""Looking without a right to, with a reason."""
