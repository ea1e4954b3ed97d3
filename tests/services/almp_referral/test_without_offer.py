"""Who could be offered nothing stands in a list with reason and day, the newest first, and leaves it by a rule."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.almp_referral import Occasion, WhyNoReferral
from contracts.eligibility import DeterminationOutcome, Outcome
from services.almp_referral.inbox import OfferInInbox, without_offer
from services.almp_referral.procedure import ReferralProcedure
from tests.services.almp_referral.offering import (
    FILED,
    NEXT_DAY,
    OFFERED,
    RULES,
    Office,
    Terms,
    day_closed,
    determined,
    opened,
    recorded,
    worked,
)
from tests.services.almp_referral.test_beside_earlier import beside

LATER = NEXT_DAY + timedelta(days=2)
LISTED = """
listed_days: {meaning: listed, unit: days, values: [{from: 2010-01-01, value: 30, cites: made up}]}
"""
FOR_OLDER = OFFERED.partition("  - id: programme-open")[0]
"""Nothing but what asks for the age of fifty."""
TERMS = Terms.of(RULES + LISTED, FOR_OLDER)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Ann is too young for the one programme, and of Bob nothing is known."""
    office = Office(tmp_path, TERMS)
    office.sees(recorded("ann", birth_month="1990-05"), worked("ann"), opened("ann"), day_closed(NEXT_DAY))
    office.sees(opened("bob", LATER - timedelta(days=1)), day_closed(LATER))
    return office


def listed(office: Office, today: date, procedure: ReferralProcedure = TERMS.procedure) -> list[OfferInInbox]:
    with office.database.reading() as connection:
        return without_offer(connection, today, procedure)


def test_each_stands_with_why_since_when_and_on_which_occasion_the_newest_first(office: Office) -> None:
    assert [(row.person, row.why_none, row.asked_on, row.occasion) for row in listed(office, LATER)] == [
        ("bob", WhyNoReferral.TOO_LITTLE_KNOWN, LATER, Occasion.REGISTRATION),
        ("ann", WhyNoReferral.NONE_FITS, NEXT_DAY, Occasion.REGISTRATION),
    ]


def test_somebody_leaves_when_the_days_of_the_procedure_have_passed(office: Office) -> None:
    last = NEXT_DAY + timedelta(days=30)
    assert [row.person for row in listed(office, last)] == ["bob", "ann"]
    assert [row.person for row in listed(office, last + timedelta(days=1))] == ["bob"]


def test_a_procedure_that_names_no_days_keeps_everybody(office: Office) -> None:
    for_ever = Terms.of(RULES, FOR_OLDER).procedure
    assert len(listed(office, FILED + timedelta(days=3_650), for_ever)) == 2


def test_who_takes_the_claim_back_or_is_said_to_have_died_leaves(office: Office) -> None:
    office.sees(determined("ann", DeterminationOutcome.WITHDRAWN))
    assert [row.person for row in listed(office, LATER)] == ["bob"]
    office.sees(recorded("bob", also={"died_on": LATER}))
    assert listed(office, LATER) == []


def test_nobody_is_listed_for_a_claim_beside_an_earlier_one_under_which_nothing_can_be_offered(office: Office) -> None:
    office.sees(beside(Outcome.NEEDS_A_PERSON))
    assert [row.person for row in listed(office, LATER)] == ["bob"]
