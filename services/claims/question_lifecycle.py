"""How questions are asked, noticed, replied to and dropped; the order in which facts arrive makes no difference."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from contracts.about import WeekAbout
from contracts.base import Event
from contracts.claims import NoticeIssued, QuestionDropped, QuestionOpened
from services.claims.deliveries import last_day_to_reply
from services.claims.model import Claim
from services.claims.notices import reply_by, says
from services.claims.person import Applicant
from services.claims.procedure import Procedure
from services.claims.questions import AskedQuestion, Matter, QuestionWords, outlives_withdrawal
from services.claims.steps import DECIDED, OPEN, Act, QuestionStep, after


@dataclass(frozen=True, slots=True)
class Asking:
    """One source (a determination, an assessment, a proposal, a referral) raises its questions on one day."""

    person: Applicant
    source: str
    on: date
    procedure: Procedure

    def exactly(self, matters: Iterable[Matter], claim: Claim) -> list[Event]:
        """Open or renew what the source asks of the claim now, and drop what it no longer asks.

        Of a claim that was taken back nothing is asked but what outlives it; the rest is kept in case it comes back.
        """
        events: list[Event] = []
        asked = set()
        for matter in (claim.with_bounds(raised) for raised in matters):
            question = self.person.question_on(matter, self.on)
            asked.add(question.question)
            if question.step not in DECIDED:
                self.person.changed.add(question.question)
                question.wanted_by.add(self.source)
                events += self._ask(question, matter, claim)
        return events + self._forget_all_but(asked, claim)

    def again(self, claim: Claim) -> list[Event]:
        """The claim is back: ask what was let go with it and is still raised."""
        events: list[Event] = []
        for question in self.person.questions.values():
            if question.claim == claim.claim and question.step is QuestionStep.DROPPED and question.wanted_by:
                self.person.changed.add(question.question)
                events += self._ask(question, claim.with_bounds(question.matter()), claim)
        return events

    def under_other_bounds(self, claim: Claim) -> list[Event]:
        """The law of the claim lets benefit be reduced otherwise: whoever is asked on such a ground is told anew."""
        events: list[Event] = []
        for question in self.person.questions.values():
            if question.claim == claim.claim and question.step in OPEN:
                matter = claim.with_bounds(question.matter())
                if matter.reduction != question.reduction:
                    self.person.changed.add(question.question)
                    events += self._ask(question, matter, claim)
        return events

    def _ask(self, question: AskedQuestion, matter: Matter, claim: Claim) -> list[Event]:
        question.words = QuestionWords(matter.asks, matter.cites, matter.because)
        question.conditions = matter.conditions
        if question.step in OPEN:
            return [] if question.facts == matter.facts() else [self._notice(question, matter)]
        question.period, question.reduction = matter.period, matter.reduction
        if claim.is_taken_back and not outlives_withdrawal(matter.about):
            return []
        is_first = question.issued_on is None
        question.step, question.opened_on = after(question.step, Act.ASK), self.on
        events: list[Event] = [_opened(question, matter), self._notice(question, matter)]
        if is_first and (early := self.person.early_replies.get(question.question)) is not None:
            reply(question, max(early, self.on))
        return events

    def _notice(self, question: AskedQuestion, matter: Matter) -> NoticeIssued:
        """Tell the claimant; said again when the facts behind a question change, with a window of its own."""
        claim = self.person.claims.get(question.claim)
        until = reply_by(self.on, self.procedure, claim)
        question.step = after(question.step, Act.NOTICE)
        question.facts, question.period, question.replied_on = matter.facts(), matter.period, None
        question.reduction, question.proposed, question.weighed = matter.reduction, None, None
        question.issued_on = self.on
        question.reply_by = last_day_to_reply(question, self.person.sendings.values(), self.procedure, claim)
        return NoticeIssued(
            claim=question.claim,
            question=question.question,
            issued_on=self.on,
            reply_by=until,
            says=says(matter, until, self.procedure),
        )

    def _forget_all_but(self, still_asked: set[str], claim: Claim) -> list[Event]:
        events: list[Event] = []
        for question in self.person.questions.values():
            if question.claim != claim.claim or self.source not in question.wanted_by:
                continue
            if question.question in still_asked:
                continue
            question.wanted_by.discard(self.source)
            self.person.changed.add(question.question)
            if not question.wanted_by and question.step in OPEN:
                events.append(_drop(question))
        return events


def let_go(person: Applicant, claim: str) -> list[Event]:
    """The claim was taken back: drop what is open of it, except what is about money already paid.

    What raised it is kept, so that it can be asked again if the claim comes back.
    """
    events: list[Event] = []
    for question in person.questions.values():
        if question.claim == claim and question.step in OPEN and not outlives_withdrawal(question.about):
            person.changed.add(question.question)
            events.append(_drop(question))
    return events


def reply(question: AskedQuestion, filed_on: date) -> None:
    """The claimant replied; what they say is for the officer to read, not for us.

    A reply older than the notice answers an earlier one, which said other things.
    """
    if question.step in OPEN and question.issued_on is not None and filed_on >= question.issued_on:
        question.step, question.proposed, question.weighed = after(question.step, Act.REPLY), None, None
        question.replied_on = max(filed_on, question.replied_on or filed_on)


def _opened(question: AskedQuestion, matter: Matter) -> QuestionOpened:
    return QuestionOpened(
        claim=question.claim,
        question=question.question,
        about=matter.about,
        asks=matter.asks,
        cites=matter.cites,
        ground=matter.ground,
        period=matter.period,
        amount=matter.amount,
        reduction=matter.reduction,
        certification=matter.certification if isinstance(matter.about, WeekAbout) else None,
        opened_on=question.opened_on,
    )


def _drop(question: AskedQuestion) -> QuestionDropped:
    question.step, question.proposed, question.weighed = after(question.step, Act.DROP), None, None
    return QuestionDropped(claim=question.claim, question=question.question)
