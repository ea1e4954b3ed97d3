"""From the hearing of a contest and a named officer's decision on it to what stands afterwards, or to why not.

Whoever took part in a decision does not look at it again, the members of the independent body decide there and nowhere
else, and nothing is left standing against a claimant who was not heard.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from contracts.base import Event
from contracts.casework import Attendance, ContestDecided, HearingHeld, Officer, Verdict
from contracts.claims import AnswerRefused, ClaimDecision, ContestClosed
from contracts.contest import ContestOutcome, Tier
from contracts.error_budgets import CountedAs
from contracts.intake import MandateScope
from services.claims.amounts import RATE
from services.claims.contests import Contest, filed_late
from services.claims.decisions import NotAllowed, of_each_condition
from services.claims.model import Claim
from services.claims.person import Applicant
from services.claims.procedure import Procedure, days_of
from services.claims.questions import AskedQuestion
from services.claims.reductions import why_not_allowed
from services.claims.sampled_reviews import counted
from services.claims.steps import STEPS, Act, after
from services.claims.ways_to_contest import WayToContest, further_way_to_contest
from services.runtime.handling import To

ACTS: Mapping[ContestOutcome, Act] = {
    ContestOutcome.UPHELD: Act.UPHOLD,
    ContestOutcome.CHANGED: Act.CHANGE,
    ContestOutcome.OVERTURNED: Act.OVERTURN,
    ContestOutcome.OUT_OF_TIME: Act.FIND_TOO_LATE,
    ContestOutcome.WITHDRAWN: Act.TAKE_BACK,
}
LEAVES_SOMETHING = frozenset({ContestOutcome.UPHELD, ContestOutcome.CHANGED})
"""The outcomes after which the claimant must have been heard."""
IN_WORDS = {
    Tier.COMPLAINT: "in a complaint the institution decides, and none of the independent body's members",
    Tier.APPEAL: "an appeal is decided by a member of the independent body",
}


@dataclass(frozen=True, slots=True)
class Review:
    """An open contest with all that its hearing and its decision are held against."""

    person: Applicant
    contest: Contest
    question: AskedQuestion
    claim: Claim
    procedure: Procedure
    opened_on: date

    def hear(self, held: HearingHeld) -> list[Event]:
        """Note that the claimant was heard, or say why that was no hearing."""
        try:
            self._may_act(held.officer, held.held_on)
            self._was_invited(held)
        except NotAllowed as missing:
            return [refused(self.contest, str(missing))]
        if not self.contest.is_taken_back:
            self.question.step = after(self.question.step, Act.HEAR)
        self.contest.hearing = held
        return []

    def _was_invited(self, held: HearingHeld) -> None:
        if held.attendance is Attendance.REPRESENTED:
            mandate = self.person.mandates.get(held.mandate or "")
            if mandate is None or not mandate.allows(MandateScope.HEARING, self.question.claim, held.held_on):
                raise NotAllowed(f"no mandate {held.mandate} to speak at the hearing holds on {held.held_on}")
        if held.attendance is not Attendance.STAYED_AWAY:
            return
        if held.invited_on < self.opened_on:
            raise NotAllowed(
                f"the claimant stayed away and was invited on {held.invited_on}, "
                f"before the contest was opened on {self.opened_on}"
            )
        days = days_of(self.procedure.delivery_days, held.invited_on)
        days += days_of(self.procedure.invitation_days, held.invited_on)
        if held.held_on < held.invited_on + timedelta(days=days):
            raise NotAllowed(
                f"the claimant stayed away and was invited on {held.invited_on}; "
                f"an invitation leaves {days} days, delivery included"
            )

    def decide(self, given: ContestDecided) -> list[Event | To]:
        """Close the contest, with the decision that takes the contested one's place, or say what is missing."""
        try:
            self._may_act(given.officer, given.decided_on)
            self._in_time(given)
            self._was_heard(given)
            if given.outcome is ContestOutcome.CHANGED:
                self._takes_less(given)
            if given.outcome is ContestOutcome.OVERTURNED and self.question.is_amount:
                self._amount_rose()
        except NotAllowed as missing:
            return [refused(self.contest, str(missing))]
        self.question.step = after(self.question.step, ACTS[given.outcome])
        self.question.took_part.add(given.officer.staff)
        self.contest.outcome, self.contest.closed_on = given.outcome, given.decided_on
        way = self._way(given)
        closed: list[Event | To] = [self._closed(given, way)]
        if given.outcome not in {ContestOutcome.OVERTURNED, ContestOutcome.CHANGED} or self.question.is_amount:
            return closed
        if given.outcome is ContestOutcome.OVERTURNED:
            closed += counted(self.question, CountedAs.OVERTURNED, given.decided_on)
        self.question.decision = self._instead(given, way)
        return [*closed, *of_each_condition(self.question, self.question.decision, self.person.subject)]

    def _may_act(self, officer: Officer, on: date) -> None:
        filed_on = self.contest.filing.filed_on
        if on < min(self.opened_on, filed_on):  # a filing may reach us after what was done about it
            raise NotAllowed(f"it is dated {on}, before the contest, which was filed on {filed_on}")
        if on > (latest := self.person.latest_day(self.opened_on, self.procedure)):
            raise NotAllowed(f"it is dated {on}; by the days closed so far it can be dated {latest} at most")
        if officer.is_one_of(self.question.took_part):
            raise NotAllowed(f"{officer.staff} took part in the contested decision, and cannot look at it again")
        if not self.procedure.contests.may_decide(self.contest.filing.tier, officer):
            raise NotAllowed(IN_WORDS[self.contest.filing.tier])
        if officer.is_one_of(self.person.representatives()):
            raise NotAllowed(f"{officer.staff} represents the claimant, and cannot decide in their case")

    def _in_time(self, given: ContestDecided) -> None:
        """An outage that was declared after the contest was opened counts as well."""
        is_late = self.contest.is_late and filed_late(self.contest.filing, self.question, self.person.outages.values())
        if given.outcome is ContestOutcome.OUT_OF_TIME:
            if not is_late:
                raise NotAllowed("the contest was filed in time")
        elif is_late and given.good_cause is None:
            raise NotAllowed("the contest was filed late: the decision must say what was the good cause for it")

    def _was_heard(self, given: ContestDecided) -> None:
        if (self.question.step, ACTS[given.outcome]) not in STEPS:
            raise NotAllowed("the claimant was not heard on the contest yet; only overturning needs no hearing")
        held = self.contest.hearing
        if given.outcome in LEAVES_SOMETHING and held is not None and given.decided_on < held.held_on:
            raise NotAllowed(f"it is dated {given.decided_on}, before the claimant was heard on {held.held_on}")

    def _amount_rose(self) -> None:
        """Better facts have made it more than the contested amount; what follows from them is paid already."""
        contested = self.question.amount
        now = self.claim.amounts.get(self.question.certification or RATE)
        if now is None or now.ended_on is not None or contested is None or now.money.minor <= contested.minor:
            raise NotAllowed(
                f"the amount is {now.money if now else 'not known'}, and {contested} is contested: better facts come "
                "first, and the law works out what follows from them"
            )

    def _takes_less(self, given: ContestDecided) -> None:
        """A changed decision lies within the contested one: nobody comes out of a contest worse than they went in."""
        question, standing = self.question, self.question.decision
        if question.is_amount:
            raise NotAllowed("an amount is upheld or overturned; better facts change it")
        if question.is_refusal_by_facts:
            raise NotAllowed("what the facts alone refused is upheld or overturned; better facts change it")
        if question.amount is not None:
            raise NotAllowed("a sum that was paid is decided on as a whole; better facts change it")
        told = standing.applies if standing else question.told_days(self.claim.benefit_year)
        if given.applies is None or told is None or not told.holds(given.applies):
            raise NotAllowed(f"a changed decision covers no days but those of the contested one ({told})")
        taken = standing.reduced_by if standing else None
        if not _is_less(given, told.days, taken):
            raise NotAllowed("a changed decision must take less than the contested one: fewer days, or a smaller share")
        if (missing := why_not_allowed(given.reduced_by, given.applies, told, question.reduction)) is not None:
            raise NotAllowed(missing)

    def _way(self, given: ContestDecided) -> WayToContest | None:
        """How to go on from here; None where nothing stands against the claimant any more."""
        if given.outcome is ContestOutcome.OVERTURNED:
            return None
        tier = self.contest.filing.tier
        way = further_way_to_contest(self.claim, tier, given.decided_on, self.procedure)
        self.question.contest_by = way.by
        return way

    def _closed(self, given: ContestDecided, way: WayToContest | None) -> ContestClosed:
        contest, question = self.contest, self.question
        return ContestClosed(
            claim=question.claim,
            contest=contest.contest,
            decision=contest.filing.decision,
            question=question.question,
            about=question.about,
            certification=question.certification,
            tier=contest.filing.tier,
            benefit_continues=contest.benefit_continues,
            outcome=given.outcome,
            closed_on=given.decided_on,
            officer=given.officer,
            heard_on=contest.hearing.held_on if contest.hearing else None,
            reasons=given.reasons,
            article=given.article,
            appeal=way.words if way else None,
            contest_by=way.by if way else None,
        )

    def _instead(self, given: ContestDecided, way: WayToContest | None) -> ClaimDecision:
        """The decision that takes the place of the contested one."""
        question, standing = self.question, self.question.decision
        overturned = given.outcome is ContestOutcome.OVERTURNED
        return ClaimDecision(
            claim=question.claim,
            question=question.question,
            about=question.about,
            decided_on=given.decided_on,
            officer=given.officer,
            verdict=Verdict.FOR_CLAIMANT if overturned else Verdict.AGAINST_CLAIMANT,
            ground=question.ground,
            reasons=given.reasons,
            article=given.article,
            facts_considered=given.facts_considered,
            applies=given.applies,
            reduced_by=given.reduced_by,
            period=standing.period if standing else question.period,
            amount=question.amount,
            certification=question.certification,
            noticed_on=question.issued_on,
            replied_on=question.replied_on,
            suitability=standing.suitability if standing and not overturned else None,
            request=standing.request if standing else None,
            waiver_ground=standing.waiver_ground if standing else None,
            appeal=way.words if way else "Nothing stands against you any more.",
            contest_by=way.by if way else None,
            contest=self.contest.contest,
            tier=self.contest.filing.tier,
            first_decided_on=_first_day(question, given.decided_on),
        )


def _is_less(given: ContestDecided, days: int, taken: str | None) -> bool:
    """Whether fewer days or a smaller share are taken, and neither more days nor a greater share."""
    share, before = Fraction(given.reduced_by or 1), Fraction(taken or 1)
    within = given.applies.days if given.applies else days
    return share <= before and (share, within) != (before, days)


def _first_day(question: AskedQuestion, decided_on: date) -> date:
    return question.first_decided_on or min(question.issued_on or question.opened_on, decided_on)


def refused(contest: Contest, reason: str) -> AnswerRefused:
    """The officer's act changes nothing, and this is why."""
    return AnswerRefused(question=contest.question or contest.contest, contest=contest.contest, reason=reason)
