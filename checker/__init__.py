"""Checks an exported decision step by step; knows nothing of the engine that made it."""
