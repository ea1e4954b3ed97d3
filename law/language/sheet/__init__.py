"""A sheet from its YAML to a scheme that was found sound."""
