"""What is stated of a person who stands under two pseudonyms, from the words of services/eligibility/README.md.

The books of the one that stays are read as they are, and those of the one that joins beside them: a name that the first
use too is another thing, unless a registry says the very same under both. The record of the population registry is
that of the one that stays; a death is heard from either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.simulation.printed_law.deaths import RECORD, standing_records
from services.simulation.printed_law.evidence import Fields, Stated

NAMES = ("key", "claim", "certification", "employment")
MERGED, SEPARATED = "registry.persons-merged", "registry.persons-separated"


@dataclass(frozen=True)
class Joined:
    """Two pseudonyms that are one person."""

    stays: str
    joins: str

    def other_than(self, person: str) -> str:
        """The other of the two."""
        return self.joins if person == self.stays else self.stays


def joined(said: Iterable[Stated]) -> Joined | None:
    """Who is one person by everything that was said: of a merger's key the highest version counts."""
    newest: dict[str, Stated] = {}
    for one in said:
        if one.name in (MERGED, SEPARATED):
            before = newest.get(one.fields["key"])
            if before is None or before.fields["source_version"] < one.fields["source_version"]:
                newest[one.fields["key"]] = one
    holding = [one.fields for one in newest.values() if one.name == MERGED]
    return Joined(holding[0]["stays"], holding[0]["joins"]) if holding else None


def side_by_side(stays: Sequence[Stated], joins: Sequence[Stated], of: str) -> tuple[list[Stated], Mapping[str, str]]:
    """Everything that is stated under both, and the names that what joins has beside the others."""
    taken = {one.fields[name] for one in stays for name in NAMES if name in one.fields}
    alike = {_what(one) for one in joins if any(_says_the_same(one, other) for other in stays)}
    jobs = {one.fields["employment"] for one in joins if _what(one) in alike and "employment" in one.fields}
    used: set[str] = {one.fields[field] for one in joins for field in NAMES if field in one.fields}
    names = {name: f"{name}@{of}" for name in used & taken}
    gives_way = not any(said.get("died_on") for record in standing_records(joins) for said in record)
    beside = [
        one if _what(one) in alike else Stated(one.name, named(one.fields, {**names, **{job: job for job in jobs}}))
        for one in joins
        if not (gives_way and _what(one)[0] == RECORD)
    ]
    return [*stays, *beside], names


def named(fields: Fields, names: Mapping[str, str]) -> dict[str, Any]:
    """The fields with the names that they have beside another's."""
    return {**fields, **{field: names.get(fields[field], fields[field]) for field in NAMES if field in fields}}


def _what(one: Stated) -> tuple[str, str]:
    """The kind and key of what is stated, or of what is taken back."""
    kind = one.fields["kind"] if one.name == "registry.fact-retracted" else one.name
    return kind, one.fields.get("key", "")


def _says_the_same(one: Stated, other: Stated) -> bool:
    if not one.name.startswith("registry.") or one.name in ("registry.person-recorded", "registry.fact-retracted"):
        return False
    return one.name == other.name and _content(one) == _content(other)


def _content(one: Stated) -> dict[str, Any]:
    return {name: value for name, value in one.fields.items() if name != "recorded_at"}
