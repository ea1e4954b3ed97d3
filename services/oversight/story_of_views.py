"""How a story tells of who looked at the person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts.base import Event
from contracts.console import PersonViewed

Told = tuple[str, tuple[str, ...]]
"""A sentence, and the law behind it: none."""


def _viewed(e: PersonViewed) -> Told:
    office = f" of {e.officer.office}" if e.officer.office else ""
    why = f" They say why: {e.reasons}" if e.reasons else ""
    purpose = e.purpose.value.replace("_", " ")
    return f"{e.officer.staff} ({e.officer.role}){office} was shown the page {e.page} for {purpose}.{why}", ()


VIEWS: Mapping[type[Event], Callable[[Any], Told]] = {PersonViewed: _viewed}
