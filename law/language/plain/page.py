"""A scheme as a lawyer reads it: every rule and value in plain sentences, each with its citation."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from law.language.plain.sentences import (
    Sentence,
    from_lines,
    of_appeal,
    of_benefit,
    of_claim,
    of_condition,
    of_quantity,
    of_waiting,
)
from law.language.plain.tables_in_words import particulars, rests_and_sanctions, tables
from law.language.sheet.scheme import Condition, Quantity, Scheme
from law.language.terms.parameters import Parameter
from law.language.terms.words import shown

COLUMNS = 100
MARK = " (not yet compared with the law's text)"


def in_sentences(scheme: Scheme) -> str:
    """The whole law of a scheme as text; nothing in the sheet is left out."""
    parts = (
        _head(scheme),
        _section("The claim", _rules(of_claim(scheme))),
        _section("Who has a right to benefit", _conditions(scheme.conditions.values(), scheme)),
        _section("How the amounts are found", _quantities(scheme.quantities.values(), scheme)),
        _section("Each certified week", _weeks(scheme)),
        _section("Each day of it", _quantities(scheme.day_quantities.values(), scheme))
        if scheme.day_quantities
        else (),
        _section("Rest and sanctions", _rules(from_lines(rests_and_sanctions(scheme)))) if has_rests(scheme) else (),
        _section("What is stated of the person", _rules(from_lines(particulars(scheme)))) if scheme.particulars else (),
        _section("Figures of the law", _parameters(scheme.parameters.values())),
        _section("Tables of the law", _rules(from_lines(tables(scheme)))) if scheme.tables else (),
        _section("Contesting a decision", _rule(of_appeal(scheme))),
    )
    return "\n".join(line for part in parts for line in part) + "\n"


def has_rests(scheme: Scheme) -> bool:
    """Whether the sheet says anything of rest, sanctions or the claim's stop."""
    return bool(scheme.rests or scheme.sanctions or scheme.benefit.stops)


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


def _conditions(conditions: Iterable[Condition], scheme: Scheme) -> Iterator[str]:
    for number, condition in enumerate(conditions, 1):
        yield from _rule(of_condition(condition, scheme), before=f"({number}) ")


def _quantities(quantities: Iterable[Quantity], scheme: Scheme) -> Iterator[str]:
    yield from _rules(of_quantity(quantity, scheme) for quantity in quantities)


def _weeks(scheme: Scheme) -> Iterator[str]:
    yield from _rule(of_waiting(scheme))
    yield from _conditions(scheme.week_conditions.values(), scheme)
    yield from _quantities(scheme.week_quantities.values(), scheme)
    yield from _rule(of_benefit(scheme))


def _parameters(parameters: Iterable[Parameter]) -> Iterator[str]:
    for parameter in parameters:
        yield f"{parameter.meaning}:"
        for value in parameter.values:
            span = f"from {value.since}" + (f" up to {value.until}" if value.until else "")
            figure = shown(value.value, parameter.unit)
            yield from _item(f"{figure} {span} — {value.cites}{MARK if value.unverified else ''}")


def _rules(sentences: Iterable[Sentence]) -> Iterator[str]:
    for sentence in sentences:
        yield from _rule(sentence)


def _rule(sentence: Sentence, *, before: str = "") -> Iterator[str]:
    if not sentence.cites:
        yield from _wrapped(sentence.text, indent="  ", hanging="    ")
        return
    yield from _wrapped(before + sentence.text)
    yield from _wrapped(f"— {sentence.cites}{MARK if sentence.unverified else ''}", indent="    ")
    for note in sentence.notes:
        yield from _item(note)


def _item(text: str) -> Iterator[str]:
    yield from _wrapped(f"- {text}", indent="  ", hanging="    ")


def _wrapped(text: str, *, indent: str = "", hanging: str | None = None) -> list[str]:
    later = indent if hanging is None else hanging
    return textwrap.wrap(text, COLUMNS, initial_indent=indent, subsequent_indent=later, break_long_words=False)
