"""What the figures know of one person when a day was closed, folded from what was observed until then. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from services.oversight.model import DECIDED
from services.oversight.observation import (
    Assessed,
    BankObserved,
    Contested,
    Described,
    DeterminationObserved,
    FilingObserved,
    FundTold,
    Instructed,
    Observation,
    PlacementNoted,
    Questioned,
    QuestionEnded,
    ReferralStep,
    ReferralStood,
    Referred,
    ResolutionTold,
    Reviewed,
    WorkSeen,
)

OPEN = "open"


class ObservedInLog(NamedTuple):
    """An observation, when its event reached the log, and the last day that was closed by then."""

    observation: Observation
    arrived: int
    last_closed: date | None


class Closings:
    """When the closing of each day reached the log of one partition."""

    def __init__(self, closings: Sequence[tuple[int, date]]) -> None:
        self._arrivals = sorted(closings)
        newest: date | None = None
        self._last: list[date] = []
        for _, day in self._arrivals:
            newest = day if newest is None else max(newest, day)
            self._last.append(newest)
        self._moments = [arrived for arrived, _ in self._arrivals]

    def last_closed(self, arrived: int) -> date | None:
        """The last day whose closing had reached the log by then."""
        before = bisect_right(self._moments, arrived)
        return self._last[before - 1] if before else None

    def cut(self, day: date) -> int | None:
        """The arrival from which on nothing counts as known on that day; None if it is not closed."""
        return next(
            (arrived for (arrived, _), last in zip(self._arrivals, self._last, strict=True) if last >= day), None
        )

    @property
    def days(self) -> frozenset[date]:
        """The days that are closed."""
        return frozenset(day for _, day in self._arrivals)


@dataclass
class PaymentCase:
    """A payment: what was ordered, and what the bank said."""

    amount: int = 0
    currency: str = ""
    due_on: date | None = None
    settled_on: date | None = None
    returned_on: date | None = None


@dataclass
class ReferralCase:
    """A referral, and how far it came."""

    programme: str
    on: date
    answer: str = OPEN
    outcome: str = OPEN
    lapse: str = ""


@dataclass
class QuestionCase:
    """A question, its first answer, the contests of it, and its review."""

    claim: str
    about: str = ""
    opened_on: date | None = None
    verdict: str = OPEN
    """Of the first decision; empty where the question fell away."""
    decided_on: date | None = None
    ground: str | None = None
    article: str = ""
    review: str | None = None
    """Empty while somebody has to look at it; None where it was not drawn."""
    review_on: date | None = None


@dataclass
class ContestCase:
    """A contest of a decision."""

    claim: str
    question: str
    opened_on: date | None = None
    decide_by: date | None = None
    closed_on: date | None = None
    outcome: str = OPEN


@dataclass
class ClaimCase:
    """A claim, with the latest of each thing about it."""

    claim: str
    scheme: str = ""
    filed_on: date | None = None
    determined: DeterminationObserved | None = None
    decided_on: date | None = None
    """The day of the first grant or refusal."""
    refusal: DeterminationObserved | None = None
    """The latest determination that refused it, whatever was determined later."""
    refused_on: date | None = None
    described: Mapping[str, str] = field(default_factory=dict)
    periods: dict[str, Assessed] = field(default_factory=dict)
    payments: dict[str, PaymentCase] = field(default_factory=dict)

    def payment(self, instruction: str) -> PaymentCase:
        """A payment of the claim, new if nothing was told of it."""
        return self.payments.setdefault(instruction, PaymentCase())

    @property
    def first_week_end(self) -> date | None:
        """The last day of the first week for which something is due."""
        return min((period.first_end for period in self.periods.values() if period.first_end), default=None)

    @property
    def first_settled(self) -> date | None:
        """The day of the first payment that left and did not come back."""
        days = [one.settled_on for one in self.payments.values() if one.settled_on and not one.returned_on]
        return min(days, default=None)

    @property
    def exhausted(self) -> bool:
        """Whether nothing of its benefit is left."""
        return any(period.exhausted for period in self.periods.values())


@dataclass
class PersonCase:
    """Everything that the figures count of one person."""

    claims: dict[str, ClaimCase] = field(default_factory=dict)
    referrals: dict[str, tuple[str, ReferralCase]] = field(default_factory=dict)
    """By key, with the claim."""
    questions: dict[str, QuestionCase] = field(default_factory=dict)
    contests: dict[str, ContestCase] = field(default_factory=dict)
    steps: list[ReferralStep] = field(default_factory=list)
    """What was told of referrals in another topic, so perhaps before the referral itself."""
    noted: dict[tuple[str, str], PlacementNoted] = field(default_factory=dict)
    """By what it is and its key, the latest version of each talk and appointment."""
    standings: dict[str, dict[int, str]] = field(default_factory=dict)
    """By referral and number, where it stood."""
    work_seen: dict[tuple[str, int], WorkSeen] = field(default_factory=dict)
    """By referral and months."""

    def claim(self, claim: str) -> ClaimCase:
        """A claim of the person, new if nothing was told of it."""
        return self.claims.setdefault(claim, ClaimCase(claim))


def folded(seen: Iterable[ObservedInLog]) -> PersonCase:
    """A person's observations in the order in which their events reached the log."""
    person = PersonCase()
    for one in seen:
        _take(person, one)
    for step in person.steps:
        if step.referral in person.referrals:
            _step(person.referrals[step.referral][1], step)
    return person


