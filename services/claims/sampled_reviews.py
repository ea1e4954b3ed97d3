"""Decisions against claimants that are drawn for a review: by whom, how it may be, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from contracts.base import Event, derived_id
from contracts.claims import AnswerRefused, ClaimDecision
from contracts.contest import Tier
from contracts.error_budgets import CountedAs, DecisionCounted, DecisionReviewed, ReviewAsked, ReviewFinding, ReviewMade
from services.claims.decisions import NotAllowed
from services.claims.error_budget_rules import ErrorBudgetRules
from services.claims.model import Claim
from services.claims.person import Applicant
from services.claims.procedure import Procedure
from services.claims.questions import AskedQuestion
from services.claims.steps import AGAINST, QuestionStep
from services.claims.ways_to_contest import WayToContest, first_way_to_contest, further_way_to_contest
from services.claims.weighed_acts import ReviewStep
from services.runtime.handling import To

DRAWS, LEFT_OUT_BITS = 2**48, 80
"""The first 48 bits of an id are drawn evenly; behind them stands its version."""
BEHIND_THE_COMPLAINT = frozenset({QuestionStep.UPHELD, QuestionStep.APPEALED, QuestionStep.APPEAL_HEARD})
COUNTED_AS = {ReviewFinding.RIGHT: CountedAs.FOUND_RIGHT, ReviewFinding.WRONG: CountedAs.FOUND_WRONG}
BY_FINDING = {ReviewFinding.RIGHT: ReviewStep.FOUND_RIGHT, ReviewFinding.WRONG: ReviewStep.FOUND_WRONG}


def is_sampled(decision: ClaimDecision, rules: ErrorBudgetRules) -> bool:
    """Whether a decision is drawn: by the id of its question alone, so that no officer's act changes it.

    Whoever reads the log again draws the same.
    """
    drawn = derived_id("sample", decision.question).int >> LEFT_OUT_BITS
    return drawn < rules.sampled_share_on(decision.decided_on) * DRAWS


def review_asked(decision: ClaimDecision, rules: ErrorBudgetRules) -> ReviewAsked:
    """Another person is to look at a decision."""
    return ReviewAsked(
        claim=decision.claim,
        question=decision.question,
        decided_on=decision.decided_on,
        because=f"It was drawn by its number as one of a sample ({rules.cites}).",
    )


@dataclass(frozen=True, slots=True)
class Sampling:
    """What comes of the reviews of one person's decisions."""

    person: Applicant
    claim: Claim
    procedure: Procedure

    def reviewed(self, question: AskedQuestion, event: DecisionReviewed) -> list[Event | To]:
        """Count what was found; a decision that was found wrong has its whole time to be contested once more."""
        try:
            self._may_be_reviewed(question, event)
        except NotAllowed as missing:
            return [AnswerRefused(question=event.question, reason=str(missing))]
        question.review = BY_FINDING[event.finding]
        question.took_part.add(event.officer.staff)
        counted_as = COUNTED_AS[event.finding]
        return [self._made(question, event), *counted(question, counted_as, event.reviewed_on)]

    def _may_be_reviewed(self, question: AskedQuestion, event: DecisionReviewed) -> None:
        if question.review is None:
            raise NotAllowed("the decision was not drawn for a review")
        if question.review is not ReviewStep.ASKED:
            raise NotAllowed("the decision was reviewed already")
        if question.step not in AGAINST:
            raise NotAllowed("nothing stands against the claimant any more that could be reviewed")
        if question.step is QuestionStep.FINAL_AGAINST:
            raise NotAllowed("the independent body has decided; nobody here reviews that")
        if event.officer.is_one_of(question.took_part):
            raise NotAllowed(f"{event.officer.staff} took part in the decision, and cannot review it")
        if self.procedure.contests.is_member(event.officer):
            raise NotAllowed("a member of the independent body decides on appeals, and nowhere else")
        if event.officer.is_one_of(self.person.representatives()):
            raise NotAllowed(f"{event.officer.staff} represents the claimant, and cannot review their case")
        self._is_dated_well(question, event)

    def _is_dated_well(self, question: AskedQuestion, event: DecisionReviewed) -> None:
        decided_on = question.first_decided_on or question.opened_on
        if event.reviewed_on < decided_on:
            raise NotAllowed(f"it is dated {event.reviewed_on}, before the decision of {decided_on}")
        if event.reviewed_on > (latest := self.person.latest_day(decided_on, self.procedure)):
            raise NotAllowed(
                f"it is dated {event.reviewed_on}; by the days closed so far it can be dated {latest} at most"
            )

    def _made(self, question: AskedQuestion, event: DecisionReviewed) -> ReviewMade:
        made = ReviewMade(
            claim=question.claim,
            question=question.question,
            finding=event.finding,
            reviewed_on=event.reviewed_on,
            officer=event.officer,
            reasons=event.reasons,
        )
        if event.finding is ReviewFinding.RIGHT:
            return made
        way = self._way(question, event)
        question.contest_by = max(way.by, question.contest_by) if way.by and question.contest_by else way.by
        self._nobody_is_late(question)
        return made.model_copy(update={"appeal": way.words, "contest_by": question.contest_by})

    def _nobody_is_late(self, question: AskedQuestion) -> None:
        """A contest that was filed too late is in time by the new last day, and needs no good cause."""
        for contest in self.person.contests.values():
            if contest.question == question.question and contest.is_open and contest.is_late:
                contest.is_late = question.contest_by is not None and contest.filing.filed_on > question.contest_by
                self.person.changed.add(contest.contest)

    def _way(self, question: AskedQuestion, event: DecisionReviewed) -> WayToContest:
        """The way on from where the decision stands, with its whole time from the day of the review."""
        if question.step in BEHIND_THE_COMPLAINT:
            return further_way_to_contest(self.claim, Tier.COMPLAINT, event.reviewed_on, self.procedure)
        return first_way_to_contest(self.claim, event.reviewed_on, self.procedure)


def counted(question: AskedQuestion, counted_as: CountedAs, on: date) -> Iterator[To]:
    """Tell the budget what became of a decision that it counts; that it was wrong is counted once."""
    decided_on = question.first_decided_on
    if question.budget is None or decided_on is None:
        return
    if counted_as is CountedAs.OVERTURNED and question.review is ReviewStep.FOUND_WRONG:
        return
    counted = DecisionCounted(
        budget=question.budget, question=question.question, counted_as=counted_as, decided_on=decided_on, on=on
    )
    yield To(question.budget, counted)
