"""Pages that are generated from the sheets: one of each scheme, with its diagram, and one of all."""
