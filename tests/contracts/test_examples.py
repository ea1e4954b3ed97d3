"""Every message we ever published can still be read, and is what its schema says: closed out, tolerant in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from contracts import base
from contracts.base import Body, Envelope, Event, derived_id, read, seal, upcast
from contracts.clock import DayClosed
from contracts.schemas import EXAMPLES, RELEASED, published, released_in
from contracts.values import Key

EXAMPLE_FILES = sorted(EXAMPLES.glob("*.json"))
SCHEMAS = released_in(RELEASED)
EVENTS_BY_STEM = published()

each_example = pytest.mark.parametrize("path", EXAMPLE_FILES, ids=lambda path: path.stem)
each_example_of_today = pytest.mark.parametrize(
    "path", [path for path in EXAMPLE_FILES if path.stem in EVENTS_BY_STEM], ids=lambda path: path.stem
)


def checker(stem: str) -> Draft202012Validator:
    """Judges bodies by one released schema, formats of days and times included."""
    return Draft202012Validator(SCHEMAS[stem], format_checker=FormatChecker())


@each_example
def test_every_message_we_ever_published_can_still_be_read(path: Path) -> None:
    envelope = Envelope.from_bytes(path.read_bytes())
    event = read(envelope)
    assert type(event) is EVENTS_BY_STEM.get(path.stem, type(event)), "the newest version is read"
    assert envelope.dataschema == f"urn:tideover:schema:{path.stem.replace('.v', ':')}"


@each_example
def test_every_example_is_what_its_schema_says(path: Path) -> None:
    checker(path.stem).validate(json.loads(path.read_text("utf-8"))["data"])


@each_example_of_today
def test_what_was_read_is_written_the_same(path: Path) -> None:
    envelope = Envelope.from_bytes(path.read_bytes())
    event = read(envelope)
    again = seal(event, subject=envelope.subject, source=envelope.source, time=envelope.time, event_id=envelope.id)
    assert Envelope.from_bytes(again.to_bytes()) == envelope


@each_example
def test_an_unknown_field_is_ignored_on_reading_and_never_written(path: Path) -> None:
    envelope = Envelope.from_bytes(path.read_bytes())
    from_tomorrow = envelope.model_copy(update={"data": with_unknown_fields(envelope.data)})

    assert read(from_tomorrow) == read(envelope)
    with pytest.raises(ValidationError):
        checker(path.stem).validate(from_tomorrow.data)
    event = read(from_tomorrow)
    newest = event.dataschema().removeprefix("urn:tideover:schema:").replace(":", ".v")
    checker(newest).validate(event.model_dump(mode="json", exclude_none=True))


def with_unknown_fields(body: Any) -> Any:
    """The body with a field that no schema names in every object of it."""
    if isinstance(body, list):
        return [with_unknown_fields(one) for one in body]
    if not isinstance(body, dict):
        return body
    return {**{name: with_unknown_fields(one) for name, one in body.items()}, "from_tomorrow": 1}


def raised(stem: str, **changes: Any) -> Body:
    """The newest version's body of an example, of whose own body some fields were changed."""
    envelope = Envelope.from_bytes((EXAMPLES / f"{stem}.json").read_bytes())
    event = read(envelope.model_copy(update={"data": {**envelope.data, **changes}}))
    return event.model_dump(mode="json", exclude_none=True)


def test_a_bank_entry_of_version_1_keeps_its_amount_unless_it_was_in_no_currency() -> None:
    stem = "bank.entry-reported.v1"
    assert raised(stem)["amount"] == {"minor": 17900, "currency": "USD"}
    assert "amount" not in raised(stem, amount={"minor": 0, "currency": "XXX"})


@pytest.fixture
def two_versions(monkeypatch: pytest.MonkeyPatch) -> type[Event]:
    """An event at version 2 whose version 1 hid the line in front of the ticket's number."""
    monkeypatch.setattr(base, "EVENTS", dict(base.EVENTS))
    monkeypatch.setattr(base, "UPCASTS", dict(base.UPCASTS))

    class TicketSold(Event):
        name: ClassVar[str] = "planted.ticket-sold"
        version: ClassVar[int] = 2
        line: Key
        ticket: Key

    @upcast("planted.ticket-sold", 1)
    def name_the_line(body: Body) -> Body:
        """Version 2 names the line; version 1 hid it in front of the ticket's number."""
        line, _, ticket = body["ticket"].partition("-")
        return {**body, "line": line, "ticket": ticket}

    assert name_the_line({"ticket": "red-7"}) == {"line": "red", "ticket": "7"}
    return TicketSold


def old_ticket(version: int) -> Envelope:
    return Envelope(
        id=derived_id("old-ticket"),
        source="/planted",
        type=f"tideover.planted.ticket-sold.v{version}",
        subject="p-1",
        time="2020-02-03T08:15:00Z",  # type: ignore[arg-type]  # as it stands in a message
        dataschema=f"urn:tideover:schema:planted.ticket-sold:{version}",
        data={"ticket": "red-7"},
    )


def test_an_old_version_is_raised_step_by_step_to_the_newest(two_versions: type[Event]) -> None:
    assert read(old_ticket(1)) == two_versions.model_validate({"line": "red", "ticket": "7"})


@pytest.mark.usefixtures("two_versions")
def test_a_version_from_the_future_is_not_guessed_at() -> None:
    with pytest.raises(base.Unreadable) as refused:
        read(old_ticket(3))
    assert refused.value.code == "unknown-version"


@pytest.mark.usefixtures("two_versions")
def test_two_upcasts_of_one_version_are_a_mistake() -> None:
    with pytest.raises(TypeError, match="two upcasts"):
        upcast("planted.ticket-sold", 1)(lambda body: body)


def test_two_events_of_one_name_and_version_are_a_mistake() -> None:
    with pytest.raises(TypeError, match="two events"):

        class Impostor(Event):
            name: ClassVar[str] = DayClosed.name
