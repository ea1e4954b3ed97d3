"""The way of a fact through all services is one trace at an OTLP receiver; who has none goes on."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from contracts.base import Envelope
from contracts.claims import ClaimOpened
from services.names import SERVICES
from services.runtime.database.store import Database
from services.runtime.delivery import parking
from services.runtime.delivery.delivery import TooManyParked, deliver, replay
from services.runtime.delivery.messages import Message
from services.runtime.metrics.labels import EVENT_NAMES
from services.runtime.process.settings import WrongSetting
from services.runtime.process.span_export import exporting
from services.runtime.service import Service
from tests.services.runtime.door import on_sqlite
from tests.services.runtime.otlp_receiver import Receiver, Sent, receiving
from tests.services.runtime.tally import FIRST, Tally, claim, counts, day_closed, service
from tests.shape.tree import ROOT
from tests.stories.town import CLAIM, PERSON, two_weeks_sealed

FOREIGN = "00-" + "ab" * 16 + "-" + "cd" * 8 + "-01"
"""A traceparent that an institution's own program gave."""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    (tmp_path / "own").mkdir()
    with on_sqlite(tmp_path / "own") as kept:
        yield kept


def fed(*envelopes: Envelope, first: int = 0) -> list[Message]:
    """Envelopes as a transport brings them."""
    return [
        Message(one.to_bytes(), one.type.split(".")[1], 0, first + number, key=one.subject.encode())
        for number, one in enumerate(envelopes)
    ]


def traced(*batches: list[Message], database: Database, ours: Service[Tally] | None = None) -> list[Sent]:
    """What the receiver has of batches that were delivered to the counting service."""
    with receiving() as receiver:
        with exporting(receiver.url):
            for batch in batches:
                deliver(batch, ours or service(), database)
        return receiver.spans


def test_one_certification_is_one_trace_through_eligibility_claims_and_payments(tmp_path: Path) -> None:
    with receiving() as receiver:
        with exporting(receiver.url):
            two_weeks_sealed(tmp_path)
        spans = receiver.spans
    of_certification = next(span.trace for span in spans if span.event == "intake.certification-filed")
    trace = {span.name: span for span in spans if span.trace == of_certification}
    names = {span.id: span.name for span in trace.values()}
    parents = {name: names.get(span.parent) for name, span in trace.items()}
    assert parents == {
        "eligibility intake.certification-filed": None,
        "claims intake.certification-filed": None,
        "claims eligibility.determination-made": "eligibility intake.certification-filed",
        "claims eligibility.assessment-made": "eligibility intake.certification-filed",
        "payments eligibility.assessment-made": "eligibility intake.certification-filed",
        "almp_referral eligibility.determination-made": "eligibility intake.certification-filed",
        "almp_referral eligibility.assessment-made": "eligibility intake.certification-filed",
        "oversight eligibility.determination-made": "eligibility intake.certification-filed",
        "oversight eligibility.assessment-made": "eligibility intake.certification-filed",
        "oversight payments.payment-instructed": "payments eligibility.assessment-made",
    }
    assert_nothing_personal(receiver)


def assert_nothing_personal(receiver: Receiver) -> None:
    """All that was sent is from closed lists; nobody is named, not even by a pseudonym, and no claim."""
    for span in receiver.spans:
        version = span.attributes.pop("tideover.event_version")
        assert version in {1, 2}
        assert span.attributes.keys() == {
            "tideover.service",
            "tideover.event",
            "tideover.became",
            "tideover.partition",
        }
        assert span.service in SERVICES
        assert span.event in EVENT_NAMES
        assert span.sender == {"service.namespace": "tideover", "service.name": span.service} | span.sender
        assert span.began_ns <= span.ended_ns
    for word in (PERSON, CLAIM, "works"):
        assert word.encode() not in receiver.raw


def test_what_is_parked_repeated_or_unreadable_is_a_span_of_its_own(database: Database) -> None:
    first, bad = claim("p-1"), claim("p-2", "bad")
    broken = Message(b"{", "intake", 0, 2)
    spans = traced([*fed(first, bad), broken], fed(first, first, first=3), database=database)
    assert [(span.event, span.became) for span in spans] == [
        ("intake.claim-filed", "done"),
        ("intake.claim-filed", "parked"),
        ("unreadable", "parked"),
        ("intake.claim-filed", "repeated"),
        ("intake.claim-filed", "repeated"),
    ]
    assert len({span.id for span in spans}) == 5
    assert spans[0].trace == spans[3].trace == spans[4].trace == first.trace


