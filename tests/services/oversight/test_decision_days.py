"""A decision is made on the day it is made, however long its cause has waited; the log says so, in any order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from contracts.about import WeekAbout
from contracts.base import Envelope, Event, derived_id, partition_of, read
from contracts.casework import Officer, Verdict
from contracts.claims import ClaimDecision
from contracts.clock import DayClosed
from contracts.eligibility import Appeal, DeterminationMade, DeterminationOutcome, Finding, Outcome
from contracts.placement import Answer, ReferralAnswered
from contracts.registry import Fact
from services.oversight import decision_days
from services.oversight.handlers import make_service
from services.oversight.presets import WINDOWS_DAYS, Stage
from services.oversight.store import TABLES, claim_view, closing, decision_arrival, question_view
from services.oversight.timeliness import LATE, OVERDUE, timeliness
from services.runtime.database.store import Database
from services.runtime.delivery import parking
from services.runtime.delivery.delivery import deliver, replay
from services.runtime.delivery.messages import Message
from services.runtime.laptop.laptop import Laptop
from services.worlds import laptop_in
from tests.stories.town import CLAIM, FIRST, PERSON, born, closes, files_claim, lost_work, said, town, wages

DAY = timedelta(days=1)
LIMIT = 21
DOWN_DAYS = 30
OFFICER = Officer(staff="officer-1", role="examiner")
ROWS = (claim_view, question_view, closing, decision_arrival)


def rows_of(database: Database) -> dict[str, list[Any]]:
    """What oversight keeps of decisions and of the clock."""
    with database.reading() as connection:
        return {table.name: sorted(map(tuple, connection.execute(select(table))), key=str) for table in ROWS}


def decided_on(database: Database) -> date | None:
    """The day on which the one claim was decided."""
    with database.reading() as connection:
        day: date | None = connection.scalar(select(claim_view.c.decided_on))
    return day


def passed(database: Database, today: date) -> dict[tuple[str, int], int]:
    """The claims that were counted up to a day, by whether they were decided in time."""
    with database.reading() as connection:
        return dict(timeliness(connection, Stage.CLAIM_TO_DECISION, LIMIT, today).passed)


def past() -> list[Fact]:
    """Two years of work that was lost."""
    return [born(), lost_work(), *(wages(month) for month in range(1, 25))]


def without(laptop: Laptop, *down: str) -> None:
    """All go on but those that are down."""
    laptop.run_until_quiet(but=down)


@pytest.fixture(scope="module")
def after_outage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """A claim was filed while eligibility was down; it came back after thirty days had been closed."""
    laptop = town(tmp_path_factory.mktemp("town"))
    laptop.publish(said(fact) for fact in past())
    laptop.run_until_quiet()
    laptop.publish([said(files_claim())])
    for days in range(DOWN_DAYS):
        laptop.publish([closed(FIRST + days * DAY)])
        without(laptop, "eligibility")
    with laptop.databases["oversight"].reading() as connection:
        waiting = timeliness(connection, Stage.CLAIM_TO_DECISION, LIMIT, FIRST + 29 * DAY)
    assert waiting.pending == {OVERDUE: 1}
    laptop.run_until_quiet()
    yield laptop
    laptop.close()


def closed(day: date, *, person: str = PERSON, partitions: int = 4) -> Envelope:
    """The closing of a day in a person's partition."""
    number = partition_of(person, partitions)
    event = DayClosed(day=day, partition=number)
    return said(event, person=f"partition-{number}", at=datetime(day.year, day.month, day.day, 23, tzinfo=UTC))


def test_a_claim_decided_after_an_outage_is_late_by_the_days_of_the_outage(after_outage: Laptop) -> None:
    oversight = after_outage.databases["oversight"]
    assert decided_on(oversight) == FIRST + 29 * DAY, "the last day that was closed when it was decided"
    counted = passed(oversight, FIRST + 29 * DAY)
    assert counted == dict.fromkeys(((LATE, window) for window in WINDOWS_DAYS), 1)


