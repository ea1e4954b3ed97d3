"""Two computations of the law decide together: where they differ, the person waits, and nothing is said or paid."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from contracts.eligibility import DeterminationMade, DeterminationOutcome
from contracts.values import Money
from law.language.sheet.scheme import Scheme
from law.written import decide
from law.written.assess import assess_at_once
from law.written.compiled import WrittenLaw, compiled, written_law
from law.written.model import LeftToTheEvaluator, WrittenAssessment
from services.eligibility import computed_twice
from services.eligibility.replay import replay as decided_again
from services.eligibility.stored_decisions import every_decision
from services.runtime.delivery import parking
from services.runtime.delivery.delivery import replay
from services.runtime.delivery.parking import Parked
from services.runtime.laptop.laptop import Laptop
from services.worlds import laptop_in
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
    instructed,
    lost_work,
    said,
    town,
    wages,
)

OTHER = "p-" + "6" * 32
WELL_PAID = (*(wages(month, 800_000) for month in (13, 16, 19)), born(), lost_work())
RIGHT, WRONG = "WEEKLY_BENEFIT_MAX = 235", "WEEKLY_BENEFIT_MAX = 236"


@contextmanager
def one_figure_is_wrong() -> Iterator[None]:
    """The law written out of every sheet has one dollar too much in its weekly maximum."""

    def changed(sheet: Scheme, day: date) -> WrittenLaw:
        law = written_law(sheet, day)
        assert RIGHT in law.source
        return replace(law, decide=compiled(law.source.replace(RIGHT, WRONG), law.law))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decide, "written_law", changed)
        yield


def waiting(laptop: Laptop) -> list[Parked]:
    with laptop.databases["eligibility"].reading() as connection:
        return parking.waiting(connection)


def claims_and_certifies(laptop: Laptop, person: str = PERSON) -> None:
    fill(laptop, [said(event, person=person) for event in (*WELL_PAID, files_claim())])
    fill(laptop, [said(certifies(0), person=person)])
    closes(laptop, FIRST + timedelta(days=20))


def test_a_difference_holds_its_person_and_names_what_differs(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    with one_figure_is_wrong():
        claims_and_certifies(laptop)
    first, *behind = waiting(laptop)
    said_of_others = (decided(laptop), instructed(laptop))
    laptop.close()
    assert (first.subject, first.code) == (PERSON, "computed-differently")
    named = "findings.enough_wages_in_base_period, entitlement.benefit_rate, entitlement.total_max"
    assert first.reason == f"two computations of the claim differ in {named}"
    assert {event.code for event in behind} == {"behind-parked"}
    assert said_of_others == ([], [])


def test_weeks_that_come_out_otherwise_are_not_paid_and_those_before_them_stand(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    claims_and_certifies(laptop)
    before = len(decided(laptop)), len(instructed(laptop))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(computed_twice, "assess_at_once", with_a_cent_more_in_its_last_week)
        fill(laptop, [said(certifies(1))])
        closes(laptop, FIRST + timedelta(days=34))
    [held] = waiting(laptop)
    after = len(decided(laptop)), len(instructed(laptop))
    laptop.close()
    assert (held.subject, held.code) == (PERSON, "computed-differently")
    assert held.reason == "two computations of the certified weeks differ in 1.weeks.1.amount"
    assert before == after
    assert before[1] == 1


def with_a_cent_more_in_its_last_week(*asked: Any) -> tuple[WrittenAssessment, ...] | LeftToTheEvaluator:
    written = assess_at_once(*asked)
    assert not isinstance(written, LeftToTheEvaluator)
    *others, last = written
    *weeks, week = last.weeks
    more = week.model_copy(update={"amount": Money(minor=week.amount.minor + 1, currency=week.amount.currency)})
    return (*others, last._replace(weeks=(*weeks, more)))


def test_whoever_is_not_at_the_wrong_figure_goes_on(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    with one_figure_is_wrong():
        claims_and_certifies(laptop)
        fill(laptop, [said(wages(month, 300_000), person=OTHER) for month in (13, 16, 19)])
        fill(laptop, [said(event, person=OTHER) for event in (born(), lost_work(), files_claim())])
    [granted] = decided(laptop)
    held = {event.subject for event in waiting(laptop)}
    laptop.close()
    assert isinstance(granted, DeterminationMade)
    assert (granted.outcome, held) == (DeterminationOutcome.GRANTED, {PERSON})


def test_mended_and_tried_again_it_comes_to_what_it_would_have(tmp_path: Path) -> None:
    never_wrong, mended = town(tmp_path / "right"), town(tmp_path / "mended")
    claims_and_certifies(never_wrong)
    with one_figure_is_wrong():
        claims_and_certifies(mended)
    result = replay(mended.services["eligibility"], mended.databases["eligibility"], PERSON)
    mended.close()
    mended = laptop_in(tmp_path / "mended")
    for laptop in (never_wrong, mended):
        closes(laptop, FIRST + timedelta(days=21))
    ends = [final(laptop) for laptop in (never_wrong, mended)]
    still_there = waiting(mended)
    for laptop in (never_wrong, mended):
        laptop.close()
    assert result.parked == 0
    assert not still_there
    assert ends[0] == ends[1]


def test_a_decision_of_an_earlier_program_is_computed_twice_when_it_is_replayed(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    claims_and_certifies(laptop)
    with laptop.databases["eligibility"].reading() as connection:
        decisions = list(every_decision(connection))
        before = {decided_again(connection, decision).verdict for decision in decisions}
        with one_figure_is_wrong():
            after = [decided_again(connection, decision) for decision in decisions]
    laptop.close()
    assert before == {"equal"}
    assert {result.verdict for result in after} == {"differs"}
    assert all("entitlement.benefit_rate" in (result.because or "") for result in after)
