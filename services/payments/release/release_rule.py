"""That one person is enough to release a file, said in words: on a laptop alone, where the database lets it be said."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from contracts.in_words import InWords
from services.payments.release_tables import release_rule
from services.runtime.database import chain


def one_is_enough(connection: Connection, officer: str, because: str, first_day: date) -> None:
    """From this day on one person releases a file. Raises `InWords` if something was said of that day already."""
    if connection.scalar(select(release_rule.c.people).where(release_rule.c.first_day == first_day)) is not None:
        raise InWords(f"How many people release files from {first_day} on was said already.")
    row = {"first_day": first_day, "people": 1, "officer": officer, "because": because}
    chain.insert(connection, release_rule, [row])
