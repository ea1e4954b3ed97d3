"""`tideover scheme diff A B`: how two laws differ, in words and in money for standard persons."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Annotated, Any

import typer

from contracts.values import Money
from law.catalogue import scheme_or_file
from law.explain.difference import difference
from law.explain.difference_in_words import changes_in_words
from law.explain.law_difference import LawOnDay, law_difference
from law.language.sheet.horizon import first_day
from law.language.sheet.scheme import Scheme
from law.language.terms.citation import within
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.numerals import plain
from law.language.terms.words import shown
from law.people.standard_persons import StandardResult, by_how_much, given_to, standard_persons

EXAMPLE = "no/dagpenger@2024-01-01"
Pair = tuple[StandardResult | str, StandardResult | str]


def diff(
    first: Annotated[str, typer.Argument(help=f"A scheme or a sheet's file, and a day if you like: {EXAMPLE}.")],
    second: Annotated[str, typer.Argument(help="Another scheme or file, or the same on another day.")],
    at: Annotated[str | None, typer.Option(help="The day of either where none is given with the name.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare two sheets, or two days of one: first the law in words, then what it pays standard persons."""
    laws = _standing(first, at, _newest(first, second)), _standing(second, at, _newest(first, second))
    pairs = [(_given(person, laws[0]), _given(person, laws[1])) for person in standard_persons()]
    if as_json:
        typer.echo(json.dumps(_as_json(laws, pairs), indent=1))
        return
    typer.echo("\n".join([*_law(*laws), "", *_money(laws, pairs)]))


def _standing(text: str, at: str | None, newest: date) -> LawOnDay:
    name, day = _parted(text)
    try:
        chosen = date.fromisoformat(day or at or newest.isoformat())
    except ValueError:
        raise typer.BadParameter(f"a day is written as year, month and day: {EXAMPLE}") from None
    scheme = _read(name)
    if chosen < (begins := first_day(scheme)):
        raise typer.BadParameter(f"{name} knows no law before {begins}; {chosen} was asked for")
    return LawOnDay(scheme, chosen)


def _parted(text: str) -> tuple[str, str]:
    """The scheme or file, and the day where one is named; a file's name may hold the sign, too."""
    name, sign, day = text.rpartition("@")
    return (name, day) if sign and not day.endswith(".yaml") else (text, "")


def _read(name: str) -> Scheme:
    try:
        return scheme_or_file(name)
    except LookupError as fault:
        raise typer.BadParameter(str(fault)) from None


def _newest(*texts: str) -> date:
    """Where no day is named: a week after the newest law of both began, so that a claim's first week lies in it."""
    schemes = [_read(_parted(text)[0]) for text in texts]
    newest = max(
        value.since for scheme in schemes for parameter in scheme.parameters.values() for value in parameter.values
    )
    return newest + timedelta(weeks=1)


def _given(person: Any, law: LawOnDay) -> StandardResult | str:
    try:
        return given_to(person, law)
    except (OutsideKnownLaw, LookupError) as fault:
        return str(fault)


def _law(first: LawOnDay, second: LawOnDay) -> Iterator[str]:
    changes = law_difference(first, second)
    yield f"From {first} to {second}: {len(changes)} difference{'' if len(changes) == 1 else 's'} in the law"
    marks = {"changed": "", "added": f"Only in {second}: ", "removed": f"Only in {first}: "}
    for article in dict.fromkeys(change.article for change in changes):
        yield f"\n{article}"
        for change in changes:
            if change.article == article:
                place = within(article, change.cites)
                yield f"- {marks[change.how]}{change.says}.{f' [{place}]' if place else ''}"


