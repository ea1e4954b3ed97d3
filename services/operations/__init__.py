"""What an operator asks of the engine: how far behind is it, what waits, is everything there, can it be rebuilt."""
