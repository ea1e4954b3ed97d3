"""Nobody is late by an outage, of ours or of a registry; the order in which outages are told makes no difference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Envelope, partition_of, read
from contracts.casework import ContestDecided, Officer, Verdict
from contracts.claims import AnswerRefused, ClaimDecision, ContestClosed, ContestOpened, NoticeIssued
from contracts.clock import DayClosed
from contracts.contest import ContestOutcome, Tier
from contracts.eligibility import DeterminationOutcome
from contracts.intake import ContestFiled
from contracts.outages import OURSELVES, OutageRecorded, everybody_in
from contracts.values import LAST_DAY
from contracts.waiting import DecisionProvisional, OutageFound
from services.claims.calendar import PromptClosing
from services.claims.closing import stood_still
from services.claims.handlers import make_service
from services.claims.outages import Outage, moved
from services.runtime.database.store import Database
from services.runtime.delivery import outbox
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import Message
from tests.services.claims.telling import SCHEME, TOLD, Ann, answered, day_closed, determined, fact, filed, finding

PROMISED = TOLD + timedelta(days=18)
REGISTRY = "https://registry.example.org/employment"
EVERYBODY = everybody_in(0, 1)
OPERATOR = Officer(staff="operator-4", role="operator")
BEGINS = date(2026, 3, 1)


def outage(
    since: date,
    until: date | None,
    version: int = 1,
    *,
    institution: str = OURSELVES,
    taken_back: bool = False,
) -> Envelope:
    event = OutageRecorded(
        key="outage-1",
        source_version=version,
        recorded_at=datetime(2026, 3, 1, tzinfo=UTC),
        institution=institution,
        since=since,
        until=until,
        officer=OPERATOR,
        because="The building was flooded.",
        taken_back=taken_back,
    )
    return fact(event, TOLD, person=EVERYBODY)


@pytest.fixture
def ann(tmp_path: Path) -> Iterator[Ann]:
    ann = Ann(tmp_path)
    ann.lives_through(filed(), determined(1, finding()))
    yield ann
    ann.world.close()


def against(ann: Ann, on: date) -> Envelope:
    return answered(ann.was_told(NoticeIssued)[-1].question, Verdict.AGAINST_CLAIMANT, on=on)


def stretch(since: int, until: int | None, key: str = "o") -> Outage:
    ends = None if until is None else BEGINS + timedelta(days=until)
    return Outage(key, 1, OURSELVES, BEGINS + timedelta(days=since), ends)


def test_a_window_to_reply_is_longer_by_the_days_of_an_outage_in_it(ann: Ann) -> None:
    ann.lives_through(outage(TOLD + timedelta(days=5), TOLD + timedelta(days=10)))
    ann.lives_through(against(ann, PROMISED + timedelta(days=1)))
    (refused,) = ann.was_told(AnswerRefused)
    assert str(PROMISED + timedelta(days=5)) in refused.reason
    ann.lives_through(against(ann, PROMISED + timedelta(days=6)))
    assert len(ann.was_told(ClaimDecision)) == 1


def test_no_window_ends_while_an_outage_goes_on(ann: Ann) -> None:
    ann.lives_through(outage(TOLD + timedelta(days=5), None), against(ann, PROMISED + timedelta(days=60)))
    (refused,) = ann.was_told(AnswerRefused)
    assert "while an outage goes on" in refused.reason


def test_an_outage_that_was_taken_back_moves_nothing(ann: Ann) -> None:
    since, until = TOLD + timedelta(days=5), TOLD + timedelta(days=10)
    ann.lives_through(outage(since, until, 2, taken_back=True), outage(since, until))
    ann.lives_through(against(ann, PROMISED + timedelta(days=1)))
    assert len(ann.was_told(ClaimDecision)) == 1


def test_the_versions_of_an_outage_may_come_in_any_order(tmp_path: Path) -> None:
    since = TOLD + timedelta(days=5)
    told = [
        outage(since, None),
        outage(since, since + timedelta(days=2), 2),
        outage(since, since + timedelta(days=7), 3),
    ]
    for number, order in enumerate(permutations(told)):
        ann = Ann(tmp_path / str(number))
        ann.lives_through(filed(), determined(1, finding()), *order)
        ann.lives_through(against(ann, PROMISED + timedelta(days=7)))
        assert str(PROMISED + timedelta(days=7)) in ann.was_told(AnswerRefused)[-1].reason
        ann.world.close()


def test_one_version_of_an_outage_that_says_two_things_is_parked(ann: Ann) -> None:
    ann.lives_through(outage(TOLD, TOLD + timedelta(days=2)), outage(TOLD, TOLD + timedelta(days=3)))
    assert ann.parked() == ["conflicting-fact"]


def test_a_contest_filed_after_its_last_day_is_in_time_where_an_outage_took_days_away(ann: Ann) -> None:
    on = PROMISED + timedelta(days=1)
    ann.lives_through(against(ann, on))
    (decision,) = ann.was_told(ClaimDecision)
    assert decision.contest_by is not None
    late = decision.contest_by + timedelta(days=3)
    filing = ContestFiled(decision=decision.question, tier=Tier.COMPLAINT, filed_on=late)
    ann.lives_through(fact(filing, late), outage(on + timedelta(days=2), on + timedelta(days=5)))
    (opened,) = [event.contest for event in ann.was_told(ContestOpened)]
    ann.lives_through(day_closed(late))
    ann.lives_through(fact(_overturned(opened, late), late))
    (closed,) = ann.was_told(ContestClosed)
    assert closed.outcome is ContestOutcome.OVERTURNED, "nobody had to find a good cause"


def _overturned(contest: str, on: date) -> ContestDecided:
    return ContestDecided(
        contest=contest,
        decided_on=on,
        officer=Officer(staff="staff-99", role="reviewer"),
        outcome=ContestOutcome.OVERTURNED,
        reasons="The papers show a just cause.",
        article="Miss. Code § 71-5-513",
        facts_considered=("employment-7",),
    )


def test_a_decision_of_days_on_which_a_registry_is_silent_is_provisional_until_it_is_back(tmp_path: Path) -> None:
    ann = Ann(tmp_path)
    silent = outage(TOLD - timedelta(days=3), None, institution=REGISTRY)
    ann.lives_through(silent, filed(), determined(1, outcome=DeterminationOutcome.REFUSED), day_closed(TOLD))
    (marked,) = ann.was_told(DecisionProvisional)
    assert (marked.institution, marked.since, marked.settled_on) == (REGISTRY, TOLD - timedelta(days=3), None)
    back = TOLD + timedelta(days=4)
    ann.lives_through(outage(TOLD - timedelta(days=3), back, 2, institution=REGISTRY))
    for day in range(1, 6):
        ann.lives_through(day_closed(TOLD + timedelta(days=day)))
    assert [event.settled_on for event in ann.was_told(DecisionProvisional)] == [None, back]
    ann.world.close()


def test_a_provisional_decision_is_settled_at_the_close_of_the_last_day_that_is_known(tmp_path: Path) -> None:
    ann = Ann(tmp_path)
    silent = outage(TOLD, None, institution=REGISTRY)
    ann.lives_through(silent, filed(), determined(1, outcome=DeterminationOutcome.REFUSED), day_closed(TOLD))
    ann.lives_through(outage(TOLD, TOLD + timedelta(days=4), 2, institution=REGISTRY), day_closed(LAST_DAY))
    assert [event.settled_on for event in ann.was_told(DecisionProvisional)] == [None, LAST_DAY]
    ann.world.close()


def test_a_new_determination_settles_the_provisional_one_it_replaces(tmp_path: Path) -> None:
    ann = Ann(tmp_path)
    ann.lives_through(outage(TOLD, TOLD + timedelta(days=1), institution=REGISTRY), filed(), determined(1))
    ann.lives_through(determined(2, on=TOLD + timedelta(days=2)))
    assert [event.settled_on for event in ann.was_told(DecisionProvisional)] == [None, TOLD + timedelta(days=2)]
    ann.world.close()


def test_an_outage_told_after_a_determination_makes_it_provisional_until_the_registry_is_back(tmp_path: Path) -> None:
    ann = Ann(tmp_path)
    ann.lives_through(filed(), determined(1, outcome=DeterminationOutcome.REFUSED), day_closed(TOLD))
    ann.lives_through(outage(TOLD - timedelta(days=3), None, institution=REGISTRY))
    assert not ann.was_told(DecisionProvisional)
    ann.lives_through(day_closed(TOLD + timedelta(days=1)))
    (marked,) = ann.was_told(DecisionProvisional)
    assert (marked.institution, marked.since, marked.settled_on) == (REGISTRY, TOLD - timedelta(days=3), None)
    back = TOLD + timedelta(days=4)
    ann.lives_through(outage(TOLD - timedelta(days=3), back, 2, institution=REGISTRY))
    for day in range(2, 6):
        ann.lives_through(day_closed(TOLD + timedelta(days=day)))
    assert [event.settled_on for event in ann.was_told(DecisionProvisional)] == [None, back]
    ann.world.close()


def test_an_outage_that_is_over_when_it_is_told_is_said_of_the_determination_and_settled_at_once(
    tmp_path: Path,
) -> None:
    ann = Ann(tmp_path)
    ann.lives_through(filed(), determined(1), day_closed(TOLD))
    ann.lives_through(
        outage(TOLD, TOLD + timedelta(days=1), institution=REGISTRY), day_closed(TOLD + timedelta(days=3))
    )
    assert [event.settled_on for event in ann.was_told(DecisionProvisional)] == [None, TOLD + timedelta(days=4)]
    ann.world.close()


def test_an_outage_that_was_taken_back_settles_what_it_made_provisional(tmp_path: Path) -> None:
    ann = Ann(tmp_path)
    silent = outage(TOLD, None, institution=REGISTRY)
    ann.lives_through(silent, filed(), determined(1), day_closed(TOLD))
    ann.lives_through(
        outage(TOLD, None, 2, institution=REGISTRY, taken_back=True), day_closed(TOLD + timedelta(days=1))
    )
    assert [event.settled_on for event in ann.was_told(DecisionProvisional)] == [None, TOLD + timedelta(days=2)]
    ann.world.close()


def test_an_outage_of_other_days_says_nothing_of_a_determination(tmp_path: Path) -> None:
    ann = Ann(tmp_path)
    ann.lives_through(filed(), determined(1), day_closed(TOLD))
    later = TOLD + timedelta(days=1)
    ann.lives_through(
        outage(later, None, institution=REGISTRY), day_closed(later), day_closed(later + timedelta(days=1))
    )
    assert not ann.was_told(DecisionProvisional)
    ann.world.close()


def test_an_outage_of_our_own_makes_no_decision_provisional(ann: Ann) -> None:
    ann.lives_through(outage(TOLD, None), determined(2))
    assert not ann.was_told(DecisionProvisional)


def test_days_that_were_closed_far_too_late_are_an_outage_by_our_own_record() -> None:
    service = make_service(schemes=(SCHEME,))
    database = Database.in_memory("outages by our own record", service.tables, partitions=1)

    def hears(event: Envelope, when: datetime, offset: int) -> None:
        topic, moment = event.type.split(".")[1], int(when.timestamp() * 1000)
        deliver([Message(event.to_bytes(), topic, 0, offset, moment)], service, database)

    def at(day: date) -> datetime:
        return datetime(day.year, day.month, day.day, 0, 5, tzinfo=UTC)

    before, back = TOLD - timedelta(days=1), TOLD + timedelta(days=9)
    hears(fact(DayClosed(day=before, partition=0), before, person="partition-0"), at(TOLD), 0)
    hears(fact(DayClosed(day=TOLD, partition=0), TOLD, person="partition-0"), at(back), 1)
    with database.reading() as connection:
        said = [read(Envelope.from_bytes(one.raw)) for one in outbox.read(connection, "claims", 0, 0, 100)]
    database.close()
    [found] = [event for event in said if isinstance(event, OutageFound)]
    assert (found.period.start, found.period.end) == (TOLD + timedelta(days=1), back - timedelta(days=1))


def test_a_day_closed_after_a_long_weekend_tells_of_no_outage() -> None:
    prompt = PromptClosing(TOLD, 0)
    hours = 60 * 60 * 1000
    assert stood_still(prompt, TOLD, 4 * 24 * hours, late_days=4) is None
    assert stood_still(prompt, TOLD, 6 * 24 * hours + 3 * hours, late_days=4) is not None


@pytest.mark.parametrize(("partition", "partitions"), [(0, 1), (3, 4), (63, 64)])
def test_everybody_in_a_partition_is_told_under_a_subject_that_lies_there(partition: int, partitions: int) -> None:
    assert partition_of(everybody_in(partition, partitions), partitions) == partition


def test_outages_before_and_after_a_window_move_nothing() -> None:
    last = BEGINS + timedelta(days=14)
    assert moved(BEGINS, last, [stretch(-9, 1), stretch(15, 30, "p")]) == last


def test_a_day_of_two_outages_is_lost_once() -> None:
    last = BEGINS + timedelta(days=14)
    assert moved(BEGINS, last, [stretch(3, 8), stretch(5, 7, "p"), stretch(7, 10, "q")]) == last + timedelta(days=7)


def test_an_outage_in_the_days_that_another_one_added_counts_as_well() -> None:
    last = BEGINS + timedelta(days=14)
    assert moved(BEGINS, last, [stretch(10, 14), stretch(16, 20, "p")]) == last + timedelta(days=8)


def test_a_window_that_would_end_after_all_days_stays_open() -> None:
    assert moved(BEGINS, LAST_DAY, [stretch(3, 8)]) is None


outages = st.lists(st.tuples(st.integers(-10, 40), st.integers(1, 12)), max_size=5)


@given(outages, st.integers(0, 20))
def test_a_moved_window_holds_as_many_days_without_outage_as_were_promised(
    drawn: list[tuple[int, int]], days: int
) -> None:
    """Held against the naive way: walk day by day and count those of no outage."""
    stretches = [stretch(since, since + length, str(number)) for number, (since, length) in enumerate(drawn)]
    day, left = BEGINS, days
    while left:
        day += timedelta(days=1)
        left -= not any(one.covers(day) for one in stretches)
    last = moved(BEGINS, BEGINS + timedelta(days=days), stretches)
    assert last is not None
    free = [BEGINS + timedelta(days=n) for n in range(1, (last - BEGINS).days + 1)]
    assert sum(not any(one.covers(each) for one in stretches) for each in free) == days
    assert last >= day
