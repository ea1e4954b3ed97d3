"""The law of a scheme in plain sentences."""
