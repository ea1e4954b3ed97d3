"""What a registry or a claimant sends wrongly is parked with a reason; everybody else goes on, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic_core import from_json, to_json

from contracts.base import Envelope, derived_id
from contracts.schemas import EXAMPLES
from services.runtime.delivery import parking
from services.runtime.delivery.delivery import replay
from services.runtime.laptop.laptop import Laptop
from services.runtime.parking_codes import CODES
from tests.stories.town import (
    CLAIM,
    PERSON,
    born,
    certifies,
    files_claim,
    fill,
    final,
    lost_work,
    no_wages,
    said,
    town,
    wages,
)

STRANGER = "p-" + "6" * 32
Change = Callable[[dict[str, Any]], None]


def message(change: Change, *, person: str = STRANGER) -> bytes:
    """A contribution of a person, spoiled."""
    body = from_json(said(wages(14), person=person, again="spoiled").to_bytes())
    change(body)
    return to_json(body)


def at(*path: str, value: Any) -> Change:
    def change(body: dict[str, Any]) -> None:
        for step in path[:-1]:
            body = body[step]
        body[path[-1]] = value

    return change


BAD = {
    "an unknown type": (at("type", value="tideover.registry.contribution-recordet.v1"), "unknown-type", "type"),
    "an unknown version": (
        at("type", value="tideover.registry.contribution-recorded.v7"),
        "unknown-version",
        "is not known here",
    ),
    "a wrong unit": (at("data", "minutes_worked", value="40 hours"), "bad-data", "minutes_worked"),
    "an amount with a point": (at("data", "earnings", "minor", value=1200.5), "bad-data", "earnings.minor"),
    "an amount as text": (at("data", "earnings", "minor", value="120000"), "bad-data", "earnings.minor"),
    "a currency that is none": (at("data", "earnings", "currency", value="Dollar"), "bad-data", "earnings.currency"),
    "another currency": (at("data", "earnings", "currency", value="EUR"), "wrong-currency", "USD"),
    "a negative amount": (at("data", "earnings", "minor", value=-1), "bad-data", "earnings.minor"),
    "an end before the start": (at("data", "period", "end", value="2018-12-31"), "bad-data", "period"),
    "a date out of range": (at("data", "period", "start", value="0219-02-01"), "bad-data", "period.start"),
    "no subject": (at("subject", value=""), "bad-envelope", "subject"),
}


def ann_lives(laptop: Laptop) -> None:
    fill(laptop, [said(wages(month)) for month in (13, 16, 19)])
    fill(laptop, [said(born()), said(lost_work()), said(files_claim()), said(certifies(0))])


def parked_in(laptop: Laptop, service: str = "eligibility") -> list[parking.Parked]:
    with laptop.databases[service].begin() as connection:
        return parking.waiting(connection)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    laptop = town(tmp_path_factory.mktemp("undisturbed"))
    ann_lives(laptop)
    found = final(laptop)
    laptop.close()
    return found


@pytest.mark.parametrize("what", BAD)
def test_it_is_parked_with_a_reason_to_act_on_and_others_go_on(
    what: str, tmp_path: Path, undisturbed: dict[str, object]
) -> None:
    change, code, names = BAD[what]
    raw = message(change)
    laptop = town(tmp_path)
    laptop.publish_raw([("registry", raw)])
    ann_lives(laptop)
    (one,) = parked_in(laptop)
    assert (one.code, one.body) == (code, raw), "the bytes are kept as they came"
    assert names in one.reason
    assert CODES[one.code]
    assert final(laptop) == undisturbed


def test_a_line_that_is_no_json_is_parked_with_its_bytes(tmp_path: Path, undisturbed: dict[str, object]) -> None:
    laptop = town(tmp_path)
    laptop.publish_raw([("registry", b'{"specversion": "1.0", "id": '), ("intake", b"\xff\xfe")])
    ann_lives(laptop)
    assert [(one.code, one.subject) for one in parked_in(laptop)] == [("not-json", None), ("not-json", None)]
    assert final(laptop) == undisturbed


def test_the_same_version_with_other_content_waits_until_the_institution_decides(
    tmp_path: Path, undisturbed: dict[str, object]
) -> None:
    laptop = town(tmp_path)
    fill(laptop, [said(wages(month)) for month in (13, 16, 19)])
    contradiction = said(wages(13, 999_999))
    fill(laptop, [contradiction, said(born()), said(lost_work()), said(files_claim()), said(certifies(0))])
    codes = [one.code for one in parked_in(laptop)]
    assert codes[0] == "conflicting-fact"
    assert set(codes[1:]) == {"behind-parked"}, "later events of the person wait in order"
    parking.discard(
        laptop.databases["eligibility"], parked_in(laptop)[0].number, officer="staff-9", because="sent by mistake"
    )
    replay(laptop.services["eligibility"], laptop.databases["eligibility"], PERSON)
    laptop.close()
    laptop = town(tmp_path)
    laptop.run_until_quiet()
    assert parked_in(laptop) == []
    assert final(laptop) == undisturbed, "as if the mistake had never come"


def test_a_mended_message_lets_the_person_go_on(tmp_path: Path, undisturbed: dict[str, object]) -> None:
    laptop = town(tmp_path)
    laptop.publish_raw([("registry", message(at("data", "earnings", "minor", value=-5), person=PERSON))])
    ann_lives(laptop)
    assert [one.code for one in parked_in(laptop)][:2] == ["bad-data", "behind-parked"]
    parking.discard(
        laptop.databases["eligibility"], parked_in(laptop)[0].number, officer="staff-9", because="sent again, mended"
    )
    replay(laptop.services["eligibility"], laptop.databases["eligibility"], PERSON)
    laptop.close()
    laptop = town(tmp_path)
    laptop.run_until_quiet()
    assert final(laptop) == undisturbed


def test_an_id_used_twice_is_parked(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    first = said(wages(13), person=STRANGER)
    second = said(wages(14), person=STRANGER).model_copy(update={"id": first.id})
    fill(laptop, [first, second])
    assert [one.code for one in parked_in(laptop)] == ["id-reused"]


FORGED = {
    "claims.claim-decision.v2": {"claim": CLAIM, "question": f"{CLAIM}/quit"},
    "claims.claim-moved.v1": {"claim": CLAIM, "after": "closed"},
    "eligibility.determination-made.v1": {"claim": CLAIM, "number": 99, "outcome": "refused"},
    "eligibility.assessment-made.v1": {"claim": CLAIM, "number": 99, "due": {"minor": 99_999_999, "currency": "USD"}},
    "casework.answer-given.v1": {"question": f"{CLAIM}/quit"},
    "payments.payment-settled.v1": {"claim": CLAIM},
    "clock.day-closed.v1": {"day": "2099-12-31", "partition": 0},
}


@pytest.mark.parametrize("topic", ["registry", "intake", "casework", "bank", "clock"])
def test_what_somebody_says_in_anothers_name_changes_nothing(
    topic: str, tmp_path: Path, undisturbed: dict[str, object]
) -> None:
    laptop = town(tmp_path)
    forged = []
    for name, says in FORGED.items():
        body = from_json((EXAMPLES / f"{name}.json").read_bytes())
        body["data"] |= says
        body["subject"] = PERSON if name != "clock.day-closed.v1" else body["subject"]
        forged += [(topic, to_json(body))] if not name.startswith(topic) else []
    laptop.publish_raw(forged)
    ann_lives(laptop)
    laptop.publish_raw(forged)
    laptop.run_until_quiet()
    readers = [name for name, service in laptop.services.items() if topic in service.topics()]
    for reader in readers:
        assert {event.code for event in parked_in(laptop, reader)} == {"wrong-topic"}
        assert len(parked_in(laptop, reader)) == 2 * len(forged), "nothing is lost"
    assert final(laptop) == undisturbed


def test_a_registry_takes_back_its_own_facts_and_nobody_elses(tmp_path: Path, undisturbed: dict[str, object]) -> None:
    laptop = town(tmp_path)
    ann_lives(laptop)
    body = from_json(said(no_wages(13)).to_bytes())
    body["data"] |= {"kind": "intake.claim-filed", "key": CLAIM, "source_version": 9}
    laptop.publish_raw([("registry", to_json(body))])
    laptop.run_until_quiet()
    [event] = parked_in(laptop)
    assert (event.code, event.reason) == (
        "bad-data",
        "kind: a registry retracts facts of registries only, such as registry.hours-changed",
    )
    assert final(laptop) == undisturbed


@settings(
    max_examples=60,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    raws=st.lists(
        st.one_of(
            st.binary(max_size=200),
            st.builds(
                lambda path, value: message(at(*path, value=value)),
                st.sampled_from([("data",), ("type",), ("time",), ("id",), ("data", "period"), ("data", "earnings")]),
                st.one_of(st.none(), st.integers(), st.text(max_size=20), st.dictionaries(st.text(), st.integers())),
            ),
        ),
        max_size=12,
    )
)
def test_nothing_that_is_sent_raises_out_of_the_door(fuzzed: Laptop, raws: list[bytes]) -> None:
    before = fuzzed.lengths().get("registry", 0)
    fuzzed.publish_raw(("registry", raw) for raw in raws)
    fuzzed.run_until_quiet()
    assert fuzzed.lengths().get("registry", 0) == before + len(raws), "every message stays in the log"


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    return town(tmp_path_factory.mktemp("fuzzed"))


def test_the_fuzzed_town_still_serves_people(fuzzed: Laptop, undisturbed: dict[str, object]) -> None:
    ann_lives(fuzzed)
    assert final(fuzzed) == undisturbed


def test_the_time_of_recording_is_no_contradiction(tmp_path: Path) -> None:
    """The same content exported again on another day is the same statement."""
    again = wages(13).model_copy(update={"recorded_at": datetime(2020, 6, 1, tzinfo=UTC)})
    laptop = town(tmp_path)
    fill(laptop, [said(wages(13), person=STRANGER), said(again, person=STRANGER)])
    assert parked_in(laptop) == []
    assert Envelope.from_bytes(said(again).to_bytes()).id != derived_id("other")
