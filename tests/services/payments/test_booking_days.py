"""The days of the bank's entries: when it books, for which day it counts, and what lies too far from the message."""

from __future__ import annotations

import pytest
import yaml

from services.payments.bank import plausible_days
from tests.services.payments.letters import (
    asks,
    collect,
    entry,
    given_back,
    returned,
    statement,
    tag,
    words,
)
from tests.services.payments.three import ALL_OUT, batch, debit, identifier, stages
from tests.services.payments.world import FILED, World


@pytest.fixture
def world(three: World) -> World:
    return three


class TestDays:
    @pytest.mark.parametrize(
        ("written", "booked_on"),
        [
            ("<Dt>2024-01-24</Dt>", "2024-01-24"),
            ("<Dt>2024-01-24+01:00</Dt>", "2024-01-24"),
            ("<Dt>2024-01-24Z</Dt>", "2024-01-24"),
            ("<DtTm>2024-01-24T23:30:00-05:00</DtTm>", "2024-01-24"),
            ("<DtTm>2024-01-24T10:00:00.123</DtTm>", "2024-01-24"),
            ("<DtTm>2024-01-24T24:00:00</DtTm>", "2024-01-25"),
            ("", "2024-01-26"),
        ],
    )
    def test_are_those_that_are_written(self, world: World, written: str, booked_on: str) -> None:
        [event] = collect(world, statement(debit(world, "eve", day=written), created="2024-01-26T09:00:00Z"))
        assert str(event.booked_on) == booked_on

    @pytest.mark.parametrize(
        "created", [f"{FILED}T24:00:00", f"{FILED}T24:00:00Z", "yesterday", "", "0001-01-01T00:00:00Z"]
    )
    def test_of_the_message_may_be_strange(self, world: World, created: str) -> None:
        collect(world, statement(debit(world, "eve"), created=created))
        assert stages(world) == ALL_OUT | {"eve": "settled"}

    @pytest.mark.parametrize(
        "written",
        [
            "<Dt>0001-01-01</Dt>",
            "<Dt>9999-12-31</Dt>",
            "<Dt>24.01.2024</Dt>",
            "<Dt>\u0662\u0660\u0662\u0664-01-24</Dt>",
            "<Dt>2024-02-30</Dt>",
        ],
    )
    def test_that_are_none_are_for_a_person(self, world: World, written: str) -> None:
        collect(world, statement(debit(world, "eve", day=written), debit(world, "ann")))
        assert stages(world) == ALL_OUT | {"ann": "settled"}
        assert len(asks(world)) == 1


class TestADayFarFromThatOfTheMessage:
    """Made on 22 January 2024 at nine o'clock: no zone has the 23rd yet."""

    def told(self, world: World, day: str, extra: str = "", created: str = f"{FILED}T09:00:00Z") -> None:
        strange = debit(world, "eve", day=f"<Dt>{day}</Dt>", extra=extra)
        collect(world, statement(strange, debit(world, "ann"), created=created))

    @pytest.mark.parametrize(
        "day", ["2023-01-22", "2025-01-22", "2024-01-23", "2024-02-01", "2023-11-20", "1900-01-01", "2100-01-01"]
    )
    def test_of_the_booking_is_for_a_person_and_the_entry_beside_it_is_taken(self, world: World, day: str) -> None:
        self.told(world, day)
        assert (stages(world), len(asks(world))) == (ALL_OUT | {"ann": "settled"}, 1)
        assert f"<Dt>{day}</Dt>" in words(world)[0]

    @pytest.mark.parametrize("form", ["<Dt>{}</Dt>", "<DtTm>{}T10:00:00Z</DtTm>"])
    @pytest.mark.parametrize("day", ["2023-01-22", "2025-01-22", "2024-02-02"])
    def test_of_the_value_is_for_a_person(self, world: World, day: str, form: str) -> None:
        self.told(world, str(FILED), tag("ValDt", form.format(day)))
        assert (stages(world), len(asks(world))) == (ALL_OUT | {"ann": "settled"}, 1)

    def test_of_the_value_may_lie_some_days_ahead(self, world: World) -> None:
        self.told(world, str(FILED), tag("ValDt", "<Dt>2024-01-26</Dt>"))
        assert (len(asks(world)), stages(world)["eve"]) == (0, "settled")

    def test_may_be_the_next_where_that_has_begun_somewhere(self, world: World) -> None:
        self.told(world, "2024-01-23", created=f"{FILED}T10:00:00Z")
        assert (asks(world), stages(world)["eve"]) == ([], "settled")

    def test_is_of_a_statement_a_month_later(self, world: World) -> None:
        self.told(world, "2024-01-24", created="2024-03-01T00:00:00Z")
        assert (asks(world), stages(world)["eve"]) == ([], "settled")

    def test_is_held_against_the_statement_where_the_message_does_not_say(self, world: World) -> None:
        kind, body = statement(debit(world, "eve", day="<Dt>2025-01-24</Dt>"), created="")
        collect(world, (kind, body.replace("<Id>1</Id>", f"<Id>1</Id><CreDtTm>{FILED}T09:00:00Z</CreDtTm>")))
        assert (stages(world), len(asks(world))) == (ALL_OUT, 1)

    @pytest.mark.parametrize("day", ["2023-01-22", "2025-01-22"])
    def test_of_a_return_is_for_a_person(self, world: World, day: str) -> None:
        collect(world, statement(debit(world, "eve"), message="M-0"))
        kind, body = returned(given_back(identifier(world, "eve"), "400.00"))
        collect(world, (kind, body.replace(f"Dt>{FILED}<", f"Dt>{day}<")))
        assert (stages(world), len(asks(world))) == (ALL_OUT | {"eve": "settled"}, 1)

    @pytest.mark.parametrize("whole", [True, False])
    def test_before_the_file_was_made_is_for_a_person(self, world: World, *, whole: bool) -> None:
        day = "<Dt>2024-01-21</Dt>"
        text = entry("1200.00", batch(world), day=day) if whole else debit(world, "eve", day=day)
        collect(world, statement(text))
        assert stages(world) == ALL_OUT
        assert asks(world) == ["The day of the booking lies before the day on which the payment's file was made."]

    def test_has_its_bounds_in_a_list_with_a_reason_each(self) -> None:
        for kind in yaml.safe_load(plausible_days.FILE.read_text("utf-8")).values():
            for bound in kind.values():
                assert bound["because"]
                assert bound["days"] >= 0
