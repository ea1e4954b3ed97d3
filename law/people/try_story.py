"""Tries a story: the law applied to its facts, held against what it expects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from contracts.currencies import MINOR_DIGITS
from contracts.eligibility import DeterminationOutcome, Outcome
from contracts.values import Money
from law.case.claim_under_law import ClaimUnderLaw
from law.case.model import Determination
from law.decide.assess import assess
from law.decide.determine import determine
from law.language.sheet.scheme import Scheme
from law.people.as_facts import claim_of
from law.people.life import LifeFault
from law.people.story import Expected, Story, StoryFault

WORDS = {
    DeterminationOutcome.GRANTED: "granted",
    DeterminationOutcome.REFUSED: "refused",
    DeterminationOutcome.NEEDS_A_PERSON: "needs a person",
}
Results = dict[str, object]


@dataclass(frozen=True, slots=True)
class Tried:
    """What the law says of a person, and where that differs from what the story expects."""

    story: Story
    results: Results
    differences: tuple[str, ...]


def try_story(story: Story, scheme: Scheme) -> Tried:
    """The story under the law.

    Raises `OutsideKnownLaw` where the sheet knows no value for its days, and `StoryFault` where no institution could
    state what the story tells.
    """
    try:
        claim, determination = _determined(story, scheme)
    except LifeFault as fault:
        raise StoryFault(f"{story.person}: {fault}") from None
    results = _results(determination)
    weeks = [week for assessment in assess(claim, determination) for week in assessment.weeks]
    results["paid"] = tuple(_amount(week.amount) for week in sorted(weeks, key=lambda week: week.period.start))
    return Tried(story, results, tuple(_differences(story.expect, results, scheme)))


def _determined(story: Story, scheme: Scheme) -> tuple[ClaimUnderLaw, Determination]:
    """The claim with everything certified under it, and what is determined of it."""
    life = story.life()
    first = determine(claim_of(life, scheme))
    claim = claim_of(life.certifying(story.certified(first.benefit_year.start)), scheme)
    return claim, determine(claim)


def _results(determination: Determination) -> Results:
    findings = determination.findings
    results: Results = {
        "outcome": WORDS[determination.outcome],
        "unmet": tuple(finding.condition for finding in findings if finding.outcome is Outcome.NOT_MET),
        "asked": tuple(finding.condition for finding in findings if finding.question),
    }
    entitlement = determination.entitlement
    if entitlement is not None:
        results["rate"] = _amount(entitlement.benefit_rate)
        results["total"] = _amount(entitlement.total_max)
        if entitlement.units_max is not None:
            unit = entitlement.unit.replace("_", " ")
            results["lasts"] = f"{entitlement.units_max} {unit}{'' if entitlement.units_max == 1 else 's'}"
    return results


def _differences(expected: Expected, results: Results, scheme: Scheme) -> Iterator[str]:
    for name, wanted in expected:
        result = results.get(name)
        if wanted is not None and _in_order(name, result) != _in_order(name, wanted):
            yield f"{name}: expected {shown(_with_decimals(wanted, scheme))}, but the law says {shown(result)}"


def _in_order(name: str, value: object) -> object:
    """Names of conditions stand in any order."""
    return sorted(value) if isinstance(value, tuple) and name in ("unmet", "asked") else value


def _with_decimals(value: object, scheme: Scheme) -> object:
    """Amounts of a story with the decimals of the scheme's currency, as far as they have no more."""
    if isinstance(value, tuple):
        return tuple(_with_decimals(part, scheme) for part in value)
    if not isinstance(value, Decimal) or value % (last := Decimal(1) / scheme.minor_units):
        return value
    return value.quantize(last)


def shown(value: object) -> str:
    """A value as a story writes it; an amount with the decimals of its currency."""
    if value is None:
        return "nothing"
    if isinstance(value, tuple):
        return ", ".join(shown(part) for part in value) or "none"
    return f"{value:,f}" if isinstance(value, Decimal) else str(value)


def _amount(money: Money) -> Decimal:
    return Decimal(money.minor).scaleb(-MINOR_DIGITS[money.currency])
