"""The rule language: a scheme is one YAML file that a lawyer can read, and one tree with several readers."""
