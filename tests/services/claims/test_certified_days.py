"""How far a claim is certified follows from the certifications that hold, in whatever order they are heard."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

from contracts.base import Envelope
from contracts.eligibility import BenefitState, DeterminationMade, Interval
from contracts.intake import CertificationFiled, CertifiedWeek, FilingRetracted
from contracts.values import Money, Period
from contracts.waiting import AwaitedStep, CertificationAwaited
from services.claims.person import Applicant
from tests.services.claims.telling import (
    BENEFIT_YEAR,
    CLAIM,
    TOLD,
    WEEK,
    Ann,
    day_closed,
    determined,
    fact,
    filed,
    noon,
)
from tests.services.claims.test_early_acts import after, known_of

AHEAD = date(2062, 3, 5)
"""A slip of the pen: the year."""


def certified(key: str, start: date, version: int = 1, claim: str = CLAIM) -> Envelope:
    week = CertifiedWeek(
        period=Period.of_days(start, 7),
        able=True,
        available=True,
        sought_work=True,
        earnings=Money(minor=0, currency="USD"),
    )
    event = CertificationFiled(
        key=key, source_version=version, recorded_at=noon(TOLD), claim=claim, filed_on=TOLD, weeks=(week,)
    )
    return fact(event, TOLD)


def retracted(key: str, version: int = 2) -> Envelope:
    event = FilingRetracted(
        key=key,
        source_version=version,
        recorded_at=noon(TOLD),
        kind="intake.certification-filed",
        reason="Booked on the wrong person.",
    )
    return fact(event, TOLD)


def may_be_certified() -> Envelope:
    """A grant of the whole benefit year."""
    made = DeterminationMade.model_validate(determined(1).data)
    whole = Interval(period=BENEFIT_YEAR, state=BenefitState.PAYABLE, cites="Miss. Code § 71-5-511")
    return fact(made.model_copy(update={"timeline": (whole,)}), TOLD)


def ends_of(*facts: Envelope) -> set[date | None]:
    """How far the claim is certified, by every order of these facts."""
    people = [after(Applicant("ann"), [filed(), *order]) for order in permutations(facts)]
    assert all(not person.early_acts for person in people)
    return {person.claims[CLAIM].certified_until for person in people}


def test_a_slip_far_ahead_counts_no_more_once_it_is_corrected() -> None:
    slip, right = certified("cert-2", AHEAD), certified("cert-2", WEEK.end, version=2)
    assert ends_of(certified("cert-1", WEEK.start), slip, right) == {WEEK.end + timedelta(days=7)}


def test_a_slip_far_ahead_counts_no_more_once_it_is_retracted() -> None:
    assert ends_of(certified("cert-1", WEEK.start), certified("cert-2", AHEAD), retracted("cert-2")) == {WEEK.end}
    assert ends_of(certified("cert-1", WEEK.start), retracted("cert-1")) == {None}


def test_a_certification_that_a_correction_moves_to_another_claim_counts_there() -> None:
    moved = certified("cert-2", AHEAD, version=2, claim="claim-2")
    assert ends_of(certified("cert-1", WEEK.start), certified("cert-2", AHEAD), moved) == {WEEK.end}


def test_the_next_days_are_reminded_of_after_a_slip_far_ahead_was_corrected(tmp_path: Path) -> None:
    ann = Ann(tmp_path)
    ann.lives_through(filed(), may_be_certified(), certified("cert-1", AHEAD))
    ann.lives_through(certified("cert-1", WEEK.start, version=2))
    assert known_of(ann).claims[CLAIM].certified_until == WEEK.end
    ann.lives_through(*(day_closed(TOLD + timedelta(days=days)) for days in range(0, 60, 4)))
    reminded = ann.was_told(CertificationAwaited)[0]
    assert (reminded.step, reminded.period.start) == (AwaitedStep.REMINDED, WEEK.end)
