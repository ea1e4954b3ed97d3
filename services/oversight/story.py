"""One person's case told in order, one sentence an event, with the citation of every rule that spoke."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts import claims, eligibility, payments, registry
from contracts.base import Envelope, Event, Unreadable
from contracts.error_budgets import ReviewAsked, ReviewMade
from contracts.letters import LetterDelivered, LetterReturned, LetterSent
from contracts.values import Money
from contracts.waiting import CertificationAwaited, ClaimIncomplete
from services.letters.language import Language
from services.letters.model import LAW_LANGUAGE
from services.letters.written import WrittenLine
from services.oversight.model import DECIDED
from services.oversight.said_before import ToldOnce, heard_once
from services.oversight.story_language import in_words, story_language
from services.oversight.story_of_audits import AUDITS
from services.oversight.story_of_contests import CONTESTS
from services.oversight.story_of_decisions import DECISIONS
from services.oversight.story_of_deductions import DEDUCTIONS
from services.oversight.story_of_facts import FACTS, contradiction, contributions
from services.oversight.story_of_held_payments import HELD
from services.oversight.story_of_letters import LETTERS
from services.oversight.story_of_mergers import MERGERS
from services.oversight.story_of_notes import NOTES
from services.oversight.story_of_payments import PAYMENTS
from services.oversight.story_of_programmes import PROGRAMMES
from services.oversight.story_of_recoveries import RECOVERIES
from services.oversight.story_of_referrals import REFERRALS
from services.oversight.story_of_reviews import REVIEWS
from services.oversight.story_of_short_time import SHORT_TIME
from services.oversight.story_of_views import VIEWS
from services.oversight.story_of_waiting import WAITING
from services.oversight.story_phrases import Sentences, Told, in_a_row, prose, say, told


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One step of a story: the day, who spoke, what happened, and the law behind it."""

    day: date
    publisher: str
    written: WrittenLine
    cites: tuple[str, ...] = ()
    tells: UUID | None = None
    """The message that it tells; None where it tells several, or more than one says."""

    @property
    def says(self) -> str:
        """The sentences as plain text."""
        return self.written.text


Differences = Mapping[UUID, Sequence[str]]
"""By the id of a determination or an assessment, how it differs from the one that it replaced."""
NO_DIFFERENCES: Differences = {}
Decided = Mapping[str, date]
"""By claim, the day on which it was first decided (`decision_days.py`)."""
NOT_LATE: Decided = {}

_ON: Mapping[type[object], Callable[[Any], date]] = {
    claims.ClaimMoved: lambda e: e.on,
    claims.QuestionOpened: lambda e: e.opened_on,
    claims.NoticeIssued: lambda e: e.issued_on,
    claims.ClaimDecision: lambda e: e.decided_on,
    LetterSent: lambda e: e.sent_on,
    LetterDelivered: lambda e: e.delivered_on,
    LetterReturned: lambda e: e.returned_on,
    claims.ConfirmationAsked: lambda e: e.asked_on,
    claims.ContestOpened: lambda e: e.opened_on,
    claims.ContestClosed: lambda e: e.closed_on,
    ClaimIncomplete: lambda e: e.on,
    CertificationAwaited: lambda e: e.on,
    claims.ContestDropped: lambda e: e.dropped_on,
    ReviewAsked: lambda e: e.decided_on,
    ReviewMade: lambda e: e.reviewed_on,
    payments.RecoveryCollected: lambda e: e.collected_on,
    payments.RecoveryEnded: lambda e: e.ended_on,
    payments.RecoveryOwedAgain: lambda e: e.owed_on,
    payments.DeductionMade: lambda e: e.deducted_on,
    payments.OrderNotMet: lambda e: e.looked_at_on,
}
"""The day of what says on which day it was done; everything else has the day of its time."""


def tell(
    envelopes: Iterable[Envelope] | ToldOnce,
    differences: Differences = NO_DIFFERENCES,
    decided: Decided = NOT_LATE,
    language: str = LAW_LANGUAGE,
) -> list[StoryLine]:
    """The story of the events of one person, by day and then by what caused what. Raises `NoSuchLanguage`.

    A consequence bears the time of its cause, which may be weeks before it was made: it is told on the day on which it
    was made, as far as it says so or `decided` does, and never before its cause. A message that came again is told
    once, a version that came again with other content is said to be one. Successive monthly contributions are told
    together. `differences` are told after the decision that they are about.
    """
    heard, teller = _heard(envelopes), _Teller(story_language(language))
    lines: list[StoryLine] = []
    run: list[tuple[date, registry.ContributionRecorded]] = []
    for step in sorted(_steps(heard, decided), key=_order):
        event = step.event
        if isinstance(event, Unreadable):
            lines.append(teller.parked(step.day, event))
            continue
        if step.envelope.id in heard.contradicting and isinstance(event, registry.Fact):
            lines.append(teller.line(step.day, event.publisher(), contradiction(event)))
            continue
        if isinstance(event, registry.ContributionRecorded) and event.source_version == 1:
            run.append((step.day, event))
            continue
        lines += teller.contributions(run)
        run = []
        lines += teller.event(step, event)
        for text in _differences_of(event, differences):
            lines.append(teller.line(step.day, event.publisher(), told(prose(text))))
    return lines + list(teller.contributions(run))


