"""An officer's act: in one transaction the event in the outbox and the note of who did it.

The event's id is made of the key that the form was given with, so a form that is sent twice acts once, whichever
process takes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import Connection, select

from contracts.base import Envelope, Event, derived_id, seal
from services.console.officers.officer import SignedIn
from services.console.officers.roles import Role
from services.console.tables import act
from services.console.world import ConsoleWorld
from services.runtime.database import chain
from services.runtime.delivery.locks import lock
from services.runtime.delivery.outbox import publish
from services.runtime.process.stopwatch import MILLI

SOURCE = "/tideover/console"
NOON = time(12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Done:
    """What an officer wants to do: the event, the person it is about, and why it is done."""

    event: Event
    subject: str
    role: Role
    reasons: str | None


def moment_of(world: ConsoleWorld) -> datetime:
    """Now; in a world whose day is another than the machine's, noon of that day."""
    now = datetime.fromtimestamp(world.now_ms() / MILLI, UTC).replace(microsecond=0)
    today = world.today()
    return now if now.date() == today else datetime.combine(today, NOON)


def write(world: ConsoleWorld, officer: SignedIn, form_key: str, *acts: Done) -> bool:
    """Let the acts of one form take effect; False if the form was sent before, and nothing more happens."""
    with world.own.begin() as connection:
        lock(connection, world.own, [form_key])  # who sends it in the same moment waits, and finds it sent
        if _was_sent(connection, form_key):
            return False
        keys = [form_key, *(f"{form_key}.{number}" for number in range(2, len(acts) + 1))]
        moment = moment_of(world)
        envelopes = [
            seal(done.event, subject=done.subject, source=SOURCE, time=moment, event_id=derived_id("console", key))
            for key, done in zip(keys, acts, strict=True)
        ]
        chain.insert(connection, act, [_row(world, officer, *each) for each in zip(keys, envelopes, acts, strict=True)])
        publish(connection, envelopes)
    world.carry()
    return True


def _row(world: ConsoleWorld, officer: SignedIn, key: str, envelope: Envelope, done: Done) -> dict[str, Any]:
    named = officer.acting(done.role)
    return {
        "form": key,
        "event": envelope.id,
        "what": done.event.name,
        "subject": done.subject,
        "staff": named.staff,
        "role": named.role,
        "office": named.office,
        "done_ms": world.now_ms(),
        "reasons": done.reasons,
    }


def was_sent(world: ConsoleWorld, form_key: str) -> bool:
    """Whether a form was sent before."""
    with world.own.reading() as connection:
        return _was_sent(connection, form_key)


def _was_sent(connection: Connection, form_key: str) -> bool:
    return connection.scalar(select(act.c.event).where(act.c.form == form_key)) is not None
