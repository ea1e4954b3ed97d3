"""The committee's figures from the read model: who was refused by which rule, what was paid, how fast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlalchemy import Connection, func, select

from services.oversight.store import claim_view, payment_view, period_view, question_view, referral_view


@dataclass(frozen=True)
class Indicators:
    """One page for the committee. Money in minor units of `currency`."""

    claims: int
    outcomes: Mapping[str, int]
    refusals: Mapping[tuple[str, str], int]
    """Refused claims by (condition, citation); a claim that fails two conditions counts under both."""
    decided_automatically: int
    weeks_paid: int
    currency: str
    instructions: int
    instructed_minor: int
    settled_minor: int
    returned_minor: int
    returned: int
    days_to_first_payment_median: int | None
    referrals: int
    referrals_by_programme: Mapping[str, int]
    referral_answers: Mapping[str, int]
    referral_outcomes: Mapping[str, int]
    questions: int
    question_verdicts: Mapping[str, int]

    @property
    def paid_minor(self) -> int:
        """What left our account and did not come back."""
        return self.settled_minor - self.returned_minor


def indicators(connection: Connection) -> Indicators:
    """All figures from one reading of the tables."""
    claims = connection.execute(select(claim_view)).all()
    outcomes = Counter(row.outcome for row in claims)
    refused = [row for row in claims if row.outcome == "refused"]
    payments = connection.execute(select(payment_view)).all()
    currencies = sorted({row.currency for row in payments if row.currency})
    settled = [row for row in payments if row.settled_on is not None]
    returned = [row for row in settled if row.returned_on is not None]
    answers = connection.execute(select(referral_view)).all()
    verdicts = Counter(connection.scalars(select(question_view.c.verdict)))
    return Indicators(
        claims=len(claims),
        outcomes=dict(outcomes),
        refusals=Counter((condition, cites) for row in refused for condition, cites in row.unmet),
        decided_automatically=sum(bool(row.automatic) for row in claims if row.outcome != "undecided"),
        weeks_paid=connection.scalar(select(func.sum(period_view.c.weeks_paid))) or 0,
        currency=", ".join(currencies),
        instructions=len(payments),
        instructed_minor=sum(row.amount_minor for row in payments),
        settled_minor=sum(row.amount_minor for row in settled),
        returned_minor=sum(row.amount_minor for row in returned),
        returned=sum(row.returned_on is not None for row in payments),
        days_to_first_payment_median=_days_to_first_payment(
            {(row.subject, row.claim): row.filed_on for row in claims if row.filed_on},
            [((row.subject, row.claim), row.settled_on) for row in settled],
        ),
        referrals=len(answers),
        referrals_by_programme=Counter(row.programme for row in answers),
        referral_answers=Counter(row.answer for row in answers),
        referral_outcomes=Counter(row.outcome for row in answers if row.outcome != "open"),
        questions=sum(verdicts.values()),
        question_verdicts=verdicts,
    )


PersonsClaim = tuple[str, str]
"""A person and the key of a claim of theirs."""


def _days_to_first_payment(
    filed: Mapping[PersonsClaim, date], settled: Sequence[tuple[PersonsClaim, date]]
) -> int | None:
    first: dict[PersonsClaim, date] = {}
    for claim, day in settled:
        first[claim] = min(day, first.get(claim, day))
    days = [(day - filed[claim]).days for claim, day in first.items() if claim in filed]
    return round(median(days)) if days else None


def weekly_rates(connection: Connection) -> dict[str, int]:
    """The weekly rate in minor units of every granted claim, by person."""
    query = select(claim_view.c.subject, claim_view.c.rate_minor).where(claim_view.c.outcome == "granted")
    return {row.subject: row.rate_minor for row in connection.execute(query) if row.rate_minor is not None}
