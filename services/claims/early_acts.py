"""Acts that name what is not known yet: kept as they came, and taking effect once it is known, whatever the order.

What officers saw and what claims hears come by different topics, and either may be late. An act that names what never
was stays kept, holds up nobody, and is counted; whoever acted is told at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from contracts.about import OverpaymentAbout
from contracts.base import Envelope, Event
from contracts.casework import AnswerConfirmed, AnswerGiven, Attendance, ContestDecided, HearingHeld, WaiverDecided
from contracts.error_budgets import DecisionReviewed
from contracts.intake import CertificationFiled, ContestWithdrawn, FilingRetracted
from contracts.kept_acts import ActKept
from services.claims.certified_days import BEFORE, certified_under
from services.claims.person import Applicant
from services.claims.steps import DECIDED, QuestionStep
from services.claims.waivers import question_of_request
from services.runtime.handling import Refused, To

Handler = Callable[[Any, Applicant, Envelope], Iterable[Event | To]]
E = TypeVar("E", bound=Event)
KEPT = "the act is kept, and takes effect as soon as it is known"


def _question(act: AnswerGiven | AnswerConfirmed, person: Applicant) -> str | None:
    return None if act.question in person.questions else f"no such question was asked of this person so far: {KEPT}"


def _decision(act: DecisionReviewed, person: Applicant) -> str | None:
    question = person.questions.get(act.question)
    if question is None:
        return f"no such question was asked of this person so far: {KEPT}"
    is_decided = question.step in DECIDED or question.step is QuestionStep.DROPPED
    return None if is_decided else f"the question is not decided so far: {KEPT}"


def _request(act: WaiverDecided, person: Applicant) -> str | None:
    if question_of_request(person.subject, act.question, act.request) not in person.questions:
        return f"the claimant asked for no waiver under this key so far: {KEPT}"
    debt = person.questions.get(act.question)
    if debt is None or (isinstance(debt.about, OverpaymentAbout) and debt.step not in DECIDED):
        return f"no decision makes this a debt so far: {KEPT}"
    return None


def _filing(act: ContestWithdrawn, person: Applicant) -> str | None:
    if act.contest not in person.contests:
        return f"this person filed no such contest so far: {KEPT}"
    return _mandate(act.mandate, person)


def _open_contest(act: HearingHeld | ContestDecided, person: Applicant) -> str | None:
    contest = person.contests.get(act.contest)
    if contest is None:
        return f"this person filed no such contest so far: {KEPT}"
    if contest.waits:
        return f"the contest is not open so far: {KEPT}"
    if isinstance(act, HearingHeld) and act.attendance is Attendance.REPRESENTED:
        return _mandate(act.mandate, person)
    return None


def _certification(act: FilingRetracted, person: Applicant) -> str | None:
    if act.kind != CertificationFiled.name or certified_under(person.claims, act.key) is not None:
        return None
    if any(BEFORE in claim.certified for claim in person.claims.values()):
        return None  # it may be one of those of which nobody knows any more
    return f"this person filed no such certification so far: {KEPT}"


def _mandate(key: str | None, person: Applicant) -> str | None:
    known = person.mandates.get(key) if key else None
    if key is None or (known is not None and known.given is not None):
        return None
    return f"no mandate {key} was given so far: {KEPT}"


AWAITS: Mapping[type[Event], Callable[[Any, Applicant], str | None]] = {
    AnswerGiven: _question,
    AnswerConfirmed: _question,
    DecisionReviewed: _decision,
    WaiverDecided: _request,
    FilingRetracted: _certification,
    ContestWithdrawn: _filing,
    HearingHeld: _open_contest,
    ContestDecided: _open_contest,
}
"""Of each act that names what may come later: what it still waits for, in words; None once everything is known."""


@dataclass(frozen=True, slots=True)
class EarlyActs:
    """Keeps what came too early, and lets it take effect after the event that it waited for."""

    handlers: dict[type[Event], Handler] = field(default_factory=dict)
    """Of each kind of act, how it takes effect."""

    def after(self, kind: type[E], handler: Handler) -> Handler:
        """The handler of an event, with what waited for it; itself kept, where it names what is not known yet."""
        self.handlers[kind] = handler

        def handle(event: Any, person: Applicant, cause: Envelope) -> list[Event | To]:
            reason = self._awaits(event, person)
            if reason is not None:
                person.early_acts[cause.id] = cause
                person.acts_kept.add(cause.id)
                return [_kept(event, reason)]
            return [*handler(event, person, cause), *self._taken_up(person)]

        return handle

    def _taken_up(self, person: Applicant) -> list[Event | To]:
        """What kept acts cause that wait for nothing any more, in the order of their times."""
        events: list[Event | To] = []
        while (ready := self._next(person)) is not None:
            act, cause = ready
            person.no_longer_waits(cause)
            try:
                events += self.handlers[type(act)](act, person, cause)
            except Refused as refusal:  # the event at hand is not to blame for it
                events.append(_kept(act, f"what it waited for is known, and it has no effect: {refusal.reason}"))
        return events

    def _next(self, person: Applicant) -> tuple[Event, Envelope] | None:
        waiting = person.acts_in_order()
        return next(((act, cause) for act, cause in waiting if self._awaits(act, person) is None), None)

    @staticmethod
    def _awaits(event: Event, person: Applicant) -> str | None:
        awaits = AWAITS.get(type(event))
        return None if awaits is None else awaits(event, person)


def _kept(act: Any, reason: str) -> ActKept:
    about = act.key if isinstance(act, FilingRetracted) else getattr(act, "contest", None) or act.question
    return ActKept(act=act.name, about=about, officer=getattr(act, "officer", None), reason=reason)
