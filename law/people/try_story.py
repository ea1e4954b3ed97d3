"""Tries a story: the law applied to its facts, held against what it expects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from pydantic import ValidationError

from contracts.base import Event
from contracts.currencies import MINOR_DIGITS
from contracts.eligibility import DeterminationOutcome, Outcome, WeekAssessed
from contracts.in_words import no_such
from contracts.refusals import in_words
from contracts.values import Money
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.case.model import Determination, Entitlement
from law.decide.all_claims import all_determined
from law.decide.assess import assess
from law.decide.determine import determine
from law.language.sheet.formulas_of import asked_of
from law.language.sheet.particulars import fault_of, value_in
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.units import Unit
from law.language.terms.values import Value
from law.people.as_facts import facts_of
from law.people.life import CLAIM, BenefitClaim, Certification, LifeFault
from law.people.story import AGAIN, Expected, Story, StoryFault

WORDS = {
    DeterminationOutcome.GRANTED: "granted",
    DeterminationOutcome.REFUSED: "refused",
    DeterminationOutcome.NEEDS_A_PERSON: "needs a person",
}


@dataclass(frozen=True, slots=True)
class Results:
    """What the law says of one claim, under the names by which a story expects it."""

    outcome: str
    unmet: tuple[str, ...]
    """Names of conditions."""
    asked: tuple[str, ...]
    """Names of conditions and amounts about which a person is asked."""
    paid: tuple[Decimal, ...]
    """Of each certified period, in whole units of the currency."""
    periods: tuple[str, ...]
    """What became of each certified period, in words."""
    why: tuple[str, ...] = ()
    """For each condition that is not met or asked about, and for each way in which a period is not paid: the reason."""
    rate: Decimal | None = None
    total: Decimal | None = None
    lasts: str | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What the law says of a person, and where that differs from what the story expects.

    Where the law cannot be applied, there are no results, and the only difference says why.
    """

    story: Story
    results: tuple[Results, ...]
    """Of each claim, the first filed first."""
    differences: tuple[str, ...]


def try_story(story: Story, scheme: Scheme) -> Tried:
    """The story under the law."""
    try:
        _refuse_unknown_names(story, scheme)
        results = tuple(_results_of_claims(story, scheme))
    except (LifeFault, StoryFault, OutsideKnownLaw) as fault:
        return Tried(story, (), (str(fault),))
    except ValidationError as error:
        return Tried(story, (), (f"the law comes to an amount or a day that cannot be stated: {in_words(error)}",))
    return Tried(story, results, tuple(_differences(story, results, scheme)))


def _refuse_unknown_names(story: Story, scheme: Scheme) -> None:
    """Raises `StoryFault`: what the sheet does not know would change nothing, in silence."""
    for name, said in story.stated.items():
        if name not in scheme.particulars:
            raise StoryFault(no_such("particular", name, scheme.particulars))
        if fault := scheme.particulars[name].fault_of(said.value):
            raise StoryFault(fault)
    units = given_units(scheme)
    for name, words in story.given.items():
        if name not in units:
            raise StoryFault(no_such("question, particular or quantity", name, units))
        if fault := fault_of(words, name, units[name]):
            raise StoryFault(fault)
    for name in story.conditions_decided():
        if name not in scheme.conditions:
            raise StoryFault(no_such("condition", name, scheme.conditions))


def given_units(scheme: Scheme) -> dict[str, Unit]:
    """What a story may give instead of facts, each with its unit: questions of the claim, particulars, quantities."""
    units = {particular.name: particular.unit for particular in scheme.particulars.values()}
    return asked_of(scheme) | units | {quantity.name: quantity.unit for quantity in scheme.quantities.values()}


def facts_of_story(story: Story, scheme: Scheme) -> list[Event]:
    """Everything that institutions and the person state in a story, with what is certified under its claims."""
    return facts_of(replace(story.life(), claims=_certified_claims(story, scheme)), scheme)


def _results_of_claims(story: Story, scheme: Scheme) -> Iterator[Results]:
    facts = FactSet(facts_of_story(story, scheme))
    given = _given(story, scheme)
    determinations = _determined(facts, scheme, given)
    for key, determination in determinations.items():
        others = tuple(other for other in determinations.values() if other is not determination)
        assessments = assess(ClaimUnderLaw(scheme, facts, key, given=given), determination, others)
        weeks = sorted((week for own in assessments for week in own.weeks), key=lambda week: week.period.start)
        yield _results(determination, weeks)


def _given(story: Story, scheme: Scheme) -> dict[str, Value]:
    units = given_units(scheme)
    values = ((name, value_in(words, units[name])) for name, words in story.given.items())
    return {name: value for name, value in values if value is not None}


def _determined(facts: FactSet, scheme: Scheme, given: Mapping[str, Value]) -> dict[str, Determination]:
    """Every claim by its key; with what is given there is but one."""
    if not given:
        return all_determined({scheme.name: scheme}, facts)
    return {CLAIM: determine(ClaimUnderLaw(scheme, facts, CLAIM, given=given))}


def _certified_claims(story: Story, scheme: Scheme) -> tuple[BenefitClaim, ...]:
    """Every claim with what is certified under it: the benefit periods that the law counts from its first day."""
    claims: tuple[BenefitClaim, ...] = ()
    for told, claim in story.told_claims():
        facts = FactSet(facts_of(replace(story.life(), claims=(*claims, claim)), scheme))
        rhythm = _determined(facts, scheme, _given(story, scheme))[claim.key].rhythm
        certified = tuple(Certification((period,)) for period in told.certified(rhythm.periods()))
        claims = (*claims, replace(claim, certifications=certified))
    return claims


def _results(determination: Determination, weeks: list[WeekAssessed]) -> Results:
    findings, entitlement = determination.findings, determination.entitlement
    return Results(
        outcome=WORDS[determination.outcome],
        unmet=tuple(finding.condition for finding in findings if finding.outcome is Outcome.NOT_MET),
        asked=tuple(finding.condition for finding in findings if finding.question),
        paid=tuple(_amount(week.amount) for week in weeks),
        periods=tuple(week.state.replace("_", " ") for week in weeks),
        why=tuple(dict.fromkeys((*_why_of_claim(determination), *_why_not_paid(weeks)))),
        rate=_amount(entitlement.benefit_rate) if entitlement else None,
        total=_amount(entitlement.total_max) if entitlement else None,
        lasts=_lasts(entitlement) if entitlement else None,
    )


def _why_of_claim(determination: Determination) -> Iterator[str]:
    for finding in determination.findings:
        if finding.question:
            yield f"{finding.condition}: {finding.question}"
        elif finding.outcome is Outcome.NOT_MET:
            yield f"{finding.condition}: {finding.because}"


def _why_not_paid(weeks: list[WeekAssessed]) -> Iterator[str]:
    for week in weeks:
        if not week.amount.minor:
            yield f"{week.state.replace('_', ' ')}: {week.because}"


def _lasts(entitlement: Entitlement) -> str | None:
    if entitlement.units_max is None:
        return None
    unit = entitlement.unit.replace("_", " ")
    return f"{entitlement.units_max} {unit}{'' if entitlement.units_max == 1 else 's'}"


def _differences(story: Story, results: tuple[Results, ...], scheme: Scheme) -> Iterator[str]:
    yield from _differences_of(story.expect, results[0], scheme)
    if story.again:
        for difference in _differences_of(story.again.expect, results[1], scheme):
            yield f"{AGAIN}: {difference}"


def _differences_of(expected: Expected, results: Results, scheme: Scheme) -> Iterator[str]:
    for name, wanted in expected:
        result = getattr(results, name)
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
