"""A contest: what a claimant filed against a decision, what became of it, and who may act in the claimant's name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from contracts.base import derived_id
from contracts.casework import HearingHeld
from contracts.contest import ContestOutcome, Tier
from contracts.intake import ContestFiled, MandateEnded, MandateGiven, MandateScope
from services.claims.outages import Outage, moved
from services.claims.questions import AskedQuestion
from services.claims.steps import AGAINST, CONTESTED, QuestionStep


@dataclass(slots=True)
class Contest:
    """One contest; without a question it waits for the decision, or for the mandate, that it names."""

    contest: str
    filing: ContestFiled
    question: str | None = None
    opened_on: date | None = None
    decide_by: date | None = None
    is_late: bool = False
    benefit_continues: bool = False
    hearing: HearingHeld | None = None
    """The last hearing that counts."""
    closed_on: date | None = None
    outcome: ContestOutcome | None = None
    """How it ended; None while it has not, and where nothing was left to contest."""
    told: str | None = None
    """Why it waits, as it was last told."""

    @property
    def is_open(self) -> bool:
        """Whether somebody has to decide it."""
        return self.opened_on is not None and self.closed_on is None

    @property
    def waits(self) -> bool:
        """Whether it was neither opened nor taken back."""
        return self.opened_on is None and self.closed_on is None

    @property
    def is_taken_back(self) -> bool:
        """Whether the claimant took it back, opened or not."""
        return self.outcome is ContestOutcome.WITHDRAWN


def contest_key(person: str, filing: ContestFiled, taken_back: int = 0) -> str:
    """The key of a contest: who contests which decision, before whom, from which day on, and under which mandate.

    Without the mandate, a contest that waits for one would take the place of what the claimant files on that day; and
    without how many like it were taken back, one that was taken back would.
    """
    under = () if filing.mandate is None else (filing.mandate,)
    again = (taken_back,) if taken_back else ()
    return str(derived_id("contest", person, filing.decision, filing.tier, filing.filed_on, *under, *again))


@dataclass(slots=True)
class Mandate:
    """How a mandate was given and how it ended, each in its highest version; either may come first."""

    mandate: str
    given: MandateGiven | None = None
    ended: MandateEnded | None = None

    def allows(self, act: MandateScope, claim: str | None, on: date) -> bool:
        """Whether the representative may do this for this claim on this day; None where nobody can tell which one."""
        given, ended = self.given, self.ended
        if given is None or act not in given.scope or given.claim not in {None, claim}:
            return False
        return given.since <= on and not any(end <= on for end in (given.until, ended and ended.ended_on) if end)


def filed_late(filing: ContestFiled, question: AskedQuestion, outages: Iterable[Outage]) -> bool:
    """Whether a contest came after the last day to file it, on which no day of an outage counts."""
    if question.contest_by is None:
        return False
    decision = question.decision
    begins = min(decision.decided_on if decision else question.opened_on, question.contest_by)
    last = moved(begins, question.contest_by, outages)
    return last is not None and filing.filed_on > last


def decided_by(key: str, questions: Iterable[AskedQuestion], contests: Iterable[Contest]) -> AskedQuestion | None:
    """The question that a decision with this key is about; None where no such decision is known."""
    by_key = {question.question: question for question in questions}
    if key in by_key:
        return by_key[key]
    contested = next((contest.question for contest in contests if contest.contest == key), None)
    return None if contested is None else by_key.get(contested)


def why_not_contestable(question: AskedQuestion, tier: Tier) -> str | None:
    """Why nothing is there to be contested before this body; None where something is."""
    if question.step is QuestionStep.DECIDED_FOR:
        return "The question was decided for the claimant: nothing is taken away that could be contested."
    if question.step not in AGAINST:
        return "The question is not decided yet; the contest is opened if it is decided against the claimant."
    if question.step in CONTESTED:
        return "The decision is contested already; the contest is opened if it still stands afterwards."
    if question.step is QuestionStep.FINAL_AGAINST:
        return "The independent body has decided: no further contest can be brought here."
    if question.step is QuestionStep.UPHELD and tier is Tier.COMPLAINT:
        return "Nothing more can be brought before the institution: the next step is the appeal."
    return None
