"""The exporter sees from outside what is, says where it cannot look, and changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from contracts.base import Event
from contracts.letters import LetterChannel, LetterDelivered, LetterReturned, LetterSent
from services.claims.views import LETTERS
from services.eligibility.audit_rows import keep_audits
from services.eligibility.model import AuditStanding
from services.eligibility.person import InsuredPerson
from services.eligibility.samples import Sample, keep_sample
from services.payments.tables import instruction
from services.runtime.database.store import MIRRORED, outbox_partition, relayed
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import Message
from services.runtime.laptop.laptop import Laptop
from services.runtime.process.settings import WrongSetting
from services.watching import exporter, places
from services.watching.letters import DAY_SECONDS
from tests.services.watching.seen import LAW_ENDS, LAW_RENEWALS, Watcher, seen_at
from tests.stories.town import FIRST, bank_pays, born, certifies, closes, files_claim, lost_work, said, town, wages

SECOND = 1000
START_MS = 1_600_000_000 * SECOND


class Clock:
    """A time of day that stands until it is moved."""

    def __init__(self) -> None:
        self.now_ms = START_MS

    def __call__(self) -> int:
        return self.now_ms

    def passes(self, seconds: int) -> None:
        self.now_ms += seconds * SECOND


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(exporter, "unix_milliseconds", clock)
    return clock


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "world"


@pytest.fixture
def laptop(folder: Path) -> Iterator[Laptop]:
    """A town whose one person was granted benefit and paid for a fortnight."""
    laptop = town(folder)
    laptop.publish(said(one) for one in (born(), lost_work(), *(wages(month) for month in range(1, 25)), files_claim()))
    laptop.run_until_quiet()
    closes(laptop, FIRST)
    laptop.publish([said(certifies(0))])
    laptop.run_until_quiet()
    for days in range(14, 22):
        closes(laptop, FIRST + timedelta(days=days))
    bank_pays(laptop, FIRST + timedelta(days=20))
    yield laptop
    laptop.close()


@pytest.fixture
def watcher(laptop: Laptop, clock: Clock) -> Iterator[Watcher]:
    assert clock.now_ms == START_MS
    there = places.on_laptop(laptop.folder)
    yield Watcher(there)
    there.close()


def by_hand(folder: Path, service: str, *statements: str) -> None:
    """Change a service's file behind everybody's back, guards taken away."""
    connection = sqlite3.connect(folder / f"{service}.db")
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'guard%'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_one_persons_life_is_seen_as_figures(watcher: Watcher) -> None:
    seen = watcher.look()
    assert seen.all_seen
    assert seen.value("tideover_claims", state="granted") == 1
    assert seen.value("tideover_determined_claims", outcome="granted", ground="none", automatic="yes") == 1
    assert seen.value("tideover_payments", stage="settled", currency="USD") == 1
    paid = seen.value("tideover_payments_minor_units", stage="settled", currency="USD")
    assert paid is not None
    assert paid > 0
    assert seen.value("tideover_ledger_balance_minor_units", account="cash:bank", currency="USD") == -paid
    assert seen.value("tideover_reconciliation_differences") == 0
    closed_until = FIRST + timedelta(days=22)
    days = (closed_until.toordinal() - 719_163) * 86_400
    assert seen.value("tideover_day_closed_timestamp_seconds", partition="0") == days
    assert seen.value("tideover_deadlines_passed", stage="first_payment", result="on_time", window="28d") == 1
    assert seen.value("tideover_deadlines_passed", stage="first_payment", result="late", window="28d") == 0
    assert seen.value("tideover_pending_cases", stage="first_payment", due_in="overdue") == 0


def test_a_law_that_runs_out_is_seen_by_the_days_that_are_left(watcher: Watcher) -> None:
    seen = watcher.look()
    _over, following, _later = LAW_ENDS["no/dagpenger"]
    last_closed = FIRST + timedelta(days=21)
    assert seen.value("tideover_law_known_seconds", scheme="no/dagpenger") == (following - last_closed).days * 86_400
    assert seen.value("tideover_law_known_seconds", scheme="us/mississippi") == 3_650 * 86_400, "no end is known"


def test_a_figure_that_is_set_anew_is_seen_by_the_days_that_are_left(watcher: Watcher) -> None:
    seen = watcher.look()
    overdue = (LAW_RENEWALS["no/dagpenger"] - (FIRST + timedelta(days=21))).days
    assert overdue < 0
    assert seen.value("tideover_law_renewal_seconds", scheme="no/dagpenger") == overdue * 86_400
    assert seen.value("tideover_law_renewal_seconds", scheme="us/mississippi") is None, "no day of the year is known"


def test_what_came_of_decisions_computed_again_is_seen(laptop: Laptop, watcher: Watcher) -> None:
    assert watcher.look().value("tideover_replayed_decisions", result="equal") == 0
    with laptop.databases["eligibility"].begin() as connection:
        keep_sample(connection, Sample(7, equal=3, differing=1, not_replayable=0))
    seen = watcher.look()
    assert [seen.value("tideover_replayed_decisions", result=name) for name in ("equal", "differing")] == [3, 1]
    assert seen.value("tideover_replayed_timestamp_seconds") == 7


def test_a_closing_audit_that_waits_is_seen_by_its_lines_and_its_age(laptop: Laptop, watcher: Watcher) -> None:
    assert watcher.look().value("tideover_closing_audit_lines_waiting") == 0
    employer = InsuredPerson("e-1", audits=[AuditStanding("audit-1", FIRST, 20, 3, settled=False)])
    done = InsuredPerson("e-2", audits=[AuditStanding("audit-1", FIRST, 9, 9, settled=True)])
    with laptop.databases["eligibility"].begin() as connection:
        keep_audits(connection, [employer, done])
    seen = watcher.look()
    assert seen.value("tideover_closing_audit_lines_waiting") == 17
    assert seen.value("tideover_closing_audit_oldest_seconds") == 21 * 86_400


def test_letters_that_told_nobody_are_seen_until_they_go_another_way(laptop: Laptop, watcher: Watcher) -> None:
    def way(letter: str, channel: LetterChannel, reference: str) -> dict[str, object]:
        return {"letter": letter, "channel": channel, "reference": reference}

    post, portal = (way("letter-1", LetterChannel.POST, "run-1"), way("letter-2", LetterChannel.PORTAL, "box-1"))
    back = FIRST + timedelta(days=3)
    ways: list[Event] = [
        *(LetterSent.model_validate({**one, "sent_on": FIRST}) for one in (post, portal)),
        LetterReturned.model_validate({**post, "returned_on": back}),
    ]
    laptop.publish([said(event) for event in ways])
    laptop.run_until_quiet()
    closes(laptop, FIRST + timedelta(days=40))
    seen = watcher.look()
    assert [seen.value("tideover_letters", standing=name) for name in LETTERS] == [1, 1, 0, 0]
    assert seen.value("tideover_letters_unproved_oldest_seconds") == 40 * DAY_SECONDS

    again: list[Event] = [
        LetterSent.model_validate({**way("letter-1", LetterChannel.POST, "run-2"), "sent_on": back}),
        LetterDelivered.model_validate({**portal, "delivered_on": back}),
    ]
    laptop.publish([said(event) for event in again])
    laptop.run_until_quiet()
    seen = watcher.look()
    assert [seen.value("tideover_letters", standing=name) for name in LETTERS] == [0, 0, 1, 1]
    assert seen.value("tideover_letters_unproved_oldest_seconds") == 0


def test_parked_events_are_seen_with_their_reason_and_age(laptop: Laptop, watcher: Watcher, clock: Clock) -> None:
    assert watcher.look().value("tideover_parked_oldest_seconds", service="claims") == 0
    clock.passes(10)
    laptop.publish_raw([("intake", b"{nope"), ("intake", b'{"specversion":"1.0"}')])
    laptop.run_until_quiet()
    seen = watcher.look()
    assert seen.value("tideover_parked_waiting_events", service="claims", code="not-json") == 1
    assert seen.value("tideover_parked_waiting_events", service="claims", code="bad-envelope") == 1
    assert seen.value("tideover_parked_waiting_events", service="claims", code="bad-data") == 0
    assert seen.value("tideover_parked_oldest_seconds", service="claims") == 0
    clock.passes(3600)
    assert watcher.look().value("tideover_parked_oldest_seconds", service="claims") == 3600


def test_what_was_parked_before_anybody_watched_is_as_old_as_it_is(laptop: Laptop, watcher: Watcher) -> None:
    """The log's own time counts, so an exporter that starts anew makes nobody's wait shorter."""
    long_ago = START_MS - 3 * 86_400 * SECOND
    deliver([Message(b"{nope", "intake", 0, 1_000, long_ago)], laptop.services["claims"], laptop.databases["claims"])
    assert watcher.look().value("tideover_parked_oldest_seconds", service="claims") == 3 * 86_400


def test_who_has_not_read_is_behind_in_events_and_in_seconds(laptop: Laptop, watcher: Watcher, clock: Clock) -> None:
    place = {"group": "tideover-feed", "topic": "registry", "partition": "0"}
    seen = watcher.look()
    assert (seen.value("tideover_lag_events", **place), seen.value("tideover_lag_seconds", **place)) == (0, 0)
    clock.passes(5)
    laptop.publish([said(wages(30))])
    watcher.look()
    clock.passes(90)
    seen = watcher.look()
    assert (seen.value("tideover_lag_events", **place), seen.value("tideover_lag_seconds", **place)) == (1, 90)
    laptop.run_until_quiet()
    seen = watcher.look()
    assert (seen.value("tideover_lag_events", **place), seen.value("tideover_lag_seconds", **place)) == (0, 0)


def test_a_publisher_that_fell_silent_keeps_the_time_of_its_last_word(
    laptop: Laptop, watcher: Watcher, clock: Clock
) -> None:
    watcher.look()
    clock.passes(60)
    laptop.publish([said(wages(30))])
    watcher.look()
    clock.passes(86_400)
    seen = watcher.look()
    assert seen.value("tideover_topic_newest_timestamp_seconds", topic="registry") == START_MS // SECOND + 60
    assert seen.value("tideover_topic_newest_timestamp_seconds", topic="bank") == START_MS // SECOND


def test_what_the_relay_has_not_published_waits_and_grows_older(laptop: Laptop, clock: Clock) -> None:
    there = places.on_laptop(laptop.folder)
    watcher = Watcher(places.Places(there.databases, there.log, there.progress, relay=True))
    waiting = watcher.look().value("tideover_outbox_waiting_events", service="payments")
    assert waiting is not None
    assert waiting > 1, "nothing was ever relayed"
    clock.passes(70)
    assert watcher.look().value("tideover_outbox_age_seconds", service="payments") == 70
    with laptop.databases["payments"].begin() as connection:
        connection.execute(outbox_partition.update().values(published=1))
    assert watcher.look().value("tideover_outbox_waiting_events", service="payments") == waiting - 1
    with laptop.databases["payments"].begin() as connection:
        connection.execute(outbox_partition.update().values(published=outbox_partition.c.next_number))
        connection.execute(relayed.insert().values(reader=MIRRORED, transaction=0, position=1))
    seen = watcher.look()  # the bookmark in the parked events says nothing of the outbox
    assert seen.value("tideover_outbox_waiting_events", service="payments") == 0
    assert seen.value("tideover_outbox_age_seconds", service="payments") == 0
    there.close()


def test_a_laptop_needs_no_relay(watcher: Watcher) -> None:
    assert watcher.look().value("tideover_outbox_waiting_events", service="payments") == 0


def test_money_that_vanished_from_the_books_is_seen(folder: Path, watcher: Watcher, clock: Clock) -> None:
    assert watcher.look().value("tideover_ledger_off_balance_minor_units", currency="USD") == 0
    by_hand(folder, "payments", "UPDATE posting SET amount_minor = amount_minor + 7 WHERE account = 'cash:bank'")
    clock.passes(exporter.BOOKS_SECONDS)
    seen = watcher.look()
    assert seen.value("tideover_ledger_off_balance_minor_units", currency="USD") == 7
    assert (seen.value("tideover_reconciliation_differences") or 0) > 0


def test_the_books_are_compared_seldom(folder: Path, watcher: Watcher, clock: Clock) -> None:
    watcher.look()
    by_hand(folder, "payments", "UPDATE posting SET amount_minor = amount_minor + 7 WHERE account = 'cash:bank'")
    clock.passes(exporter.BOOKS_SECONDS - 1)
    assert watcher.look().value("tideover_reconciliation_differences") == 0
    clock.passes(1)
    assert (watcher.look().value("tideover_reconciliation_differences") or 0) > 0


def test_a_place_that_cannot_be_seen_is_said_to_be_so_and_shows_no_old_figure(folder: Path, watcher: Watcher) -> None:
    assert watcher.look().value("tideover_claims", state="granted") == 1
    by_hand(folder, "claims", "ALTER TABLE tally RENAME TO elsewhere")
    seen = watcher.look()
    assert not seen.all_seen
    assert seen.value("tideover_claims", state="granted") is None, "an old figure would be a lie"
    assert seen.value("tideover_payments", stage="settled", currency="USD") == 1, "the others are still seen"
    assert 'tideover_blind{place="claims"} 1.0' in seen.text
    assert seen.health.ready_state().says == "Cannot see: claims."
    by_hand(folder, "claims", "ALTER TABLE elsewhere RENAME TO tally")
    seen = watcher.look()
    assert seen.all_seen
    assert 'tideover_blind{place="claims"} 0.0' in seen.text


def test_a_label_value_that_nobody_declared_blinds_rather_than_shows(folder: Path, watcher: Watcher) -> None:
    by_hand(folder, "payments", "UPDATE instruction SET currency = 'XXX'")
    seen = watcher.look()
    assert "XXX" not in seen.text
    assert 'tideover_blind{place="payments"} 1.0' in seen.text


def test_it_cannot_write(watcher: Watcher) -> None:
    with pytest.raises(OperationalError, match="readonly"), watcher.places.reading("claims") as connection:
        connection.exec_driver_sql("DELETE FROM claim")


def test_a_folder_without_a_world_stops_the_start_with_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match="There is no database in"):
        seen_at(tmp_path / "nowhere")


def test_every_currency_of_the_books_and_of_the_served_schemes_is_watched_in_its_own_minor_units(
    laptop: Laptop, folder: Path
) -> None:
    with laptop.databases["payments"].begin() as connection:
        guards = text("SELECT name FROM sqlite_master WHERE name LIKE 'guard%' AND tbl_name = 'instruction'")
        for guard in connection.scalars(guards).all():
            connection.execute(text(f"DROP TRIGGER {guard}"))  # no engine changes what was sealed; this test does
        connection.execute(instruction.update().values(currency="JPY"))
    on_it = places.on_laptop(folder)
    watcher = Watcher(on_it, currencies={"USD", "TND"})
    seen = watcher.look()
    assert seen.all_seen, seen.health.ready_state().says
    assert seen.value("tideover_payments", stage="settled", currency="JPY") == 1
    assert seen.value("tideover_payments", stage="settled", currency="TND") == 0
    digits = {one: seen.value("tideover_currency_minor_units", currency=one) for one in ("USD", "TND", "JPY", "EUR")}
    assert digits == {"USD": 100, "TND": 1000, "JPY": 1, "EUR": None}
    on_it.close()
