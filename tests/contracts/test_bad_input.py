"""Bad input is refused with a code and a sentence that names the field and repeats no value of the message."""

from __future__ import annotations

import json
from typing import Any

import pytest

from contracts.base import Envelope, Event, Unreadable, follow, read
from contracts.schemas import EXAMPLES, published
from services.runtime.parking_codes import CODES

published()


def message(stem: str, **changes: Any) -> bytes:
    """An example's bytes with some fields changed; `data__earnings__minor` is a way down into it."""
    body: dict[str, Any] = json.loads((EXAMPLES / f"{stem}.json").read_text("utf-8"))
    for way, value in changes.items():
        *steps, last = way.split("__")
        place: Any = body
        for step in steps:
            place = place[int(step) if step.isdigit() else step]
        place[int(last) if last.isdigit() else last] = value
    return json.dumps(body).encode()


def refusal(raw: bytes) -> Unreadable:
    """Why a message cannot be read."""
    with pytest.raises(Unreadable) as refused:
        read(Envelope.from_bytes(raw))
    return refused.value


CONTRIBUTION = "registry.contribution-recorded.v1"
CERTIFICATION = "intake.certification-filed.v1"
PERSON = "registry.person-recorded.v1"
BACKWARDS = {"start": "2019-12-01", "end": "2019-11-01"}
UNPARSED = "4417"
"""Stands in every planted value, so that a sentence that repeats a value gives itself away."""


def test_the_examples_themselves_are_readable() -> None:
    for stem in (CONTRIBUTION, CERTIFICATION, PERSON):
        assert isinstance(read(Envelope.from_bytes(message(stem))), Event)


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (message(CONTRIBUTION, data__earnings__minor=-4417), "earnings.minor"),
        (message(CONTRIBUTION, data__earnings__minor=4417.5), "earnings.minor"),
        (message(CONTRIBUTION, data__earnings__minor=4417.0), "earnings.minor"),
        (message(CONTRIBUTION, data__earnings__minor="4417"), "earnings.minor"),
        (message(CONTRIBUTION, data__earnings__minor=4417 * 10**12), "earnings.minor"),
        (message(CONTRIBUTION, data__earnings=4417), "earnings"),
        (message(CONTRIBUTION, data__earnings__currency="USD4417"), "earnings.currency"),
        (message(CONTRIBUTION, data__earnings__currency="usd"), "earnings.currency"),
        (message(CONTRIBUTION, data__earnings__currency="QQQ"), "earnings.currency"),
        (message(CONTRIBUTION, data__earnings__currency="XAU"), "earnings.currency"),
        (message(CONTRIBUTION, data__earnings__currency=4417), "earnings.currency"),
        (message(CONTRIBUTION, data__period=BACKWARDS), "period"),
        (message(CONTRIBUTION, data__period__end="2019-11-01"), "period"),
        (message(CONTRIBUTION, data__period__start="0219-11-01"), "period.start"),
        (message(CONTRIBUTION, data__period__end="4417-12-01"), "period.end"),
        (message(CONTRIBUTION, data__period__end="2019-02-30"), "period.end"),
        (message(CONTRIBUTION, data__period__start=1572566400), "period.start"),
        (message(CONTRIBUTION, data__period__start="1572566400"), "period.start"),
        (message(CONTRIBUTION, data__key="Jane Doe 4417"), "key"),
        (message(CONTRIBUTION, data__source_version=0), "source_version"),
        (message(CONTRIBUTION, data__recorded_at="2020-01-14T10:00:00"), "recorded_at"),
        (message(PERSON, data__birth_month="1979-13"), "birth_month"),
        (message(PERSON, data__birth_month="1850-06"), "birth_month"),
        (message(PERSON, data__birth_month="\u0662\u0660\u0661\u0669-06"), "birth_month"),
        (message(PERSON, data__birth_month="2055-06"), "message"),
        (message(PERSON, data__sex="4417"), "sex"),
        (message(CERTIFICATION, data__weeks=[]), "weeks"),
        (message(CERTIFICATION, data__weeks__0__able="perhaps"), "weeks.0.able"),
        (message(CERTIFICATION, data__weeks__1__period={"start": "2020-02-16", "end": "2020-02-23"}), "message"),
    ],
)
def test_a_broken_field_is_named_and_its_value_kept_to_ourselves(raw: bytes, field: str) -> None:
    refused = refusal(raw)

    assert refused.code == "bad-data"
    assert f"{field}: " in refused.reason
    assert UNPARSED not in refused.reason
    assert "Jane" not in refused.reason


def test_a_person_is_born_before_the_registry_records_them() -> None:
    month = "2020-02"  # of `recorded_at`
    assert isinstance(read(Envelope.from_bytes(message(PERSON, data__birth_month=month))), Event)
    refused = refusal(message(PERSON, data__birth_month="2020-03"))
    assert refused.reason == "message: nobody is recorded before the month of birth"


@pytest.mark.parametrize("written", ["application/json;charset=UTF-8", 'Application/JSON ; charset="utf-8"; v=1'])
def test_a_media_type_may_have_parameters_and_capitals(written: str) -> None:
    envelope = Envelope.from_bytes(message(PERSON, datacontenttype=written))
    assert envelope.datacontenttype == "application/json"


