"""What an employer is due for short-time work by the printed law (SGB III §§ 95-106), from everybody's lines.

Sixty per cent of the difference of two net pays, 67 with a child, to the cent; nothing where a tenth of the pay or less
is lost. No month has more than 23 working days: a line that loses more hours is paid if a named person finds it right.
Paid for 12 months, 24 in 2025 and 2026; after three months in a row without, counted anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import floor

from services.simulation.printed_law.evidence import Fields, Stated, day

LINE, RETRACTED = "registry.short-time-reported", "registry.fact-retracted"
WORKING_DAYS_MOST = 23
DAYS_OF_A_WEEK_AT_WORK = 5
SHARE, SHARE_WITH_A_CHILD = Fraction(60, 100), Fraction(67, 100)
A_TENTH = Fraction(1, 10)
BREAK = 3
DecidedLine = Mapping[tuple[str, str, int], bool]
"""By worker, line and the sum that hangs on it, whether a named person found it right."""


def due_by_month(employer: str, told: Mapping[str, Sequence[Stated]], decided: DecidedLine) -> dict[date, int]:
    """Cents for each month for which anything is due; `told` is by worker."""
    due: dict[tuple[str, date], int] = {}
    for worker, statements in told.items():
        for line in _standing_lines(statements):
            if line["employer"] == employer and (cents := _due(worker, line, decided)):
                place = line.get("establishment") or "", day(line["month"]["start"])
                due[place] = due.get(place, 0) + cents
    total: dict[date, int] = {}
    for establishment in sorted({where for where, _ in due}):
        months = {month: cents for (where, month), cents in due.items() if where == establishment}
        for month in _paid_months(months):
            total[month] = total.get(month, 0) + months[month]
    return total


def _standing_lines(statements: Sequence[Stated]) -> Iterator[Fields]:
    by_key: dict[str, list[Fields]] = {}
    gone: dict[str, int] = {}
    for said in statements:
        if said.name == LINE:
            by_key.setdefault(said.fields["key"], []).append(said.fields)
        elif said.name == RETRACTED and said.fields["kind"] == LINE:
            gone[said.fields["key"]] = max(said.fields["source_version"], gone.get(said.fields["key"], 0))
    for key, versions in by_key.items():
        last = max(versions, key=lambda one: int(one["source_version"]))
        if last["source_version"] >= gone.get(key, 0):
            yield last


def _due(worker: str, line: Fields, decided: DecidedLine) -> int:
    should, pay = line["should_pay"]["minor"], line["pay"]["minor"]
    if not line["workplace_decided"] or not line["minutes_lost"] or should - pay <= A_TENTH * should:
        return 0
    share = SHARE_WITH_A_CHILD if line.get("children") else SHARE
    cents: int = floor(share * (line["net_of_should_pay"]["minor"] - line["net_of_pay"]["minor"]) + Fraction(1, 2))
    most = WORKING_DAYS_MOST * Fraction(line["minutes_agreed_weekly"], DAYS_OF_A_WEEK_AT_WORK)
    if line["minutes_lost"] > most and not decided.get((worker, line["key"], cents), False):
        return 0
    return cents


def _paid_months(months: Mapping[date, int]) -> Iterator[date]:
    """Month by month: paid while the time is not used up; three months without it, for whatever reason, end it."""
    paid = without = 0
    month = min(months)
    while month <= max(months):
        if without >= BREAK:
            paid = 0
        if month in months and paid < _most(month):
            yield month
            paid, without = paid + 1, 0
        else:
            without += 1
        month = first_of_next(month)


def _most(month: date) -> int:
    return 24 if date(2025, 1, 1) <= month < date(2027, 1, 1) else 12


def first_of_next(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
