"""What was released stays readable: schemas only gain optional fields, and every kind of break is seen to be caught."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Union

import pytest
from pydantic import Field, StrictInt, create_model

from contracts import base, schemas
from contracts.base import Event, Part
from contracts.ratchet import breaking_changes
from contracts.schemas import EXAMPLES, RELEASED, objections, out_of_date, published, released_in, schema_of
from contracts.values import Day, Key, Money


class Seat(Part):
    row: Literal["a", "b"]
    price: Money


class Adult(Part):
    kind: Literal["adult"] = "adult"


class Child(Part):
    kind: Literal["child"] = "child"
    age: StrictInt


class OlderChild(Child):
    age: StrictInt = Field(ge=6)


class Pet(Part):
    kind: Literal["pet"] = "pet"


class Booked(Part):
    """A planted event's body, as it was released."""

    ticket: Key
    passengers: StrictInt = Field(ge=1, le=9)
    seats: tuple[Seat, ...]
    eldest: Adult | Child = Field(discriminator="kind")
    on: Day
    remark: Key | None = None


RELEASED_BOOKED = schema_of(Booked)


def changed(**fields: Any) -> dict[str, Any]:
    """The planted body's schema with some fields defined anew."""
    return schema_of(create_model("Booked", __base__=Booked, **fields))


def one_of(*members: type[Part]) -> Any:
    """A union whose members say their kind."""
    return Annotated[Union[members], Field(discriminator="kind")]  # noqa: UP007  the members are not written out


def without(field: str) -> dict[str, Any]:
    """The planted body's schema without a field."""
    schema: dict[str, Any] = copy.deepcopy(RELEASED_BOOKED)
    del schema["properties"][field]
    schema["required"] = [name for name in schema["required"] if name != field]
    return schema


class WideSeat(Part):
    row: Literal["a", "b", "c"]
    price: Money


class NarrowSeat(Part):
    row: Literal["a"]
    price: Money


class SeatWithWindow(Seat):
    window: bool


class SeatPerhapsWithWindow(Seat):
    window: bool | None = None


@pytest.mark.parametrize(
    ("now", "named"),
    [
        (without("ticket"), "ticket: the field was removed"),
        (without("remark"), "remark: the field was removed"),
        (changed(paid=(Money, ...)), "paid: a new field is required"),
        (changed(remark=(Key, ...)), "remark: the field became required"),
        (changed(ticket=(Key, "none")), "ticket: the field is no longer always there"),
        (changed(ticket=(StrictInt, ...)), "ticket: the type was string and is integer"),
        (changed(passengers=(StrictInt, Field(ge=2, le=9))), "passengers: the smallest value was 1 and is 2"),
        (changed(passengers=(StrictInt, Field(ge=1))), "passengers: the largest value was 9 and is absent"),
        (changed(on=(Day, Field(json_schema_extra={"multipleOf": 7}))), "on: multipleOf was absent and is 7"),
        (changed(on=(Key, ...)), "on: the format was 'date' and is absent"),
        (changed(remark=(Key, "none")), "remark: the type was open and is string"),
        (changed(remark=(Key | StrictInt | None, None)), "remark: 2 alternatives became 3"),
        (changed(seats=(tuple[NarrowSeat, ...], ...)), "seats[].row: the value 'b' was removed"),
        (changed(seats=(tuple[WideSeat, ...], ...)), "seats[].row: the value 'c' was added to a closed list"),
        (changed(seats=(tuple[SeatWithWindow, ...], ...)), "seats[].window: a new field is required"),
        (changed(eldest=(one_of(Adult, Child, Pet), ...)), "eldest: 2 alternatives became 3"),
        (changed(eldest=(one_of(Adult, OlderChild), ...)), "eldest.age: the smallest value was absent and is 6"),
        (changed(eldest=(Adult, ...)), "eldest: the type was open and is object"),
    ],
)
def test_a_breaking_change_is_named(now: dict[str, Any], named: str) -> None:
    assert any(change.startswith(named) for change in breaking_changes(RELEASED_BOOKED, now))


