"""A person left work without cause: their benefit is reduced by 30 % for a month, until they did what was asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from contracts.base import Envelope, Event, read
from contracts.casework import AnswerGiven, ComplianceRecorded, EvidenceKind, Officer, RecordRetracted, Verdict
from contracts.claims import AnswerRefused, ClaimDecision, NoticeIssued, QuestionOpened
from contracts.eligibility import AssessmentMade, DeterminationMade
from contracts.registry import Separation
from contracts.values import Period
from services.oversight.story import tell
from services.payments.bank.bank_details import register_account
from services.runtime.laptop.laptop import Laptop
from services.worlds import all_services, cipher_in
from tests.law.schemes.reducing import ARTICLE, reducing
from tests.stories.town import (
    FIRST,
    PERSON,
    born,
    certifies,
    closes,
    decided,
    files_claim,
    fill,
    final,
    lost_work,
    said,
    wages,
)

E = TypeVar("E", bound=Event)
OFFICER = Officer(staff="staff-17", role="adjudicator")
PAST: tuple[Event, ...] = (*(wages(month) for month in range(7, 25)), born(), lost_work(Separation.VOLUNTARY))
MONTH = Period(start=date(2020, 1, 26), end=date(2020, 2, 26))
COMPLIED = date(2020, 2, 9)


def reducing_town(folder: Path) -> Laptop:
    """All services under a law that lets benefit be reduced where work was left; the person has a bank account."""
    scheme = reducing("us/mississippi", ("no_employment_service:", "quit:"))
    services = all_services({scheme.name: scheme}, partitions=4, bank_cipher=cipher_in(folder, "payments"))
    laptop = Laptop(folder, services)
    with laptop.databases["payments"].begin() as connection:
        register_account(connection, cipher_in(folder, "payments"), PERSON, "123456780:0000000042")
    return laptop


def in_claims(laptop: Laptop, kind: type[E]) -> list[E]:
    events = [read(Envelope.from_bytes(message.raw)) for message in laptop.log("claims")]
    return [event for event in events if isinstance(event, kind)]


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def answer(laptop: Laptop, *, by: str = "0.3", days: Period = MONTH) -> Envelope:
    """The officer's answer, after the time to reply."""
    question = in_claims(laptop, QuestionOpened)[0].question
    on = in_claims(laptop, NoticeIssued)[-1].reply_by + timedelta(days=1)
    given = AnswerGiven(
        question=question,
        answered_on=on,
        officer=OFFICER,
        verdict=Verdict.AGAINST_CLAIMANT,
        reasons="The work was left without a just cause.",
        article=f"{ARTICLE}(2)",
        facts_considered=("employment",),
        applies=days,
        reduced_by=by,
        evidence=(EvidenceKind.EMPLOYERS_STATEMENT, EvidenceKind.DOCUMENT),
    )
    return said(given, at=at(on))


def compliance(laptop: Laptop) -> Envelope:
    question = in_claims(laptop, QuestionOpened)[0].question
    recorded = ComplianceRecorded(
        key="compliance-1",
        source_version=1,
        recorded_at=at(COMPLIED),
        question=question,
        officer=OFFICER,
        complied_on=COMPLIED,
    )
    return said(recorded, at=at(COMPLIED))


def questioned(folder: Path) -> Laptop:
    laptop = reducing_town(folder)
    fill(laptop, [said(event) for event in (*PAST, files_claim())])
    closes(laptop, in_claims(laptop, NoticeIssued)[-1].reply_by)
    return laptop


def paid(laptop: Laptop) -> list[int]:
    """What is due for each week in the end, in dollars."""
    latest = {event.certification: event for event in decided(laptop) if isinstance(event, AssessmentMade)}
    weeks = sorted((week for event in latest.values() for week in event.weeks), key=lambda week: week.period.start)
    return [week.amount.minor // 100 for week in weeks]


def test_from_the_notice_to_the_bank_and_back_to_full_pay(tmp_path: Path) -> None:
    laptop = questioned(tmp_path)
    assert "reduce your benefit by at least 30 % and at most 50 % for" in in_claims(laptop, NoticeIssued)[0].says

    fill(laptop, [answer(laptop, by="0.6"), answer(laptop, days=Period(start=MONTH.start, end=date(2020, 3, 27)))])
    assert len(in_claims(laptop, AnswerRefused)) == 2
    fill(laptop, [answer(laptop), *(said(certifies(fortnight)) for fortnight in range(3))])
    assert in_claims(laptop, ClaimDecision)[0].reduced_by == "0.3"
    assert paid(laptop) == [0, 138, 96, 96, 96, 96]  # 70 per cent of 138 is 96.60, paid in whole dollars

    fill(laptop, [compliance(laptop)])
    assert paid(laptop) == [0, 138, 96, 96, 138, 138]
    closes(laptop, FIRST + timedelta(days=60))
    net = final(laptop)["net"]
    assert isinstance(net, dict)
    assert sum(net.values()) == (138 + 2 * 96 + 2 * 138) * 100

    told = "\n".join(line.says for line in tell(laptop.about(PERSON)))
    assert "The benefit is reduced by 30 %." in told
    assert "staff-17 recorded that the person complied on 2020-02-09." in told
    determination = next(event for event in reversed(decided(laptop)) if isinstance(event, DeterminationMade))
    reduced = [(stretch.period, stretch.cites) for stretch in determination.timeline if stretch.reduced_by == "0.3"]
    assert reduced == [(Period(start=MONTH.start, end=COMPLIED), f"{ARTICLE}(2)")]
    laptop.close()


def never_complied(version: int = 2) -> Envelope:
    on = COMPLIED + timedelta(days=9)
    taken_back = RecordRetracted(
        key="compliance-1",
        source_version=version,
        recorded_at=at(on),
        kind="casework.compliance-recorded",
        officer=OFFICER,
        reason="It was another person's.",
    )
    return said(taken_back, at=at(on))


@pytest.mark.parametrize("early", [False, True], ids=["taken back later", "taken back before it is heard"])
def test_compliance_that_never_was_leaves_the_reduction_as_it_was_decided(early: bool, tmp_path: Path) -> None:  # noqa: FBT001
    laptop = questioned(tmp_path)
    fill(laptop, [answer(laptop), *(said(certifies(fortnight)) for fortnight in range(3))])
    record = compliance(laptop)
    fill(laptop, [never_complied(), record] if early else [record, never_complied()], pieces=2)
    assert paid(laptop) == [0, 138, 96, 96, 96, 96]
    told = "\n".join(line.says for line in tell(laptop.about(PERSON)))
    assert "staff-17 took back compliance-recorded compliance-1: It was another person's." in told
    fill(laptop, [said(read(record).model_copy(update={"source_version": 3}), at=at(COMPLIED + timedelta(days=10)))])
    assert paid(laptop) == [0, 138, 96, 96, 138, 138], "said once more, it holds again"
    laptop.close()


@pytest.mark.parametrize("order", [(3, 2, 1, 0), (0, 3, 1, 2), (2, 0, 3, 1)])
def test_any_order_of_answer_compliance_and_weeks_comes_to_the_same(order: tuple[int, ...], tmp_path: Path) -> None:
    outcomes = []
    for number, places in enumerate((tuple(range(4)), order)):
        laptop = questioned(tmp_path / str(number))
        facts = [answer(laptop), compliance(laptop), said(certifies(0)), said(certifies(1))]
        fill(laptop, [facts[place] for place in places], pieces=4)
        closes(laptop, FIRST + timedelta(days=60))
        outcomes.append(final(laptop))
        laptop.close()

    assert outcomes[0] == outcomes[1]
