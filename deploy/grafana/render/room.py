"""The room that a panel has to draw in, and what is drawn across every chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deploy.grafana.render.asking import Span


@dataclass(frozen=True)
class Mark:
    """A moment that is drawn across every chart."""

    at: float
    says: str
    color: str


@dataclass(frozen=True)
class Room:
    """Inside a panel, below its title."""

    width: float
    height: float
    span: Span
    marks: Sequence[Mark] = ()
