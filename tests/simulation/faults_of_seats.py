"""Faults of seats in programmes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from contracts.programmes import Cohort
from services.almp_referral.closing import Closing
from services.almp_referral.life_handlers import LifeHandlers
from services.almp_referral.lives import Lives
from services.almp_referral.seats import Seats
from tests.simulation.faults_of_deductions import Plant


def seats_leak(patch: pytest.MonkeyPatch) -> None:
    """Who was absent keeps the seat whatever is decided, and an offer never lapses."""
    patch.setattr(LifeHandlers, "claim_decided", lambda *_: [])
    patch.setattr(Lives, "on_wake", lambda *_: [])


def seats_are_oversold(patch: pytest.MonkeyPatch) -> None:
    """A programme gives a seat to whoever asks."""

    def any_cohort(seats: Seats, day: date, only: str | None) -> Cohort | None:
        return next(iter(seats.programme.cohorts_on(day, only)), None)

    patch.setattr(Seats, "free_cohort", any_cohort)


def closed_matters_keep_their_seats(patch: pytest.MonkeyPatch) -> None:
    """Who takes the claim back keeps the seat."""
    patch.setattr(Closing, "close_all", lambda *_: [])


OF_SEATS: Mapping[str, Plant] = {
    "seats leak": seats_leak,
    "seats are oversold": seats_are_oversold,
    "closed matters keep their seats": closed_matters_keep_their_seats,
}
