"""What may be said of a parked event: its kind, where it came from and why it waits, and nothing personal. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from pydantic_core import from_json

from contracts.base import EVENTS, TYPE_PREFIX
from services.runtime.delivery.messages import OUTBOX
from services.runtime.delivery.parked_view import ParkedRow
from services.runtime.process.stopwatch import MILLI

_PSEUDONYM = re.compile(r"p-[0-9a-f]{32}")
_SOURCE = re.compile(r"(/[a-z][a-z0-9_\-]{0,40}){1,5}")
_LONG_NUMBER = re.compile(r"[0-9]{5}")
"""What might be the number of a person is not shown, wherever it stands."""
SHOWN_OF_PSEUDONYM = 10


@dataclass(frozen=True, slots=True)
class ParkedMessage:
    """One parked event as a page shows it."""

    service: str
    row: ParkedRow
    kind: str | None
    """The name of the event, such as `registry.contribution-recorded`; None where no such event is known here."""
    publisher: str
    """The topic in which it came: who said it."""
    source: str | None
    """The institution as the message names it, where that is plainly no person's number."""
    person: str | None
    """The beginning of the pseudonym; None where it is about something else, or cannot be read."""
    since: date | None
    """The day on which the log took it in, where the log notes it."""


def message_of(service: str, row: ParkedRow) -> ParkedMessage:
    """What is shown of a row."""
    head = _head(row.body)
    came = head.get("source")
    return ParkedMessage(
        service=service,
        row=row,
        kind=_kind(head.get("type")),
        publisher=row.origin.partition("/")[0].removesuffix(OUTBOX),
        source=came if isinstance(came, str) and _SOURCE.fullmatch(came) and not _LONG_NUMBER.search(came) else None,
        person=row.subject[:SHOWN_OF_PSEUDONYM] if row.subject and _PSEUDONYM.fullmatch(row.subject) else None,
        since=None if row.arrived_ms is None else datetime.fromtimestamp(row.arrived_ms / MILLI, UTC).date(),
    )


def _head(body: bytes) -> dict[str, Any]:
    """The fields of the envelope, as far as it is one."""
    try:
        read = from_json(body)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _kind(written: object) -> str | None:
    """The name of a known event in the type of an envelope, whatever its version."""
    if not isinstance(written, str):
        return None
    name = written.removeprefix(f"{TYPE_PREFIX}.").rpartition(".v")[0]
    return name if name in _NAMES else None


_NAMES = {name for name, _ in EVENTS}
