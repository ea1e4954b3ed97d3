"""The law of national schemes as data, and everything pure that applies it: no database, no topic, no clock."""
