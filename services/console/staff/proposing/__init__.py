"""A provider proposes a person by pseudonym, or room for whoever the office sends, and takes a proposal back."""
