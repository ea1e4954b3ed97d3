"""The document as text: equal contracts give equal bytes."""

from __future__ import annotations

from typing import Any

import yaml

from contracts.asyncapi.document import TOPICS_FILE, document

FILE = TOPICS_FILE.with_name("asyncapi.yaml")
HEADING = "# Made by `python -m contracts.asyncapi` of topics.yaml and the events; a test holds it to them.\n\n"
WIDTH = 120


class _Plain(yaml.SafeDumper):
    """Writes everything out where it stands."""

    def ignore_aliases(self, _data: Any) -> bool:
        """Nothing is a short form of something else."""
        return True


def as_yaml() -> str:
    """The whole file."""
    return HEADING + yaml.dump(document(), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=WIDTH)
