"""What came of the demonstration, as figures: for the summary page, and for `--json`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import quantiles
from typing import Any

from sqlalchemy import func, select

from contracts.base import Event
from contracts.eligibility import ClaimPrepared
from contracts.error_budgets import BudgetStopped
from services.almp_referral.views import listings
from services.demo.calendar import FIRST_DAY
from services.demo.people import People
from services.demo.reference import Reference, held_against
from services.demo.world import World
from services.oversight.views import Breakdown, Dimension, Indicators, breakdown, indicators, weekly_rates
from services.payments.views import days_stated, off_the_statements, reconcile, trial_balance
from services.runtime.database.store import outbox
from services.runtime.delivery import parking

FROM_THE_SURVEY = Dimension.AGE_BAND
SYNTHETIC = (Dimension.SEX, Dimension.INDUSTRY)
"""Drawn from a seed, since the survey's file has no column for them."""
THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True)
class Spread:
    """Mean and quartiles of replacement rates, as shares to three places."""

    people: int
    mean: Decimal
    quarter: Decimal
    half: Decimal
    three_quarters: Decimal

    @classmethod
    def of(cls, shares: Sequence[Decimal]) -> Spread | None:
        """The spread of at least two shares; None for fewer."""
        if len(shares) < 2:
            return None
        low, middle, high = quantiles(shares, n=4, method="inclusive")
        mean = sum(shares, Decimal(0)) / len(shares)
        return cls(len(shares), *(share.quantize(THOUSANDTH, ROUND_HALF_UP) for share in (mean, low, middle, high)))


@dataclass(frozen=True)
class Summary:
    """Everything the summary page says."""

    people: int
    indicators: Indicators
    replacement: Spread | None
    replacement_in_data: Spread | None
    reference: Reference
    claims_by: Mapping[Dimension, Breakdown]
    """By age band, which is the survey's, and by dimensions that are synthetic."""
    seats: Mapping[str, tuple[int, int]]
    """Referrals made and seats at one time, by programme."""
    parked: Mapping[str, int]
    """Messages by code, each once."""
    parked_events: int
    """One message may wait in several services; `tideover parked list` has a row for each."""
    trial_balance_minor: int
    differences: Sequence[str]
    """What reconciliation found that does not fit, in words."""
    prepared: int
    """People on the list of a mass lay-off, whose claims were made ready."""
    budgets_stopped: int
    """How often decisions against claimants stopped by themselves, and were let go on by a named person."""
    statement_days: int
    """Days of which the bank's statements told."""
    off_the_statements: Mapping[str, int]
    """By currency, in minor units, by how much the books moved otherwise than the bank, each day for itself."""
    events: int
    seconds: Decimal

    def as_json(self) -> dict[str, Any]:
        """One flat object for machines; amounts in minor units."""
        found = self.indicators
        return {
            "people": self.people,
            "claims": found.claims,
            "granted": found.outcomes.get("granted", 0),
            "refused": found.outcomes.get("refused", 0),
            "needs_a_person": found.outcomes.get("needs_a_person", 0),
            "refused_by": {f"{condition} ({cites})": count for (condition, cites), count in found.refusals.items()},
            "claims_by": {
                dimension.value: {row.value: row.claims for row in told.rows}
                for dimension, told in self.claims_by.items()
            },
            "weeks_paid": found.weeks_paid,
            "paid_minor": found.paid_minor,
            "currency": found.currency,
            "instructions": found.instructions,
            "returned": found.returned,
            "replacement_rate": self.replacement and _strings(self.replacement),
            "replacement_rate_in_data": self.replacement_in_data and _strings(self.replacement_in_data),
            "days_to_first_payment_median": found.days_to_first_payment_median,
            "referrals": found.referrals,
            "questions": found.questions,
            "parked": sum(self.parked.values()),
            "parked_by_code": dict(self.parked),
            "trial_balance_minor": self.trial_balance_minor,
            "reconciliation_differences": list(self.differences),
            "prepared": self.prepared,
            "budgets_stopped": self.budgets_stopped,
            "statement_days": self.statement_days,
            "off_the_statements_minor": dict(self.off_the_statements),
            "events": self.events,
            "seconds": str(self.seconds),
            "events_per_second": round(self.events / self.seconds) if self.seconds else None,
        }


def _strings(spread: Spread) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(spread).items()}


def summarise(world: World, people: People, seconds: Decimal) -> Summary:
    """All figures, read from the services' own tables."""
    with world.databases["oversight"].reading() as connection:
        figures, rates = indicators(connection), weekly_rates(connection)
        claims_by = {dimension: breakdown(connection, dimension) for dimension in (FROM_THE_SURVEY, *SYNTHETIC)}
    with world.databases["payments"].reading() as connection:
        balance = sum(abs(sum_) for sum_ in trial_balance(connection).values())
        report = reconcile(connection, world.cipher("payments"))
        stated, off = days_stated(connection), off_the_statements(connection)
    parked, parked_events = _parked(world)
    workers = [worker for worker in people.everybody() if worker.person in rates]
    ours = [Decimal(rates[worker.person]) / worker.row.weekly_wage_minor for worker in workers]
    return Summary(
        people=people.count,
        indicators=figures,
        replacement=Spread.of(ours),
        replacement_in_data=Spread.of([worker.row.replacement_rate for worker in workers]),
        reference=held_against(world.databases["eligibility"]),
        claims_by=claims_by,
        seats=_seats(world, figures),
        parked=parked,
        parked_events=parked_events,
        trial_balance_minor=balance,
        differences=report.differences,
        prepared=_subjects_of(world, ClaimPrepared),
        budgets_stopped=_times_said(world, BudgetStopped),
        statement_days=stated,
        off_the_statements={currency: minor for currency, minor in off.items() if minor},
        events=world.events(),
        seconds=seconds.quantize(Decimal("0.1")),
    )


def _subjects_of(world: World, event: type[Event]) -> int:
    """Of how many a service has said something."""
    with world.databases[event.publisher()].reading() as connection:
        about = select(func.count(outbox.c.subject.distinct())).where(outbox.c.type == event.type_())
        return connection.scalar(about) or 0


def _times_said(world: World, event: type[Event]) -> int:
    with world.databases[event.publisher()].reading() as connection:
        return connection.scalar(select(func.count()).where(outbox.c.type == event.type_())) or 0


def _seats(world: World, figures: Indicators) -> dict[str, tuple[int, int]]:
    made = figures.referrals_by_programme
    with world.databases["almp_referral"].reading() as connection:
        listed = listings(connection, FIRST_DAY)
    return {one.programme.title: (made.get(one.programme.key, 0), one.seats) for one in listed}


def _parked(world: World) -> tuple[dict[str, int], int]:
    """Waiting messages by code, each counted once though several services may wait for it; and how often they wait."""
    codes_by_origin: dict[str, str] = {}
    events = 0
    for database in world.databases.values():
        with database.reading() as connection:
            waiting = parking.waiting(connection)
        events += len(waiting)
        codes_by_origin.update((message.origin, message.code) for message in waiting)
    codes = sorted(codes_by_origin.values())
    return {code: codes.count(code) for code in dict.fromkeys(codes)}, events
