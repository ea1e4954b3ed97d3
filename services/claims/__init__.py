"""A claim's life: filing, questions for a person, notices, decisions, and the vault of personal data."""
