"""How far people came from claim to work, for the committee."""
