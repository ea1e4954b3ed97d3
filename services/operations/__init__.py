"""What an operator asks of the engine: how far behind, what waits, is everything there, can it be rebuilt."""
