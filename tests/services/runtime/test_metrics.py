"""What the door counts, as a scrape shows it: what became of events, how long it took, and nothing personal."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from services.names import SERVICES
from services.runtime.database.store import Database
from services.runtime.delivery import metrics
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import Message
from services.runtime.metrics.catalogue import REGISTRY, Metric, NotInTheCatalogue
from services.runtime.metrics.many import ManyAtOnce
from tests.services.runtime.tally import FIRST, claim, day_closed, service, world

FILED, CLOSED = "intake.claim-filed", "clock.day-closed"


def sample(name: str, **labels: str) -> int:
    """A sample as it stands now; `-1` where there is none."""
    found = REGISTRY.get_sample_value(name, labels)
    return -1 if found is None else round(found)


def became(what: str, event: str = FILED) -> int:
    return sample("tideover_events_total", service="claims", event=event, became=what)


def messages(*raw: bytes, arrived_ms: int | None = None) -> list[Message]:
    return [Message(one, "intake", 0, number, arrived_ms) for number, one in enumerate(raw)]


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return world(tmp_path).databases["claims"]


def test_every_combination_is_shown_at_zero_before_the_first_event() -> None:
    other = service("oversight")
    metrics.begin(other)
    assert sample("tideover_parked_total", service="oversight", code="not-json") >= 0
    assert sample("tideover_events_total", service="oversight", event=CLOSED, became="parked") >= 0
    assert sample("tideover_batch_seconds_count", service="oversight") >= 0


def test_done_repeated_parked_and_not_for_us_are_told_apart(database: Database) -> None:
    deliver(messages(claim("zoe").to_bytes()), service(), database)
    before = became("done"), became("parked"), sample("tideover_duplicates_total", service="claims")
    batch = [claim("ann"), claim("ann"), claim("bob", "bad"), claim("bob", "c-2"), day_closed(FIRST, 0)]
    deliver(messages(*(one.to_bytes() for one in batch[:-1])), service(), database)
    assert (became("done") - before[0], became("parked") - before[1]) == (1, 2)
    assert sample("tideover_duplicates_total", service="claims") - before[2] == 1


def test_a_reason_is_counted_for_what_could_not_be_read_and_its_event_has_no_invented_name(database: Database) -> None:
    deliver([], service(), database)
    codes = ("not-json", "unknown-type")
    before = [sample("tideover_parked_total", service="claims", code=code) for code in codes]
    strange = claim("eve").to_bytes().replace(b"intake.claim-filed.v1", b"intake.claim-of-Jane-Doe.v1")
    deliver(messages(b"{nope", strange), service(), database)
    assert [sample("tideover_parked_total", service="claims", code=code) for code in codes] == [
        one + 1 for one in before
    ]
    assert became("parked", "unreadable") >= 2
    assert b"Jane" not in generate_latest(REGISTRY)


def test_a_person_parked_by_a_days_end_is_counted_with_its_reason(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = service()
    deliver(messages(claim("p1").to_bytes(), claim("p2").to_bytes(), claim("p3").to_bytes()), failing, database)
    before = sample("tideover_parked_total", service="claims", code="handler-failed")
    monkeypatch.setattr(failing, "on_wake", lambda *_: 1 // 0)
    ends = [Message(day_closed(FIRST, one).to_bytes(), "clock", one, 0) for one in range(4)]
    receipt = deliver(ends, failing, database)
    assert receipt.parked == 3
    assert sample("tideover_parked_total", service="claims", code="handler-failed") - before == 3


def test_a_batch_that_the_database_refuses_to_take_is_a_stumble_and_no_event_is_counted(database: Database) -> None:
    deliver([], service(), database)
    before = became("done"), sample("tideover_stumbles_total", service="claims")
    with database.begin() as connection:
        connection.exec_driver_sql("DROP TABLE tally")
    with pytest.raises(Exception, match="tally"):
        deliver(messages(claim("ann").to_bytes()), service(), database)
    assert (became("done"), sample("tideover_stumbles_total", service="claims")) == (before[0], before[1] + 1)


def test_time_is_shared_out_among_the_kinds_of_events_and_adds_up(database: Database) -> None:
    deliver(messages(claim("zoe").to_bytes()), service(), database)

    def seconds(name: str, **labels: str) -> float:
        return REGISTRY.get_sample_value(name, {"service": "claims", **labels}) or 0

    before = seconds("tideover_batch_seconds_sum"), seconds("tideover_event_seconds_total", event=FILED)
    deliver(messages(*(claim(f"q{number}").to_bytes() for number in range(20))), service(), database)
    batch = seconds("tideover_batch_seconds_sum") - before[0]
    assert batch == pytest.approx(seconds("tideover_event_seconds_total", event=FILED) - before[1])
    assert batch > 0


def test_the_age_of_events_is_known_where_the_log_notes_their_arrival(database: Database) -> None:
    deliver(messages(claim("zoe").to_bytes()), service(), database)
    before = sample("tideover_event_to_effect_seconds_count", service="claims")
    deliver(messages(claim("ann").to_bytes(), arrived_ms=0), service(), database)
    deliver(messages(claim("bob").to_bytes()), service(), database)
    assert sample("tideover_event_to_effect_seconds_count", service="claims") - before == 1


def test_many_observations_fall_into_the_buckets_they_would_fall_into_one_by_one() -> None:
    registry = CollectorRegistry()
    many = ManyAtOnce(
        Metric("tideover_age_seconds", "histogram", "Age.", "seconds", {"service": SERVICES}, ("0.1", "1.0")), registry
    )
    many.begin(("claims",))
    many.observe(("payments",), [0, 100, 101, 1000, 5000])
    shown = generate_latest(registry).decode()
    assert 'tideover_age_seconds_bucket{le="0.1",service="payments"} 2.0' in shown
    assert 'tideover_age_seconds_bucket{le="1.0",service="payments"} 4.0' in shown
    assert 'tideover_age_seconds_bucket{le="+Inf",service="payments"} 5.0' in shown
    assert 'tideover_age_seconds_sum{service="payments"} 6.201' in shown
    assert 'tideover_age_seconds_count{service="claims"} 0.0' in shown


@pytest.mark.parametrize(("name", "kind"), [("events_total", "counter"), ("tideover_events", "counter")])
def test_a_metric_that_breaks_the_naming_is_refused(name: str, kind: str) -> None:
    with pytest.raises(NotInTheCatalogue):
        Metric(name, kind, "Events.", "events")  # type: ignore[arg-type] # the kind is right, the type is a plain string


def test_a_label_value_that_nobody_declared_is_refused() -> None:
    metric = Metric("tideover_waiting", "gauge", "Waiting.", "events", {"service": SERVICES})
    assert metric.check(("claims",)) == ("claims",)
    for wrong in [("Jane Doe",), (), ("claims", "claims")]:
        with pytest.raises(NotInTheCatalogue):
            metric.check(wrong)
