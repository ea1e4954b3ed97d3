"""Of several decisions on one question the law knows which holds, and what a contested one takes away meanwhile."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from contracts.about import ConditionAbout, ReferralAbout
from contracts.base import Event
from contracts.casework import Officer, Verdict
from contracts.claims import ClaimDecision, ContestClosed, ContestOpened, Ground
from contracts.contest import ContestOutcome, Tier
from contracts.values import Period
from law.case.facts import FactSet
from law.decide.findings import standing

OFFICER = Officer(staff="staff-17", role="adjudicator")
FOR, AGAINST = Verdict.FOR_CLAIMANT, Verdict.AGAINST_CLAIMANT
DAY = date(2026, 3, 10)
REFERRAL = ReferralAbout(referral="referral-9")


def decision(verdict: Verdict, on: date = DAY, question: str = "question-1", **more: Any) -> ClaimDecision:
    return ClaimDecision(
        claim="claim-1",
        question=question,
        about=more.pop("about", REFERRAL),
        decided_on=on,
        officer=OFFICER,
        verdict=verdict,
        ground=Ground.QUIT,
        reasons="Because.",
        article="Art. 1",
        facts_considered=(),
        applies=Period.of_days(DAY, 28) if verdict is AGAINST else None,
        appeal="To the tribunal.",
        **more,
    )


def after(tier: Tier, verdict: Verdict, on: date, **more: Any) -> ClaimDecision:
    """A decision made after a contest of the first one."""
    return decision(verdict, on, contest=f"contest-{tier}", tier=tier, first_decided_on=DAY, **more)


def contest(kind: type[ContestOpened | ContestClosed], *, continues: bool = True, **more: Any) -> Event:
    known: dict[str, Any] = {
        "claim": "claim-1",
        "contest": "contest-complaint",
        "decision": "question-1",
        "question": "question-1",
        "about": REFERRAL,
        "tier": Tier.COMPLAINT,
        "benefit_continues": continues,
    }
    if kind is ContestOpened:
        known |= {"filed_on": DAY, "opened_on": DAY, "is_late": False, "before": "the office", "decide_by": DAY}
    else:
        known |= {"outcome": ContestOutcome.UPHELD, "closed_on": DAY, "officer": OFFICER, "reasons": "No."}
        known |= {"article": "Art. 1"}
    return kind.model_validate(known | more)


def verdict(*events: Event) -> Verdict:
    """What the law knows of the one question, whatever the order of the events."""
    known = {FactSet(order).decisions("claim-1")[0].verdict for order in permutations(events)}
    assert len(known) == 1, "the order makes no difference"
    return known.pop()


def test_the_decision_after_an_appeal_holds_whatever_day_it_bears() -> None:
    first, complaint = decision(AGAINST), after(Tier.COMPLAINT, AGAINST, date(2026, 4, 1))
    appeal = after(Tier.APPEAL, FOR, date(2026, 3, 20))
    assert verdict(first, complaint, appeal) is FOR


def test_a_contest_decided_on_the_day_of_the_decision_holds() -> None:
    assert verdict(decision(AGAINST), after(Tier.COMPLAINT, FOR, DAY)) is FOR


def test_a_contested_decision_takes_nothing_away_where_benefit_goes_on() -> None:
    assert verdict(decision(AGAINST), contest(ContestOpened)) is FOR
    assert verdict(decision(AGAINST), contest(ContestOpened), contest(ContestClosed)) is AGAINST


def test_elsewhere_it_holds_until_it_is_overturned() -> None:
    assert verdict(decision(AGAINST), contest(ContestOpened, continues=False)) is AGAINST


def test_what_is_left_of_it_after_a_complaint_takes_nothing_away_during_the_appeal() -> None:
    changed = after(Tier.COMPLAINT, AGAINST, date(2026, 4, 1))
    appealed = contest(ContestOpened, contest="contest-appeal", tier=Tier.APPEAL)
    facts = FactSet([decision(AGAINST), contest(ContestOpened), contest(ContestClosed), changed, appealed])
    (counts,) = facts.decisions("claim-1")
    assert (counts.verdict, counts.applies) == (FOR, None)
    assert "contested since 2026-03-10" in counts.reasons


@pytest.mark.parametrize("later", [FOR, AGAINST])
def test_a_contest_of_an_older_question_does_not_outrank_a_newer_one_on_the_same_condition(later: Verdict) -> None:
    condition = ConditionAbout(condition="separation")
    overturned = after(Tier.COMPLAINT, FOR, date(2026, 5, 1), about=condition)
    newer = decision(later, date(2026, 3, 20), "question-2", about=condition)
    (holds,) = standing(FactSet([overturned, newer]).decisions("claim-1")).values()
    assert holds.question == "question-2"
