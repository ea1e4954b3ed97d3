"""The people of the demonstration are the data set's, the same on every run, and all they send is readable."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from contracts.base import Envelope, Unreadable, read
from contracts.intake import CertificationFiled, ClaimFiled
from contracts.registry import ContributionRecorded, Fact, FactRetracted, PersonRecorded
from contracts.values import Period
from services.demo import data_set
from services.demo.announcement import Announcement
from services.demo.calendar import (
    FIRST_DAY,
    FRIDAY,
    LAST_SEPARATION,
    SATURDAY,
    SUNDAY,
    month_after,
    months_of,
    paydays_in,
)
from services.demo.data_set import Ending, rows
from services.demo.displaced_worker import MONTHS_KNOWN, DisplacedWorker
from services.demo.people import DayOfEvents, People

A_FEW = People(count=120)


def stream(people: People) -> Iterator[bytes]:
    """Everything that is ever sent, in order, as bytes."""
    yield from (envelope.to_bytes() for envelope in people.history())
    for day in people.days():
        yield from (envelope.to_bytes() for envelope in day.envelopes)
        yield from (raw for _, raw in day.raw)


def digest(people: People) -> str:
    return hashlib.sha256(b"\n".join(stream(people))).hexdigest()


def holding(announced: list[Announcement]) -> list[Fact]:
    """The facts that hold in the end: the newest version of each key, without what was retracted."""
    newest: dict[tuple[str, str], Fact] = {}
    retracted: set[tuple[str, str]] = set()
    for fact in (announcement.fact for announcement in announced):
        if isinstance(fact, FactRetracted):
            retracted.add((fact.kind, fact.key))
            continue
        place = (fact.name, fact.key)
        if place not in newest or newest[place].source_version < fact.source_version:
            newest[place] = fact
    return [fact for place, fact in newest.items() if place not in retracted]


@pytest.fixture(scope="module")
def workers() -> list[DisplacedWorker]:
    return list(People().everybody())


def test_two_runs_send_the_same_bytes_and_another_seed_sends_others() -> None:
    assert digest(A_FEW) == digest(People(count=120))
    assert digest(A_FEW) != digest(People(count=120, seed="another"))


def test_everyone_of_the_data_set_is_there_and_those_who_filed_claim(workers: list[DisplacedWorker]) -> None:
    assert len(workers) == len({worker.person for worker in workers}) == 3343
    assert sum(worker.claimed_on is not None for worker in workers) == 1848


def test_the_file_is_unchanged_and_its_citation_stands_beside_it() -> None:
    content = data_set.FILE.read_bytes()
    assert hashlib.sha256(content).hexdigest() == DATA_DIGEST
    citation = (data_set.FILE.parent / "README.md").read_text("utf-8")
    assert "McCall" in citation
    assert "Econometrica" in citation
    assert "Synthetic" in citation


DATA_DIGEST = "8450dbe42075b4160e064837a0bfbbada41112431fcfa9f28641b1ade3bb5c11"


@pytest.mark.parametrize("number", [0, 1, 99, 1848, 3342])
def test_a_life_has_the_wage_the_spell_and_the_age_of_its_row(workers: list[DisplacedWorker], number: int) -> None:
    with data_set.FILE.open(encoding="utf-8", newline="") as file:
        given = list(csv.DictReader(file))[number]
    worker = workers[number]

    weekly_wage = Decimal(worker.row.weekly_wage_minor) / 100
    assert abs(weekly_wage - Decimal(given["logwage"]).exp()) < Decimal("0.01")
    assert worker.row.weekly_wage_minor in worker.weekly_wages_minor
    assert worker.row.spell_fortnights == int(given["spell"])
    assert worker.row.replacement_rate == Decimal(given["reprate"])
    assert (worker.claimed_on is not None) == (given["ui"] == "yes")
    months = (worker.separated_on.year - worker.birth_month.year) * 12 + worker.separated_on.month
    assert (months - worker.birth_month.month) // 12 == int(given["age"])


def test_a_wage_is_e_to_the_power_of_its_logarithm() -> None:
    assert rows()[0].weekly_wage_minor == 98800, "logwage 6.89568 is 988.00 dollars"


def test_everyone_loses_work_on_a_weekend_of_the_first_quarter_and_claims_on_the_next_sunday(
    workers: list[DisplacedWorker],
) -> None:
    for worker in workers:
        assert FIRST_DAY <= worker.separated_on <= LAST_SEPARATION
        assert worker.separated_on.weekday() in {SATURDAY, SUNDAY}
        if worker.claimed_on is not None:
            assert worker.claimed_on.weekday() == SUNDAY
            assert (worker.claimed_on - worker.separated_on).days <= 1
            assert worker.claimed_on < date(2020, 4, 1), "one base period for all"


def test_jobs_follow_each_other_and_last_as_long_as_the_row_says(workers: list[DisplacedWorker]) -> None:
    for worker in workers:
        for earlier, later in pairwise(worker.jobs):
            assert earlier.started is not None
            assert earlier.ended is not None
            assert later.started is not None
            assert earlier.started < earlier.ended < later.started
        assert worker.lost_job.started is not None
        years = (worker.separated_on - worker.lost_job.started).days / 365
        assert worker.row.tenure_years - 1 < years < worker.row.tenure_years + 1.1


def test_a_month_pays_whole_weeks_so_that_nothing_is_averaged() -> None:
    january = Period(start=date(2020, 1, 1), end=date(2020, 2, 1))
    assert paydays_in(january) == 5
    assert paydays_in(Period(start=date(2020, 1, 4), end=date(2020, 1, 10))) == 0, "the Friday is the day after"
    assert paydays_in(Period(start=date(2020, 1, 4), end=date(2020, 1, 11))) == 1
    year = Period(start=date(2019, 1, 1), end=date(2020, 1, 1))
    fridays = sum(
        date.fromordinal(day).weekday() == FRIDAY for day in range(year.start.toordinal(), year.end.toordinal())
    )
    assert sum(paydays_in(month) for month in months_of(year)) == fridays


def test_what_holds_in_the_end_adds_up_to_the_weeks_worked() -> None:
    for worker in A_FEW.everybody():
        held = [fact for fact in holding(A_FEW.announced_of(worker)) if isinstance(fact, ContributionRecorded)]
        known_since = month_after(worker.separated_on, -MONTHS_KNOWN)
        expected = sum(
            paydays_in(Period(start=max(job.started, known_since), end=job.ended)) * weekly_wage_minor
            for job, weekly_wage_minor in zip(worker.jobs, worker.weekly_wages_minor, strict=True)
            if job.started and job.ended and known_since < job.ended
        )
        assert sum(fact.earnings.minor for fact in held) == expected


def test_claimants_certify_every_week_until_their_spell_ends() -> None:
    for worker in A_FEW.everybody():
        held = [fact for fact in holding(A_FEW.announced_of(worker)) if isinstance(fact, CertificationFiled)]
        weeks = [week for fact in sorted(held, key=lambda one: one.weeks[0].period.start) for week in fact.weeks]
        if worker.claimed_on is None:
            assert not weeks
            continue
        assert len(weeks) == 2 * worker.row.spell_fortnights + len(worker.part_time_weeks_minor)
        assert weeks[0].period.start == worker.claimed_on
        assert all(week.period.start.weekday() == SUNDAY and week.period.days == 7 for week in weeks)
        assert all(earlier.period.end == later.period.start for earlier, later in pairwise(weeks))
        assert bool(worker.part_time_weeks_minor) == (worker.row.ending is Ending.PART_TIME)


def test_the_initial_load_comes_person_by_person_and_only_from_registries() -> None:
    people = [envelope.subject for envelope in A_FEW.history()]
    assert len(people) > len(set(people))
    assert [*dict.fromkeys(people)] == [worker.person for worker in A_FEW.everybody()]
    order = [person for person, previous in zip(people, [None, *people], strict=False) if person != previous]
    assert len(order) == len(set(order)), "one person's facts stand together"
    assert all(envelope.type.startswith("tideover.registry.") for envelope in A_FEW.history())


def test_days_follow_each_other_and_nothing_is_known_before_its_day() -> None:
    days = list(A_FEW.days())
    assert days[0].day == FIRST_DAY
    assert [day.day.toordinal() for day in days] == list(
        range(FIRST_DAY.toordinal(), FIRST_DAY.toordinal() + len(days))
    )
    for day in days:
        for envelope in day.envelopes:
            event = read(envelope)
            assert envelope.time.date() <= day.day
            if isinstance(event, ClaimFiled | CertificationFiled):
                assert event.filed_on <= day.day


def test_a_claim_comes_after_the_person_is_known() -> None:
    known = {envelope.subject for envelope in A_FEW.history() if isinstance(read(envelope), PersonRecorded)}
    assert known == {worker.person for worker in A_FEW.everybody()}


@pytest.fixture(scope="module")
def whole() -> list[DayOfEvents]:
    return list(People().days())


def test_every_message_is_readable_but_the_planted_ones(whole: list[DayOfEvents]) -> None:
    for day in whole:
        for envelope in day.envelopes:
            read(Envelope.from_bytes(envelope.to_bytes()))
    planted = [raw for day in whole for _, raw in day.raw]
    refused: Counter[str] = Counter()
    for raw in planted:
        try:
            read(Envelope.from_bytes(raw))
        except Unreadable as fault:
            refused[fault.code] += 1
    assert len(planted) == 12
    assert refused == {"bad-data": 5, "not-json": 2, "bad-envelope": 2, "unknown-type": 1, "unknown-version": 1}
    assert sum(refused.values()) == 11, "the twelfth reads well and is in a currency that is not served"


def test_planted_messages_are_about_nobody_who_filed(whole: list[DayOfEvents]) -> None:
    filed = {worker.person.encode() for worker in People().everybody() if worker.row.filed}
    for day in whole:
        for _, raw in day.raw:
            assert not any(person in raw for person in filed)


def test_facts_are_corrected_retracted_late_and_repeated(whole: list[DayOfEvents]) -> None:
    envelopes = [envelope for day in whole for envelope in day.envelopes]
    events = [read(envelope) for envelope in envelopes]
    corrected: dict[str, int] = defaultdict(int)
    for event in events:
        if isinstance(event, Fact) and event.source_version > 1:
            corrected[event.name] += 1
    repeats = len(envelopes) - len({envelope.id for envelope in envelopes})

    assert corrected["registry.contribution-recorded"] > 500
    assert 100 < corrected["intake.certification-filed"] < 250
    assert corrected["registry.fact-retracted"] >= 5
    assert 100 < repeats < 300
    contents = {envelope.id: envelope.to_bytes() for envelope in envelopes}
    assert all(contents[envelope.id] == envelope.to_bytes() for envelope in envelopes), "a repeat says the same"


def test_more_people_than_rows_are_other_people_with_the_same_wages() -> None:
    workers = list(People(count=3343 + 5).everybody())
    for again, first in zip(workers[3343:], workers, strict=False):
        assert again.person != first.person
        assert again.row == first.row
    assert [worker.person for worker in People(count=3).everybody()] == [worker.person for worker in workers[:3]]


def test_a_handful_of_people_is_enough_for_the_demonstration() -> None:
    days = list(People(count=1).days())
    assert sum(len(day.raw) for day in days) == 12


def test_invented_identities_can_be_nobodys_and_are_in_no_event() -> None:
    identities = list(A_FEW.identities())
    sent = b"\n".join(stream(A_FEW))

    assert len({one.national_id for one in identities}) == len({one.account for one in identities}) == 120
    for one, worker in zip(identities, A_FEW.everybody(), strict=True):
        assert one.person == worker.person
        assert one.national_id.startswith("000-")
        assert one.account.startswith("000000000:")
        assert one.born_on.replace(day=1) == worker.birth_month
        for secret in (one.name, one.national_id, one.account):
            assert secret.encode() not in sent
            assert secret not in repr(one)
