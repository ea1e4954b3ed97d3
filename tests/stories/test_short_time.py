"""An employer's list of three workers on short time: paid provisionally, settled finally, asked back of the employer.

The nets of 3,000 euros before and 1,500 after (2,312 and 1,200, class III, a child) are those of the example at
dataline.de/blog/328; SGB III §§ 105 and 106 give 67 per cent of their difference of 1,112: 745.04. The nets 2,150 and
1,180 are those of the sheet's own story: without a child 60 per cent of 970 is 582.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from contracts.bank import BankReported, BankResult
from contracts.base import Envelope, Event, read
from contracts.casework import AnswerConfirmed, AnswerGiven, Officer, Verdict
from contracts.claims import AnswerRefused, ClaimDecision, NoticeIssued, QuestionOpened
from contracts.clock import DayClosed
from contracts.intake import ReplyFiled
from contracts.payments import OverpaymentProposed, PaymentInstructed
from contracts.registry import FactRetracted
from contracts.short_time import ShortTimeReported
from contracts.short_time_answers import LineOutcome, ShortTimeAssessed, ShortTimeDue
from contracts.values import Money, Period
from law.catalogue import load_scheme
from law.people.short_time import due_of_line, working_minutes
from services.payments.bank.bank_details import register_account
from services.runtime.laptop.laptop import Laptop
from services.runtime.process.settings import Settings
from services.worlds import cipher_in, laptop_in
from tests.stories.test_merged import parked
from tests.stories.town import fill, said

EMPLOYER = "e-4402"
MARCH = Period(start=date(2025, 3, 1), end=date(2025, 4, 1))
SHEET = load_scheme("de/kurzarbeitergeld", accept_unverified=True)
HOUR = 60
TOLD = datetime(2025, 4, 4, 9, tzinfo=UTC)
E = TypeVar("E", bound=Event)


def euros(amount: int) -> Money:
    return Money(minor=amount * 100, currency="EUR")


def line(worker: str, *, version: int = 1, final: bool = False, **changes: object) -> ShortTimeReported:
    said_of = {
        "key": f"{worker}/2025-03",
        "source_version": version,
        "recorded_at": datetime(2025, 4, 2 + version, 9, tzinfo=UTC),
        "scheme": "de/kurzarbeitergeld",
        "employer": EMPLOYER,
        "employment": f"job-{worker}",
        "month": MARCH,
        "region": "DE-BY",
        "minutes_agreed_weekly": 40 * HOUR,
        "minutes_lost": 84 * HOUR,
        "should_pay": euros(3000),
        "pay": euros(1500),
        "net_of_should_pay": euros(2150),
        "net_of_pay": euros(1180),
        "workplace_decided": True,
        "is_final": final,
    }
    return ShortTimeReported.model_validate(said_of | changes)


def with_a_child(version: int = 1, *, final: bool = False) -> ShortTimeReported:
    return line(
        "p-anna", version=version, final=final, children=1, net_of_should_pay=euros(2312), net_of_pay=euros(1200)
    )


def too_many_hours() -> ShortTimeReported:
    """169 hours, of the 168 that the 21 working days of the month hold."""
    return line("p-carl", minutes_lost=169 * HOUR)


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    laptop = laptop_in(tmp_path, Settings(schemes="de/kurzarbeitergeld"))
    with laptop.databases["payments"].begin() as connection:
        register_account(connection, cipher_in(tmp_path, "payments"), EMPLOYER, "123456780:0000000099")
    yield laptop
    laptop.close()


def tell(laptop: Laptop, *told: tuple[str, Event]) -> None:
    fill(laptop, [said(event, person=person, at=TOLD) for person, event in told])


def closes(laptop: Laptop, day: date) -> None:
    tell(laptop, *((f"partition-{n}", DayClosed(day=day, partition=n)) for n in range(laptop.partitions)))


def heard(laptop: Laptop, topic: str, kind: type[E]) -> list[tuple[str, E]]:
    envelopes = [Envelope.from_bytes(message.raw) for message in laptop.log(topic)]
    events = [(envelope.subject, read(envelope)) for envelope in envelopes]
    return [(subject, event) for subject, event in events if isinstance(event, kind)]


def bank_pays(laptop: Laptop, day: date) -> None:
    for subject, order in heard(laptop, "payments", PaymentInstructed):
        tell(
            laptop,
            (
                subject,
                BankReported(
                    end_to_end=order.end_to_end,
                    result=BankResult.SETTLED,
                    amount=order.amount,
                    booked_on=day,
                    message=f"statement-{order.end_to_end}",
                ),
            ),
        )


def provisional(laptop: Laptop) -> None:
    tell(laptop, ("p-anna", with_a_child()), ("p-bert", line("p-bert")), ("p-carl", too_many_hours()))
    closes(laptop, date(2025, 4, 5))
    bank_pays(laptop, date(2025, 4, 7))


def test_a_list_is_paid_line_by_line_to_the_employer_and_a_wrong_line_holds_up_nobody(laptop: Laptop) -> None:
    provisional(laptop)
    answers = {due.worker: (due.outcome, due.amount.minor) for _, due in heard(laptop, "eligibility", ShortTimeDue)}
    assert answers == {
        "p-anna": (LineOutcome.DUE, 745_04),
        "p-bert": (LineOutcome.DUE, 582_00),
        "p-carl": (LineOutcome.NEEDS_A_PERSON, 0),
    }
    subject, month = heard(laptop, "eligibility", ShortTimeAssessed)[-1]
    assert (subject, month.amount.minor, month.lines, month.waiting) == (EMPLOYER, 745_04 + 582_00, 3, 1)
    orders = heard(laptop, "payments", PaymentInstructed)
    assert {subject for subject, _ in orders} == {EMPLOYER}
    assert orders[-1][1].amount.minor == 745_04 + 582_00
    assert parked(laptop) == []


def test_the_final_figures_pay_the_difference_or_ask_it_back_of_the_employer_alone(laptop: Laptop) -> None:
    provisional(laptop)
    more = line("p-carl", version=2, final=True, minutes_lost=168 * HOUR)
    tell(laptop, ("p-carl", more))
    closes(laptop, date(2025, 5, 2))
    bank_pays(laptop, date(2025, 5, 5))
    assert sum(order.amount.minor for _, order in heard(laptop, "payments", PaymentInstructed)) == 745_04 + 2 * 582_00
    worked_after_all = line("p-bert", version=2, final=True, pay=euros(2800), net_of_pay=euros(2030))
    tell(laptop, ("p-anna", with_a_child(2, final=True)), ("p-bert", worked_after_all))
    closes(laptop, date(2025, 5, 6))
    assert heard(laptop, "eligibility", ShortTimeAssessed)[-1][1].is_final
    [(owner, proposed)] = heard(laptop, "payments", OverpaymentProposed)
    assert (owner, proposed.amount.minor) == (EMPLOYER, 582_00)
    assert {subject for subject, _ in heard(laptop, "claims", QuestionOpened)} == {EMPLOYER}
    assert parked(laptop) == []


def test_a_line_that_is_taken_back_is_due_nothing(laptop: Laptop) -> None:
    provisional(laptop)
    gone = FactRetracted(
        key="p-bert/2025-03",
        source_version=2,
        recorded_at=datetime(2025, 4, 9, tzinfo=UTC),
        kind=ShortTimeReported.name,
        reason="He was on leave.",
    )
    tell(laptop, ("p-bert", gone))
    assert heard(laptop, "eligibility", ShortTimeAssessed)[-1][1].amount.minor == 745_04


def answers(question: QuestionOpened, verdict: Verdict, on: date) -> AnswerGiven:
    return AnswerGiven(
        question=question.question,
        answered_on=on,
        officer=Officer(staff="officer-7", role="examiner"),
        verdict=verdict,
        reasons="The time sheets show it.",
        article="SGB III § 95",
        facts_considered=("time-sheets",),
        applies=question.period if verdict is Verdict.AGAINST_CLAIMANT else None,
    )


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_line_that_needs_a_person_is_asked_of_the_employer_heard_and_decided(
    laptop: Laptop, verdict: Verdict
) -> None:
    provisional(laptop)
    [(owner, question)] = heard(laptop, "claims", QuestionOpened)
    [(_, notice)] = heard(laptop, "claims", NoticeIssued)
    assert (owner, question.amount, question.period) == (EMPLOYER, euros(582), MARCH)
    assert "169:00 hours are said to be lost" in notice.says
    unheard = answers(question, Verdict.AGAINST_CLAIMANT, date(2025, 4, 6))
    tell(laptop, (EMPLOYER, unheard))
    [(_, refused)] = heard(laptop, "claims", AnswerRefused)
    assert "may do so until" in refused.reason
    tell(laptop, (EMPLOYER, ReplyFiled(question=question.question, filed_on=date(2025, 4, 8))))
    tell(laptop, (EMPLOYER, answers(question, verdict, date(2025, 4, 9))))
    if verdict is Verdict.AGAINST_CLAIMANT:
        confirmed = {
            "question": question.question,
            "confirmed_on": date(2025, 4, 9),
            "confirms": True,
            "reasons": "So.",
        }
        other = Officer(staff="officer-8", role="examiner")
        tell(laptop, (EMPLOYER, AnswerConfirmed.model_validate(confirmed | {"officer": other})))
    [(_, decision)] = heard(laptop, "claims", ClaimDecision)
    assert decision.verdict is verdict
    paid = {Verdict.FOR_CLAIMANT: 2 * 582_00, Verdict.AGAINST_CLAIMANT: 582_00}[verdict]
    assert last_due(laptop) == {(EMPLOYER, MARCH.start): 745_04 + paid}
    assert parked(laptop) == []


ANOTHER_EMPLOYER, APRIL = "e-7701", Period(start=date(2025, 4, 1), end=date(2025, 5, 1))


def last_due(laptop: Laptop) -> dict[tuple[str, date], int]:
    """What is due to each employer for each month, as it was last told; nothing is left out."""
    assessed = heard(laptop, "eligibility", ShortTimeAssessed)
    due = {(employer, month.month.start): month.amount.minor for employer, month in assessed}
    return {list_of: minor for list_of, minor in due.items() if minor}


@pytest.mark.parametrize("is_late", [False, True])
@pytest.mark.parametrize("change", [{"employer": ANOTHER_EMPLOYER}, {"month": APRIL}])
def test_a_line_that_moves_to_another_employer_or_month_is_paid_there_alone(
    laptop: Laptop, *, change: dict[str, Any], is_late: bool
) -> None:
    lines = [line("p-bert"), line("p-bert", version=2, **change)]
    tell(laptop, *(("p-bert", told) for told in (reversed(lines) if is_late else lines)))
    there = (change.get("employer", EMPLOYER), change.get("month", MARCH).start)
    assert last_due(laptop) == {there: 582_00}
    tell(laptop, ("p-bert", line("p-bert", version=3)))
    assert last_due(laptop) == {(EMPLOYER, MARCH.start): 582_00}
    assert parked(laptop) == []


def test_what_was_paid_to_an_employer_for_a_line_that_moved_is_asked_back_of_them(laptop: Laptop) -> None:
    provisional(laptop)
    tell(laptop, ("p-bert", line("p-bert", version=2, employer=ANOTHER_EMPLOYER)))
    [(owner, proposed)] = heard(laptop, "payments", OverpaymentProposed)
    assert (owner, proposed.amount.minor) == (EMPLOYER, 582_00)
    assert last_due(laptop) == {(EMPLOYER, MARCH.start): 745_04, (ANOTHER_EMPLOYER, MARCH.start): 582_00}


def test_a_month_before_all_law_is_refused_in_words(laptop: Laptop) -> None:
    months = [Period(start=date(1900, month, 1), end=date(1900, month + 1, 1)) for month in (1, 2)]
    for number, month in enumerate(months):
        tell(laptop, (f"p-{number}", line(f"p-{number}", month=month)))
    assert len(parked(laptop)) == 2
    assert all("is known" in reason for reason in parked(laptop))


def test_a_public_holiday_of_the_region_is_no_working_day() -> None:
    """Corpus Christi, 19 June 2025, is one in Bavaria and none in Hamburg (Art. 1 FTG); Whit Monday is one in both."""
    june = Period(start=date(2025, 6, 1), end=date(2025, 7, 1))
    hours = {
        region: working_minutes(line("p-anna", month=june, region=region), "DE") / HOUR
        for region in ("DE-BY", "DE-HH", None)
    }
    assert hours == {"DE-BY": 152, "DE-HH": 160, None: 160}
    reported = line("p-anna", month=june, region="DE-BY", minutes_lost=160 * HOUR)
    due = due_of_line(reported, SHEET)
    assert due.outcome is LineOutcome.NEEDS_A_PERSON
    assert "160:00 hours are said to be lost" in due.because


@pytest.mark.parametrize(("pay", "paid"), [(2700, 0), (2699, 582_00)])
def test_a_loss_of_a_tenth_of_the_pay_is_not_enough(pay: int, paid: int) -> None:
    """SGB III § 96(1) no. 4: more than ten per cent of the gross pay of the month."""
    assert due_of_line(line("p-anna", pay=euros(pay)), SHEET).amount.minor == paid