def test_a_decision_of_today_is_dated_by_its_cause_though_the_last_closed_day_is_yesterday(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    closes(laptop, FIRST - DAY)
    laptop.publish(said(fact) for fact in past())
    laptop.publish([said(files_claim())])
    laptop.run_until_quiet()
    closes(laptop, FIRST)
    assert decided_on(laptop.databases["oversight"]) == FIRST
    laptop.close()


def test_the_log_read_again_topic_after_topic_in_any_order_gives_the_same_days(
    after_outage: Laptop, tmp_path: Path
) -> None:
    live = rows_of(after_outage.databases["oversight"])
    assert live["decision_arrival"]
    assert live["closing"]
    for number, topics in enumerate(permutations(("claims", "eligibility", "clock"))):
        service = make_service(partitions=after_outage.partitions)
        again = Database.on_sqlite(tmp_path / f"again-{number}.db", TABLES, partitions=after_outage.partitions)
        for topic in topics:
            deliver(list(after_outage.log(topic)), service, again)
        assert rows_of(again) == live, topics
        again.close()


def test_a_folder_opened_by_another_process_gives_the_same_days(after_outage: Laptop) -> None:
    before = [(message.topic, message.offset, message.arrival) for message in whole_log(after_outage)]
    opened = laptop_in(after_outage.folder)
    assert [(message.topic, message.offset, message.arrival) for message in whole_log(opened)] == before
    opened.close()


def wrong_answer() -> Envelope:
    """Something of the person that cannot be read; what comes behind it waits."""
    answer = ReferralAnswered(referral="r", answer=Answer.ACCEPTED, officer=OFFICER, answered_on=FIRST)
    return said(answer).model_copy(update={"data": {}})


def set_aside_and_replay(database: Database, *, partitions: int) -> None:
    """An officer sets the unreadable message aside, and what waited behind it takes effect."""
    with database.reading() as connection:
        (number,) = [event.number for event in parking.waiting(connection) if event.code == "bad-data"]
    parking.discard(database, number, officer="officer-1", because="It says nothing.")
    replay(make_service(partitions=partitions), database, PERSON)


def test_a_decision_parked_on_a_laptop_keeps_its_day_when_it_is_replayed(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    laptop.publish_raw([("casework", wrong_answer().to_bytes())])
    laptop.publish([closed(FIRST + 9 * DAY)])
    laptop.publish(said(fact) for fact in (*past(), files_claim()))
    laptop.run_until_quiet()
    closes(laptop, FIRST + 12 * DAY)
    database = laptop.databases["oversight"]
    assert decided_on(database) is None
    set_aside_and_replay(database, partitions=laptop.partitions)
    assert decided_on(database) == FIRST + 9 * DAY
    laptop.close()


def whole_log(laptop: Laptop) -> list[Message]:
    """Every message that oversight listens to."""
    return [message for topic in make_service().topics() for message in laptop.log(topic)]


def test_what_the_laptop_reads_beside_the_one_that_writes_has_its_true_turn(tmp_path: Path) -> None:
    laptop, beside = town(tmp_path), laptop_in(tmp_path)
    laptop.publish(said(fact) for fact in past())
    laptop.publish([said(files_claim())])
    laptop.publish([closed(FIRST + 9 * DAY)])
    without(laptop, "oversight")
    beside.catch_up(["oversight"])
    assert decided_on(beside.databases["oversight"]) == FIRST + 9 * DAY
    beside.close()
    laptop.close()


NUMBER = partition_of(PERSON, 1)
CLOCK = f"partition-{NUMBER}"


def moment(days: int, hour: int) -> datetime:
    """An hour of the day so many days after the first."""
    return datetime(FIRST.year, FIRST.month, FIRST.day, hour, tzinfo=UTC) + days * DAY


def stamped(
    event: Event, arrived: datetime, *, caused: int = 0, subject: str = PERSON, said_again: str = ""
) -> Message:
    """A message as Kafka hands it over: when the log took it in, and in it when its cause was recorded."""
    stamp = int(arrived.timestamp()) * 1_000
    body = said(event, person=subject, at=moment(caused, 9), again=said_again).to_bytes()
    return Message(body, event.publisher(), NUMBER, stamp, arrived_ms=stamp)


def closing_of(days: int, *, partition: int = NUMBER) -> Message:
    """The closing of a day, told the night after."""
    event = DayClosed(day=FIRST + days * DAY, partition=partition)
    return stamped(event, moment(days + 1, 1), caused=days, subject=f"partition-{partition}")


def determined(number: int, outcome: DeterminationOutcome, arrived: datetime, *, caused: int = 0) -> Message:
    """A determination of the one claim."""
    made = DeterminationMade(
        claim=CLAIM,
        determination=derived_id(number),
        number=number,
        scheme="us/mississippi",
        scheme_digest="0" * 64,
        outcome=outcome,
        automatic=True,
        findings=(Finding(condition="wages", outcome=Outcome.MET, cites="§ 1", because="They reach it."),),
        appeal=Appeal(to="the tribunal", within_days=14, cites="§ 2"),
    )
    return stamped(made, arrived, caused=caused)


def answered(answered_on: date, arrived: datetime) -> Message:
    """The decision of a named person on the one question."""
    decision = ClaimDecision(
        claim=CLAIM,
        question="question-1",
        about=WeekAbout(first_day=FIRST),
        decided_on=answered_on,
        officer=OFFICER,
        verdict=Verdict.FOR_CLAIMANT,
        reasons="There was cause.",
        article="§ 3",
        facts_considered=(),
        appeal="To the tribunal within 14 days.",
    )
    return stamped(decision, arrived)


GRANTED, DOUBT = DeterminationOutcome.GRANTED, DeterminationOutcome.NEEDS_A_PERSON


def heard(folder: Path, name: str, *batches: Sequence[Message]) -> Database:
    """Oversight after these batches."""
    database = Database.on_sqlite(folder / f"{name}.db", TABLES, partitions=1)
    service = make_service(partitions=1)
    for batch in batches:
        deliver(batch, service, database)
    return database


def test_clock_and_decisions_in_any_order_give_the_same_days(tmp_path: Path) -> None:
    clock = [closing_of(days) for days in (0, 1, 2, 5)]
    decisions = [
        determined(1, DOUBT, moment(1, 9)),
        determined(2, GRANTED, moment(3, 9)),
        determined(3, GRANTED, moment(6, 9)),
        answered(FIRST + DAY, moment(6, 9)),
    ]
    orders = {
        "as they came": [sorted(clock + decisions, key=lambda message: message.offset)],
        "the clock first": [clock, decisions],
        "the clock last": [decisions, clock],
        "the clock backwards": [decisions[:2], clock[::-1], decisions[2:]],
        "one by one": [[message] for message in [*decisions, *clock]],
    }
    rows = {}
    for name, batches in orders.items():
        database = heard(tmp_path, name, *batches)
        rows[name] = rows_of(database)
        assert decided_on(database) == FIRST + 2 * DAY, "the day closed before the first grant, not before a later one"
        database.close()
    assert all(one == rows["as they came"] for one in rows.values())
    assert FIRST + 5 * DAY in rows["as they came"]["question_view"][0], "an answer counts when it took effect"


def test_the_day_of_a_person_is_closed_by_their_own_partition(tmp_path: Path) -> None:
    other = closing_of(4, partition=NUMBER + 1)
    database = heard(tmp_path, "one", [closing_of(1), other, determined(1, GRANTED, moment(9, 9))])
    assert decided_on(database) == FIRST + DAY
    database.close()


def test_a_cause_later_than_the_last_closed_day_dates_its_decision(tmp_path: Path) -> None:
    database = heard(tmp_path, "one", [closing_of(1), determined(1, GRANTED, moment(9, 9), caused=8), closing_of(2)])
    assert decided_on(database) == FIRST + 8 * DAY
    database.close()


def test_a_day_that_is_closed_twice_was_closed_the_first_time(tmp_path: Path) -> None:
    again = stamped(DayClosed(day=FIRST + 2 * DAY, partition=NUMBER), moment(9, 1), subject=CLOCK, said_again="twice")
    first, decision = closing_of(2), determined(1, GRANTED, moment(5, 9))
    for name, order in {"first": [first, again, decision], "last": [decision, again, first]}.items():
        database = heard(tmp_path, name, order)
        assert decided_on(database) == FIRST + 2 * DAY
        database.close()


def test_a_parked_decision_keeps_its_day_when_it_is_replayed(tmp_path: Path) -> None:
    unreadable = Message(wrong_answer().to_bytes(), "casework", NUMBER, 0)
    database = heard(tmp_path, "one", [unreadable, closing_of(1), determined(1, GRANTED, moment(4, 9)), closing_of(8)])
    assert decided_on(database) is None
    set_aside_and_replay(database, partitions=1)
    assert decided_on(database) == FIRST + DAY
    database.close()


def test_many_decisions_are_moved_in_bounded_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decision_days, "AT_ONCE", 2)
    people = [f"p-{number:032x}" for number in range(7)]
    granted = read(Envelope.from_bytes(determined(1, GRANTED, moment(9, 9)).raw))
    decisions = [stamped(granted, moment(9, 9), subject=person) for person in people]
    database = heard(tmp_path, "one", decisions, [closing_of(3)])
    with database.reading() as connection:
        days = connection.scalars(select(claim_view.c.decided_on)).all()
    assert days == [FIRST + 3 * DAY] * len(people)
    database.close()
