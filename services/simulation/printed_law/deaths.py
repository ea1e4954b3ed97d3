"""What registries say of a person's death, from the words of law/README.md and services/eligibility/README.md.

The earliest day that is stated counts. It is in doubt where one version states it and denies it, and where another
record knows of no death, unless that one is older than both the death and its report: then it could not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.simulation.printed_law.evidence import RETRACTIONS, Fields, Stated, day

RECORD = "registry.person-recorded"


@dataclass(frozen=True)
class PrintedDeath:
    """The day of a death, and whether it is in doubt."""

    on: date
    in_doubt: bool


def reported_death(statements: Sequence[Stated]) -> PrintedDeath | None:
    """The death of a person as it is reported; None where none is."""
    records = standing_records(statements)
    reports = [said for record in records for said in record if said.get("died_on")]
    if not reports:
        return None
    died_on = min(day(said["died_on"]) for said in reports)
    reported_at = min(_recorded(said) for said in reports)
    denied = any(
        len(record) > 1 or _recorded(said) >= reported_at or _recorded(said).date() > died_on
        for record in records
        for said in record
        if not said.get("died_on")
    )
    return PrintedDeath(died_on, denied)


def standing_records(statements: Iterable[Stated]) -> list[list[Fields]]:
    """Of each record what its highest version says, unless that is retracted: one statement, or several that differ."""
    everything = list(statements)
    said: dict[str, list[Fields]] = {}
    for one in everything:
        if one.name == RECORD:
            said.setdefault(one.fields["key"], []).append(one.fields)
    standing = []
    for key in sorted(said):
        highest = max(fields["source_version"] for fields in said[key])
        if not any(_takes_back(one, key, highest) for one in everything):
            standing.append(_different(fields for fields in said[key] if fields["source_version"] == highest))
    return standing


def _takes_back(one: Stated, key: str, version: int) -> bool:
    if one.name not in RETRACTIONS:
        return False
    fields = one.fields
    return fields["kind"] == RECORD and fields["key"] == key and bool(fields["source_version"] > version)


def _different(statements: Iterable[Fields]) -> list[Fields]:
    """Each of them once; of two that say the same, the one that was recorded first."""
    first: dict[str, Fields] = {}
    for fields in sorted(statements, key=_recorded):
        content = {name: value for name, value in fields.items() if name != "recorded_at" and value is not None}
        first.setdefault(str(sorted(content.items())), fields)
    return list(first.values())


def _recorded(fields: Fields) -> datetime:
    return datetime.fromisoformat(fields["recorded_at"])
