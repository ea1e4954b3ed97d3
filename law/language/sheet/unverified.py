"""Finds what nobody has yet compared with the law's text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from law.language.sheet.scheme import Scheme, Section
from law.language.sheet.versions import Versions
from law.language.terms.errors import RuleSheetError


def unverified_in(scheme: Scheme) -> Iterator[str]:
    """The dotted names of all entries marked `unverified`."""
    for name, parameter in scheme.parameters.items():
        if any(value.unverified for value in parameter.values):
            yield f"parameters.{name}"
    for name, table in scheme.tables.items():
        if any(sheet.unverified for sheet in table.sheets):
            yield f"tables.{name}"
    yield from _unverified_rules(scheme)
    for field in ("begins", "benefit_year", "week_begins_on", "certified_every", "week_law", "refusal", "period"):
        if getattr(scheme.claim, field).unverified:
            yield f"claim.{field}"
    yield from (f"claim.transitions.{change.on}" for change in scheme.claim.transitions if change.unverified)
    yield from (name for name, part in (("waiting", scheme.waiting), ("appeal", scheme.appeal)) if part.unverified)
    if scheme.spells and scheme.spells.unverified:
        yield "spells"


def _unverified_rules(scheme: Scheme) -> Iterator[str]:
    """Rules of which a version is marked."""
    dated = scheme.through_time
    never: Mapping[str, Versions[Any]] = {}
    sections: tuple[tuple[Section, Mapping[str, Any], Mapping[str, Versions[Any]]], ...] = (
        ("particulars", scheme.particulars, never),
        ("windows", scheme.windows, dated.windows),
        ("quantities", scheme.quantities, dated.quantities),
        ("conditions", scheme.conditions, dated.conditions),
        ("each_week.quantities", scheme.week_quantities, dated.week_quantities),
        ("each_week.conditions", scheme.week_conditions, dated.week_conditions),
        ("each_day.quantities", scheme.day_quantities, dated.day_quantities),
        ("rests", scheme.rests, never),
        ("sanctions", scheme.sanctions, never),
    )
    for section, rules, versions in sections:
        for name, rule in rules.items():
            older = [version.rule for version in versions[name].known] if name in versions else []
            if any(one.unverified for one in (rule, *older)):
                yield f"{section}.{name}"


def refuse_unverified(scheme: Scheme) -> None:
    """Raise `RuleSheetError` if anything in the sheet is marked `unverified`."""
    found = list(unverified_in(scheme))
    if found:
        raise RuleSheetError(
            f"not yet compared with the law's text: {', '.join(found)}.",
            example="load with accept_unverified=True, or verify and remove 'unverified: true'",
            rule=found[0],
            file=scheme.file,
        )
