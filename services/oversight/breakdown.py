"""The committee's figures told apart by one dimension, with small numbers protected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any

from sqlalchemy import Connection, select

from services.oversight.dimension import COLUMNS, Dimension, in_order
from services.oversight.small_cells import MINIMUM, TOTAL, UNKNOWN, Cell, hidden, rows_without
from services.oversight.store import claim_view, payment_view, period_view, referral_view

OUTCOMES = ("granted", "refused", "withdrawn", "waiting")
"""What became of claims; together they are all claims."""
PersonsClaim = tuple[str, str]


@dataclass(frozen=True)
class BreakdownRow:
    """The figures of one value. None is a number that is hidden, or that does not exist."""

    value: str
    claims: int | None
    outcomes: Mapping[str, int | None]
    """By `OUTCOMES`."""
    weeks_paid: int | None
    paid_minor: int | None
    days_to_first_payment_median: int | None
    referrals: int | None


@dataclass(frozen=True)
class Breakdown:
    """A row a value, and the total behind them; money in minor units of `currency`."""

    dimension: Dimension
    minimum: int
    """Numbers about fewer people are hidden."""
    currency: str
    rows: Sequence[BreakdownRow]

    def as_json(self) -> dict[str, Any]:
        """For machines; a hidden number is null."""
        return {
            "dimension": self.dimension.value,
            "minimum": self.minimum,
            "currency": self.currency,
            "rows": [vars(row) for row in self.rows],
        }


@dataclass
class _Counted:
    """What was counted of one value."""

    claims: dict[str, list[str]] = field(default_factory=lambda: {outcome: [] for outcome in OUTCOMES})
    """By outcome, the person of each claim."""
    weeks: dict[PersonsClaim, int] = field(default_factory=dict)
    paid: dict[PersonsClaim, int] = field(default_factory=lambda: defaultdict(int))
    days: dict[PersonsClaim, int] = field(default_factory=dict)
    """From filing to the first payment."""
    referrals: list[PersonsClaim] = field(default_factory=list)

    def add(self, other: _Counted) -> None:
        """Count another value's into this one."""
        for outcome, people in other.claims.items():
            self.claims[outcome] += people
        self.weeks |= other.weeks
        self.paid |= other.paid
        self.days |= other.days
        self.referrals += other.referrals


def breakdown(connection: Connection, dimension: Dimension, minimum: int = MINIMUM) -> Breakdown:
    """The figures by one dimension, from one reading of the tables; numbers about fewer people than that are hidden."""
    counted, currency = _count(connection, dimension)
    values = in_order(dimension, set(counted))
    counted[TOTAL] = _Counted()
    for value in values:
        counted[TOTAL].add(counted[value])
    return Breakdown(dimension, minimum, currency, tuple(_protected(counted, [*values, TOTAL], minimum)))


def _count(connection: Connection, dimension: Dimension) -> tuple[dict[str, _Counted], str]:
    column, named = COLUMNS[dimension]
    counted: dict[str, _Counted] = {}
    of_claim: dict[PersonsClaim, _Counted] = {}
    filed: dict[PersonsClaim, date] = {}
    for claim in connection.execute(select(claim_view)):
        value = getattr(claim, column)
        own = counted.setdefault(UNKNOWN if value is None else named(value), _Counted())
        of_claim[claim.subject, claim.claim] = own
        own.claims[claim.outcome if claim.outcome in OUTCOMES else "waiting"].append(claim.subject)
        if claim.filed_on is not None:
            filed[claim.subject, claim.claim] = claim.filed_on
    _count_money(connection, of_claim, filed)
    currencies = connection.scalars(select(payment_view.c.currency).distinct()).all()
    return counted, ", ".join(sorted(filter(None, currencies)))


def _count_money(
    connection: Connection, of_claim: Mapping[PersonsClaim, _Counted], filed: Mapping[PersonsClaim, date]
) -> None:
    nowhere = _Counted()  # what belongs to no claim that is known yet
    for period in connection.execute(select(period_view).where(period_view.c.weeks_paid > 0)):
        key = (period.subject, period.claim)
        weeks = of_claim.get(key, nowhere).weeks
        weeks[key] = weeks.get(key, 0) + period.weeks_paid
    for payment in connection.execute(select(payment_view).where(payment_view.c.settled_on.is_not(None))):
        key = (payment.subject, payment.claim)
        own = of_claim.get(key, nowhere)
        if not payment.returned_on:
            own.paid[key] += payment.amount_minor
        if key in filed:
            days = (payment.settled_on - filed[key]).days
            own.days[key] = min(days, own.days.get(key, days))
    for referral in connection.execute(select(referral_view)):
        key = (referral.subject, referral.claim)
        of_claim.get(key, nowhere).referrals.append(key)


def _protected(counted: Mapping[str, _Counted], values: Sequence[str], minimum: int) -> Iterator[BreakdownRow]:
    table, people = _table(counted)
    small = {cell for cell, number in people.items() if 0 < number < minimum}
    gone = hidden(table, small, minimum)
    weeks, paid, referrals, days = _hidden_sums(counted, minimum)

    def shown(value: str, outcome: str) -> int | None:
        return None if (value, outcome) in gone else table[value, outcome]

    for value in values:
        own, claims = counted[value], shown(value, TOTAL)

        def told(number: int, of_hidden: frozenset[str], value: str = value, claims: int | None = claims) -> int | None:
            return None if value in of_hidden or (claims is None and not number) else number

        yield BreakdownRow(
            value=value,
            claims=claims,
            outcomes={outcome: shown(value, outcome) for outcome in OUTCOMES},
            weeks_paid=told(sum(own.weeks.values()), weeks),
            paid_minor=told(sum(own.paid.values()), paid),
            days_to_first_payment_median=None if value in days or not own.days else round(median(own.days.values())),
            referrals=told(len(own.referrals), referrals),
        )


def _table(counted: Mapping[str, _Counted]) -> tuple[dict[Cell, int], dict[Cell, int]]:
    """Every cell with its claims, and with the people whose claims they are."""
    claims: dict[Cell, int] = {}
    people: dict[Cell, int] = {}
    for value, own in counted.items():
        everybody: list[str] = []
        for outcome, persons in own.claims.items():
            claims[value, outcome], people[value, outcome] = len(persons), len(set(persons))
            everybody += persons
        claims[value, TOTAL], people[value, TOTAL] = len(everybody), len(set(everybody))
    return claims, people


def _hidden_sums(counted: Mapping[str, _Counted], minimum: int) -> tuple[frozenset[str], ...]:
    """The rows without weeks, money, referrals and median; of a median nothing follows for another row."""
    rows = {value: own for value, own in counted.items() if value != TOTAL}

    def people(keys: Mapping[str, Iterable[PersonsClaim]]) -> dict[str, set[str]]:
        return {value: {subject for subject, _ in of_value} for value, of_value in keys.items()}

    everybody = {
        value: {person for persons in own.claims.values() for person in persons} for value, own in rows.items()
    }
    few = {value for value, persons in everybody.items() if 0 < len(persons) < minimum}
    timed = people({value: own.days for value, own in counted.items()})
    return (
        rows_without(people({value: own.weeks for value, own in rows.items()}), minimum, few),
        rows_without(people({value: own.paid for value, own in rows.items()}), minimum, few),
        rows_without(people({value: own.referrals for value, own in rows.items()}), minimum, few),
        frozenset(value for value, persons in timed.items() if len(persons) < minimum),
    )
