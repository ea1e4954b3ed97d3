"""That a registry has spoken, for whoever waits for its next word."""

from __future__ import annotations

from typing import ClassVar

from contracts.base import Event
from contracts.values import Day, Key


class RegistryHeard(Event):
    """Facts of a registry came, the first of this day in some partition; told to everybody, in every partition.

    Only of registries with which the institution has agreed how often they send.
    """

    name: ClassVar[str] = "eligibility.registry-heard"
    institution: Key
    """The source of its messages, without the slash before it."""
    heard_on: Day
    """The day on which the log took them in."""