@pytest.mark.parametrize("about", [None, 4417, "", ["week:2020-03-29"], "week:2020-03-29T00:00:00", "week:4417"])
@pytest.mark.parametrize("stem", ["claims.question-opened.v1", "claims.claim-decision.v1"])
def test_what_is_about_nothing_is_refused_in_a_sentence_whatever_its_version(stem: str, about: object) -> None:
    refused = refusal(message(stem, data__about=about))
    assert refused.code == "bad-data"
    assert refused.reason.startswith("about")
    assert isinstance(about, str) or refused.reason == "about: must be a text such as week:2020-03-29"


def test_an_unknown_currency_is_refused_with_a_sentence() -> None:
    refused = refusal(message(CONTRIBUTION, data__earnings__currency="QQQ"))

    assert (refused.code, refused.reason) == (
        "bad-data",
        "earnings.currency: a currency is a code of ISO 4217 in capital letters, such as USD",
    )


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "not-json"),
        (b'{"specversion": "1.0", "id"', "not-json"),
        (b"\xff\xfe4417", "not-json"),
        (b"[4417]", "bad-envelope"),
        (b"null", "bad-envelope"),
        (message(PERSON, specversion="0.3"), "bad-envelope"),
        (message(PERSON, id="4417"), "bad-envelope"),
        (message(PERSON, subject="Jane Doe, born 4417"), "bad-envelope"),
        (message(PERSON, time="2020-02-03T08:15:00"), "bad-envelope"),
        (message(PERSON, data="4417"), "bad-envelope"),
        (message(PERSON, type="tideover.registry.person-vanished.v1"), "unknown-type"),
        (message(PERSON, type="com.example.person.v1"), "unknown-type"),
        (message(PERSON, type="tideover.registry.person-recorded"), "unknown-type"),
        (message(PERSON, type="tideover.registry.person-recorded.v4417"), "unknown-version"),
        (message(PERSON, type="tideover.registry.person-recorded.v²"), "unknown-version"),
        (message(PERSON, type="tideover.registry.person-recorded.v\u0661"), "unknown-version"),
        (message(PERSON, type="tideover.registry.person-recorded.v01"), "unknown-version"),
        (message(PERSON, type="tideover.registry.person-recorded.v" + "4" * 150), "unknown-version"),
        (message(PERSON, type="tideover.registry.person-vanished.v²"), "unknown-type"),
        (message(PERSON, datacontenttype="application/json; charset=iso-8859-1"), "bad-envelope"),
        (message(PERSON, datacontenttype="application/xml"), "bad-envelope"),
        (message(PERSON, time=1579000000), "bad-envelope"),
        (message(PERSON, time="9999-12-31T23:59:59-12:00"), "bad-envelope"),
        (message(PERSON, source="Jane Doe\n4417"), "bad-envelope"),
        (message(PERSON).replace(b'"sex"', b'"sex": "male", "sex"'), "not-json"),
        (message(PERSON).replace(b'"data"', b'"memo": NaN, "data"'), "not-json"),
    ],
)
def test_a_broken_message_is_refused_with_a_code_that_says_what_to_do(raw: bytes, code: str) -> None:
    refused = refusal(raw)

    assert refused.code == code
    assert CODES[code]
    assert "Jane" not in refused.reason


@pytest.mark.parametrize("field", ["id", "source", "type", "subject", "time", "dataschema", "data"])
def test_an_envelope_without_one_of_its_fields_names_it(field: str) -> None:
    body = json.loads(message(PERSON))
    del body[field]

    refused = refusal(json.dumps(body).encode())

    assert (refused.code, refused.reason) == ("bad-envelope", f"{field}: is missing")


def test_every_fault_of_a_message_is_named_at_once() -> None:
    reason = refusal(message(CONTRIBUTION, data__earnings__minor=-1, data__period__end="soon", data__key="")).reason

    assert all(f"{field}: " in reason for field in ("earnings.minor", "period.end", "key"))


@pytest.mark.parametrize("malformed", ["4417", "00-4417-01", 4417, ["00"], f"00-{'A' * 32}-{'b' * 16}-01"])
def test_a_malformed_trace_is_ignored_and_begins_anew_with_what_follows(malformed: object) -> None:
    cause = Envelope.from_bytes(message(CONTRIBUTION, traceparent=malformed))
    assert isinstance(read(cause), Event)
    assert cause.traceparent is None
    followed = follow(cause, read(cause), subject=cause.subject, part="0")
    assert followed.traceparent is not None
    assert followed.traceparent.startswith(f"00-{followed.id.hex}-")


def test_a_trace_is_carried_on_from_cause_to_consequence() -> None:
    cause = Envelope.from_bytes(message(CONTRIBUTION, traceparent=f"00-{'a' * 32}-{'b' * 16}-01"))
    assert str(follow(cause, read(cause), subject=cause.subject, part="0").traceparent).startswith(f"00-{'a' * 32}-")
