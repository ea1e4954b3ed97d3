"""The one door: each event takes effect once, in order, whatever the transport does."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from contracts.base import partition_of
from services.runtime.database.store import chain_link, inbox, outbox
from services.runtime.delivery import day, parking
from services.runtime.delivery.delivery import TooManyParked, deliver, replay
from services.runtime.delivery.messages import Message, Readable
from services.runtime.laptop.laptop import Laptop
from tests.services.runtime.tally import FIRST, claim, counts, day_closed, service, world


def parked(laptop: Laptop, subject: str | None = None) -> list[tuple[str | None, str]]:
    with laptop.databases["claims"].begin() as connection:
        return [(one.subject, one.code) for one in parking.waiting(connection, subject)]


def published(laptop: Laptop) -> list[Any]:
    with laptop.databases["claims"].begin() as connection:
        return list(connection.execute(select(outbox.c.event_id, outbox.c.subject).order_by(outbox.c.position)))


def links(laptop: Laptop) -> int:
    """How many transactions have written something."""
    with laptop.databases["claims"].reading() as connection:
        return connection.scalar(select(func.count()).select_from(chain_link)) or 0


def with_changes(raw: bytes, data: dict[str, Any] | None = None, **attributes: Any) -> bytes:
    """The message with other attributes, and other fields in its data."""
    body = json.loads(raw)
    return json.dumps(body | attributes | {"data": body["data"] | (data or {})}, separators=(",", ":")).encode()


def test_what_was_delivered_is_freed_without_the_collector(tmp_path: Path) -> None:
    laptop = world(tmp_path)
    batch = [Message(claim(f"p{number}").to_bytes(), "intake", 0, number) for number in range(3)]
    gc.collect()
    others = sum(type(item) is Readable for item in gc.get_objects())
    gc.disable()
    try:
        deliver(batch, service(), laptop.databases["claims"])
        assert sum(type(item) is Readable for item in gc.get_objects()) == others
    finally:
        gc.enable()


OTHERWISE: dict[str, Callable[[bytes], bytes]] = {
    "with a line break behind it": lambda raw: raw + b"\n",
    "with spaces": lambda raw: json.dumps(json.loads(raw), indent=2).encode(),
    "in another order": lambda raw: json.dumps(json.loads(raw), sort_keys=True).encode(),
    "with letters as escapes": lambda raw: raw.replace(b'"key":"c-1"', b'"key":"\\u0063-1"'),
    "with an attribute of a bridge": lambda raw: with_changes(raw, comexamplebridge="eu-1"),
    "with a field nobody knows": lambda raw: with_changes(raw, {"memo": [1.5, None]}),
    "in another trace": lambda raw: with_changes(raw, traceparent=f"00-{'a' * 32}-{'b' * 16}-01"),
    "in no trace": lambda raw: with_changes(raw, traceparent=None),
    "with its id in capitals": lambda raw: with_changes(raw, id=json.loads(raw)["id"].upper()),
    "with the offset in digits": lambda raw: raw.replace(b'00Z"', b'00+00:00"'),
    "with a fraction of nothing": lambda raw: raw.replace(b'00Z"', b'00.000Z"'),
    "with nothing where nothing stood": lambda raw: with_changes(raw, {"employment": None}),
    "with the charset named": lambda raw: with_changes(raw, datacontenttype="application/json; charset=utf-8"),
}
"""Other ways to write one message."""


class TestAnEventThatComesTwice:
    def test_takes_effect_once_within_a_batch(self, tmp_path: Path) -> None:
        laptop = world(tmp_path)
        laptop.publish([claim("ann"), claim("ann"), claim("ann")])
        receipt = laptop.run_until_quiet()
        assert counts(laptop.databases["claims"]) == {"ann": (1, 0)}
        assert (receipt.done, receipt.duplicates) == (1, 2)

    def test_takes_effect_once_across_batches_and_restarts(self, tmp_path: Path) -> None:
        for _ in range(3):
            laptop = world(tmp_path)
            laptop.publish([claim("ann")])
            laptop.run_until_quiet()
            laptop.close()
        assert counts(world(tmp_path).databases["claims"]) == {"ann": (1, 0)}

    def test_is_caught_by_nothing_but_the_inbox(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("services.runtime.delivery.inbox._contents", lambda *_: {})
        monkeypatch.setattr("services.runtime.delivery.delivery.take_note", lambda *_: None)
        monkeypatch.setattr("services.runtime.delivery.delivery.publish", lambda *_: None)
        for _ in range(2):
            laptop = world(tmp_path)
            laptop.publish([claim("ann")])
            laptop.run_until_quiet()
            laptop.close()
        assert counts(world(tmp_path).databases["claims"]) == {"ann": (2, 0)}, "without inbox the repeat must show"

    def test_with_other_content_is_an_error_and_not_a_repeat(self, tmp_path: Path) -> None:
        laptop = world(tmp_path)
        laptop.publish([claim("ann", "c-1", event="same"), claim("ann", "c-2", event="same")])
        laptop.run_until_quiet()
        assert parked(laptop) == [("ann", "id-reused")]
        assert counts(laptop.databases["claims"]) == {"ann": (1, 0)}

    @pytest.mark.parametrize("written", [*OTHERWISE], ids=[*OTHERWISE])
    def test_is_the_same_event_however_it_is_written(self, tmp_path: Path, written: str) -> None:
        laptop, once = world(tmp_path), claim("ann").to_bytes()
        again = OTHERWISE[written](once)
        assert again != once
        for first, second in ((once, again), (again, once)):
            messages = [Message(first, "intake", 0, 0), Message(second, "intake", 0, 1)]
            receipt = deliver(messages, laptop.services["claims"], laptop.databases["claims"])
            assert parked(laptop) == []
            assert receipt.done + receipt.duplicates == 2
        assert counts(laptop.databases["claims"]) == {"ann": (1, 0)}

    @pytest.mark.parametrize(
        ("said", "instead"),
        [
            (b'"us/mississippi"', b'"de/alg1"'),
            (b'"channel":"online"', b'"channel":"paper"'),
            (b'"subject":"ann"', b'"subject":"ANN"'),
            (b'"source":"/intake"', b'"source":"/elsewhere"'),
            (b'"time":"2020-01-01T12:00:00Z"', b'"time":"2020-01-01T12:00:00.001Z"'),
        ],
    )
    def test_is_another_event_if_it_says_something_else(self, tmp_path: Path, said: bytes, instead: bytes) -> None:
        laptop, once = world(tmp_path), claim("ann").to_bytes()
        assert said in once
        messages = [Message(once, "intake", 0, 0), Message(once.replace(said, instead), "intake", 0, 1)]
        deliver(messages, laptop.services["claims"], laptop.databases["claims"])
        assert [code for _, code in parked(laptop)] == ["id-reused"]


class TestAnEventThatCannotTakeEffect:
    def test_parks_its_person_from_there_on_and_nobody_else(self, tmp_path: Path) -> None:
        laptop = world(tmp_path)
        laptop.publish([claim("ann", "c-1"), claim("ann", "bad"), claim("bob"), claim("ann", "c-2")])
        laptop.run_until_quiet()
        assert counts(laptop.databases["claims"]) == {"ann": (1, 0), "bob": (1, 0)}
        assert parked(laptop) == [("ann", "unknown-scheme"), ("ann", "behind-parked")]

    def test_keeps_the_later_events_of_its_person_waiting_in_later_batches(self, tmp_path: Path) -> None:
        laptop = world(tmp_path)
        laptop.publish([claim("ann", "bad")])
        laptop.run_until_quiet()
        laptop.publish([claim("ann", "c-2"), claim("ann", "c-2")])
        laptop.run_until_quiet()
        assert parked(laptop) == [("ann", "unknown-scheme"), ("ann", "behind-parked")]

    def test_leaves_nothing_of_a_half_done_handler(self, tmp_path: Path) -> None:
        laptop = world(tmp_path)
        laptop.publish([claim("ann", "huge"), claim("bob")])
        laptop.run_until_quiet()
        assert counts(laptop.databases["claims"]) == {"bob": (1, 0)}
        assert parked(laptop) == [("ann", "refused-by-database")]

    def test_says_where_it_failed_and_no_word_of_the_error(self, tmp_path: Path) -> None:
        laptop = world(tmp_path)
        laptop.publish([claim("ann", "broken")])
        laptop.run_until_quiet()
        with laptop.databases["claims"].begin() as connection:
            assert [one.reason for one in parking.waiting(connection)] == ["ZeroDivisionError in count"]

    def test_can_be_discarded_in_a_named_persons_name_and_the_rest_replayed(self, tmp_path: Path) -> None:
        laptop = world(tmp_path)
        laptop.publish([claim("ann", "bad"), claim("ann", "c-2")])
        laptop.run_until_quiet()
        database = laptop.databases["claims"]
        with database.begin() as connection:
            number = parking.waiting(connection)[0].number
        parking.discard(database, number, officer="staff-7", because="sent by mistake, withdrawn by the office")
        assert replay(service(), database, "ann").done == 1
        assert counts(database) == {"ann": (1, 0)}
        assert parked(laptop) == []
        laptop.publish([claim("ann", "bad")])
        assert laptop.run_until_quiet().duplicates == 1, "a discarded event does not come back by redelivery"

    @pytest.mark.parametrize(
        ("officer", "because"),
        [("", "a reason"), (" ", "a reason"), ("staff-7", ""), ("staff-7", "\n"), ("s\x00", "r")],
    )
    def test_is_discarded_by_nobody_without_a_name_and_a_reason(
        self, tmp_path: Path, officer: str, because: str
    ) -> None:
        laptop = world(tmp_path)
        laptop.publish([claim("ann", "bad")])
        laptop.run_until_quiet()
        database = laptop.databases["claims"]
        with database.begin() as connection:
            number = parking.waiting(connection)[0].number
        with pytest.raises(ValueError, match="neither may be blank"):
            parking.discard(database, number, officer=officer, because=because)
        if not (officer.strip(" ") and because.strip(" ")):
            with pytest.raises(IntegrityError, match="somebody_answers"), database.begin() as connection:
                parking.close(connection, number, parking.DISCARDED, officer=officer, because=because)
        assert parked(laptop) == [("ann", "unknown-scheme")]

    def test_stays_in_its_place_when_a_replay_fails_again(self, tmp_path: Path) -> None:
        laptop = world(tmp_path)
        laptop.publish([claim("ann", "bad"), claim("ann", "c-2")])
        laptop.run_until_quiet()
        assert replay(service(), laptop.databases["claims"], "ann").parked == 2
        assert parked(laptop) == [("ann", "unknown-scheme"), ("ann", "behind-parked")]

    def test_stops_everything_when_there_are_too_many(self, tmp_path: Path) -> None:
        laptop = world(tmp_path)
        batch = [Message(claim(f"p{n}", "bad").to_bytes(), "intake", 0, n) for n in range(5)]
        with pytest.raises(TooManyParked):
            deliver(batch, service(), laptop.databases["claims"], parked_max=4)
        assert parked(laptop) == [], "nothing is acknowledged"


class TestAMessageThatCannotBeRead:
    @pytest.mark.parametrize(
        ("raw", "code"),
        [
            (b"{nope", "not-json"),
            (b'{"specversion":"1.0"}', "bad-envelope"),
            (claim("eve").to_bytes().replace(b"intake.claim-filed.v1", b"intake.claim-fuled.v1"), "unknown-type"),
            (claim("eve").to_bytes().replace(b"claim-filed.v1", b"claim-filed.v9"), "unknown-version"),
            (claim("eve").to_bytes().replace(b'"2020-01-01"', b'"20200-01-01"'), "bad-data"),
        ],
    )
    def test_is_parked_with_a_reason_and_others_go_on(self, tmp_path: Path, raw: bytes, code: str) -> None:
        laptop = world(tmp_path)
        laptop.publish_raw([("intake", raw), ("intake", claim("bob").to_bytes()), ("intake", raw)])
        laptop.run_until_quiet()
        assert parked(laptop)[0][1] == code
        assert counts(laptop.databases["claims"]) == {"bob": (1, 0)}


class TestTheClosingOfADay:
    def test_wakes_everyone_of_the_partition_once_in_bounded_steps(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(day, "PEOPLE_AT_ONCE", 3)
        laptop = world(tmp_path)
        people = [f"p{n}" for n in range(20)]
        laptop.publish([claim(person) for person in people])
        laptop.run_until_quiet()
        laptop.publish([day_closed(FIRST, 0), day_closed(FIRST, 0)])
        laptop.run_until_quiet()
        woken = {person for person, (_, times) in counts(laptop.databases["claims"]).items() if times == 1}
        assert woken == {person for person in people if partition_of(person, 4) == 0}
        assert len(woken) > 3

    def test_of_few_people_takes_one_transaction(self, tmp_path: Path) -> None:
        laptop = world(tmp_path)
        laptop.publish([claim("ann"), day_closed(FIRST - timedelta(days=1), partition_of("ann", 4))])
        laptop.run_until_quiet()
        before = links(laptop)
        laptop.publish([day_closed(FIRST, partition_of("ann", 4))])
        laptop.run_until_quiet()
        assert (counts(laptop.databases["claims"]), links(laptop) - before) == ({"ann": (1, 1)}, 1)

    def test_does_not_wake_a_person_with_a_parked_event_until_it_is_cleared(self, tmp_path: Path) -> None:
        laptop = world(tmp_path)
        laptop.publish([claim("ann"), claim("ann", "bad")])
        laptop.run_until_quiet()
        laptop.publish([day_closed(FIRST, partition_of("ann", 4))])
        laptop.run_until_quiet()
        assert counts(laptop.databases["claims"]) == {"ann": (1, 0)}


class TestConsequences:
    def test_have_ids_that_follow_from_their_cause(self, tmp_path: Path) -> None:
        first, second = world(tmp_path / "one"), world(tmp_path / "two")
        for laptop in (first, second):
            laptop.publish([claim("ann"), claim("bob")])
            laptop.run_until_quiet()
        assert published(first) == published(second) != []

    def test_are_written_with_the_inbox_row_or_not_at_all(self, tmp_path: Path) -> None:
        laptop = world(tmp_path)
        laptop.publish([claim("ann"), claim("ann", "bad")])
        laptop.run_until_quiet()
        with laptop.databases["claims"].begin() as connection:
            assert len(list(connection.execute(select(inbox)))) == 1
        assert len(published(laptop)) == 1