def told_steps(envelopes: Iterable[Envelope] | ToldOnce, decided: Decided = NOT_LATE) -> list[StoryStep]:
    """Every event of a person once, on the day and in the order in which `tell` tells it."""
    return sorted(_steps(_heard(envelopes), decided), key=_order)


def lines_of(step: StoryStep, language: str = LAW_LANGUAGE) -> list[StoryLine]:
    """What `tell` says of one event that is told alone. Raises `NoSuchLanguage`."""
    event, teller = step.event, _Teller(story_language(language))
    if isinstance(event, Unreadable):
        return [teller.parked(step.day, event)]
    if isinstance(event, registry.ContributionRecorded) and event.source_version == 1:
        return list(teller.contributions([(step.day, event)]))
    return list(teller.event(step, event))


def released_line(on: date, money: Money, officers: Sequence[str], language: str = LAW_LANGUAGE) -> StoryLine:
    """A payment that named officers released to the bank. Raises `NoSuchLanguage`."""
    names = in_a_row([say("name", name=officer) for officer in officers], "with_and")
    return _Teller(story_language(language)).line(on, "casework", told(say("payment.released", amount=money, by=names)))


def _heard(envelopes: Iterable[Envelope] | ToldOnce) -> ToldOnce:
    return envelopes if isinstance(envelopes, ToldOnce) else heard_once(envelopes)


class _Teller:
    """Events as lines of a story in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def line(self, day: date, publisher: str, said: Told) -> StoryLine:
        says, cites = said
        return StoryLine(day, publisher, in_words(says, self.language), tuple(dict.fromkeys(cites)))

    def event(self, step: StoryStep, event: Event) -> Iterator[StoryLine]:
        if (sentences := _SAY.get(type(event))) is not None:
            yield replace(self.line(step.day, event.publisher(), sentences(event)), tells=step.envelope.id)

    def contributions(self, run: Sequence[tuple[date, registry.ContributionRecorded]]) -> Iterator[StoryLine]:
        if run:
            yield self.line(run[-1][0], "registry", contributions([event for _, event in run]))

    def parked(self, day: date, fault: Unreadable) -> StoryLine:
        return self.line(day, "parked", told(say("parked", reason=prose(fault.reason))))


@dataclass(frozen=True, slots=True)
class StoryStep:
    """One event, the day it is told on, and how many causes stand before it."""

    day: date
    depth: int
    envelope: Envelope
    event: Event | Unreadable


def _order(step: StoryStep) -> tuple[date, datetime, int, str]:
    """By day and time, then what caused it first, then by who spoke; what one said at once stays in its own order."""
    return step.day, step.envelope.time, step.depth, step.envelope.type.split(".")[1]


def _steps(heard: ToldOnce, decided: Decided) -> Iterator[StoryStep]:
    """Each event on its day, which is not before that of its cause."""
    events = heard.events
    deciding = _deciding(events.values())
    days: dict[UUID, date] = {}
    for envelope, depth in sorted(_with_depth(heard.envelopes), key=lambda pair: pair[1]):
        event = events[envelope.id]
        stated = [envelope.time.date()]
        if envelope.causationid in days:
            stated.append(days[envelope.causationid])
        if type(event) in _ON:
            stated.append(_ON[type(event)](event))
        if isinstance(event, eligibility.DeterminationMade) and deciding.get(event.claim) == event.number:
            stated.append(decided.get(event.claim, date.min))
        days[envelope.id] = max(stated)
        yield StoryStep(days[envelope.id], depth, envelope, event)


def _deciding(events: Iterable[Event | Unreadable]) -> Mapping[str, int]:
    """By claim, the number of the determination that decided it first."""
    numbers: dict[str, int] = {}
    for event in events:
        if isinstance(event, eligibility.DeterminationMade) and event.outcome in DECIDED:
            numbers[event.claim] = min(event.number, numbers.get(event.claim, event.number))
    return numbers


def _differences_of(event: Event, differences: Differences) -> Sequence[str]:
    if isinstance(event, eligibility.AssessmentMade):
        return differences.get(event.assessment, ())
    return differences.get(event.determination, ()) if isinstance(event, eligibility.DeterminationMade) else ()


def _with_depth(envelopes: list[Envelope]) -> Iterator[tuple[Envelope, int]]:
    depth: dict[Any, int] = {}
    for envelope in envelopes:  # the log holds a cause before its consequence within one topic only
        depth[envelope.id] = 0
    by_id = {envelope.id: envelope for envelope in envelopes}
    for envelope in envelopes:
        steps, cause = 0, envelope.causationid
        while cause is not None and cause in by_id:
            steps, cause = steps + 1, by_id[cause].causationid
        yield envelope, steps


_SAY: Sentences = {
    **FACTS,
    **DECISIONS,
    **PAYMENTS,
    **CONTESTS,
    **HELD,
    **LETTERS,
    **DEDUCTIONS,
    **MERGERS,
    **PROGRAMMES,
    **RECOVERIES,
    **REFERRALS,
    **NOTES,
    **SHORT_TIME,
    **AUDITS,
    **WAITING,
    **REVIEWS,
    **VIEWS,
}