@pytest.mark.parametrize(
    "now",
    [
        changed(paid=(Money | None, None)),
        changed(seats=(tuple[SeatPerhapsWithWindow, ...], ...)),
        changed(ticket=(Key, Field(description="Better words."))),
    ],
)
def test_an_optional_field_and_better_words_break_nobody(now: dict[str, Any]) -> None:
    assert now != RELEASED_BOOKED
    assert not breaking_changes(RELEASED_BOOKED, now)


def test_no_released_version_was_broken() -> None:
    refused = objections(published(), released_in(RELEASED))
    assert not refused, "\n".join(refused)


def test_the_released_files_say_what_the_code_says() -> None:
    stale = out_of_date(published(), released_in(RELEASED))
    assert not stale, f"run: python -m contracts.schemas   (stale or missing: {stale})"


@pytest.fixture
def planted_event(monkeypatch: pytest.MonkeyPatch) -> type[Event]:
    """An event that exists in one test only, now at its second version."""
    monkeypatch.setattr(base, "EVENTS", dict(base.EVENTS))

    class TicketSold(Event):
        name: ClassVar[str] = "planted.ticket-sold"
        version: ClassVar[int] = 2
        ticket: Key

    return TicketSold


def test_a_new_event_without_its_schema_is_noticed(planted_event: type[Event]) -> None:
    assert out_of_date({"planted.ticket-sold.v2": planted_event}, {}) == ["planted.ticket-sold.v2"]


def test_a_released_version_that_nothing_can_read_is_refused(
    planted_event: type[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    events, released = {"planted.ticket-sold.v2": planted_event}, {"planted.ticket-sold.v1": RELEASED_BOOKED}
    assert any("nothing here can read it" in refused for refused in objections(events, released))

    step: Callable[[base.Body], base.Body] = dict
    monkeypatch.setitem(base.UPCASTS, ("planted.ticket-sold", 1), step)
    assert not objections(events, released)


def test_the_name_of_a_withdrawn_version_is_not_used_again(
    planted_event: type[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    events = {"planted.ticket-sold.v2": planted_event}
    assert not objections(events, {})

    monkeypatch.setitem(schemas.WITHDRAWN, "planted.ticket-sold.v2", "nothing ever published it")
    assert objections(events, {}) == ["planted.ticket-sold.v2: was withdrawn; take another name"]


def test_the_command_refuses_to_overwrite_what_a_reader_relies_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(schemas, "RELEASED", tmp_path)
    (tmp_path / "clock.day-closed.v1.json").write_text(schemas.as_text(RELEASED_BOOKED), encoding="utf-8")

    assert schemas.main() == 1
    assert "clock.day-closed.v1: ticket: the field was removed" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["clock.day-closed.v1.json"]


def test_the_command_writes_what_is_missing_and_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(schemas, "RELEASED", tmp_path)

    assert schemas.main() == 0
    assert released_in(tmp_path).keys() == published().keys()
    capsys.readouterr()
    assert schemas.main() == 0
    assert not capsys.readouterr().out


def open_objects(schema: Any) -> list[Any]:
    """Every object of a schema that admits fields it does not name."""
    if isinstance(schema, list):
        return [found for one in schema for found in open_objects(one)]
    if not isinstance(schema, dict):
        return []
    here = [schema] if schema.get("type") == "object" and schema.get("additionalProperties") is not False else []
    return here + [found for part in schema.values() for found in open_objects(part)]


def test_every_released_object_is_closed() -> None:
    assert open_objects(Booked.model_json_schema()), "the check itself must bite"

    assert not open_objects(list(released_in(RELEASED).values()))


def test_every_event_has_an_example_and_every_example_an_event() -> None:
    examples = {path.stem for path in EXAMPLES.glob("*.json")}
    assert examples >= published().keys()
    assert examples == released_in(RELEASED).keys(), "an example is kept for every released version, for ever"
