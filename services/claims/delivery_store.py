"""How letters on their way are loaded and saved."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from contracts.letters import LetterChannel
from services.claims.deliveries import LetterSending
from services.claims.person import Applicant
from services.claims.tables import sending
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import upsert

_SENDINGS = Prepared(select(sending).where(among(sending.c.subject)))


def load_sendings(connection: Connection, subjects: list[str], people: dict[str, Applicant]) -> None:
    """Give each of these people the letters that went to them."""
    for row in _SENDINGS.rows(connection, {"any_of": subjects}):
        days = (row.sent_on, row.delivered_on, row.returned_on)
        kept = LetterSending(row.letter, row.reference, LetterChannel(row.channel), *days)
        people[row.subject].sendings[kept.key] = kept


def save_sendings(connection: Connection, people: Iterable[Applicant]) -> None:
    """Write what changed."""
    rows = [
        {
            "subject": person.subject,
            "letter": kept.letter,
            "reference": kept.reference,
            "channel": kept.channel,
            "sent_on": kept.sent_on,
            "delivered_on": kept.delivered_on,
            "returned_on": kept.returned_on,
        }
        for person in people
        for kept in person.sendings.values()
        if kept.key in person.changed
    ]
    upsert(connection, sending, rows)
