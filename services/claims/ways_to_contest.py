"""Where and until when a decision may be contested: first, after a complaint, and after an appeal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from contracts.contest import Tier
from contracts.values import LAST_DAY
from services.claims.model import Claim
from services.claims.notices import appeal_words
from services.claims.procedure import Procedure, days_of, standard_procedure


class WayToContest(NamedTuple):
    """What a person is told of the way on, and the last day on which it is in time; None where there is none."""

    words: str
    by: date | None


def first_way_to_contest(claim: Claim, decided_on: date, procedure: Procedure) -> WayToContest:
    """As the scheme says with its determination, or the procedure until that is known."""
    days, words = _days(claim, decided_on, procedure), claim.appeal
    if words is None:
        words = appeal_words(procedure.appeal_to, days, procedure.appeal_days.on(decided_on).cites)
    return WayToContest(f"{words} {procedure.appeal_help}", last_day_to_contest(decided_on, days, procedure))


def further_way_to_contest(claim: Claim, decided_in: Tier, decided_on: date, procedure: Procedure) -> WayToContest:
    """After a complaint the appeal; after an appeal what the procedure says."""
    if decided_in is Tier.APPEAL:
        return WayToContest(procedure.contests.after, None)
    appeal = procedure.contests.tiers[Tier.APPEAL]
    days = _days(claim, decided_on, procedure)
    words = appeal_words(appeal.before, days, appeal.cites)
    return WayToContest(f"{words} {procedure.appeal_help}", last_day_to_contest(decided_on, days, procedure))


def _days(claim: Claim, decided_on: date, procedure: Procedure) -> int:
    return claim.appeal_days if claim.appeal_days is not None else days_of(procedure.appeal_days, decided_on)


def last_day_to_contest(decided_on: date, within_days: int, procedure: Procedure | None = None) -> date:
    """The last day on which a contest is in time: the days run from when the decision counts as delivered.

    The clock, the letters and the pages all ask here. No sheet moves a last day that is a holiday.
    """
    days = within_days + days_of((procedure or standard_procedure()).delivery_days, decided_on)
    return min(LAST_DAY, decided_on + timedelta(days=min(days, (LAST_DAY - decided_on).days)))
