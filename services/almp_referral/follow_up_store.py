"""The tables of outcomes that were seen and of mandatory points, and how they are loaded and saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Boolean, Column, Connection, Date, Integer, String, Table, select

from contracts.referral_life import ConsideredBy
from services.almp_referral.person import ClaimPoint, Jobseeker
from services.almp_referral.referrals import ObservedOutcome
from services.almp_referral.tables import TABLES
from services.runtime.database.chain import current
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import upsert

outcome = Table(
    "outcome",
    TABLES,
    Column("subject", String(64), primary_key=True),
    Column("referral", String(80), primary_key=True),
    Column("months", Integer, primary_key=True),
    Column("day", Date(), nullable=False),
    Column("in_work", Boolean),
    Column("employment", String(80)),
    Column("number", Integer, nullable=False),
    info=current(),
)
"""Whether work was found, so many months after a participation; nothing where it counts no more."""

point = Table(
    "point",
    TABLES,
    Column("subject", String(64), primary_key=True),
    Column("claim", String(80), primary_key=True),
    Column("point", String(80), primary_key=True),
    Column("begins", Date(), nullable=False),
    Column("due_on", Date()),
    Column("number", Integer, nullable=False),
    Column("considered_by", String(20)),
    info=current(),
)
"""Mandatory points; `number` is 0 before the last day of one is over."""

_OUTCOMES = Prepared(select(outcome).where(among(outcome.c.subject)))
_POINTS = Prepared(select(point).where(among(point.c.subject)))


def load_follow_up(connection: Connection, subjects: list[str], people: Mapping[str, Jobseeker]) -> None:
    """Give each of these people what was seen after participations, and their points."""
    for row in _OUTCOMES.rows(connection, {"any_of": subjects}):
        seen = ObservedOutcome(row.day, row.in_work, row.employment, row.number)
        people[row.subject].outcomes[row.referral, row.months] = seen
    for row in _POINTS.rows(connection, {"any_of": subjects}):
        by = ConsideredBy(row.considered_by) if row.considered_by else None
        people[row.subject].points[row.claim, row.point] = ClaimPoint(row.begins, row.due_on, row.number, by)


def save_follow_up(connection: Connection, people: Iterable[Jobseeker]) -> None:
    """Write what changed."""
    seen = [
        {
            "subject": person.subject,
            "referral": identity[0],
            "months": identity[1],
            "day": person.outcomes[identity].day,
            "in_work": person.outcomes[identity].in_work,
            "employment": person.outcomes[identity].employment,
            "number": person.outcomes[identity].number,
        }
        for person in people
        for identity in sorted(person.changed_outcomes)
    ]
    upsert(connection, outcome, seen)
    points = [
        {
            "subject": person.subject,
            "claim": identity[0],
            "point": identity[1],
            "begins": person.points[identity].begins,
            "due_on": person.points[identity].due_on,
            "number": person.points[identity].number,
            "considered_by": person.points[identity].considered_by,
        }
        for person in people
        for identity in sorted(person.changed_points)
    ]
    upsert(connection, point, points)