def _money(laws: tuple[LawOnDay, LawOnDay], pairs: list[Pair]) -> Iterator[str]:
    yield "In money, for standard persons (law/people/standard_persons.yaml)"
    for person, (old, new) in zip(standard_persons(), pairs, strict=True):
        yield f"\n{person.name}: {person.says}"
        if isinstance(old, str) or isinstance(new, str):
            yield f"  cannot be worked out: {'; '.join(side for side in (old, new) if isinstance(side, str))}"
            continue
        for what, was, now, by in _figures(old, new):
            yield f"  {what:<28}{was} -> {now}{f'  ({by})' if by else ''}"
        if laws[0].scheme is laws[1].scheme:
            yield from (f"  {line}" for line in _why(old, new))


def _figures(old: StandardResult, new: StandardResult) -> Iterator[tuple[str, ...]]:
    """Every figure of a person with the difference, in money and per cent where both are of one kind."""
    yield "outcome", *(side.determination.outcome.value.replace("_", " ") for side in (old, new)), ""
    worth = old.determination.entitlement, new.determination.entitlement
    yield "wage of a month", str(old.wage), str(new.wage), ""
    if worth[0] and worth[1]:
        rates = [f"{entitlement.benefit_rate} a {entitlement.benefit_rate_per}" for entitlement in worth if entitlement]
        alike = worth[0].benefit_rate_per == worth[1].benefit_rate_per
        yield "rate", rates[0], rates[1], _by(worth[0].benefit_rate, worth[1].benefit_rate) if alike else ""
        lasts = [
            f"{plain(entitlement.units_max)} {entitlement.unit.replace('_', ' ')}s"
            if entitlement.units_max is not None
            else "until the total is paid"
            for entitlement in worth
            if entitlement
        ]
        yield "lasts", lasts[0], lasts[1], ""
        yield (
            "in all at most",
            str(worth[0].total_max),
            str(worth[1].total_max),
            _by(worth[0].total_max, worth[1].total_max),
        )
    yield "waiting", *(_waiting(side) for side in (old, new)), ""
    yield "paid in the first 3 months", str(old.paid), str(new.paid), _by(old.paid, new.paid)
    yield "which is of the wage", *(f"{plain(Fraction(round(side.share * 1000), 10))} %" for side in (old, new)), ""


def _why(old: StandardResult, new: StandardResult) -> tuple[str, ...]:
    """Why a person's claim is worth a different amount; its days always differ, and are left out."""
    sides = [
        replace(side.of, periods={}, event=side.of.event.model_copy(update={"timeline": ()})) for side in (old, new)
    ]
    return changes_in_words(difference(*sides))


def _waiting(given: StandardResult) -> str:
    days, counted = given.determination.waiting_days, given.determination.waiting
    waiting = given.of.scheme.waiting
    return f"{days} days" if waiting.served is None else shown(counted, waiting.lasts.unit)


def _by(old: Money, new: Money) -> str:
    if old.currency != new.currency or old == new:
        return ""
    change = new.minor - old.minor
    amount = Money(minor=abs(change), currency=new.currency)
    share = by_how_much(old.minor, new.minor)
    return f"{'-' if change < 0 else '+'}{amount}{f', {share}' if share else ''}"


def _as_json(laws: tuple[LawOnDay, LawOnDay], pairs: list[Pair]) -> dict[str, Any]:
    people = []
    for person, (old, new) in zip(standard_persons(), pairs, strict=True):
        compared: dict[str, Any] = {"person": person.name, "is": person.says}
        if isinstance(old, str) or isinstance(new, str):
            people.append(compared | {"cannot_be_worked_out": [side for side in (old, new) if isinstance(side, str)]})
            continue
        figures = [{"what": what, "first": was, "second": now, "by": by} for what, was, now, by in _figures(old, new)]
        why = _why(old, new) if laws[0].scheme is laws[1].scheme else ()
        people.append(compared | {"figures": figures, "why": list(why)})
    named = [{"scheme": law.scheme.name, "on": law.on.isoformat(), "sheet": law.scheme.digest} for law in laws]
    return {
        "first": named[0],
        "second": named[1],
        "law": [asdict(change) for change in law_difference(*laws)],
        "money": people,
    }