def _take(person: PersonCase, seen: ObservedInLog) -> None:
    match seen.observation:
        case FilingObserved() | DeterminationObserved() | Described() | Assessed() as told:
            _claim(person.claim(told.claim), told, seen)
        case Instructed() | BankObserved() as told:
            _pay(person.claim(told.claim).payment(told.instruction), told)
        case Referred() as told:
            person.referrals[told.referral] = (told.claim, ReferralCase(told.programme, told.on))
        case ReferralStep() as told:
            person.steps.append(told)
        case PlacementNoted() | ReferralStood() | WorkSeen() as told:
            _follow(person, told)
        case Questioned() | QuestionEnded() | Reviewed() as told:
            _question(person.questions.setdefault(told.question, QuestionCase(told.claim)), told, seen)
        case Contested() as told:
            _contest(person.contests.setdefault(told.contest, ContestCase(told.claim, told.question)), told)
        case FundTold() | ResolutionTold():
            pass  # about nobody


def _claim(
    claim: ClaimCase, told: FilingObserved | DeterminationObserved | Described | Assessed, seen: ObservedInLog
) -> None:
    if isinstance(told, FilingObserved):
        claim.scheme, claim.filed_on = told.scheme, told.filed_on
    elif isinstance(told, DeterminationObserved):
        _determine(claim, told, seen)
    elif isinstance(told, Described):
        claim.described = told.described
    else:
        before = claim.periods.get(told.certification)
        if before is None or before.number < told.number:
            claim.periods[told.certification] = told


def _later(day: date | None, last_closed: date | None) -> date | None:
    """A decision is made on the later of its own day and the last one that was closed when it reached the log."""
    return max((one for one in (day, last_closed) if one is not None), default=None)


def _determine(claim: ClaimCase, determined: DeterminationObserved, seen: ObservedInLog) -> None:
    before = claim.determined
    if before is not None and before.number >= determined.number:
        return
    claim.determined = determined
    if determined.described is not None:
        claim.described = determined.described
    if determined.outcome not in DECIDED:
        return
    day = _later(determined.on, seen.last_closed)
    claim.decided_on = claim.decided_on or day
    if determined.outcome == "refused":
        claim.refusal, claim.refused_on = determined, day


def _pay(payment: PaymentCase, told: Instructed | BankObserved) -> None:
    if isinstance(told, Instructed):
        payment.amount, payment.due_on = told.amount, told.due_on
        payment.currency = told.currency or payment.currency
    elif told.returned:
        payment.returned_on = told.on
    else:
        payment.settled_on, payment.amount, payment.currency = told.on, told.amount, told.currency


def _step(referral: ReferralCase, told: ReferralStep) -> None:
    if told.step == "answer":
        referral.answer = told.said
    elif told.step == "outcome":
        referral.outcome = told.said
    else:
        referral.lapse = told.said


def _follow(person: PersonCase, told: PlacementNoted | ReferralStood | WorkSeen) -> None:
    if isinstance(told, ReferralStood):
        person.standings.setdefault(told.referral, {})[told.number] = told.standing
    elif isinstance(told, WorkSeen):
        seen = person.work_seen.get((told.referral, told.months))
        if seen is None or seen.number < told.number:
            person.work_seen[told.referral, told.months] = told
    else:
        noted = person.noted.get((told.what, told.key))
        if noted is None or (noted.version, not noted.about) < (told.version, not told.about):
            person.noted[told.what, told.key] = told


def _question(question: QuestionCase, told: Questioned | QuestionEnded | Reviewed, seen: ObservedInLog) -> None:
    if isinstance(told, Questioned):
        question.about, question.opened_on, question.claim = told.about, told.on, told.claim
    elif isinstance(told, Reviewed):
        question.review = told.finding or question.review or ""
        question.review_on = told.on
    elif told.after_contest:
        return  # how the office answered is measured by its first decision; the contest has its own figures
    else:
        question.verdict, question.about = told.verdict, told.about or question.about
        question.ground, question.article = told.ground, told.article
        question.decided_on = _later(told.on, seen.last_closed) if told.on else None


def _contest(contest: ContestCase, told: Contested) -> None:
    contest.question = told.question
    if told.outcome:
        contest.outcome, contest.closed_on = told.outcome, told.on
    else:
        contest.opened_on, contest.decide_by = told.on, told.decide_by
