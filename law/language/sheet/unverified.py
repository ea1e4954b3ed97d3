"""Finds what nobody has yet compared with the law's text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from law.language.sheet.articles import WHOLE
from law.language.sheet.scheme import Scheme, Section
from law.language.terms.errors import RuleSheetError

CLAIM = {"benefit_week": "week_begins_on", "benefit_period": "period"}
"""Keys of the `claim` section that the scheme knows under another name."""


class Markable(Protocol):
    """What may be marked as a whole."""

    @property
    def unverified(self) -> bool:
        """Whether nobody has compared it with the law's text."""


def unverified_in(scheme: Scheme) -> Iterator[str]:
    """The dotted names of all entries marked `unverified`, in the order of the articles."""
    for article in scheme.articles:
        for section, names in article.holds.items():
            for name in names:
                yield from _marked(scheme, section, name)


def _marked(scheme: Scheme, section: Section, name: str) -> Iterator[str]:
    """The dotted name of an entry if it is marked; of a list of changes, that of each that is."""
    if section == "parameters":
        marked = any(value.unverified for value in scheme.parameters[name].values)
    elif section == "tables":
        marked = any(sheet.unverified for sheet in scheme.tables[name].sheets)
    elif section == "claim" and name == "transitions":
        changes = scheme.claim.transitions
        yield from (f"claim.transitions.{change.on}" for change in changes if change.unverified)
        return
    elif section == "claim":
        name = CLAIM.get(name, name)
        marked = getattr(scheme.claim, name).unverified
    elif section in WHOLE:
        marked = getattr(getattr(scheme, section), "unverified", False)
    else:
        versions = scheme.through_time.of(section).get(name)
        rules = [version.rule for version in versions.known] if versions else [_rules(scheme)[section][name]]
        marked = any(rule.unverified for rule in rules)
    if marked:
        yield section if section in WHOLE else f"{section}.{name}"


def _rules(scheme: Scheme) -> Mapping[Section, Mapping[str, Markable]]:
    return {
        "particulars": scheme.particulars,
        "windows": scheme.windows,
        "quantities": scheme.quantities,
        "conditions": scheme.conditions,
        "each_week.quantities": scheme.week_quantities,
        "each_week.conditions": scheme.week_conditions,
        "each_day.quantities": scheme.day_quantities,
        "rests": scheme.rests,
        "sanctions": scheme.sanctions,
        "reductions": scheme.reductions,
        "safeguards": scheme.safeguards,
    }


def refuse_unverified(scheme: Scheme) -> None:
    """Raise `RuleSheetError` if anything in the sheet is marked `unverified`."""
    marked = list(unverified_in(scheme))
    if marked:
        raise RuleSheetError(
            f"not yet compared with the law's text: {', '.join(marked)}.",
            example="load with accept_unverified=True, or verify and remove 'unverified: true'",
            rule=marked[0],
            file=scheme.file,
        )
