"""Where and until when a decision may be contested: first, after a complaint, and after an appeal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from contracts.contest import Tier
from contracts.values import LAST_DAY
from services.claims.model import Claim
from services.claims.notices import appeal_words
from services.claims.procedure import Procedure, days_of


class WayToContest(NamedTuple):
    """What a person is told of the way on, and the last day on which it is in time; None where there is none."""

    words: str
    by: date | None


def first_way_to_contest(claim: Claim, decided_on: date, procedure: Procedure) -> WayToContest:
    """As the scheme says with its determination, or the procedure until that is known."""
    days, words = _days(claim, decided_on, procedure), claim.appeal
    if words is None:
        words = appeal_words(procedure.appeal_to, days, procedure.appeal_days.on(decided_on).cites)
    return WayToContest(f"{words} {procedure.appeal_help}", _delivered(decided_on, days, procedure))


def further_way_to_contest(claim: Claim, decided_in: Tier, decided_on: date, procedure: Procedure) -> WayToContest:
    """After a complaint the appeal; after an appeal what the procedure says."""
    if decided_in is Tier.APPEAL:
        return WayToContest(procedure.contests.after, None)
    appeal = procedure.contests.tiers[Tier.APPEAL]
    days = _days(claim, decided_on, procedure)
    words = appeal_words(appeal.before, days, appeal.cites)
    return WayToContest(f"{words} {procedure.appeal_help}", _delivered(decided_on, days, procedure))


def _days(claim: Claim, decided_on: date, procedure: Procedure) -> int:
    return claim.appeal_days if claim.appeal_days is not None else days_of(procedure.appeal_days, decided_on)


def _delivered(decided_on: date, days: int, procedure: Procedure) -> date:
    """Days to contest run from the day on which the decision counts as delivered."""
    days += days_of(procedure.delivery_days, decided_on)
    return min(LAST_DAY, decided_on + timedelta(days=min(days, (LAST_DAY - decided_on).days)))
