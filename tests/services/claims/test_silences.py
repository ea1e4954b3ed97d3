"""A registry that has not sent for longer than was agreed is silent by itself: nobody is late until it speaks again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from contracts.base import Envelope, Event, read
from contracts.claims import NoticeIssued
from contracts.outages import everybody_in
from contracts.rhythms import RegistryHeard
from contracts.waiting import DecisionProvisional
from law.language.terms.errors import RuleSheetError
from services.claims.handlers import make_service
from services.claims.procedure import FILE, Procedure, standard_procedure
from services.claims.silences import AgreedRhythm
from services.claims.views import outages, silent_registries
from services.eligibility.handlers import make_service as make_eligibility
from services.runtime.laptop.laptop import Laptop
from services.runtime.service import Service
from tests.services.claims.telling import SCHEME, TOLD, Ann, day_closed, determined, fact, filed, finding
from tests.services.eligibility.test_mergers import SCHEMES
from tests.stories.town import wages

REGISTRY = "wage-registry"
WEEKLY = AgreedRhythm(7, date(2020, 1, 1), "The agreement with the registry")
DAY = timedelta(days=1)


def agreed() -> Procedure:
    return replace(standard_procedure(), rhythms={REGISTRY: WEEKLY})


@pytest.fixture
def ann(tmp_path: Path) -> Iterator[Ann]:
    ann = Ann(tmp_path, procedure=agreed())
    ann.lives_through(day_closed(TOLD - DAY), spoken(TOLD))
    yield ann
    ann.world.close()


def spoken(on: date) -> Envelope:
    return fact(RegistryHeard(institution=REGISTRY, heard_on=on), on, person=everybody_in(0, 1))


def days_pass(ann: Ann, first: date, days: int) -> None:
    ann.lives_through(*(day_closed(first + DAY * number) for number in range(days)))


def silences(ann: Ann) -> list[tuple[date | None, date | None]]:
    with ann.world.databases["claims"].reading() as connection:
        assert silent_registries(connection) == sum(not known.until for known in outages(connection))
        return [(known.since, known.until) for known in outages(connection)]


def test_it_begins_on_the_day_after_the_last_one_in_time_and_ends_when_the_registry_speaks(ann: Ann) -> None:
    days_pass(ann, TOLD, 8)
    assert silences(ann) == []
    days_pass(ann, TOLD + DAY * 8, 4)
    assert silences(ann) == [(TOLD + DAY * 8, None)]
    ann.lives_through(spoken(TOLD + DAY * 12))
    assert silences(ann) == [(TOLD + DAY * 8, TOLD + DAY * 12)]
    days_pass(ann, TOLD + DAY * 12, 8)
    assert len(silences(ann)) == 1
    days_pass(ann, TOLD + DAY * 20, 1)
    assert silences(ann)[-1] == (TOLD + DAY * 20, None)


@pytest.mark.parametrize("closed_first", [0, 3, 8, 9, 11])
def test_a_word_in_time_counts_on_its_day_whatever_was_closed_before_it(ann: Ann, closed_first: int) -> None:
    days_pass(ann, TOLD, closed_first)
    ann.lives_through(spoken(TOLD + DAY * 8))
    days_pass(ann, TOLD + DAY * closed_first, 16 - closed_first)
    assert [stretch for stretch in silences(ann) if stretch[0]] == []
    days_pass(ann, TOLD + DAY * 16, 1)
    assert silences(ann)[-1] == (TOLD + DAY * 16, None)


def test_an_earlier_word_that_comes_late_makes_no_registry_silent(ann: Ann) -> None:
    days_pass(ann, TOLD, 7)
    ann.lives_through(spoken(TOLD + DAY * 6), spoken(TOLD + DAY * 2))
    days_pass(ann, TOLD + DAY * 7, 7)
    assert silences(ann) == []


def test_a_determination_meanwhile_is_provisional_and_no_window_to_reply_ends(ann: Ann) -> None:
    days_pass(ann, TOLD, 9)
    made_on = TOLD + DAY * 9
    ann.lives_through(filed(), determined(1, finding(), on=made_on))
    [provisional] = ann.was_told(DecisionProvisional)
    assert (provisional.institution, provisional.settled_on) == (REGISTRY, None)
    [notice] = ann.was_told(NoticeIssued)
    days_pass(ann, made_on, 40)
    assert notice.reply_by < made_on + DAY * 40
    ann.lives_through(spoken(made_on + DAY * 40))
    days_pass(ann, made_on + DAY * 40, 2)
    assert ann.was_told(DecisionProvisional)[-1].settled_on is not None


def test_a_registry_that_never_spoke_or_with_which_nothing_is_agreed_is_not_found_silent(tmp_path: Path) -> None:
    for number, procedure in enumerate((agreed(), standard_procedure())):
        world = Ann(tmp_path / str(number), procedure=procedure)
        if number == 1:
            world.lives_through(spoken(TOLD))
        days_pass(world, TOLD, 30)
        assert silences(world) == []


def test_eligibility_counts_its_facts_by_day_and_tells_every_partition_once_a_day(tmp_path: Path) -> None:
    services: list[Service[Any]] = [
        make_eligibility(SCHEMES, [REGISTRY]),
        make_service(schemes=(SCHEME,), partitions=4),
    ]
    laptop = Laptop(tmp_path, services, partitions=4)
    facts = [of_registry(wages(month), person) for month in range(3) for person in ("p-ann", "p-bea")]
    other = [envelope.model_copy(update={"source": "/another"}) for envelope in facts[:1]]
    laptop.publish([*facts, *(envelope.model_copy(update={"subject": "p-cat"}) for envelope in other)])
    laptop.run_until_quiet()
    told = [read(Envelope.from_bytes(message.raw)) for message in laptop.log("eligibility")]
    heard = [event for event in told if isinstance(event, RegistryHeard)]
    assert {event.institution for event in heard} == {REGISTRY}
    with laptop.databases["eligibility"].reading() as connection:
        rows = connection.exec_driver_sql("SELECT source, SUM(facts) FROM heard_registry GROUP BY source").all()
    assert [tuple(row) for row in rows] == [(f"/{REGISTRY}", len(facts))]
    assert len(heard) % laptop.partitions == 0
    laptop.close()


def of_registry(event: Event, person: str) -> Envelope:
    return fact(event, TOLD, person=person).model_copy(update={"source": f"/{REGISTRY}"})


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("{sends_within_days: 7, from: 2020-01-01, cites: The agreement with the registry}", None),
        ("{sends_within_days: often, from: 2020-01-01, cites: An agreement}", "a number of days from 1 to 400"),
    ],
)
def test_the_rhythm_is_read_from_the_procedure(tmp_path: Path, entry: str, reason: str | None) -> None:
    stated = FILE.read_text("utf-8") + f"\nregistries:\n  {REGISTRY}: {entry}\n"
    (tmp_path / "procedure.yaml").write_text(stated, "utf-8")
    if reason is not None:
        with pytest.raises(RuleSheetError, match=reason):
            Procedure.from_file(tmp_path / "procedure.yaml")
        return
    assert Procedure.from_file(tmp_path / "procedure.yaml").rhythms == {REGISTRY: WEEKLY}
