"""A question: what is known, and its answer."""
