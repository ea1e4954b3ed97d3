"""Lives drawn from seeds, played through the whole engine, and held against the printed law."""
