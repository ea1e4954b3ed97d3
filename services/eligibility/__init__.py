"""The only place where law is applied: schemes as data, and pure functions from facts to decisions."""
