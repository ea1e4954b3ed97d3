"""The law of every scheme inside the console, for everybody."""
