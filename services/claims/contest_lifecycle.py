"""How contests are opened, taken back and heard. What cannot be opened yet waits, and whoever filed it is told why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from contracts.base import Event
from contracts.claims import ContestClosed, ContestDropped, ContestOpened, ContestWaits, WithdrawalRefused
from contracts.contest import ContestOutcome, Tier
from contracts.eligibility import DeterminationOutcome
from contracts.intake import ContestFiled, ContestWithdrawn, MandateScope
from contracts.values import LAST_DAY
from services.claims.amounts import amount_of, as_question_about
from services.claims.contests import Contest, contest_key, decided_by, filed_late, why_not_contestable
from services.claims.model import Claim
from services.claims.person import Applicant
from services.claims.procedure import Procedure, days_of
from services.claims.questions import AskedQuestion
from services.claims.refusals import as_question, refused_by_facts, why_nothing_is_left
from services.claims.steps import STEPS, Act, after
from services.claims.ways_to_contest import first_way_to_contest
from services.runtime.handling import Refused

OPENS = {Tier.COMPLAINT: Act.COMPLAIN, Tier.APPEAL: Act.APPEAL}


@dataclass(frozen=True, slots=True)
class Contesting:
    """What becomes of a person's contests on one day."""

    person: Applicant
    procedure: Procedure
    on: date

    def filed(self, filing: ContestFiled) -> list[Event]:
        """Open the contest, or keep it until it can be opened.

        Filed again on the same day it is the same one, unless that was taken back meanwhile.
        """
        keys = (contest_key(self.person.subject, filing, taken_back) for taken_back in count())
        known = self.person.contests
        key = next(key for key in keys if key not in known or not known[key].is_taken_back)
        if key in known:
            return []
        known[key] = Contest(key, filing)
        self.person.changed.add(key)
        return self.open_what_waits()

    def open_what_waits(self) -> list[Event]:
        """Open what can be opened by now, in the order of filing."""
        waiting = [contest for contest in self.person.contests.values() if contest.waits]
        in_order = sorted(waiting, key=lambda contest: (contest.filing.filed_on, contest.contest))
        return [event for contest in in_order for event in self._open(contest)]

    def _open(self, contest: Contest) -> Iterator[Event]:
        filing = contest.filing
        question = self._decided(filing.decision)
        reason = self._why_it_waits(contest, question)
        if question is None or reason is not None:
            if reason != contest.told:
                contest.told = reason
                self.person.changed.add(contest.contest)
                yield self._waits(contest, question, reason or "")
            return
        self.person.changed |= {contest.contest, question.question}
        question.step = after(question.step, OPENS[filing.tier])
        contest.question, contest.opened_on, contest.told = question.question, self.on, None
        contest.is_late = filed_late(filing, question, self.person.outages.values())
        own = self.person.claims[question.claim].safeguards.meanwhile
        goes_on = self.procedure.contests.goes_on(filing.tier, question.about, own)
        contest.benefit_continues = goes_on and not contest.is_late
        contest.decide_by = self._decide_by(filing.tier)
        yield self._opened(contest, question, contest.decide_by)

    def _decided(self, key: str) -> AskedQuestion | None:
        """What was decided under this key: by a named person, or by the facts alone."""
        question = decided_by(key, self.person.questions.values(), self.person.contests.values())
        if question is not None:
            return question
        claim = refused_by_facts(key, self.person.claims.values())
        if claim is not None and claim.refusal is not None and claim.is_refused_by_facts:
            way = first_way_to_contest(claim, claim.refusal.on, self.procedure)
            return self._kept(as_question(claim, claim.refusal, way.by))
        for claim in self.person.claims.values():
            if (amount := amount_of(key, claim.amounts.values())) is not None:
                contested = amount.as_it_was(key) or amount
                way = first_way_to_contest(claim, contested.on, self.procedure)
                return self._kept(as_question_about(amount, key, claim.claim, way.by))
        return None

    def _kept(self, question: AskedQuestion) -> AskedQuestion:
        """What nobody asked becomes a question once it is contested."""
        self.person.changed.add(question.question)
        return self.person.questions.setdefault(question.question, question)

    def _why_it_waits(self, contest: Contest, question: AskedQuestion | None) -> str | None:
        filing = contest.filing
        if question is None:
            claim = refused_by_facts(filing.decision, self.person.claims.values())
            if claim is not None and claim.refusal is not None:
                return why_nothing_is_left(claim, claim.refusal)
            return "No decision with this key is known; the contest is opened as soon as one is."
        if filing.mandate is not None:
            mandate = self.person.mandates.get(filing.mandate)
            if mandate is None or not mandate.allows(MandateScope.CONTEST, question.claim, filing.filed_on):
                return (
                    f"No mandate {filing.mandate} to contest a decision on this claim holds on {filing.filed_on}; "
                    f"the contest is opened as soon as it is filed."
                )
            if mandate.given is not None and _took_part(mandate.given.representative, question):
                return (
                    f"The representative of mandate {filing.mandate} took part in the decision, and cannot contest it "
                    "for the claimant. The claimant can, or somebody else under a mandate of their own."
                )
        return why_not_contestable(question, filing.tier)

    def _waits(self, contest: Contest, question: AskedQuestion | None, reason: str) -> ContestWaits:
        """Its claim is that of the decision, else the only one that was filed."""
        filing, own = contest.filing, [claim.claim for claim in self.person.claims.values() if claim.filed]
        of_decision = question.claim if question else ""  # a request to waive is of no claim before it is decided
        claim = of_decision or (own[0] if len(own) == 1 else None)
        return ContestWaits(
            contest=contest.contest,
            decision=filing.decision,
            tier=filing.tier,
            reason=reason,
            claim=claim,
            filed_on=filing.filed_on,
        )

    def _decide_by(self, tier: Tier) -> date:
        figure = self.procedure.complaint_days if tier is Tier.COMPLAINT else self.procedure.independent_days
        by = self.on + timedelta(days=days_of(figure, self.on))
        if by > LAST_DAY:
            raise Refused("outside-known-law", f"a contest opened on {self.on} would be decided after {LAST_DAY}")
        return by

    def _opened(self, contest: Contest, question: AskedQuestion, decide_by: date) -> ContestOpened:
        filing = contest.filing
        return ContestOpened(
            claim=question.claim,
            contest=contest.contest,
            decision=filing.decision,
            question=question.question,
            about=question.about,
            certification=question.certification,
            tier=filing.tier,
            benefit_continues=contest.benefit_continues,
            filed_on=filing.filed_on,
            opened_on=self.on,
            is_late=contest.is_late,
            mandate=filing.mandate,
            before=self.procedure.contests.tiers[filing.tier].before,
            decide_by=decide_by,
        )

    def withdrawn(self, event: ContestWithdrawn) -> list[Event]:
        """The decision stands; a contest that was never opened is never opened."""
        contest = self.person.contests.get(event.contest)
        if contest is None or contest.closed_on is not None:
            return []
        if (reason := self._why_not_taken_back(contest, event)) is not None:
            return [WithdrawalRefused(contest=contest.contest, mandate=event.mandate, reason=reason)]
        self.person.changed.add(contest.contest)
        contest.outcome, contest.closed_on = ContestOutcome.WITHDRAWN, self.on
        question = None if contest.question is None else self.person.questions[contest.question]
        if question is None:
            return []
        self.person.changed.add(question.question)
        question.step = after(question.step, Act.TAKE_BACK)
        return [taken_back(contest, question, self.on), *self.open_what_waits()]

    def _why_not_taken_back(self, contest: Contest, event: ContestWithdrawn) -> str | None:
        """The claimant may always; a representative under a mandate under which they could file it."""
        if event.mandate is None:
            return None
        mandate = self.person.mandates.get(event.mandate)
        claim = self.person.questions[contest.question].claim if contest.question else None
        if mandate is not None and mandate.allows(MandateScope.CONTEST, claim, event.withdrawn_on):
            return None
        return (
            f"No mandate {event.mandate} to contest a decision on this claim holds on {event.withdrawn_on}: only who "
            "may file a contest may take it back, and it goes on."
        )

    def let_go_of_refusal(self, claim: Claim) -> Iterator[Event]:
        """The facts alone do not refuse the claim any more: what is contested of that is moot."""
        for question in self.person.questions.values():
            is_of_it = question.claim == claim.claim and question.is_refusal_by_facts
            if not is_of_it or (question.step, Act.DROP) not in STEPS:
                continue
            self.person.changed.add(question.question)
            question.step = after(question.step, Act.DROP)
            for contest in self.person.contests.values():
                if contest.question == question.question and contest.is_open:
                    self.person.changed.add(contest.contest)
                    contest.closed_on = self.on
                    yield _dropped(contest, question, claim, self.on)


