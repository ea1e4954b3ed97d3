"""Reading in one pass takes nothing that reading step by step refuses, and finds the same in what it takes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.base import Envelope, Event, Unreadable, follow, read
from contracts.reading import OpenedMessage, as_sealed, own_layout, read_in_one_pass, read_step_by_step
from contracts.schemas import EXAMPLES, published

published()
OWN = [Envelope.from_bytes(path.read_bytes()).to_bytes() for path in sorted(EXAMPLES.glob("*.json"))]
"""Every example of every event in our own layout."""

BACKWARDS = '{"start":"2019-12-01","end":"2019-11-01"}'
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(["", "x" * 300, "2019-11-01", "20190-01-01", "2019-02-30", "1572566400", "USD", "usd", "true"]),
    st.sampled_from(["2020-01-14T10:00:00Z", "2020-01-14T10:00:00", "2020-01-14 10:00:00.123456+05:30", 1578996000]),
    st.sampled_from(["{a6999a1a-4689-5a58-9e48-5ca8a2a0ff62}", "urn:uuid:a6999a1a-4689-5a58-9e48-5ca8a2a0ff62"]),
    st.sampled_from(["[]", "{}", "[null]", BACKWARDS, '{"minor":1,"currency":"USD"}']).map(json.loads),
)
MARKS = [bytes([one]) for one in b'",}{]- 0\n\\']
PIECES = [
    b"null",
    b"NaN",
    b"1e400",
    b"\\u0000",
    b"\\ud800",
    b"\xff",
    b',"data":{}',
    b',"type":"tideover.x.y.v1"',
    *MARKS,
]


def ways(body: Any, so_far: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a message."""
    inner = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    return [way for step, value in inner for way in ((*so_far, step), *ways(value, (*so_far, step)))]


