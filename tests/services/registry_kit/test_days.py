"""Days, months and moments: what is written is meant, within the days there can be, and no cell ends the run."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.registry_kit.facts import Facts, Reject
from services.registry_kit.input_line import InputLine, WrittenNumber
from services.registry_kit.mapping import Mapping
from tests.services.registry_kit.office import ABOUT, FACT, KEYS, MONTHLY, body, reason

PAID = {"earnings": {"constant": "100", "currency": "USD"}}
BORN = {"valid_from": {"constant": "2015-01-01"}, "region": {"constant": "delta"}}


def last_day(cell: Any, **rule: Any) -> Any:
    fields = {"employment": {"constant": "k-1"}, "reason": {"constant": "laid_off"}}
    return body("employment-ended", fields | {"ended_on": {"column": "day", **rule}}, day=cell)["ended_on"]


def refused_day(cell: Any, **rule: Any) -> str:
    fields = {"employment": {"constant": "k-1"}, "reason": {"constant": "laid_off"}}
    return reason("employment-ended", fields | {"ended_on": {"column": "day", **rule}}, day=cell)


@pytest.mark.parametrize(
    ("cell", "rule", "day"),
    [
        ("2020-02-03", {}, "2020-02-03"),
        ("03.02.2020", {"format": "%d.%m.%Y"}, "2020-02-03"),
        ("3.2.2020", {"format": "%d.%m.%Y"}, "2020-02-03"),
        ("20191231", {"format": "%Y%m%d", "plus_days": 1}, "2020-01-01"),
        (WrittenNumber("20200203"), {"format": "%Y%m%d"}, "2020-02-03"),
        (20200203, {"format": "%Y%m%d"}, "2020-02-03"),
        ("\u0662\u0660\u0662\u0660-\u0660\u0662-\u0660\u0663", {}, "2020-02-03"),
        ("15.06.55", {"format": "%d.%m.%y", "pivot": 2025}, "1955-06-15"),
        ("15.06.24", {"format": "%d.%m.%y", "pivot": 2025}, "2024-06-15"),
        ("29.02.00", {"format": "%d.%m.%y", "pivot": 2025}, "2000-02-29"),
        (date(2020, 2, 3), {}, "2020-02-03"),
        (datetime(2020, 2, 3, 23, 59, tzinfo=UTC), {}, "2020-02-03"),
    ],
)
def test_a_day_is_the_one_that_is_written(cell: Any, rule: dict[str, Any], day: str) -> None:
    assert last_day(cell, **rule) == day


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("2020-2-3", {}),
        ("20200203", {}),
        ("2020-W06-1", {}),
        ("43864", {}),
        (43864, {}),
        (WrittenNumber("43864.5"), {}),
        ("2020-02-30", {}),
        ("00000000", {"format": "%Y%m%d"}),
        ("2020111", {"format": "%Y%m%d"}),
        ("29.02.00", {"format": "%d.%m.%y", "pivot": 1950}),
        (True, {}),
        (["2020-02-03"], {}),
        (b"2020-02-03", {}),
        pytest.param(10**5000, {"format": "%Y%m%d"}, id="huge"),
    ],
)
def test_a_day_that_is_written_in_another_way_is_refused(cell: Any, rule: dict[str, Any]) -> None:
    assert refused_day(cell, **rule).startswith("ended_on: it should be a day")


@pytest.mark.parametrize("cell", ["9999-12-31", "0001-01-01", "2101-01-01", date.max, date.min])
def test_a_day_that_nobody_can_meet_is_refused_before_anything_is_reckoned_with_it(cell: Any) -> None:
    for rule in ({}, {"plus_days": 1}, {"plus_days": -1}):
        assert refused_day(cell, **rule) == "ended_on: it lies outside the years 1900 to 2100"


@pytest.mark.parametrize("month", ["9999-12", "0001-01", "2100-12"])
def test_a_month_that_nobody_can_meet_is_refused(month: str) -> None:
    fields = MONTHLY | PAID | {"period": {"month": "month"}}
    assert reason("contribution", fields, month=month) == "period: it lies outside the years 1900 to 2100"


@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-01T00:00:00",
        "9999-12-31T23:59:59",
        date.min,
        date.max,
        datetime(9999, 12, 31, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        "2020-02-30T00:00:00",
        "2020-02-03T25:00:00",
        "yesterday",
        WrittenNumber("1580717700"),
        True,
    ],
)
def test_a_moment_that_cannot_be_is_a_line_that_is_rejected(moment: Any) -> None:
    fields = MONTHLY | PAID | {"recorded_at": {"column": "at", "zone": "Asia/Bangkok"}}
    assert reason("contribution", fields, at=moment).startswith("recorded_at: ")


def test_a_month_that_had_not_begun_when_it_was_recorded_is_refused() -> None:
    fields = MONTHLY | PAID | {"period": {"month": "month"}}
    assert body("contribution", fields, month="2020-05")
    for month in ("2020-06", "2099-01"):
        says = reason("contribution", fields, month=month)
        assert says == "period: it had not begun when the line was recorded"


def test_a_recording_ahead_of_the_clock_is_refused() -> None:
    mapping = Mapping.model_validate({**ABOUT, "fields": {**FACT, **MONTHLY, **PAID}})
    line = InputLine(2, {"id": "1234"})
    for now, taken in ((datetime(2020, 5, 1, tzinfo=UTC), True), (datetime(2020, 4, 1, tzinfo=UTC), False)):
        found = Facts(mapping, "contribution", KEYS, now).of(line)
        assert isinstance(found, list) is taken
        assert taken or found == Reject(2, "recorded_at: it lies in the future")


def test_a_birth_after_its_recording_is_refused_and_two_digits_need_their_pivot() -> None:
    rule = {"month": "born", "format": "%d.%m.%y", "pivot": 2025}
    assert body("person", BORN | {"birth_month": rule}, born="15.06.55")["birth_month"] == "1955-06"
    rule = {"month": "born", "format": "%d.%m.%Y"}
    says = reason("person", BORN | {"birth_month": rule}, born="15.06.2055")
    assert "nobody is recorded before the month of birth" in says


@pytest.mark.parametrize("name", ["filed_on", "unemployed_from"])
def test_a_claim_is_not_filed_after_it_was_recorded(name: str) -> None:
    claim = {"scheme": {"constant": "us/mississippi"}, "filed_on": "day", "unemployed_from": {"constant": "2020-05-01"}}
    says = "filed_on: it lies after the moment of recording"
    assert reason("claim", claim, day="2020-06-01") == says
    assert name in body("claim", claim, day="2020-05-01")


@pytest.mark.parametrize(
    ("kind", "fields", "name"),
    [
        (
            "employment-started",
            {"employment": {"constant": "k"}, "employer": {"constant": "E"}, "minutes_weekly": {"constant": 1}},
            "started_on",
        ),
        ("person", {"region": {"constant": "delta"}, "birth_month": {"constant": "1990-01"}}, "valid_from"),
        ("particular", {"particular": {"constant": "x"}, "value": {"constant": "1"}}, "since"),
        (
            "claim",
            {"scheme": {"constant": "us/mississippi"}, "filed_on": {"constant": "2020-05-01"}},
            "unemployed_from",
        ),
    ],
)
def test_a_beginning_may_be_known_before_and_not_by_years(kind: str, fields: dict[str, Any], name: str) -> None:
    assert body(kind, fields | {name: "day"}, day="2020-09-01")[name] == "2020-09-01"
    says = reason(kind, fields | {name: "day"}, day="2099-01-01")
    assert says == f"{name}: it lies more than a year after the moment of recording"


def test_hours_of_a_year_that_is_a_slip_are_refused() -> None:
    fields = {"employment": {"constant": "k"}, "minutes_weekly": {"constant": 1}, "temporary": {"constant": True}}
    says = reason("hours-changed", fields | {"period": {"start": "day", "days": 7}}, day="2099-01-01")
    assert says == "period: it lies more than a year after the moment of recording"


ANY_CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=20),
    st.integers(),
    st.decimals(),
    st.floats(),
    st.binary(max_size=5),
    st.dates(),
    st.datetimes(),
    st.lists(st.text(max_size=3), max_size=2),
    st.builds(WrittenNumber, st.text(max_size=20)),
)
FILLED = {
    "period": {"start": "a", "end": "b", "end_is": "last_day"},
    "earnings": {"column": "c", "currency": "USD"},
    "employer": "d",
    "key": {"join": ["d", "e"]},
    "recorded_at": {"column": "e", "zone": "Asia/Bangkok"},
    "minutes_worked": {"column": "f", "unit": "hours"},
    "source_version": "f",
}


@given(cells=st.fixed_dictionaries(dict.fromkeys(("id", "a", "b", "c", "d", "e", "f"), ANY_CELL)))
def test_whatever_kind_of_cell_a_file_holds_it_becomes_a_fact_or_a_reason(cells: dict[str, Any]) -> None:
    mapping = Mapping.model_validate({**ABOUT, "fields": FILLED})
    found = Facts(mapping, "contribution", KEYS).of(InputLine(2, cells))
    assert found


@pytest.mark.parametrize(
    ("zone", "day"), [("UTC", "2020-02-01"), ("Asia/Bangkok", "2020-02-02"), ("-06:00", "2020-02-01")]
)
def test_a_last_day_that_is_written_as_a_moment_is_the_day_in_the_source_s_zone(zone: str, day: str) -> None:
    fields = {"employment": {"constant": "k-1"}, "reason": {"constant": "not_said"}}
    ended = body(
        "employment-ended",
        {**fields, "ended_on": {"column": "end_date", "zone": zone, "plus_days": 1}},
        end_date="2020-01-31T20:00:00Z",
    )
    assert ended["ended_on"] == day
