"""What the engine has said so far, read from its own log: the latest determinations, questions, payments, referrals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from contracts.about import WaiverAbout, short
from contracts.almp_referral import ReferralMade, ReferralQuestioned
from contracts.base import Envelope, Event, read
from contracts.casework import Verdict
from contracts.claims import (
    AnswerRefused,
    ClaimDecision,
    ClaimMoved,
    ConfirmationAsked,
    ContestClosed,
    ContestOpened,
    NoticeIssued,
    QuestionDropped,
    QuestionOpened,
)
from contracts.eligibility import AssessmentMade, DeterminationMade
from contracts.payments import (
    OverpaymentProposed,
    PaymentHeld,
    PaymentInstructed,
    PaymentLetGo,
    PaymentReturned,
    PaymentSettled,
)
from contracts.referral_life import ReferralMoved
from contracts.remittances import RemittanceOrdered, RemittanceReturned, RemittanceSettled
from contracts.short_time_answers import ShortTimeAssessed, ShortTimeDoubted
from contracts.wait_lists import WaitEnded, WaitJoined
from services.names import SERVICES
from services.simulation.budgets import BudgetBook


@dataclass
class Asked:
    """A question with its steps."""

    person: str
    question: QuestionOpened
    notices: list[NoticeIssued] = field(default_factory=list)
    open: bool = True
    decided: ClaimDecision | None = None

    @property
    def matter(self) -> str:
        """What it is about, by words that do not depend on how often something was worked out."""
        amount = self.question.amount.minor if self.question.amount else ""
        of = self.question.certification or ""
        return f"{self.question.claim} {short(self.question.about)} {of} {self.question.ground or ''} {amount}"


@dataclass(frozen=True, slots=True)
class AdverseStep:
    """A decision or a notice, with the last days that were closed before it and once it was made."""

    event: ClaimDecision | NoticeIssued
    asked: Asked
    closed_before: date | None = None
    closed: date | None = None


@dataclass
class Sent:
    """A payment that was ordered, and what the books say of it."""

    person: str
    order: PaymentInstructed | RemittanceOrdered
    settled: int = 0
    returned: int = 0


@dataclass
class Chronicle:
    """The engine's own words, by what they are about."""

    determinations: dict[tuple[str, str], DeterminationMade] = field(default_factory=dict)
    assessments: dict[tuple[str, str, str], AssessmentMade] = field(default_factory=dict)
    questions: dict[str, Asked] = field(default_factory=dict)
    decisions: list[tuple[str, ClaimDecision]] = field(default_factory=list)
    refused: list[tuple[str, AnswerRefused]] = field(default_factory=list)
    unconfirmed: list[tuple[str, ConfirmationAsked]] = field(default_factory=list)
    """Answers that wait for another officer, whom nobody has asked yet."""
    waivers: dict[str, tuple[str, ClaimDecision]] = field(default_factory=dict)
    """What stands on requests to waive debts, by the question of the request."""
    contests: dict[str, tuple[str, ContestOpened]] = field(default_factory=dict)
    """Contests that are open, by their key."""
    moved: dict[tuple[str, str], ClaimMoved] = field(default_factory=dict)
    payments: dict[UUID, Sent] = field(default_factory=dict)
    held: dict[UUID, tuple[str, PaymentHeld]] = field(default_factory=dict)
    """Payments that are held since the person has died, with the person."""
    to_creditors: dict[UUID, Sent] = field(default_factory=dict)
    overpayments: dict[tuple[str, str, str | None], OverpaymentProposed] = field(default_factory=dict)
    """By certification: where it moves, what is proposed moves to its new days."""
    lists: dict[tuple[str, str, date], ShortTimeAssessed] = field(default_factory=dict)
    """By employer, scheme and month, what the list comes to by now."""
    line_doubts: dict[tuple[str, str, str], list[ShortTimeDoubted]] = field(default_factory=dict)
    """By employer, worker and line, what was asked of it, the newest last."""
    offers: dict[str, tuple[str, ReferralMade]] = field(default_factory=dict)
    referrals_moved: dict[str, ReferralMoved] = field(default_factory=dict)
    """The latest move of each referral."""
    waits: dict[str, str] = field(default_factory=dict)
    """Who waits for a seat, by the referral."""
    budgets: BudgetBook = field(default_factory=BudgetBook)
    said: int = 0
    acts: list[AdverseStep] = field(default_factory=list)
    """Decisions and notices that no rule has looked at yet."""
    asked_anew: list[str] = field(default_factory=list)
    """Matters that came up again as another question, which an officer's answer to the first would not reach."""
    _first_asked: dict[tuple[str, str], str] = field(default_factory=dict)
    closed: date | None = None
    """The last day that was closed when the engine came to rest the last time."""
    _read: dict[str, int] = field(default_factory=dict)

    def read_on(self, topics: Mapping[str, list[bytes]], closed: date | None) -> None:
        """Take in what was said since the last time; `closed` is the last day that is closed by now."""
        before = len(self.acts)
        for topic in SERVICES:
            bodies = topics.get(topic, [])
            for body in bodies[self._read.get(topic, 0) :]:
                envelope = Envelope.from_bytes(body)
                self._take(envelope.subject, read(envelope))
                self.said += 1
            self._read[topic] = len(bodies)
        self.acts[before:] = [replace(act, closed_before=self.closed, closed=closed) for act in self.acts[before:]]
        self.closed = closed

    def new_acts(self) -> list[AdverseStep]:
        """What was decided and noticed since this was last asked."""
        acts, self.acts = self.acts, []
        return acts

    def open_questions(self, person: str | None = None) -> list[Asked]:
        """The questions that stand open, first asked first."""
        return [asked for asked in self.questions.values() if asked.open and person in (None, asked.person)]

    def _take(self, person: str, event: Event) -> None:
        self.budgets.hears(person, event)
        if (take := _TAKERS.get(type(event))) is not None:
            take(self, person, event)

    def _determined(self, person: str, event: DeterminationMade) -> None:
        last = self.determinations.get((person, event.claim))
        if last is None or last.number < event.number:
            self.determinations[person, event.claim] = event

    def _assessed(self, person: str, event: AssessmentMade) -> None:
        place = (person, event.claim, event.certification)
        last = self.assessments.get(place)
        if last is None or last.number < event.number:
            self.assessments[place] = event

    def _opened(self, person: str, event: QuestionOpened) -> None:
        known = self.questions.setdefault(event.question, Asked(person, event))
        first = self._first_asked.setdefault((person, known.matter), event.question)
        if first != event.question and event.amount is None:  # a sum that is proposed again is another matter
            self.asked_anew.append(known.matter)
        known.question, known.open = event, True

    def _noticed(self, _person: str, event: NoticeIssued) -> None:
        asked = self.questions[event.question]
        asked.notices.append(event)
        self.acts.append(AdverseStep(event, asked))

    def _dropped(self, _person: str, event: QuestionDropped) -> None:
        self.questions[event.question].open = False

    def _decided(self, person: str, event: ClaimDecision) -> None:
        if isinstance(event.about, WaiverAbout):
            self.waivers[event.question] = person, event
            return
        self.decisions.append((person, event))
        asked = self.questions.get(event.question)
        if asked is None and event.contest is not None:
            return  # a further condition of what the facts alone had refused
        asked = self.questions[event.question]
        asked.open, asked.decided = False, event
        self.acts.append(AdverseStep(event, asked))

    def _unconfirmed(self, person: str, event: ConfirmationAsked) -> None:
        self.unconfirmed.append((person, event))

    def _contested(self, person: str, event: ContestOpened) -> None:
        self.contests[event.contest] = (person, event)

    def _contest_closed(self, _person: str, event: ContestClosed) -> None:
        self.contests.pop(event.contest, None)

    def _refused(self, person: str, event: AnswerRefused) -> None:
        self.refused.append((person, event))

    def _moved(self, person: str, event: ClaimMoved) -> None:
        self.moved[person, event.claim] = event

    def _instructed(self, person: str, event: PaymentInstructed) -> None:
        self.payments.setdefault(event.instruction, Sent(person, event)).order = event

    def _settled(self, _person: str, event: PaymentSettled) -> None:
        self.payments[event.instruction].settled += event.amount.minor

    def _returned(self, _person: str, event: PaymentReturned) -> None:
        self.payments[event.instruction].returned += event.amount.minor

    def _held(self, person: str, event: PaymentHeld) -> None:
        self.held[event.instruction] = person, event

    def _let_go(self, _person: str, event: PaymentLetGo) -> None:
        self.held.pop(event.instruction, None)

    def _remitted(self, creditor: str, event: RemittanceOrdered) -> None:
        self.to_creditors.setdefault(event.instruction, Sent(creditor, event))

    def _remittance_settled(self, _creditor: str, event: RemittanceSettled) -> None:
        sent = self.to_creditors[event.instruction]
        sent.settled += event.amount.minor

    def _remittance_returned(self, _creditor: str, event: RemittanceReturned) -> None:
        sent = self.to_creditors[event.instruction]
        sent.returned += event.amount.minor

    @property
    def all_sent(self) -> list[Sent]:
        """Every payment that was ordered, to people and to creditors."""
        return [*self.payments.values(), *self.to_creditors.values()]

    def _overpaid(self, person: str, event: OverpaymentProposed) -> None:
        self.overpayments[person, event.claim, event.certification] = event

    def _list_assessed(self, employer: str, event: ShortTimeAssessed) -> None:
        place = (employer, event.scheme, event.month.start)
        last = self.lists.get(place)
        if last is None or last.number < event.number:
            self.lists[place] = event

    def _line_doubted(self, employer: str, event: ShortTimeDoubted) -> None:
        doubts = self.line_doubts.setdefault((employer, event.worker, event.line), [])
        doubts.append(event)
        doubts.sort(key=lambda doubted: doubted.number)

    def _offered(self, person: str, event: ReferralMade) -> None:
        self.offers[event.referral] = (person, event)
        self.waits.pop(event.referral, None)

    def _referral_moved(self, _person: str, event: ReferralMoved) -> None:
        last = self.referrals_moved.get(event.referral)
        if last is None or last.number < event.number:
            self.referrals_moved[event.referral] = event

    def _waits(self, person: str, event: WaitJoined) -> None:
        self.waits[event.referral] = person

    def _waits_no_more(self, _person: str, event: WaitEnded) -> None:
        self.waits.pop(event.referral, None)

    def _questioned(self, _person: str, _event: ReferralQuestioned) -> None:
        """Claims asks what follows from it."""

    def matter_of(self, contest: ContestOpened) -> str:
        """What a contest is about, by a name that is the same in every schedule."""
        asked = self.questions.get(contest.question)
        return f"{asked.matter if asked else contest.certification} {contest.about.kind} {contest.tier}"

    def settled(self) -> set[str]:
        """The identifiers of the payments that count as settled."""
        return {sent.order.end_to_end for sent in self.all_sent if sent.settled and not sent.returned}

    def standing_against(self, person: str) -> list[Asked]:
        """The questions of a person that were decided against them, first asked first."""
        return [
            asked
            for asked in self.questions.values()
            if asked.person == person and asked.decided and asked.decided.verdict is Verdict.AGAINST_CLAIMANT
        ]

    @property
    def against(self) -> list[tuple[str, ClaimDecision]]:
        """The decisions against a claimant."""
        return [(person, made) for person, made in self.decisions if made.verdict is Verdict.AGAINST_CLAIMANT]


