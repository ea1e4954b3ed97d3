"""A decision is contested, from the filing to the bank: who was right is paid what was withheld."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from contracts.almp_referral import ReferralQuestioned
from contracts.casework import Verdict
from contracts.claims import ClaimDecision, ContestClosed, QuestionOpened
from contracts.contest import ContestOutcome
from contracts.eligibility import DeterminationMade, DeterminationOutcome
from contracts.payments import OverpaymentProposed
from contracts.registry import Separation
from contracts.values import Period
from services.oversight.story import tell
from tests.stories.contesting import at, contested, decided_against, due, reviewed, told_by
from tests.stories.town import (
    CLAIM,
    FIRST,
    PERSON,
    bank_pays,
    born,
    certifies,
    closes,
    decided,
    files_claim,
    fill,
    final,
    lost_work,
    said,
    town,
    wages,
)


def test_who_was_right_is_paid_what_was_withheld(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    past = (*(wages(month) for month in range(7, 25)), born(), lost_work(Separation.VOLUNTARY))
    fill(laptop, [said(event) for event in (*past, files_claim())])
    year = told_by(laptop, "claims", QuestionOpened)[0].period
    assert year is not None
    after = decided_against(laptop, year)
    fill(laptop, [said(certifies(0)), said(certifies(1))])
    assert due(laptop) == [0, 0, 0, 0]

    contest = contested(laptop, after)
    reviewed(laptop, contest, ContestOutcome.OVERTURNED, after + timedelta(days=20))
    assert due(laptop) == [0, 138, 138, 138], "the first week is the waiting week"
    closes(laptop, after + timedelta(days=30))
    net = final(laptop)["net"]
    assert isinstance(net, dict)
    assert sum(net.values()) == 3 * 13_800
    verdicts = [decision.verdict for decision in told_by(laptop, "claims", ClaimDecision)]
    assert verdicts == [Verdict.AGAINST_CLAIMANT, Verdict.FOR_CLAIMANT]
    told = "\n".join(line.says for line in tell(laptop.about(PERSON)))
    for sentence in (
        "Complained against decision",
        "The complaint is before the institution itself",
        "staff-31 (reviewer) held the hearing of",
        "The complaint was closed by staff-31 (reviewer): the decision is overturned.",
    ):
        assert sentence in told
    laptop.close()


def test_benefit_that_ran_goes_on_until_the_contest_is_decided(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    past = (*(wages(month) for month in range(7, 25)), born(), lost_work())
    fill(laptop, [said(event) for event in (*past, files_claim())])
    day = FIRST + timedelta(days=2)
    asked = ReferralQuestioned(
        claim=CLAIM,
        referral="referral-9",
        programme="welding",
        asks="Was there a just cause not to attend?",
        cites="C168 Art. 20(f)",
        on=day,
    )
    fill(laptop, [said(asked, at=at(day))])
    after = decided_against(laptop, Period.of_days(FIRST + timedelta(days=7), 21))
    contest = contested(laptop, after)
    fill(laptop, [said(certifies(0)), said(certifies(1))])
    assert due(laptop) == [0, 138, 138, 138], "the decision takes nothing away while it is contested"
    closes(laptop, after + timedelta(days=5))
    bank_pays(laptop, after + timedelta(days=6))

    reviewed(laptop, contest, ContestOutcome.UPHELD, after + timedelta(days=20))
    assert told_by(laptop, "claims", ContestClosed)[0].benefit_continues
    assert due(laptop) == [0, 0, 0, 0]
    proposed = told_by(laptop, "payments", OverpaymentProposed)
    assert sum(event.amount.minor for event in {event.period: event for event in proposed}.values()) == 3 * 13_800
    assert len(told_by(laptop, "claims", QuestionOpened)) == 3, "what was paid meanwhile is asked about, not taken"
    laptop.close()


def test_a_tribunal_may_find_met_what_the_facts_alone_refused(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    past = (*(wages(month, 20_000) for month in range(7, 25)), born(), lost_work())
    fill(laptop, [said(event) for event in (*past, files_claim())])
    refused = [event for event in decided(laptop) if isinstance(event, DeterminationMade)][-1]
    assert (refused.outcome, refused.automatic) == (DeterminationOutcome.REFUSED, True)
    fill(laptop, [said(certifies(0)), said(certifies(1))])
    closes(laptop, FIRST)

    day = FIRST + timedelta(days=3)
    contest = contested(laptop, day, str(refused.determination))
    reviewed(laptop, contest, ContestOutcome.OVERTURNED, day + timedelta(days=20))
    granted = [event for event in decided(laptop) if isinstance(event, DeterminationMade)][-1]
    assert (granted.outcome, granted.automatic) == (DeterminationOutcome.GRANTED, False)
    assert sum(due(laptop)) > 0
    laptop.close()
