"""What claimants file against decisions, what officers do about it, and who may act for a claimant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.base import Envelope, Event
from contracts.casework import ContestDecided, HearingHeld
from contracts.claims import AnswerRefused
from contracts.fact import Fact
from contracts.intake import ContestFiled, ContestWithdrawn, MandateEnded, MandateGiven
from services.claims.contest_decisions import Review, refused
from services.claims.contest_lifecycle import Contesting
from services.claims.contests import Contest, Mandate
from services.claims.person import Applicant
from services.claims.procedure import Procedure
from services.runtime.handling import Refused, To


@dataclass(frozen=True, slots=True)
class Contests:
    """The handlers of contests, which follow the procedure's two tiers."""

    procedure: Procedure

    def contest_filed(self, event: ContestFiled, person: Applicant, cause: Envelope) -> list[Event]:
        """Open it, or keep it and say what it waits for."""
        return self._contesting(person, cause).filed(event)

    def contest_withdrawn(self, event: ContestWithdrawn, person: Applicant, cause: Envelope) -> list[Event]:
        """The decision stands."""
        if event.contest not in person.contests:
            return [_unknown(event.contest)]
        return self._contesting(person, cause).withdrawn(event)

    def mandate_given(self, event: MandateGiven, person: Applicant, cause: Envelope) -> list[Event]:
        """A representative may act from now on; what waited for them is opened."""
        mandate = self._mandate(event.key, person)
        if not _is_news(mandate.given, event):
            return []
        mandate.given = event
        return self._contesting(person, cause).open_what_waits()

    def mandate_ended(self, event: MandateEnded, person: Applicant, _cause: Envelope) -> list[Event]:
        """What the representative did before stays done."""
        mandate = self._mandate(event.key, person)
        if _is_news(mandate.ended, event):
            mandate.ended = event
        return []

    def hearing_held(self, event: HearingHeld, person: Applicant, _cause: Envelope) -> list[Event]:
        """The claimant was heard, or say why that was no hearing; told after the contest was taken back it is noted."""
        review = self._review(event.contest, person, held_on=event.held_on)
        return review.hear(event) if isinstance(review, Review) else [review]

    def contest_decided(self, event: ContestDecided, person: Applicant, cause: Envelope) -> list[Event | To]:
        """Close the contest and say what stands, or say which step is missing."""
        review = self._review(event.contest, person)
        if isinstance(review, AnswerRefused):
            return [review]
        return [*review.decide(event), *self._contesting(person, cause).open_what_waits()]

    def _contesting(self, person: Applicant, cause: Envelope) -> Contesting:
        return Contesting(person, self.procedure, person.effective_day(cause))

    def _review(self, key: str, person: Applicant, held_on: date | None = None) -> Review | AnswerRefused:
        review = review_of(key, person, self.procedure, held_on)
        if isinstance(review, Review):
            person.changed |= {review.contest.contest, review.question.question}
        return review

    @staticmethod
    def _mandate(key: str, person: Applicant) -> Mandate:
        person.changed.add(key)
        return person.mandates.setdefault(key, Mandate(key))


def review_of(key: str, person: Applicant, procedure: Procedure, held_on: date | None = None) -> Review | AnswerRefused:
    """The open contest with what an act on it is held against, or why no act on it has an effect.

    Of a hearing, one that was held by the day on which the contest was taken back was held on an open one.
    """
    contest = person.contests.get(key)
    if contest is None:
        return _unknown(key)
    if contest.closed_on is not None and not _was_held_before(contest, held_on):
        return refused(contest, f"the contest is over: {_how_it_ended(contest)}")
    if contest.opened_on is None or contest.question is None:
        return refused(contest, "the contest is not open yet")
    question = person.questions[contest.question]
    return Review(person, contest, question, person.claims[question.claim], procedure, contest.opened_on)


def _was_held_before(contest: Contest, held_on: date | None) -> bool:
    is_noted = contest.is_taken_back and contest.opened_on is not None
    return is_noted and held_on is not None and contest.closed_on is not None and held_on <= contest.closed_on


def _how_it_ended(contest: Contest) -> str:
    return "nothing was left to contest" if contest.outcome is None else contest.outcome.value.replace("_", " ")


def _unknown(contest: str) -> AnswerRefused:
    return AnswerRefused(question=contest, contest=contest, reason="no such contest was ever filed by this person")


def _is_news(known: Fact | None, fact: Fact) -> bool:
    """Whether the fact is a higher version. Refuses a version that says two things."""
    if known is None or fact.source_version > known.source_version:
        return True
    same_time = {"recorded_at": fact.recorded_at}
    if fact.source_version == known.source_version and known.model_copy(update=same_time) != fact:
        raise Refused("conflicting-fact", "the same key and source version came before with other content")
    return False