_TAKERS: Mapping[type[Event], Callable[[Chronicle, str, Any], None]] = {
    DeterminationMade: Chronicle._determined,  # noqa: SLF001 - the table of its own methods
    AssessmentMade: Chronicle._assessed,  # noqa: SLF001
    QuestionOpened: Chronicle._opened,  # noqa: SLF001
    NoticeIssued: Chronicle._noticed,  # noqa: SLF001
    QuestionDropped: Chronicle._dropped,  # noqa: SLF001
    ClaimDecision: Chronicle._decided,  # noqa: SLF001
    ConfirmationAsked: Chronicle._unconfirmed,  # noqa: SLF001
    ContestOpened: Chronicle._contested,  # noqa: SLF001
    ContestClosed: Chronicle._contest_closed,  # noqa: SLF001
    AnswerRefused: Chronicle._refused,  # noqa: SLF001
    ClaimMoved: Chronicle._moved,  # noqa: SLF001
    PaymentInstructed: Chronicle._instructed,  # noqa: SLF001
    PaymentSettled: Chronicle._settled,  # noqa: SLF001
    PaymentReturned: Chronicle._returned,  # noqa: SLF001
    PaymentHeld: Chronicle._held,  # noqa: SLF001
    PaymentLetGo: Chronicle._let_go,  # noqa: SLF001
    RemittanceOrdered: Chronicle._remitted,  # noqa: SLF001
    RemittanceSettled: Chronicle._remittance_settled,  # noqa: SLF001
    RemittanceReturned: Chronicle._remittance_returned,  # noqa: SLF001
    OverpaymentProposed: Chronicle._overpaid,  # noqa: SLF001
    ShortTimeAssessed: Chronicle._list_assessed,  # noqa: SLF001
    ShortTimeDoubted: Chronicle._line_doubted,  # noqa: SLF001
    ReferralMade: Chronicle._offered,  # noqa: SLF001
    ReferralMoved: Chronicle._referral_moved,  # noqa: SLF001
    WaitJoined: Chronicle._waits,  # noqa: SLF001
    WaitEnded: Chronicle._waits_no_more,  # noqa: SLF001
    ReferralQuestioned: Chronicle._questioned,  # noqa: SLF001
}
