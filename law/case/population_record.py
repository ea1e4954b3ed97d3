"""What the population registry says of a person: the record that holds on a day, and whether and when they died."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

from contracts.registry import PersonRecorded
from law.case.facts import FactSet


class ReportedDeath(NamedTuple):
    """A death that a registry reports."""

    on: date
    """The earliest day that is stated."""
    in_doubt: bool
    """Whether a statement that stands beside it knows of no death."""
    keys: tuple[str, ...]
    """The records that speak of it."""


def registered_on(facts: FactSet, day: date) -> PersonRecorded | None:
    """The record that holds on a day, the one of the latest first day; None where none does.

    A record that contradicts itself about the death alone holds in everything else.
    """
    only = facts.of(PersonRecorded)
    if len(only) == 1 and not facts.contradicted(PersonRecorded):
        return only[0] if only[0].valid_from <= day else None
    records = (statements[0] for statements in _records(facts) if _agree_but_for_the_death(statements))
    begun = [record for record in records if record.valid_from <= day]
    return max(begun, key=lambda record: (record.valid_from, record.key), default=None)


def reported_death(facts: FactSet) -> ReportedDeath | None:
    """The death of the person as registries report it; None where none does.

    It is in doubt where one record states it and denies it under one version, and where another record knows of no
    death, unless that one is older than both the death and its report: then it could not know.
    """
    records = list(_records(facts))
    reports = [statement for statements in records for statement in statements if statement.died_on is not None]
    if not reports:
        return None
    died_on = min(report.died_on for report in reports if report.died_on is not None)
    reported_at = min(report.recorded_at for report in reports)
    denials = [
        statement
        for statements in records
        for statement in statements
        if statement.died_on is None
        and (len(statements) > 1 or statement.recorded_at >= reported_at or statement.recorded_at.date() > died_on)
    ]
    keys = dict.fromkeys(sorted(statement.key for statement in (*reports, *denials)))
    return ReportedDeath(died_on, bool(denials), tuple(keys))


def _records(facts: FactSet) -> Iterator[list[PersonRecorded]]:
    """The statements of each record: one where it holds, several where it contradicts itself."""
    yield from ([fact] for fact in facts.of(PersonRecorded))
    for _, statements in groupby(facts.contradicted(PersonRecorded), key=lambda fact: fact.key):
        yield list(statements)


def _agree_but_for_the_death(statements: list[PersonRecorded]) -> bool:
    first = statements[0]
    aside = {"died_on": None, "recorded_at": first.recorded_at}
    return all(statement.model_copy(update=aside) == first.model_copy(update=aside) for statement in statements[1:])
