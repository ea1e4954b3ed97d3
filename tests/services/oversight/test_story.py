"""A case is told once, however often a message came, and a correction says that it is one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from contracts.base import Envelope, Event, derived_id, follow, read, seal
from contracts.claims import AnswerRefused, ClaimMoved, ClaimState
from contracts.eligibility import DeterminationMade, DeterminationOutcome
from contracts.intake import ClaimFiled
from contracts.registry import (
    EmploymentEnded,
    EmploymentStarted,
    Fact,
    HoursChanged,
    ParticularStated,
    PersonRecorded,
    Separation,
)
from contracts.schemas import EXAMPLES
from contracts.values import Period
from services.oversight.said_before import heard_once
from services.oversight.story import _SAY, lines_of, tell, told_steps

PERSON = "p-5f1d7a84c2be4963a07e1d52f8b6c390"
AT = datetime(2020, 1, 14, 10, tzinfo=UTC)


def sealed(event: Event, number: int = 0) -> Envelope:
    time = AT + timedelta(hours=number)
    event_id = derived_id("test", event.name, number, event.model_dump_json())
    return seal(event, subject=PERSON, source="https://registry.example.org", time=time, event_id=event_id)


def job(**changes: Any) -> EmploymentStarted:
    told = {
        "key": "job-2",
        "source_version": 1,
        "recorded_at": AT,
        "employment": "job-2",
        "employer": "e-1",
        "started_on": date(2019, 5, 6),
        "minutes_weekly": 2400,
    }
    return EmploymentStarted.model_validate(told | changes)


def says(*envelopes: Envelope) -> list[str]:
    return [line.says for line in tell(envelopes)]


def test_a_message_that_came_again_is_told_once() -> None:
    assert says(sealed(job()), sealed(job())) == ["Employment job-2 began on 2019-05-06."]


def test_the_same_fact_under_another_id_is_told_once() -> None:
    assert says(sealed(job()), sealed(job(), 5)) == ["Employment job-2 began on 2019-05-06."]


def test_a_later_version_says_that_it_corrects() -> None:
    assert says(sealed(job()), sealed(job(source_version=2, started_on=date(2019, 5, 13)), 1)) == [
        "Employment job-2 began on 2019-05-06.",
        "Corrected (version 2): Employment job-2 began on 2019-05-13.",
    ]


def test_a_version_that_came_again_with_other_content_is_told_as_not_taken_whatever_its_time() -> None:
    assert says(sealed(job(), 3), sealed(job(started_on=date(2019, 5, 13)), 1)) == [
        "Version 1 of employment started job-2 came again with other content, and was not taken.",
        "Employment job-2 began on 2019-05-06.",
    ]


def test_facts_of_two_kinds_under_one_key_are_two_facts() -> None:
    hours = HoursChanged(
        key="job-2",
        source_version=1,
        recorded_at=AT,
        employment="job-2",
        period=Period(start=date(2020, 1, 1), end=date(2020, 2, 1)),
        minutes_weekly=1230,
        temporary=True,
    )
    assert says(sealed(job()), sealed(hours, 1)) == [
        "Employment job-2 began on 2019-05-06.",
        "Employment job-2: 20 h 30 min a week for 2020-01-01 to 2020-02-01 (that day not included).",
    ]


def test_a_particular_is_told_with_its_days() -> None:
    stated = ParticularStated(
        key="rate", source_version=1, recorded_at=AT, particular="regional_rate", value="0.07", since=date(2020, 1, 1)
    )
    assert says(sealed(stated)) == ["Stated: regional rate = 0.07, from 2020-01-01."]


def test_every_fact_of_a_person_has_its_sentence() -> None:
    def kinds(kind: type[Fact]) -> set[type[Fact]]:
        return {kind, *(deeper for below in kind.__subclasses__() for deeper in kinds(below))}

    assert {ClaimFiled, PersonRecorded} <= kinds(Fact)
    ours = {kind for kind in kinds(Fact) if "name" in vars(kind) and kind.__module__.startswith("contracts.")}
    assert ours <= _SAY.keys()


def test_an_event_alone_says_what_the_story_of_it_alone_says() -> None:
    messages = [Envelope.from_bytes(path.read_bytes()) for path in sorted(EXAMPLES.glob("*.json"))]
    assert len(messages) > 100
    for message in messages:
        (step,) = told_steps([message])
        assert lines_of(step) == tell([message]), message.type


def test_a_case_that_was_read_already_is_told_alike() -> None:
    messages = [sealed(job()), sealed(job(), 5), sealed(job(minutes_weekly=1200), 6)]
    assert tell(heard_once(messages)) == tell(messages)
    assert told_steps(heard_once(messages)) == told_steps(messages)


class TestADecisionMadeWeeksAfterItsCause:
    """The service that decides was down: the claim of 14 January was decided once 3 March was closed."""

    MADE = date(2020, 3, 4)

    def told(self) -> list[tuple[date, str]]:
        filed = sealed(claim_filed())
        determination = follow(filed, determination_made(), subject=PERSON, part="eligibility/0")
        moved = follow(determination, claim_moved(self.MADE), subject=PERSON, part="claims/0")
        reply = sealed(claim_filed(key="claim-2"), 24 * 20)
        lines = tell([moved, determination, filed, reply], decided={"claim-1": self.MADE})
        return [(line.day, line.says.partition(" (")[0]) for line in lines]

    def test_is_told_on_the_day_it_was_made_and_after_what_came_before_it(self) -> None:
        told = self.told()
        days = [day for day, _ in told]
        assert days == sorted(days) == [AT.date(), date(2020, 2, 3), self.MADE, self.MADE]
        assert "Determination 1" in told[2][1]
        assert "claim-1" in told[3][1] or "granted" in told[3][1]

    def test_in_time_is_told_on_the_day_of_its_cause(self) -> None:
        filed = sealed(claim_filed())
        determination = follow(filed, determination_made(), subject=PERSON, part="eligibility/0")
        assert [line.day for line in tell([determination, filed])] == [AT.date()] * 2


def claim_filed(key: str = "claim-1") -> ClaimFiled:
    return ClaimFiled(
        key=key,
        source_version=1,
        recorded_at=AT,
        scheme="us/mississippi",
        filed_on=AT.date(),
        unemployed_from=AT.date(),
    )


def determination_made() -> Event:
    made = read(Envelope.from_bytes((EXAMPLES / "eligibility.determination-made.v1.json").read_bytes()))
    assert isinstance(made, DeterminationMade)
    return made.model_copy(update={"claim": "claim-1", "number": 1, "outcome": DeterminationOutcome.GRANTED})


def claim_moved(on: date) -> ClaimMoved:
    return ClaimMoved(claim="claim-1", before=ClaimState.OPEN, after=ClaimState.GRANTED, on=on)


def test_what_an_officer_could_not_do_is_told_with_the_question_or_the_contest_that_it_was_about() -> None:
    answer = AnswerRefused(question="q-1", reason="the window is open")
    act = AnswerRefused(question="q-1", contest="contest-1", reason="nobody was heard")
    assert says(sealed(answer), sealed(act, 1)) == [
        "An officer's answer to question q-1 did not take effect: the window is open",
        "An officer's act on contest contest-1 did not take effect: nobody was heard",
    ]


def test_the_end_of_a_job_names_what_an_employers_words_are_kept_as() -> None:
    ended = EmploymentEnded(
        key="job-2",
        source_version=1,
        recorded_at=AT,
        employment="job-2",
        ended_on=date(2020, 1, 13),
        reason=Separation.LAID_OFF,
        statement="m-1",
    )
    assert says(sealed(ended)) == [
        "Employment job-2 ended on 2020-01-13; the employer reports: laid off. The employer's words are kept as m-1."
    ]
