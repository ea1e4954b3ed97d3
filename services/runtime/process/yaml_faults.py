"""What a text that is no YAML raises: PyYAML lets through whatever it meets, besides its own kinds of fault."""

from __future__ import annotations

import yaml

NOT_YAML: tuple[type[Exception], ...] = (yaml.YAMLError, ValueError, AttributeError, RecursionError)
NO_YAML_FILE: tuple[type[Exception], ...] = (OSError, *NOT_YAML)
"""The same of a file, which may not be there."""
