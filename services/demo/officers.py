"""The scripted officers of the demonstration: what they do about an event, and on which day. Seeded; not a model of
how real officers decide.

Most questions are answered for the claimant on the next day, those about a fact that is missing after three weeks.
Some answers go against the claimant, and then only after the time to reply: the script answers a notice, not the
question, so that a notice renewed is a window renewed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import assert_never

from contracts.about import ConditionAbout, OverpaymentAbout, ReferralAbout, WaiverAbout, WeekAbout
from contracts.almp_referral import ReferralMade
from contracts.base import Envelope, Event, derived_id, read, seal
from contracts.casework import AnswerGiven, EvidenceKind, Officer, ReissueOrdered, Verdict
from contracts.claims import Ground, NoticeIssued, QuestionOpened
from contracts.intake import ContestFiled, ReplyFiled
from contracts.participation import AttendanceReported, ParticipationStarted
from contracts.payments import PaymentReturned
from contracts.placement import Answer, NeedsAssessed, OutcomeRecorded, ProgrammeOutcome, ReferralAnswered
from contracts.values import Period
from services.demo.announcement import INTAKE
from services.demo.budgets import BudgetKeepers
from services.demo.calendar import morning_of
from services.demo.contests import contests
from services.demo.displaced_worker import chance
from services.demo.large_sums import is_large
from services.demo.participation import SOURCE, participation

CONSOLE = "/tideover/console"
ACTS_AT = 14
"""The hour of the day at which the script acts."""
EXAMINERS = tuple(
    Officer(staff=f"officer-{number}", role="claims-examiner", office=office)
    for number, office in ((101, "north"), (102, "south"), (103, "north"))
)
ADVISERS = tuple(
    Officer(staff=f"officer-{number}", role="employment-adviser", office=office)
    for number, office in ((201, "north"), (202, "south"))
)
TREASURERS = (Officer(staff="officer-301", role="payments-clerk"),)

AGAINST_PER_MILLE = {Ground.QUIT: 400, Ground.MISCONDUCT: 300}
"""How often the script decides against the claimant, by ground; never on any other ground."""
DAYS_FOR_A_FACT = 21
"""So long a registry has for a fact that is missing, before somebody answers without it."""
OVERPAYMENT_CONFIRMED_PER_MILLE = 700
REPLIES_PER_MILLE = 500
WEEKS_DISQUALIFIED = 52
"""To the end of the benefit year: nobody in the script earns what would end it earlier."""

Act = tuple[date, Envelope]


@dataclass
class Officers:
    """Answers events with acts. It remembers the questions that it will answer after the reply window."""

    seed: str
    _against: dict[str, QuestionOpened] = field(default_factory=dict)
    _budgets: BudgetKeepers = field(default_factory=BudgetKeepers)

    def acts(self, cause: Envelope) -> list[Act]:
        """What follows in the offices from one event, each with its day; nothing for most events."""
        event = read(cause)
        dice = Random(f"{self.seed}|{cause.id}")
        found = [*self._about(event, dice), *self._budgets.about(event, cause.time.date(), dice)]
        self._budgets.remember([act for _, act in found])
        return [(day, self._sealed(cause, number, day, act)) for number, (day, act) in enumerate(found)]

    def _about(self, event: Event, dice: Random) -> Iterator[tuple[date, Event]]:
        if isinstance(event, QuestionOpened):
            yield from self._question(event, dice)
        elif isinstance(event, NoticeIssued) and event.question in self._against:
            yield from _after_hearing(self._against[event.question], event, dice)
        elif isinstance(event, ReferralMade):
            yield from _referral(event, dice)
        elif isinstance(event, PaymentReturned):
            ordered_on = event.returned_on + timedelta(days=dice.randint(2, 4))
            yield (
                ordered_on,
                ReissueOrdered(instruction=event.instruction, officer=dice.choice(TREASURERS), ordered_on=ordered_on),
            )
        else:
            yield from contests(event, dice)

    def _question(self, event: QuestionOpened, dice: Random) -> Iterator[tuple[date, Event]]:
        if _is_large(event) or chance(dice, _against_per_mille(event)):
            self._against[event.question] = event
            return
        waits = DAYS_FOR_A_FACT if isinstance(event.about, ConditionAbout) and event.ground is None else 1
        answered_on = event.opened_on + timedelta(days=waits)
        yield (
            answered_on,
            AnswerGiven(
                question=event.question,
                answered_on=answered_on,
                officer=dice.choice(EXAMINERS),
                verdict=Verdict.FOR_CLAIMANT,
                reasons=_reasons_for(event),
                article=event.cites,
                facts_considered=(event.claim,),
                overpayment_cause="registry-late" if isinstance(event.about, OverpaymentAbout) else None,
            ),
        )

    def _sealed(self, cause: Envelope, number: int, day: date, act: Event) -> Envelope:
        source = INTAKE if isinstance(act, (ReplyFiled, ContestFiled)) else CONSOLE
        source = SOURCE if isinstance(act, (ParticipationStarted, AttendanceReported)) else source
        event_id = derived_id("demo-office", self.seed, cause.id, number)
        return seal(act, subject=cause.subject, source=source, time=morning_of(day, ACTS_AT), event_id=event_id)


def _is_large(event: QuestionOpened) -> bool:
    """Whether more is in question than one officer may ask back: the script asks it back, on the day after the time."""
    return isinstance(event.about, OverpaymentAbout) and is_large(event.period)


def _against_per_mille(event: QuestionOpened) -> int:
    if isinstance(event.about, OverpaymentAbout):
        return OVERPAYMENT_CONFIRMED_PER_MILLE
    return AGAINST_PER_MILLE.get(event.ground, 0) if event.ground else 0


def _reasons_for(event: QuestionOpened) -> str:
    about = event.about
    match about:
        case OverpaymentAbout() | WaiverAbout():
            return "The person could not have known that too much was paid, and has spent it on living: it is waived."
        case ReferralAbout():
            return "There was a good reason not to take it up; the benefit goes on as before."
        case WeekAbout():
            return "The person was kept from it for hours, not days, and looked for work in the same week."
        case ConditionAbout():
            return "The employer did not show what it reported; the person's account is plausible."
        case _:
            assert_never(about)


def _after_hearing(question: QuestionOpened, notice: NoticeIssued, dice: Random) -> Iterator[tuple[date, Event]]:
    """Some claimants reply; the answer comes once the time to reply has passed."""
    considered: tuple[str, ...] = (question.claim,)
    if chance(dice, REPLIES_PER_MILLE):
        replied_on = notice.issued_on + timedelta(days=dice.randint(3, 12))
        yield replied_on, ReplyFiled(question=question.question, filed_on=replied_on)
        considered = (question.claim, f"reply/{question.question}")
    answered_on = notice.reply_by + timedelta(days=1 if _is_large(question) else dice.randint(1, 5))
    yield (
        answered_on,
        AnswerGiven(
            question=question.question,
            answered_on=answered_on,
            officer=dice.choice(EXAMINERS),
            verdict=Verdict.AGAINST_CLAIMANT,
            reasons=_reasons_against(question),
            article=question.cites,
            facts_considered=considered,
            applies=_extent(question),
            evidence=(EvidenceKind.EMPLOYERS_STATEMENT, EvidenceKind.DOCUMENT),
            overpayment_cause="claimant-reported-late" if isinstance(question.about, OverpaymentAbout) else None,
        ),
    )


def _extent(question: QuestionOpened) -> Period:
    """The days in question; for a condition those from the day of the question to the end of the days told of."""
    told, whole_year = question.period, Period.of_days(question.opened_on, WEEKS_DISQUALIFIED * 7)
    if told is None or not isinstance(question.about, ConditionAbout) or not told.overlaps(whole_year):
        return told or whole_year
    return Period(start=max(told.start, whole_year.start), end=min(told.end, whole_year.end))


def _reasons_against(question: QuestionOpened) -> str:
    if isinstance(question.about, OverpaymentAbout):
        return "The earnings were certified late; what was paid above what is due is asked back."
    if question.ground is Ground.MISCONDUCT:
        return "The employer showed repeated absence after warnings; nothing said in reply explains it."
    return "The work was left by the person's own choice, and no reason connected with the work was shown."


def _referral(event: ReferralMade, dice: Random) -> Iterator[tuple[date, Event]]:
    """Seven in ten take part, three in twenty refuse, three in twenty say yes and do not come; all were talked with."""
    adviser = dice.choice(ADVISERS)
    answered_on = event.made_on + timedelta(days=dice.randint(3, 10))
    fate = dice.randrange(100)
    answer = Answer.REFUSED if fate < 15 else Answer.ACCEPTED
    yield (
        answered_on,
        ReferralAnswered(referral=event.referral, answer=answer, officer=adviser, answered_on=answered_on),
    )
    yield answered_on, _talk(event, adviser, answered_on)
    if answer is Answer.REFUSED:
        return
    absent = fate < 30
    recorded_on = answered_on + timedelta(weeks=2 if absent else dice.randint(4, 10))
    taken_part = (ProgrammeOutcome.COMPLETED, ProgrammeOutcome.COMPLETED, ProgrammeOutcome.FOUND_WORK)
    outcome = ProgrammeOutcome.DID_NOT_ATTEND if absent else dice.choice((*taken_part, ProgrammeOutcome.LEFT_EARLY))
    if not absent:
        yield from participation(event.referral, answered_on, recorded_on, dice)
    yield recorded_on, OutcomeRecorded(referral=event.referral, outcome=outcome, recorded_on=recorded_on)


def _talk(event: ReferralMade, adviser: Officer, on: date) -> NeedsAssessed:
    return NeedsAssessed(
        key=f"talk/{event.referral}",
        source_version=1,
        recorded_at=morning_of(on, ACTS_AT),
        claim=event.claim,
        officer=adviser,
        assessed_on=on,
    )