def test_what_is_replayed_takes_effect_under_the_span_that_its_consequences_name(
    database: Database, tmp_path: Path
) -> None:
    waits = claim("p-1", "c-2")
    with on_sqlite(tmp_path) as untroubled:
        [at_once] = traced(fed(waits), database=untroubled)
    with receiving() as receiver:
        with exporting(receiver.url):
            deliver(fed(claim("p-1", "bad"), waits), service(), database)
            parking.discard(database, 1, officer="staff-7", because="sent by mistake, withdrawn by the office")
            replay(service(), database, "p-1")
        assert [span.became for span in receiver.spans] == ["parked", "parked", "done"]
        assert receiver.spans[1].id != receiver.spans[2].id == at_once.id


def test_a_day_is_done_though_it_parks_a_person(database: Database) -> None:
    def fails(_state: Tally, _what: str, _day: date) -> list[ClaimOpened]:
        raise ZeroDivisionError

    woken = service()
    woken.on_wake = fails
    spans = traced(fed(claim("p-1")), fed(day_closed(FIRST, 0), first=7), database=database, ours=woken)
    assert [(span.event, span.became) for span in spans] == [
        ("intake.claim-filed", "done"),
        ("clock.day-closed", "done"),
    ]
    with database.reading() as connection:
        assert parking.count_waiting(connection) == 1


@pytest.mark.parametrize(
    ("traceparent", "trace", "parent"),
    [
        (FOREIGN, "ab" * 16, "cd" * 8),
        (None, claim("p-1").id.hex, ""),
        ("no trace at all", claim("p-1").id.hex, ""),
        ("00-" + "0" * 32 + "-" + "cd" * 8 + "-01", claim("p-1").id.hex, ""),
        ("00-" + "ab" * 16 + "-" + "0" * 16 + "-01", "ab" * 16, ""),
    ],
)
def test_a_trace_is_the_senders_or_where_it_is_none_the_events_own(
    database: Database, traceparent: str | None, trace: str, parent: str
) -> None:
    told = claim("p-1").model_copy(update={"traceparent": traceparent})
    [span] = traced(fed(told), database=database)
    assert (span.trace, span.parent) == (trace, parent)


def test_what_was_undone_leaves_no_span(database: Database) -> None:
    with receiving() as receiver:
        with exporting(receiver.url), pytest.raises(TooManyParked):
            deliver(fed(claim("p-1", "bad")), service(), database, parked_max=0)
        assert receiver.spans == []


def test_deliveries_go_on_while_the_receiver_does_not_answer(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "1")
    with receiving(at_once=False) as receiver:
        with exporting(receiver.url):
            deliver(fed(claim("p-1")), service(), database)
            assert receiver.asked.wait(timeout=60)
            deliver(fed(claim("p-2"), first=1), service(), database)
            assert counts(database) == {"p-1": (1, 0), "p-2": (1, 0)}
            assert receiver.spans == []
            receiver.answers.set()
        assert len(receiver.spans) == 2


def test_deliveries_go_on_where_no_receiver_is(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "1")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        with exporting(f"http://127.0.0.1:{taken.getsockname()[1]}"):
            assert deliver(fed(claim("p-1")), service(), database).done == 1
    assert counts(database) == {"p-1": (1, 0)}


def test_off_nothing_of_opentelemetry_is_imported_by_who_delivers(tmp_path: Path) -> None:
    delivers = (
        "import sys; from pathlib import Path\n"
        "from services.runtime.process.span_export import exporting\n"
        "from tests.services.runtime.tally import claim, world\n"
        "with exporting(None):\n"
        f"    laptop = world(Path({str(tmp_path)!r})); laptop.publish([claim('p-1')])\n"
        "    print(laptop.run_until_quiet().done, any(name.startswith('opentelemetry') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", delivers], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "False"]


def test_a_receiver_without_the_packages_or_without_an_address_ends_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WrongSetting, match=r"^TIDEOVER_TRACES_URL is wrong: it must begin with http:// or https://\.$"):
        exporting("127.0.0.1:4318").__enter__()
    monkeypatch.delitem(sys.modules, "services.runtime.process.otlp", raising=False)
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.resources", None)
    with pytest.raises(WrongSetting, match=r"^TIDEOVER_TRACES_URL needs a package .* pip install tideover\[opentelem"):
        exporting("http://127.0.0.1:4318").__enter__()
