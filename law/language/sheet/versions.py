"""Reads a rule that the law changed: its versions, each with its first day, what it applies to, and its citation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Generic, TypeAlias, TypeVar

from law.language.terms.citation import CITED, PLACE, WHOLE_CITED
from law.language.terms.dated import DatedEntries, DatedEntry
from law.language.terms.document import Entry
from law.language.terms.stretches import Stretch, read_stretches

EXAMPLE_VERSIONS = """\
versions:
  - from: 2023-02-01
    is: by_age(age_at_end)
  - from: 2025-04-01
    for: new claims
    is: by_age_and_work(age_at_end, days_worked)
    at: (3)"""
ALWAYS = date.min
"""The first day of a rule that has no versions."""

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Version(DatedEntry, Generic[R]):
    """A rule as it stands for some time."""

    rule: R


RuleVersions: TypeAlias = DatedEntries[Version[R]]
"""A rule through time; one that never changed has one version that always holds."""


def read_versions(entry: Entry, *, required: str, optional: str, own: str, example: str) -> DatedEntries[Stretch]:
    """The fields of each version of a rule: those of the rule, with the version's own in their place.

    `own` are the keys, beside `is` and the citation, that a version may say otherwise. Raises `RuleSheetError`.
    """
    fields = entry.fields(required=required, optional=f"is versions {optional} {CITED}", example=example)
    if "versions" not in fields:
        if "is" not in fields:
            raise entry.wrong("'is' is missing.", example=example)
        return DatedEntries((Stretch(ALWAYS, None, entry, fields),))
    if "is" in fields:
        raise fields["is"].wrong("'versions' say what holds, each from its day.", example=EXAMPLE_VERSIONS)
    listed = fields.pop("versions")
    for item in listed.items(example=EXAMPLE_VERSIONS):
        unit = item.entries(example=EXAMPLE_VERSIONS).get("unit")
        if unit is not None:
            raise unit.wrong("a rule has one unit, whatever its version: say it once, above.", example=example)
    make, optional = partial(_with, fields), f"unknown {own} {WHOLE_CITED}"
    return read_stretches(listed, make, says="is", optional=optional, example=EXAMPLE_VERSIONS)


def _with(shared: Mapping[str, Entry], version: Stretch) -> Stretch:
    cited_whole = PLACE.split() if "cites" in version.fields else ()
    kept = {name: entry for name, entry in shared.items() if name not in cited_whole}
    return replace(version, fields={**kept, **version.fields})


def each_version(written: DatedEntries[Stretch], make: Callable[[Stretch], R]) -> RuleVersions[R]:
    """The rule that `make` reads from each version's fields."""
    return written.each(lambda one: Version(one.since, one.until, make(one), applies=one.applies))


def newest(rules: Mapping[str, RuleVersions[R]]) -> dict[str, R]:
    """The rules by name, each in its last known version."""
    return {name: versions.newest.rule for name, versions in rules.items()}


def has_a_first_day(versions: RuleVersions[R]) -> bool:
    """Whether a rule has versions, so that which one holds depends on the day."""
    return versions.known[0].since != ALWAYS
