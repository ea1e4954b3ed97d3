"""A decision against a person of the office that is contested, in time or late."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from contracts.casework import Officer
from contracts.claims import ContestOpened, QuestionOpened
from contracts.contest import Tier
from contracts.intake import ContestFiled, MandateGiven, MandateScope, Representative
from contracts.values import Period
from services.runtime.laptop.laptop import Laptop
from tests.stories.contesting import at, decided_against, told_by
from tests.stories.town import FIRST, closes, fill, said, town

FIRST_OFFICER = Officer(staff="officer-101", role="claims-examiner", office="delta")
BECAUSE = "My employer had stopped paying me."
MANDATE = "mandate-1"
DAYS = Period.of_days(FIRST, 28)


def contest_in(folder: Path, *, after: int = 2) -> str:
    """The key of a complaint that came so many days after the decision; a delegate may act for the person."""
    laptop = town(folder)
    decided_on = decided_against(laptop, DAYS, FIRST_OFFICER) - timedelta(days=1)
    on = decided_on + timedelta(days=after)
    fill(laptop, [said(_mandate(decided_on), at=at(decided_on))])
    closes(laptop, on - timedelta(days=1))
    decision = told_by(laptop, "claims", QuestionOpened)[0].question
    filing = ContestFiled(decision=decision, tier=Tier.COMPLAINT, filed_on=on, because=BECAUSE)
    fill(laptop, [said(filing, at=at(on))])
    closes(laptop, on)
    return _opened(laptop)


def complains(folder: Path, decision: str, on: date) -> None:
    """The person complains about a decision on a day."""
    laptop = town(folder)
    fill(laptop, [said(ContestFiled(decision=decision, tier=Tier.COMPLAINT, filed_on=on), at=at(on))])
    _opened(laptop)


def _opened(laptop: Laptop) -> str:
    opened = told_by(laptop, "claims", ContestOpened)[-1].contest
    laptop.close()
    return opened


def appeal_in(folder: Path, complaint: str, on: date) -> str:
    """The key of the appeal after a complaint that left the decision as it was."""
    laptop = town(folder)
    fill(laptop, [said(ContestFiled(decision=complaint, tier=Tier.APPEAL, filed_on=on), at=at(on))])
    return _opened(laptop)


def _mandate(on: date) -> MandateGiven:
    return MandateGiven(
        key=MANDATE,
        source_version=1,
        recorded_at=at(on),
        representative="delegate-7",
        kind=Representative.WORKERS_ORGANISATION,
        scope=(MandateScope.CONTEST, MandateScope.HEARING),
        since=on,
    )
