"""An act may be heard before what it names: it waits, and in whatever order things are heard they end the same."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from contracts.base import Envelope, read
from contracts.casework import Attendance, Verdict, WaiverDecided, WaiverGround
from contracts.claims import ClaimDecision, ContestClosed, ContestOpened, QuestionOpened
from contracts.contest import ContestOutcome, Tier
from contracts.intake import ContestFiled, WaiverRequested
from contracts.kept_acts import ActKept
from contracts.waiting import FilingReceived
from services.claims.contests import contest_key
from services.claims.handlers import make_service
from services.claims.person import Applicant
from services.claims.steps import QuestionStep
from services.claims.store import load_people
from services.claims.views import early_acts_by_kind
from tests.services.claims.contesting import (
    CONTESTED,
    DECIDED,
    HEARD,
    REVIEWED,
    contested,
    decided_against,
    heard,
    mandate,
    reviewed,
    taken_back,
    until,
)
from tests.services.claims.telling import OFFICER, SCHEME, Ann, answered, determined, fact, filed, finding
from tests.services.claims.test_waivers import ANOTHER, ASKED, REFUSED, debt, in_debt

HANDLERS = make_service(schemes=(SCHEME,)).handlers


def key_of(filing: Envelope) -> str:
    event = read(filing)
    assert isinstance(event, ContestFiled)
    return contest_key("ann", event)


def known_of(ann: Ann) -> Applicant:
    with ann.world.databases["claims"].reading() as connection:
        return load_people(connection, ["ann"], 1)["ann"]


def kept_in(ann: Ann) -> dict[str, int]:
    with ann.world.databases["claims"].reading() as connection:
        return {act: count for act, count in early_acts_by_kind(connection).items() if count}


def after(person: Applicant, facts: Iterable[Envelope]) -> Applicant:
    person = copy.deepcopy(person)
    for envelope in facts:
        event = read(envelope)
        list(HANDLERS[type(event)](event, person, envelope))
    return person


def how_contests_ended(person: Applicant) -> object:
    contests = {key: (contest.outcome, contest.hearing) for key, contest in person.contests.items()}
    return contests, {key: question.step for key, question in person.questions.items()}, person.early_acts


def test_a_contest_that_is_taken_back_before_its_filing_is_heard_ends_withdrawn(tmp_path: Path) -> None:
    ann, question = decided_against(tmp_path)
    filing = contested(question)
    ann.lives_through(taken_back(key_of(filing), CONTESTED))
    assert kept_in(ann) == {"intake.contest-withdrawn": 1}
    assert "filed no such contest so far" in ann.was_told(ActKept)[0].reason
    ann.lives_through(filing)
    [closed] = ann.was_told(ContestClosed)
    assert (closed.outcome, closed.closed_on) == (ContestOutcome.WITHDRAWN, CONTESTED)
    assert known_of(ann).questions[question].step is QuestionStep.DECIDED_AGAINST
    assert (kept_in(ann), ann.parked()) == ({}, [])
    receipts = [receipt.kind for receipt in ann.was_told(FilingReceived)]
    assert receipts.count("intake.contest-withdrawn") == 1


@pytest.mark.parametrize("under", [None, "mandate-1"])
def test_filing_mandate_hearing_and_withdrawal_end_the_same_in_any_order(tmp_path: Path, under: str | None) -> None:
    ann, question = decided_against(tmp_path)
    filing = contested(question, mandate="mandate-1")
    spoken_for = heard(key_of(filing), HEARD, attendance=Attendance.REPRESENTED, mandate="mandate-1")
    until(ann, HEARD)
    facts = [filing, mandate(), taken_back(key_of(filing), REVIEWED, mandate=under)]
    start = known_of(ann)
    ends = [how_contests_ended(after(start, order)) for order in permutations(facts)]
    assert all(end == ends[0] for end in ends)
    given, withdrawal = facts[1:]
    ends = [
        how_contests_ended(after(start, order))
        for order in permutations([*facts, spoken_for])
        if order.index(given) < order.index(withdrawal)  # else it is taken back before it was ever opened
    ]
    assert all(end == ends[0] for end in ends)
    [contest] = after(start, [*facts, spoken_for]).contests.values()
    assert (contest.outcome, contest.hearing is not None) == (ContestOutcome.WITHDRAWN, True)
    heard_of = [filing, mandate(), spoken_for, reviewed(key_of(filing), ContestOutcome.UPHELD, HEARD)]
    ends = [
        how_contests_ended(after(start, order))
        for order in permutations(heard_of)
        if order.index(spoken_for) < order.index(heard_of[-1])
    ]
    assert all(end == ends[0] for end in ends)
    [contest] = after(start, heard_of).contests.values()
    assert contest.outcome is ContestOutcome.UPHELD


def test_what_was_heard_and_decided_on_a_contest_before_its_filing_reached_us_takes_effect_with_it(
    tmp_path: Path,
) -> None:
    ann, question = decided_against(tmp_path)
    filing = contested(question)
    until(ann, REVIEWED)
    ann.lives_through(heard(key_of(filing)), reviewed(key_of(filing), ContestOutcome.OVERTURNED))
    assert kept_in(ann) == {"casework.contest-decided": 1, "casework.hearing-held": 1}
    ann.lives_through(filing)
    assert [closed.outcome for closed in ann.was_told(ContestClosed)] == [ContestOutcome.OVERTURNED]
    assert ann.was_told(ClaimDecision)[-1].verdict is Verdict.FOR_CLAIMANT
    assert kept_in(ann) == {}


def test_an_answer_for_the_claimant_before_its_question_is_asked_takes_effect_with_it(tmp_path: Path) -> None:
    first = Ann(tmp_path / "first")
    first.lives_through(filed(), determined(1, finding()))
    [opened] = first.was_told(QuestionOpened)
    ann = Ann(tmp_path / "second")
    ann.lives_through(filed(), answered(opened.question, Verdict.FOR_CLAIMANT, on=DECIDED))
    [kept] = ann.was_told(ActKept)
    assert (kept.act, kept.about, kept.officer) == ("casework.answer-given", opened.question, OFFICER)
    ann.lives_through(determined(1, finding()))
    assert [decision.verdict for decision in ann.was_told(ClaimDecision)] == [Verdict.FOR_CLAIMANT]
    assert (kept_in(ann), ann.parked()) == ({}, [])


def test_an_early_answer_against_the_claimant_is_refused_when_its_question_is_asked_unheard(tmp_path: Path) -> None:
    first = Ann(tmp_path / "first")
    first.lives_through(filed(), determined(1, finding()))
    [opened] = first.was_told(QuestionOpened)
    ann = Ann(tmp_path / "second")
    ann.lives_through(filed(), answered(opened.question, Verdict.AGAINST_CLAIMANT, on=DECIDED))
    ann.lives_through(determined(1, finding()))
    assert ann.was_told(ClaimDecision) == []
    assert known_of(ann).questions[opened.question].step is QuestionStep.NOTICED


def test_a_decision_on_a_waiver_waits_for_the_request_and_for_the_debt(tmp_path: Path) -> None:
    ann = in_debt(tmp_path)
    granted = WaiverDecided(
        question=debt(ann),
        request="w-1",
        officer=ANOTHER,
        decided_on=REFUSED,
        verdict=Verdict.FOR_CLAIMANT,
        ground=WaiverGround.HARDSHIP,
        reasons="The rent takes all.",
        article="Rule 7",
        facts_considered=("rent-1",),
    )
    until(ann, REFUSED)
    ann.lives_through(fact(granted, REFUSED))
    assert kept_in(ann) == {"casework.waiver-decided": 1}
    ann.lives_through(fact(WaiverRequested(question=debt(ann), request="w-1", filed_on=ASKED), ASKED))
    assert ann.was_told(ClaimDecision)[-1].request == "w-1"
    assert kept_in(ann) == {}


def test_an_act_that_names_what_never_was_holds_up_nothing_and_is_counted(tmp_path: Path) -> None:
    ann, question = decided_against(tmp_path)
    ann.lives_through(taken_back("a-slip", CONTESTED), contested(question))
    assert [opened.tier for opened in ann.was_told(ContestOpened)] == [Tier.COMPLAINT]
    ann.lives_through(taken_back("a-slip", CONTESTED + timedelta(days=1)))
    assert kept_in(ann) == {"intake.contest-withdrawn": 2}
    assert ann.parked() == []


def test_an_act_that_waits_is_read_once_however_much_is_heard_meanwhile() -> None:
    """A thousand that wait, each read again with each of a thousand events, took more than a minute."""
    later, earlier = (answered(f"q-{day}", Verdict.FOR_CLAIMANT, on=DECIDED + timedelta(days=day)) for day in (2, 1))
    person = after(Applicant("ann"), [later, earlier])
    waiting = person.acts_in_order()
    assert [cause.id for _, cause in waiting] == [earlier.id, later.id]
    for envelope in (filed(), determined(1, finding())):
        list(HANDLERS[type(event := read(envelope))](event, person, envelope))
    assert all(act is again for (act, _), (again, _) in zip(waiting, person.acts_in_order(), strict=True))
    person.no_longer_waits(earlier)
    assert [cause.id for _, cause in person.acts_in_order()] == [later.id]
