"""Before anything is decided: what is missing and from whom, certifications that are waited for, receipts, lay-offs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from contracts.base import Envelope, Event, partition_of, read
from contracts.casework import AnswerGiven, Officer, Verdict
from contracts.claims import ClaimDecision, ClaimMoved, ClaimState, QuestionDropped, QuestionOpened
from contracts.eligibility import AssessmentMade, ClaimPrepared, DeterminationMade, DeterminationOutcome
from contracts.intake import CertificationFiled, ClaimFiled
from contracts.outages import OURSELVES, OutageRecorded, everybody_in
from contracts.registry import EmploymentEnded, FactRetracted, LayoffAnnounced, Separation
from contracts.waiting import AwaitedStep, CertificationAwaited, ClaimIncomplete, FilingReceived, MissingFrom
from services.letters.every_letter import letters_of
from services.letters.language import LANGUAGES
from services.letters.text import as_text
from services.letters.writing import written
from services.runtime.laptop.laptop import Laptop
from tests.services.letters.case import case_of
from tests.services.letters.readability import GRADE_MAX, grade, prose
from tests.stories.town import (
    CLAIM,
    FIRST,
    PERSON,
    RECORDED,
    born,
    certifies,
    closes,
    files_claim,
    fill,
    lost_work,
    said,
    town,
    wages,
    withdraws,
)

E = TypeVar("E", bound=Event)
PAST = [wages(month) for month in range(7, 25)]
IN_TIME = 14
GRACE = 14


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    laptop = town(tmp_path)
    yield laptop
    laptop.close()


def told(laptop: Laptop, kind: type[E]) -> list[E]:
    """What was said of a kind, in order."""
    events = [read(Envelope.from_bytes(message.raw)) for message in laptop.log(kind.publisher())]
    return [event for event in events if isinstance(event, kind)]


def lives(laptop: Laptop, *facts: Event) -> None:
    fill(laptop, [said(event) for event in facts])


def test_a_claim_without_a_reported_end_of_work_says_at_once_what_is_missing_and_from_whom(laptop: Laptop) -> None:
    lives(laptop, *PAST, born(), files_claim())
    (incomplete,) = told(laptop, ClaimIncomplete)
    (missing,) = incomplete.missing
    assert (missing.what, missing.from_whom) == ("separation_reason", MissingFrom.EMPLOYER)
    assert (missing.since, missing.until) == (FIRST, FIRST + timedelta(days=14))
    assert told(laptop, DeterminationMade)[-1].outcome is DeterminationOutcome.NEEDS_A_PERSON, "nothing is refused"


def test_one_missing_fact_is_one_question_and_not_one_for_each_condition_that_waits_for_it(laptop: Laptop) -> None:
    lives(laptop, *PAST, born(), files_claim())
    (question,) = told(laptop, QuestionOpened)
    assert question.ground is None, "what nobody reported speaks for no ground"
    lives(laptop, lost_work())
    assert [event.question for event in told(laptop, QuestionDropped)] == [question.question]
    assert told(laptop, ClaimIncomplete)[-1].missing == ()
    assert told(laptop, ClaimMoved)[-1].after is ClaimState.GRANTED


def test_the_one_question_answered_for_the_claimant_settles_every_condition_that_waited(laptop: Laptop) -> None:
    lives(laptop, *PAST, born(), files_claim())
    (question,) = told(laptop, QuestionOpened)
    lives(laptop, goes_on_without_it(question))
    (decision,) = told(laptop, ClaimDecision)
    assert decision.missing == question.asks
    (letter,) = (one for one in letters_of(case_of(laptop)) if one.name == "decision")
    assert "This holds until we are told the fact." in as_text(written(letter, "en"))
    assert told(laptop, DeterminationMade)[-1].outcome is DeterminationOutcome.GRANTED
    assert len(told(laptop, QuestionOpened)) == 1


def goes_on_without_it(question: QuestionOpened) -> AnswerGiven:
    return AnswerGiven(
        question=question.question,
        answered_on=FIRST + timedelta(days=1),
        officer=Officer(staff="staff-17", role="adjudicator"),
        verdict=Verdict.FOR_CLAIMANT,
        reasons="The workplace was seen closed.",
        article="Miss. Code Ann. § 71-5-513",
        facts_considered=("works",),
    )


def test_what_was_settled_as_missing_is_asked_of_the_fact_once_it_is_told_whichever_came_first(tmp_path: Path) -> None:
    ends = []
    for late in (True, False):
        laptop = town(tmp_path / str(late))
        lives(laptop, *PAST, born(), files_claim())
        (question,) = told(laptop, QuestionOpened)
        reported, answered = lost_work(Separation.MISCONDUCT), goes_on_without_it(question)
        for fact in (answered, reported) if late else (reported, answered):
            lives(laptop, fact)
        made = told(laptop, DeterminationMade)[-1]
        ends.append((made.outcome, made.findings, told(laptop, QuestionOpened)[-1].question))
        laptop.close()
    assert ends[0] == ends[1]
    assert ends[0][0] is DeterminationOutcome.NEEDS_A_PERSON


def test_a_missing_fact_that_is_taken_back_again_leaves_the_decision_on_it_standing(laptop: Laptop) -> None:
    lives(laptop, *PAST, born(), files_claim())
    (question,) = told(laptop, QuestionOpened)
    lives(laptop, goes_on_without_it(question))
    lives(laptop, lost_work(Separation.MISCONDUCT))
    kind, reason = EmploymentEnded.name, "Of another person."
    lives(laptop, FactRetracted(key="job", kind=kind, reason=reason, source_version=2, recorded_at=RECORDED))
    assert told(laptop, DeterminationMade)[-1].outcome is DeterminationOutcome.GRANTED


def test_what_is_missing_is_told_once_whatever_else_becomes_known(laptop: Laptop) -> None:
    lives(laptop, *PAST, born(), files_claim())
    lives(laptop, wages(24, 130_000, version=2))
    assert len(told(laptop, ClaimIncomplete)) == 1


def test_a_claim_that_was_taken_back_lacks_nothing(laptop: Laptop) -> None:
    lives(laptop, *PAST, born(), files_claim(), withdraws())
    assert [event.missing for event in told(laptop, ClaimIncomplete)][-1:] in ([], [()])


def granted(laptop: Laptop) -> None:
    lives(laptop, *PAST, born(), lost_work(), files_claim())


def test_a_certification_is_reminded_of_then_late_then_overdue_and_each_is_told_once(laptop: Laptop) -> None:
    granted(laptop)
    last = FIRST + timedelta(days=13)
    due = last + timedelta(days=IN_TIME)
    for day in range(60):
        closes(laptop, FIRST + timedelta(days=day))
    awaited = told(laptop, CertificationAwaited)
    assert [(event.step, event.on) for event in awaited] == [
        (AwaitedStep.REMINDED, due - timedelta(days=5)),
        (AwaitedStep.LATE, due),
        (AwaitedStep.OVERDUE, due + timedelta(days=GRACE)),
    ]
    assert {len(event.channels) for event in awaited} == {2}, "two ways"
    assert told(laptop, ClaimMoved)[-1].after is ClaimState.GRANTED, "nothing is lost by silence"


def test_a_certification_after_the_grace_is_paid_like_one_in_time(laptop: Laptop) -> None:
    granted(laptop)
    closes(laptop, FIRST + timedelta(days=90))
    lives(laptop, certifies(0, late=80))
    late = told(laptop, AssessmentMade)[-1]
    assert late.amount.minor > 0


def test_each_certification_lets_the_next_one_be_waited_for(laptop: Laptop) -> None:
    granted(laptop)
    closes(laptop, FIRST + timedelta(days=20))
    lives(laptop, certifies(0))
    for day in range(21, 40):
        closes(laptop, FIRST + timedelta(days=day))
    (reminded,) = told(laptop, CertificationAwaited)
    assert (reminded.step, reminded.period.start) == (AwaitedStep.REMINDED, FIRST + timedelta(days=14))


def test_a_step_that_an_outage_moves_away_is_told_again_on_its_new_day(laptop: Laptop) -> None:
    granted(laptop)
    late_on = FIRST + timedelta(days=14 + IN_TIME)
    for day in range(15 + IN_TIME):
        closes(laptop, FIRST + timedelta(days=day))
    assert [event.step for event in told(laptop, CertificationAwaited)] == [AwaitedStep.REMINDED, AwaitedStep.LATE]
    lost = OutageRecorded(
        key="flood",
        source_version=1,
        recorded_at=RECORDED,
        institution=OURSELVES,
        since=FIRST + timedelta(days=20),
        until=FIRST + timedelta(days=30),
        officer=Officer(staff="operator-1", role="operator"),
        because="The building was flooded.",
    )
    everybody = everybody_in(partition_of(PERSON, laptop.partitions), laptop.partitions)
    laptop.publish([said(lost, person=everybody)])
    laptop.run_until_quiet()
    for day in range(1, 12):
        closes(laptop, late_on + timedelta(days=day))
    again = told(laptop, CertificationAwaited)[2:]
    assert [event.step for event in again] == [AwaitedStep.REMINDED, AwaitedStep.LATE]
    assert again[-1].due_by == told(laptop, CertificationAwaited)[1].due_by + timedelta(days=10)


def test_nobody_is_reminded_of_a_claim_that_was_taken_back(laptop: Laptop) -> None:
    granted(laptop)
    lives(laptop, withdraws())
    closes(laptop, FIRST + timedelta(days=90))
    assert told(laptop, CertificationAwaited) == []


def test_every_filing_gets_a_receipt_with_the_digest_of_what_it_says(laptop: Laptop) -> None:
    granted(laptop)
    lives(laptop, certifies(0), certifies(0, earned=(4_000, 0), version=2), withdraws())
    receipts = told(laptop, FilingReceived)
    assert [event.kind for event in receipts] == [
        "intake.claim-filed",
        "intake.certification-filed",
        "intake.certification-filed",
        "intake.claim-withdrawn",
    ]
    filed = files_claim()
    assert isinstance(filed, ClaimFiled)
    assert receipts[0].sha256 == hashlib.sha256(filed.model_dump_json(exclude_none=True).encode()).hexdigest()
    assert len({event.receipt for event in receipts}) == 4


def test_letters_before_a_decision_are_easy_to_read_and_say_it_in_every_language(laptop: Laptop) -> None:
    lives(laptop, announced(key="another-job"))
    lives(laptop, *PAST, born(), files_claim())
    lives(laptop, lost_work())
    for day in (30, 40, 60):
        closes(laptop, FIRST + timedelta(days=day))
    lives(laptop, certifies(0))
    letters = [
        one for one in letters_of(case_of(laptop)) if one.name in {"incomplete", "awaited", "receipt", "invited"}
    ]
    assert {one.name for one in letters} >= {"incomplete", "awaited", "receipt"}
    for letter in letters:
        assert grade(prose(letter)) <= GRADE_MAX, prose(letter)
        for language in LANGUAGES:
            assert as_text(written(letter, language))


LAYOFF = "e-4402/2020-02"


def announced(
    version: int = 1, *, key: str = "works", on: date = FIRST, reason: Separation = Separation.WORKPLACE_CLOSED
) -> LayoffAnnounced:
    return LayoffAnnounced(
        key=f"{LAYOFF}/{key}",
        source_version=version,
        recorded_at=RECORDED,
        layoff=LAYOFF,
        employer="e-4402",
        site="plant-2",
        employment=key,
        ended_on=on,
        reason=reason,
        scheme="us/mississippi",
    )


def ended(version: int = 1, *, on: date = FIRST) -> EmploymentEnded:
    return EmploymentEnded(
        key=f"{LAYOFF}/works",
        source_version=version,
        recorded_at=RECORDED,
        employment="works",
        ended_on=on,
        reason=Separation.WORKPLACE_CLOSED,
    )


def test_a_person_on_the_list_of_a_mass_layoff_only_confirms_the_claim_that_was_made_ready(laptop: Laptop) -> None:
    lives(laptop, *PAST, born(), announced(), ended())
    (prepared,) = told(laptop, ClaimPrepared)
    assert (prepared.scheme, prepared.employment, prepared.unemployed_from) == ("us/mississippi", "works", FIRST)
    assert told(laptop, DeterminationMade) == [], "nothing is claimed before the person says so"
    confirmed = ClaimFiled(
        key=prepared.claim,
        source_version=1,
        recorded_at=RECORDED,
        scheme=prepared.scheme or "",
        filed_on=FIRST,
        unemployed_from=prepared.unemployed_from,
        employment=prepared.employment,
    )
    lives(laptop, confirmed)
    assert told(laptop, DeterminationMade)[-1].outcome is DeterminationOutcome.GRANTED


def test_a_list_that_comes_again_invites_nobody_twice_and_a_corrected_one_says_the_other_day(laptop: Laptop) -> None:
    lives(laptop, announced(), ended())
    fill(laptop, [said(announced(), again="the same list"), said(ended(), again="the same list")])
    assert len(told(laptop, ClaimPrepared)) == 1
    later = FIRST + timedelta(days=14)
    lives(laptop, announced(2, on=later), ended(2, on=later))
    assert [event.unemployed_from for event in told(laptop, ClaimPrepared)] == [FIRST, later]
    assert len({event.claim for event in told(laptop, ClaimPrepared)}) == 1


def test_a_person_taken_off_the_list_is_told_that_nothing_has_to_be_done(laptop: Laptop) -> None:
    lives(laptop, announced())
    off = FactRetracted(
        key=f"{LAYOFF}/works",
        source_version=2,
        recorded_at=RECORDED,
        kind=LayoffAnnounced.name,
        reason="On the list by mistake.",
    )
    lives(laptop, off)
    assert [event.withdrawn for event in told(laptop, ClaimPrepared)] == [False, True]


def test_who_has_claimed_for_this_loss_of_work_already_is_not_invited(laptop: Laptop) -> None:
    granted(laptop)
    lives(laptop, announced())
    assert told(laptop, ClaimPrepared) == []


def test_a_certification_names_its_claim_in_the_letter_of_its_receipt(laptop: Laptop) -> None:
    granted(laptop)
    certification = certifies(0)
    assert isinstance(certification, CertificationFiled)
    lives(laptop, certification)
    receipts = [letter for letter in letters_of(case_of(laptop)) if letter.name == "receipt"]
    assert {letter.claim for letter in receipts} == {CLAIM}
