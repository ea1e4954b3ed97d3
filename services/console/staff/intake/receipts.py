"""The receipts that claims gave a person for what was filed."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from contracts.base import Envelope, Unreadable, read
from contracts.waiting import FilingReceived


def receipts_about(heard: Iterable[Envelope], keys: Collection[str], *kinds: str) -> list[FilingReceived]:
    """Those about one of these keys, or a part of it, the newest first; of these kinds where any is named."""
    received = [event for envelope in heard if (event := _receipt(envelope)) is not None]
    return [
        event
        for event in reversed(received)
        if event.about.partition("/")[0] in keys and (not kinds or event.kind in kinds)
    ]


def _receipt(envelope: Envelope) -> FilingReceived | None:
    if envelope.type != FilingReceived.type_():
        return None
    try:
        event = read(envelope)
    except Unreadable:
        return None
    return event if isinstance(event, FilingReceived) else None