def _dropped(contest: Contest, question: AskedQuestion, claim: Claim, on: date) -> ContestDropped:
    granted = claim.outcome is DeterminationOutcome.GRANTED
    because = "New facts granted the claim" if granted else "The facts alone do not refuse the claim any more"
    return ContestDropped(
        claim=question.claim,
        contest=contest.contest,
        decision=contest.filing.decision,
        question=question.question,
        about=question.about,
        tier=contest.filing.tier,
        benefit_continues=contest.benefit_continues,
        dropped_on=on,
        because=f"{because}: nothing is left that could be contested.",
    )


def taken_back(contest: Contest, question: AskedQuestion, on: date) -> ContestClosed:
    """The claimant ended the contest."""
    filing = contest.filing
    return ContestClosed(
        claim=question.claim,
        contest=contest.contest,
        decision=filing.decision,
        question=question.question,
        about=question.about,
        certification=question.certification,
        tier=filing.tier,
        benefit_continues=contest.benefit_continues,
        outcome=ContestOutcome.WITHDRAWN,
        closed_on=on,
        heard_on=contest.hearing.held_on if contest.hearing else None,
        reasons="The claimant took the contest back; the decision stands.",
        contest_by=question.contest_by,
    )


def _took_part(representative: str, question: AskedQuestion) -> bool:
    return representative.casefold() in {staff.casefold() for staff in question.took_part}
