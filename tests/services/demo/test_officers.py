"""The scripted officers answer at once for claimants, and against them only after the time to reply."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from contracts.about import from_short
from contracts.almp_referral import Occasion, ReferralMade
from contracts.base import Envelope, Event, derived_id, read, seal
from contracts.casework import AnswerGiven, ReissueOrdered, Verdict
from contracts.claims import ClaimOpened, Ground, NoticeIssued, QuestionOpened
from contracts.intake import ReplyFiled
from contracts.participation import AttendanceReported, ParticipationStarted
from contracts.payments import PaymentReturned
from contracts.placement import Answer, NeedsAssessed, OutcomeRecorded, ProgrammeOutcome, ReferralAnswered
from contracts.values import Money, Period
from services.almp_referral.views import standard_referral_procedure
from services.demo.calendar import morning_of
from services.demo.officers import Officers

MONDAY = date(2020, 2, 3)
REPLY_BY = MONDAY + timedelta(days=18)
INSTRUCTION = derived_id("instruction")


def caused(event: Event, name: str) -> Envelope:
    return seal(event, subject="p-1", source="/tideover", time=morning_of(MONDAY), event_id=derived_id(name))


def question(number: int, ground: Ground | None = Ground.QUIT, amount: Money | None = None) -> Envelope:
    asked = QuestionOpened(
        claim="c-1",
        question=f"q-{number}",
        about=from_short("overpayment:2020-01-05" if amount else "did_not_leave_without_good_cause"),
        asks="Was there good cause?",
        cites="Art. 1",
        ground=ground,
        period=Period.of_days(date(2020, 1, 5), 14) if amount else None,
        amount=amount,
        opened_on=MONDAY,
    )
    return caused(asked, f"question {number}")


def notice(number: int) -> Envelope:
    told = NoticeIssued(claim="c-1", question=f"q-{number}", issued_on=MONDAY, reply_by=REPLY_BY, says="Tell us.")
    return caused(told, f"notice {number}")


def referral(number: int) -> Envelope:
    made = ReferralMade(
        claim="c-1",
        referral=f"r-{number}",
        programme="job-club",
        occasion=Occasion.REGISTRATION,
        reasons=("It fits.",),
        made_on=MONDAY,
    )
    return caused(made, f"referral {number}")


def answers(envelopes: list[tuple[date, Envelope]]) -> list[AnswerGiven]:
    return [event for _, one in envelopes if isinstance(event := read(one), AnswerGiven)]


def test_two_officers_of_one_seed_do_the_same() -> None:
    causes = [envelope for number in range(50) for envelope in (question(number), notice(number), referral(number))]
    one, another, other = Officers("a"), Officers("a"), Officers("b")
    assert [one.acts(cause) for cause in causes] == [another.acts(cause) for cause in causes]
    assert [other.acts(cause) for cause in causes] != [Officers("a").acts(cause) for cause in causes]


def test_an_answer_for_the_claimant_comes_on_the_next_day_with_reasons_and_article() -> None:
    given = [answer for number in range(100) for answer in answers(Officers("a").acts(question(number)))]
    assert 40 < len(given) < 80, "the rest waits for a hearing"
    for answer in given:
        assert answer.verdict is Verdict.FOR_CLAIMANT
        assert answer.answered_on == MONDAY + timedelta(days=1)
        assert answer.reasons
        assert answer.article == "Art. 1"


def test_an_answer_against_the_claimant_comes_only_after_the_time_to_reply() -> None:
    against, replies = 0, 0
    for number in range(100):
        officers = Officers("a")
        at_once = answers(officers.acts(question(number)))
        later = officers.acts(notice(number))
        assert bool(at_once) != bool(answers(later)), "every question is answered once"
        for answer in answers(later):
            against += 1
            assert answer.verdict is Verdict.AGAINST_CLAIMANT
            assert answer.answered_on > REPLY_BY
            assert answer.applies is not None
        replies += sum(isinstance(read(one), ReplyFiled) for _, one in later)
    assert against > 20
    assert 0 < replies < against


def test_a_notice_said_again_is_answered_again() -> None:
    officers = Officers("a")
    number = next(number for number in range(100) if not officers.acts(question(number)))
    assert answers(officers.acts(notice(number)))
    assert answers(officers.acts(notice(number)))


def test_nobody_is_decided_against_over_a_referral_or_a_week() -> None:
    for number in range(100):
        for ground in (Ground.NO_EMPLOYMENT_SERVICE, Ground.NOT_AVAILABLE, None):
            (given,) = answers(Officers("a").acts(question(number, ground)))
            assert given.verdict is Verdict.FOR_CLAIMANT


def test_an_overpayment_is_confirmed_for_exactly_the_days_in_question() -> None:
    officers = Officers("a")
    for number in range(30):
        officers.acts(question(number, None, Money(minor=5600, currency="USD")))
        for answer in answers(officers.acts(notice(number))):
            assert answer.applies == Period.of_days(date(2020, 1, 5), 14)


def test_seven_in_ten_take_part_and_three_in_twenty_refuse() -> None:
    fates: Counter[str] = Counter()
    for number in range(1000):
        acts = [read(envelope) for _, envelope in Officers("a").acts(referral(number))]
        answer = next(act for act in acts if isinstance(act, ReferralAnswered))
        outcome = next((act for act in acts if isinstance(act, OutcomeRecorded)), None)
        assert (outcome is None) == (answer.answer is Answer.REFUSED)
        assert outcome is None or outcome.recorded_on > answer.answered_on
        fates[outcome.outcome if outcome else "refused"] += 1
    assert 120 < fates["refused"] < 180
    assert 120 < fates["did_not_attend"] < 180


def test_everybody_is_talked_with_and_the_days_of_who_takes_part_are_reported_without_a_gap() -> None:
    asked_from = standard_referral_procedure().missed_days(MONDAY)
    for number in range(200):
        acts = [(day, read(envelope)) for day, envelope in Officers("a").acts(referral(number))]
        assert any(isinstance(act, NeedsAssessed) for _, act in acts)
        outcome = next((act for _, act in acts if isinstance(act, OutcomeRecorded)), None)
        began = [act.started_on for _, act in acts if isinstance(act, ParticipationStarted)]
        reports = [(day, act) for day, act in acts if isinstance(act, AttendanceReported)]
        takes_part = outcome is not None and outcome.outcome is not ProgrammeOutcome.DID_NOT_ATTEND
        assert bool(began) == bool(reports) == takes_part
        if outcome is None or not takes_part:
            continue
        periods = [report.period for _, report in reports]
        assert [period.start for period in periods] == [*began, *(period.end for period in periods[:-1])]
        assert periods[-1].end == outcome.recorded_on
        assert all(day == report.period.end for day, report in reports)
        assert all(len(report.planned) - len(report.attended) < asked_from for _, report in reports)


def test_a_returned_payment_is_sent_anew_after_somebody_looked() -> None:
    back = PaymentReturned(
        claim="c-1",
        instruction=INSTRUCTION,
        amount=Money(minor=100, currency="USD"),
        returned_on=MONDAY,
        bank_code="AC04",
    )
    ((day, envelope),) = Officers("a").acts(caused(back, "back"))
    ordered = read(envelope)
    assert isinstance(ordered, ReissueOrdered)
    assert ordered.instruction == INSTRUCTION
    assert day == ordered.ordered_on > MONDAY
    assert envelope.time.date() == day


def test_most_events_are_no_business_of_the_officers() -> None:
    opened = ClaimOpened(claim="c-1", scheme="us/mississippi", filed_on=MONDAY)
    assert not Officers("a").acts(caused(opened, "opened"))
