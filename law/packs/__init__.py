"""Packs of independent cases, held against the sheets; a map in YAML says which words of a pack mean what."""
