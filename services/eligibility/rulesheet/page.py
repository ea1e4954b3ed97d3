"""A scheme as a lawyer reads it: every rule and value in plain sentences, each with its citation."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from services.eligibility.rulesheet.page_tables import Line, particulars, rests_and_sanctions, tables, windows
from services.eligibility.rulesheet.parameters import DatedValue, Parameter
from services.eligibility.rulesheet.prose import figure_of, in_words, meaning_of
from services.eligibility.rulesheet.rounding import Rounding
from services.eligibility.rulesheet.scheme import Condition, Quantity, Said, Scheme, Template
from services.eligibility.rulesheet.units import Unit
from services.eligibility.rulesheet.words import shown, unit_in_words

COLUMNS = 100
MARK = " (not yet compared with the law's text)"


def in_sentences(scheme: Scheme) -> str:
    """The whole law of a scheme as text; nothing in the sheet is left out."""
    parts = (
        _head(scheme),
        _section("The claim", _claim(scheme)),
        _section("Who has a right to benefit", _conditions(scheme.conditions.values(), scheme)),
        _section("How the amounts are found", _quantities(scheme.quantities.values(), scheme)),
        _section("Each certified week", _weeks(scheme)),
        _section("Each day of it", _quantities(scheme.day_quantities.values(), scheme))
        if scheme.day_quantities
        else (),
        _section("Rest and sanctions", _cited(rests_and_sanctions(scheme))) if _has_rests(scheme) else (),
        _section("What is stated of the person", _cited(particulars(scheme))) if scheme.particulars else (),
        _section("Figures of the law", _parameters(scheme.parameters.values())),
        _section("Tables of the law", _cited(tables(scheme))) if scheme.tables else (),
        _section("Contesting a decision", _appeal(scheme)),
    )
    return "\n".join(line for part in parts for line in part) + "\n"


def _has_rests(scheme: Scheme) -> bool:
    return bool(scheme.rests or scheme.sanctions or scheme.benefit.stops)


def _cited(lines: Iterable[Line]) -> Iterator[str]:
    for text, said in lines:
        if said.cites:
            yield from _rule(text, said)
        else:
            yield from _wrapped(text, indent="  ", hanging="    ")


def _head(scheme: Scheme) -> Iterator[str]:
    yield scheme.title
    yield "=" * len(scheme.title)
    yield f"{scheme.name}, {scheme.country}, amounts in {scheme.currency}; sheet {scheme.digest[:12]}"
    yield ""
    yield from _wrapped(scheme.about)
    yield ""
    yield "Law:"
    for text in scheme.law:
        yield from _item(text)
    if scheme.not_covered:
        yield "Not covered by this sheet:"
        for text in scheme.not_covered:
            yield from _item(text)


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield ""
    yield title
    yield "-" * len(title)
    yield from lines


def _claim(scheme: Scheme) -> Iterator[str]:
    claim = scheme.claim
    year, interval = (figure_of(said.what, scheme) for said in (claim.benefit_year, claim.certified_every))
    yield from _rule(f"The claim begins on {claim.begins.what}.", claim.begins)
    yield from _rule(f"The benefit year lasts {year} from that day.", claim.benefit_year)
    if "week" in claim.period.what:
        yield from _rule(f"A benefit week begins on {claim.week_begins_on.what.capitalize()}.", claim.week_begins_on)
    if claim.period.what != "a week":
        yield from _rule(f"A benefit period is {claim.period.what}, paid by {claim.paid_by}.", claim.period)
    yield from _rule(f"The person certifies benefit weeks, as a rule {interval} at a time.", claim.certified_every)
    yield from _rule(f"A week is paid under the law as it stands on {claim.week_law.what}.", claim.week_law)
    if claim.refusal.what == "never":
        refusal = "No claim is refused without the decision of a named person."
    else:
        refusal = f"Without a person's decision a claim is refused only {claim.refusal.what}."
    yield from _rule(refusal, claim.refusal)
    yield from _cited(windows(scheme))


def _conditions(conditions: Iterable[Condition], scheme: Scheme) -> Iterator[str]:
    for number, condition in enumerate(conditions, 1):
        said = Said("", condition.cites, condition.unverified)
        yield from _rule(f"({number}) {condition.meaning}: {in_words(condition.tree, scheme)}.", said)
        if condition.by_a_person:
            yield from _item("If it is not so, a named person decides. They are asked: " + (condition.question or ""))
            if condition.ground:
                yield from _item(f"Ground, if found: {condition.ground.replace('_', ' ')}.")
        else:
            yield from _item("This is decided by arithmetic.")
        if condition.extent:
            yield from _item(f"Extent, if found: {_with_meanings(condition.extent, scheme)}")


def _quantities(quantities: Iterable[Quantity], scheme: Scheme) -> Iterator[str]:
    for quantity in quantities:
        rounded = f", rounded {_rounding(quantity.rounding, quantity.unit)}" if quantity.rounding else ""
        text = f"{quantity.meaning} ({unit_in_words(quantity.unit)}) is {in_words(quantity.tree, scheme)}{rounded}."
        yield from _rule(text, Said("", quantity.cites, quantity.unverified))


def _weeks(scheme: Scheme) -> Iterator[str]:
    waiting, benefit = scheme.waiting, scheme.benefit
    served = in_words(waiting.served_when, scheme)
    lasts = in_words(waiting.lasts, scheme)
    text = f"At first nothing is paid, for as long as {lasts}. A week counts if {served}."
    yield from _rule(text, Said("", waiting.cites, waiting.unverified))
    yield from _conditions(scheme.week_conditions.values(), scheme)
    yield from _quantities(scheme.week_quantities.values(), scheme)
    amounts = (benefit.week_amount, benefit.limit, benefit.rate, benefit.reference_earnings)
    week, limit, rate, reference = (meaning_of(name, scheme) for name in amounts)
    text = f"Paid is [{week}]; in all no more than [{limit}]. The rate is [{rate}], found from [{reference}]."
    yield from _rule(text, Said("", benefit.cites))


def _parameters(parameters: Iterable[Parameter]) -> Iterator[str]:
    for parameter in parameters:
        yield f"{parameter.meaning}:"
        for value in parameter.values:
            span = f"from {value.since}" + (f" up to {value.until}" if value.until else "")
            yield from _item(f"{_figure(value, parameter)} {span} — {value.cites}{MARK if value.unverified else ''}")


def _appeal(scheme: Scheme) -> Iterator[str]:
    appeal = scheme.appeal
    within = scheme.parameters[appeal.within].values[-1]
    days = shown(within.value, scheme.parameters[appeal.within].unit)
    yield from _rule(f"To {appeal.to}, within {days}.", Said("", appeal.cites, appeal.unverified))


def _figure(value: DatedValue, parameter: Parameter) -> str:
    return shown(value.value, parameter.unit)


def _rounding(rounding: Rounding, unit: Unit) -> str:
    return f"{rounding.way} to a multiple of {shown(rounding.step, unit)}"


def _with_meanings(template: Template, scheme: Scheme) -> str:
    return "".join(text + (f"[{meaning_of(name, scheme)}]" if name else "") for text, name in template)


def _rule(text: str, said: Said) -> Iterator[str]:
    yield from _wrapped(text)
    yield from _wrapped(f"— {said.cites}{MARK if said.unverified else ''}", indent="    ")


def _item(text: str) -> Iterator[str]:
    yield from _wrapped(f"- {text}", indent="  ", hanging="    ")


def _wrapped(text: str, *, indent: str = "", hanging: str | None = None) -> list[str]:
    later = indent if hanging is None else hanging
    return textwrap.wrap(text, COLUMNS, initial_indent=indent, subsequent_indent=later, break_long_words=False)
