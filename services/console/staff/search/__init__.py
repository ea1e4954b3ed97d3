"""Search: by the beginning of a pseudonym, a key, or by who somebody is, for those with the right to it."""
