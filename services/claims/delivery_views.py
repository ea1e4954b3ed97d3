"""What became of letters, counted without a name: each by the best that is known of the ways it went."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, case, func, select

from services.claims.procedure import standard_procedure
from services.claims.tables import sending

DELIVERED, ON_PAPER, UNPROVED, RETURNED = "delivered", "on_paper", "unproved", "returned"
LETTERS = (RETURNED, UNPROVED, ON_PAPER, DELIVERED)
"""From the worst to the best: it came back by every way; it lies where nobody was seen to open it; it counts as
delivered by the days that pass; there is proof.
"""


class LettersStanding(NamedTuple):
    """How many letters stand so, and the day on which the first of them was sent."""

    letters: int
    since: date | None


def letters_by_standing(connection: Connection) -> Mapping[str, LettersStanding]:
    """How letters stand that are not delivered by proof, and how many are; all of `LETTERS`."""
    best = case(
        (sending.c.delivered_on.is_not(None), LETTERS.index(DELIVERED)),
        (sending.c.returned_on.is_not(None), LETTERS.index(RETURNED)),
        (sending.c.channel.in_(sorted(standard_procedure().counts_as_delivered)), LETTERS.index(ON_PAPER)),
        else_=LETTERS.index(UNPROVED),
    )
    columns = (func.max(best).label("best"), func.min(sending.c.sent_on).label("since"))
    letters = select(*columns).group_by(sending.c.subject, sending.c.letter).subquery()
    query = select(letters.c.best, func.count(), func.min(letters.c.since)).group_by(letters.c.best)
    found = dict.fromkeys(LETTERS, LettersStanding(0, None))
    return found | {LETTERS[place]: LettersStanding(count, since) for place, count, since in connection.execute(query)}
