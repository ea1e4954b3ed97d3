"""Tries a story: the law applied to its facts, held against what it expects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

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
Said = dict[str, object]


@dataclass(frozen=True, slots=True)
class Tried:
    """What the law says of a person, and where it says otherwise than expected."""

    story: Story
    said: Said
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
    said = _said(determination, scheme)
    weeks = [week for assessment in assess(claim, determination) for week in assessment.weeks]
    said["paid"] = tuple(_amount(week.amount, scheme) for week in sorted(weeks, key=lambda week: week.period.start))
    return Tried(story, said, tuple(_differences(story.expect, said)))


def _determined(story: Story, scheme: Scheme) -> tuple[ClaimUnderLaw, Determination]:
    """The claim with everything certified under it, and what is determined of it."""
    life = story.life()
    first = determine(claim_of(life, scheme))
    claim = claim_of(life.certifying(story.certified(first.benefit_year.start)), scheme)
    return claim, determine(claim)


def _said(determination: Determination, scheme: Scheme) -> Said:
    unmet = tuple(one.condition for one in determination.findings if one.outcome is Outcome.NOT_MET)
    said: Said = {
        "outcome": WORDS[determination.outcome],
        "unmet": unmet,
        "asked": tuple(one.condition for one in determination.findings if one.question),
    }
    worth = determination.entitlement
    if worth is not None:
        said["rate"] = _amount(worth.benefit_rate, scheme)
        said["total"] = _amount(worth.total_max, scheme)
        if worth.units_max is not None:
            unit = worth.unit.replace("_", " ")
            said["lasts"] = f"{worth.units_max} {unit}{'' if worth.units_max == 1 else 's'}"
    return said


def _differences(expected: Expected, said: Said) -> Iterator[str]:
    for name, wanted in expected:
        found = said.get(name)
        if wanted is not None and _in_order(name, found) != _in_order(name, wanted):
            yield f"{name}: expected {shown(wanted)}, but the law says {shown(found)}"


def _in_order(name: str, value: object) -> object:
    """Names of conditions stand in any order."""
    return sorted(value) if isinstance(value, tuple) and name in ("unmet", "asked") else value


def shown(value: object) -> str:
    """A value as a story writes it."""
    if value is None:
        return "nothing"
    if isinstance(value, tuple):
        return ", ".join(shown(one) for one in value) or "none"
    return f"{value:,.2f}" if isinstance(value, Decimal) else str(value)


def _amount(money: Money, scheme: Scheme) -> Decimal:
    return Decimal(money.minor) / scheme.minor_units