@st.composite
def changed(draw: st.DrawFn) -> bytes:
    """An example with a few of its values changed, taken out or added to."""
    body = json.loads(draw(st.sampled_from(OWN)))
    for _ in range(draw(st.integers(0, 2))):
        *steps, last = draw(st.sampled_from(ways(body)))
        place = body
        for step in steps:
            place = place[step]
        change = draw(st.sampled_from(("value", "value", "gone", "more")))
        if change == "gone":
            del place[last]
        elif change == "more" and isinstance(place, dict):
            place[draw(st.sampled_from(("data", "type", "unknown")))] = draw(VALUES)
        else:
            place[last] = draw(VALUES)
    return json.dumps(body, separators=(",", ":"), ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A message with a piece cut out, put in, or said again elsewhere."""
    raw = draw(st.one_of(st.sampled_from(OWN), changed()))
    start = draw(st.integers(0, len(raw)))
    end = draw(st.integers(start, min(len(raw), start + 40)))
    again = draw(st.integers(0, len(raw)))
    piece = draw(st.sampled_from([b"", raw[start:end], *PIECES]))
    return draw(st.sampled_from([raw[:start] + piece + raw[end:], raw[:again] + piece + raw[again:]]))


def step_by_step(raw: bytes) -> tuple[Envelope, Event] | None:
    try:
        envelope = Envelope.from_bytes(raw)
        return envelope, read(envelope)
    except Unreadable:
        return None


def check(raw: bytes) -> bool:
    """Whether it was taken in one pass, which is then what reading step by step finds."""
    layout = own_layout(raw)
    quick = layout and read_in_one_pass(raw, layout)
    if not quick:
        return False
    slow = step_by_step(raw)
    assert slow is not None, "taken, though it is to be refused"
    assert quick.event == slow[1]
    assert quick.event.model_dump_json() == slow[1].model_dump_json()
    assert type(quick.event) is type(slow[1])
    assert quick.envelope.model_dump(exclude={"data"}) == slow[0].model_dump(exclude={"data"})
    assert (quick.id, quick.subject) == (slow[0].id, slow[0].subject)
    assert quick.meaning == read_step_by_step(raw).meaning
    assert quick.written == slow[1].model_dump_json(exclude_none=True).encode()
    return True


@pytest.mark.parametrize("raw", OWN, ids=lambda raw: json.loads(raw)["type"])
def test_every_example_in_our_own_layout_is_read_in_one_pass(raw: bytes) -> None:
    found = step_by_step(raw)
    assert found is not None
    assert check(raw) == (json.loads(raw)["type"] == found[1].type_()), "all but those that are upcast"


@pytest.mark.parametrize("raw", OWN, ids=lambda raw: json.loads(raw)["type"])
def test_what_is_sealed_here_says_what_a_reader_of_its_bytes_finds(raw: bytes) -> None:
    cause = Envelope.from_bytes(raw)
    sealed = follow(cause, read(cause), subject=cause.subject, part="0")
    body = sealed.to_bytes()
    assert body == Envelope.from_bytes(body).to_bytes()
    kept, layout = as_sealed(sealed, body), own_layout(body)
    assert kept is not None
    assert layout is not None
    again = read_in_one_pass(body, layout)
    assert again is not None
    assert (kept.event, kept.meaning, kept.written) == (again.event, again.meaning, again.written)
    step = read_step_by_step(body)
    assert (kept.id, kept.subject, kept.event, kept.meaning) == (step.id, step.subject, step.event, step.meaning)


@settings(max_examples=1500)
@given(raw=st.one_of(changed(), damaged()))
def test_whatever_is_taken_in_one_pass_is_what_step_by_step_finds(raw: bytes) -> None:
    check(raw)


def planted(raw: bytes, envelope: Envelope, event: Event | None = None) -> OpenedMessage:
    """The message read with a mistake."""
    right = read_step_by_step(raw)
    return OpenedMessage(right.id, right.subject, event or right.event, right.meaning, None, envelope)


@pytest.mark.parametrize(
    "mistaken",
    [
        lambda raw: planted(raw, Envelope.from_bytes(raw), Event()),
        lambda raw: planted(raw, Envelope.from_bytes(raw.replace(b'"source":"', b'"source":"x'))),
    ],
)
def test_the_check_bites(monkeypatch: pytest.MonkeyPatch, mistaken: Callable[[bytes], Any]) -> None:
    monkeypatch.setattr(f"{__name__}.read_in_one_pass", lambda raw, _type: mistaken(raw))
    with pytest.raises(AssertionError):
        check(OWN[0])


@pytest.mark.parametrize(
    ("time", "is_a_moment"),
    [
        ("2020-02-29T23:59:59Z", True),
        ("2020-01-14T10:00:00+00:00", True),
        ("2020-01-14T10:00:00.123456+05:30", True),
        ("2020-01-14T10:00:00.000000Z", True),
        ("2100-01-01T23:59:59Z", True),
        ("2019-02-29T00:00:00Z", False),
        ("2020-01-14T24:00:00Z", False),
        ("2020-01-14T10:00:60Z", False),
        ("2020-01-14T10:00:00+99:00", False),
        ("2020-01-14T10:00:00+::::5", False),
        ("1900-01-01T00:00:00+05:00", False),
        ("2100-01-02T00:00:00Z", False),
    ],
)
def test_the_time_of_a_message_is_taken_in_one_pass_where_it_is_a_moment_in_any_zone(
    time: str, *, is_a_moment: bool
) -> None:
    raw = next(raw for raw in OWN if b"contribution-recorded" in raw)
    envelope = Envelope.from_bytes(raw)
    told = raw.replace(
        b'"time":"' + envelope.time.isoformat().replace("+00:00", "Z").encode(), f'"time":"{time}'.encode(), 1
    )
    assert told != raw
    assert check(told) == is_a_moment


@pytest.mark.parametrize(
    ("before", "twice"),
    [
        (b'"data":', b'"type":"tideover.registry.person-vanished.v1","data":'),
        (b'"data":', b'"data":{},"data":'),
        (b'"sex":', b'"sex":"male","sex":'),
        (b'"region":', b'"unknown":{"inner":[{"a":1,"a":1}]},"region":'),
        (b'"region":', b'"\\u0072egion":"delta","region":'),
    ],
)
def test_what_names_something_twice_is_refused_at_any_depth(before: bytes, twice: bytes) -> None:
    raw = next(raw for raw in OWN if b"person-recorded" in raw)
    assert check(raw)
    assert before in raw
    repeating = raw.replace(before, twice)
    with pytest.raises(Unreadable, match="names the same thing twice"):
        Envelope.from_bytes(repeating)
    assert not check(repeating)
