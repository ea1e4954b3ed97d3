"""The contact log of a claim: who turned to whom, when, by which channel and about what."""
