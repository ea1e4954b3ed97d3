"""A small bank of our own for demonstrations and tests: it holds no money, and every account it knows is synthetic."""
