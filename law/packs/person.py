"""The person of a case, as its map tells them from what the case states."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from contracts.registry import Contract, Separation
from law.language.sheet.scheme import Scheme
from law.language.terms.calendar import first_of_next_month
from law.packs.ask import paid
from law.packs.formulas import value_of
from law.packs.mapped_kinds import MappedLife, MappedPay, MappedStatement
from law.packs.names import CaseNames, LeftOut
from law.people.life import LONG_AGO, MINUTES_OF_AN_HOUR, Job, Life, Pay, Statement


def life_of(mapped: MappedLife, scheme: Scheme, names: CaseNames) -> Life:
    """Birth, the job that was lost, its pay, and what institutions state."""
    told = {name: value_of(formula, names) for name, formula in mapped if isinstance(formula, str)}
    pay = tuple(one for place, part in enumerate(mapped.earned) for one in _pay(part, f"pay-{place}", scheme, names))
    nobody, nothing = Life(), Job()
    job = Job(
        started=told.get("began"),
        ended=told.get("ended"),
        reason=Separation(told.get("reason", nothing.reason)),
        contract=Contract(told["contract"]) if "contract" in told else None,
        pay=pay,
    )
    born = told.get("born")
    return Life(
        born=f"{born:%Y-%m}" if isinstance(born, date) else born,
        region=told.get("region", nobody.region),
        jobs=() if job == nothing else (job,),
        stated=tuple(said for part in mapped.stated for said in statements(part, names)),
    )


def _each(part: MappedPay | MappedStatement, names: CaseNames) -> Iterator[tuple[int, CaseNames]]:
    if part.each is None:
        yield 1, names
        return
    for number, item in enumerate(names(part.each), 1):
        yield number, names.of(item, number)


def _pay(part: MappedPay, key: str, scheme: Scheme, names: CaseNames) -> Iterator[Pay]:
    for number, own in _each(part, names):
        for place, (start, end) in enumerate(_stretches(part, own)):
            within = own.beside({"begins": start, "ends": end})
            amount = value_of(part.amount, within)
            minutes = None if part.hours is None else int(value_of(part.hours, within) * MINUTES_OF_AN_HOUR)
            if amount or minutes:
                yield paid(amount, start, end, scheme, minutes=minutes, key=f"{key}-{number}-{place}")


def _stretches(part: MappedPay, names: CaseNames) -> Iterator[tuple[date, date]]:
    start, until = names.day(part.since), names.day(part.until)
    while part.by == "month" and (month_ends := first_of_next_month(start)) < until:
        yield start, month_ends
        start = month_ends
    yield start, until


def statements(part: MappedStatement, names: CaseNames) -> Iterator[Statement]:
    """What is stated, once or of each item; what may be left out, and the case does not state, is not."""
    for _, own in _each(part, names):
        try:
            value = value_of(part.value, own)
        except LeftOut:
            continue
        since = _edge(part.since, own)
        yield Statement(part.name, value, LONG_AGO if since is None else since, _edge(part.until, own))


def _edge(written: str | None, names: CaseNames) -> date | None:
    try:
        return None if written is None else names.day(written)
    except LeftOut:
        return None
