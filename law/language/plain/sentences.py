"""What a sheet says, sentence by sentence, each with its citation: every page of a scheme is made of these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from law.language.plain.prose import figure_of, in_words, meaning_of
from law.language.plain.tables_in_words import Line, windows
from law.language.sheet.scheme import Condition, Quantity, Said, Scheme, Template
from law.language.terms.rounding import Rounding
from law.language.terms.units import Unit
from law.language.terms.words import shown, unit_in_words

SHARES = {
    "waiting": "what was waited for then is not waited for again",
    "limit": "what was used up of the benefit then is not paid again",
    "year": "it may be drawn on no longer than the claim before",
}
"""What a claim may share with the one it goes on with, as the sheet calls it and in words."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the law: `rule` is the name of what it says, `notes` are what follows from it.

    In `text` and `notes` other rules stand in square brackets by their meaning.
    """

    text: str
    cites: str
    unverified: bool
    rule: str = ""
    notes: tuple[str, ...] = ()


def said(text: str, by: Said) -> Sentence:
    """A sentence with the citation of a closed choice."""
    return Sentence(text, by.cites, by.unverified)


def from_lines(lines: Iterable[Line]) -> Iterator[Sentence]:
    """Lines of text as sentences."""
    return (said(text, by) for text, by in lines)


def of_claim(scheme: Scheme) -> Iterator[Sentence]:
    """When a claim begins and ends, its periods, what may be refused unseen, and where the law looks back."""
    claim = scheme.claim
    year, interval = (figure_of(chosen.what, scheme) for chosen in (claim.benefit_year, claim.certified_every))
    yield said(f"The claim begins on {claim.begins.what}.", claim.begins)
    yield said(f"The benefit year lasts {year} from that day.", claim.benefit_year)
    if "week" in claim.period.what:
        yield said(f"A benefit week begins on {claim.week_begins_on.what.capitalize()}.", claim.week_begins_on)
    if claim.period.what != "a week":
        yield said(f"A benefit period is {claim.period.what}, paid by {claim.paid_by}.", claim.period)
    yield said(f"The person certifies benefit weeks, as a rule {interval} at a time.", claim.certified_every)
    yield said(f"A week is paid under the law as it stands on {claim.week_law.what}.", claim.week_law)
    if claim.refusal.what == "never":
        refusal = "No claim is refused without the decision of a named person."
    else:
        refusal = f"Without a person's decision a claim is refused only {claim.refusal.what}."
    yield said(refusal, claim.refusal)
    yield from _changes_of_the_law(scheme)
    yield from _linked_spells(scheme)
    yield from from_lines(windows(scheme))


def _changes_of_the_law(scheme: Scheme) -> Iterator[Sentence]:
    for change in scheme.claim.transitions:
        what = "keep the law before it" if change.keeps else "follow the new law from then on"
        text = f"The law changes on {change.on}: claims that run on that day {what}."
        yield Sentence(text, change.cites, change.unverified)


def _linked_spells(scheme: Scheme) -> Iterator[Sentence]:
    spells = scheme.spells
    if spells is not None:
        shared = "; ".join(words for name, words in SHARES.items() if name in spells.shares)
        then = f"; then {shared}" if shared else ", which ends with it"
        text = f"A claim goes on with the one before if {in_words(spells.linked_when, scheme)}{then}."
        yield Sentence(text, spells.cites, spells.unverified)


def of_condition(condition: Condition, scheme: Scheme) -> Sentence:
    """What must hold, and who may find that it does not."""
    notes = []
    if condition.by_a_person:
        notes.append("If it is not so, a named person decides. They are asked: " + (condition.question or ""))
        if condition.ground:
            notes.append(f"Ground, if found: {condition.ground.replace('_', ' ')}.")
    else:
        notes.append("This is decided by arithmetic.")
    if condition.extent:
        notes.append(f"Extent, if found: {_with_meanings(condition.extent, scheme)}")
    text = f"{condition.meaning}: {in_words(condition.tree, scheme)}."
    return Sentence(text, condition.cites, condition.unverified, condition.name, tuple(notes))


def of_quantity(quantity: Quantity, scheme: Scheme) -> Sentence:
    """How an amount is found, its unit and its rounding."""
    rounded = f", rounded {_rounding(quantity.rounding, quantity.unit)}" if quantity.rounding else ""
    text = f"{quantity.meaning} ({unit_in_words(quantity.unit)}) is {in_words(quantity.tree, scheme)}{rounded}."
    return Sentence(text, quantity.cites, quantity.unverified, quantity.name)


def of_waiting(scheme: Scheme) -> Sentence:
    """What is not paid at first."""
    waiting = scheme.waiting
    served = in_words(waiting.served_when, scheme)
    text = f"At first nothing is paid, for as long as {in_words(waiting.lasts, scheme)}. A week counts if {served}."
    return Sentence(text, waiting.cites, waiting.unverified)


def of_benefit(scheme: Scheme) -> Sentence:
    """Which amounts are the payment, the limit, the rate and the reference earnings."""
    benefit = scheme.benefit
    amounts = (benefit.week_amount, benefit.limit, benefit.rate, benefit.reference_earnings)
    week, limit, rate, reference = (meaning_of(name, scheme) for name in amounts)
    text = f"Paid is [{week}]; in all no more than [{limit}]. The rate is [{rate}], found from [{reference}]."
    return said(text, Said("", benefit.cites))


def of_appeal(scheme: Scheme) -> Sentence:
    """Where a decision may be contested, and until when."""
    appeal = scheme.appeal
    within = scheme.parameters[appeal.within]
    text = f"To {appeal.to}, within {shown(within.values[-1].value, within.unit)}."
    return Sentence(text, appeal.cites, appeal.unverified)


def _rounding(rounding: Rounding, unit: Unit) -> str:
    return f"{rounding.way} to a multiple of {shown(rounding.step, unit)}"


def _with_meanings(template: Template, scheme: Scheme) -> str:
    return "".join(text + (f"[{meaning_of(name, scheme)}]" if name else "") for text, name in template)
