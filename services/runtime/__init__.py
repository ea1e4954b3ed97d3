"""How handlers are run: the one door, its database, parking, and the worlds that feed it."""
