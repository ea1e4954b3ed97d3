"""An event of the log with when it came."""

from __future__ import annotations

from typing import NamedTuple

from contracts.base import Envelope


class Arrived(NamedTuple):
    """An event and its moment, as `Message.arrival` says: it only grows, and compares across the topics of one log."""

    envelope: Envelope
    moment: int
