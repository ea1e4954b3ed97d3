"""Finds what nobody has yet compared with the law's text."""

from __future__ import annotations

from collections.abc import Iterator

from law.language.sheet.scheme import Scheme
from law.language.terms.errors import RuleSheetError


def unverified_in(scheme: Scheme) -> Iterator[str]:
    """The dotted names of all entries marked `unverified`."""
    for name, parameter in scheme.parameters.items():
        if any(value.unverified for value in parameter.values):
            yield f"parameters.{name}"
    for name, table in scheme.tables.items():
        if any(sheet.unverified for sheet in table.sheets):
            yield f"tables.{name}"
    for section, rules in (
        ("particulars", scheme.particulars),
        ("windows", scheme.windows),
        ("quantities", scheme.quantities),
        ("conditions", scheme.conditions),
        ("each_week.quantities", scheme.week_quantities),
        ("each_week.conditions", scheme.week_conditions),
        ("each_day.quantities", scheme.day_quantities),
        ("rests", scheme.rests),
        ("sanctions", scheme.sanctions),
    ):
        yield from (f"{section}.{name}" for name, rule in rules.items() if rule.unverified)
    for field in ("begins", "benefit_year", "week_begins_on", "certified_every", "week_law", "refusal", "period"):
        if getattr(scheme.claim, field).unverified:
            yield f"claim.{field}"
    yield from (f"claim.transitions.{change.on}" for change in scheme.claim.transitions if change.unverified)
    yield from (name for name, part in (("waiting", scheme.waiting), ("appeal", scheme.appeal)) if part.unverified)
    if scheme.spells and scheme.spells.unverified:
        yield "spells"


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
