"""A line of a file becomes the fact that it states, or is rejected with a reason that names every fault."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Envelope, read
from contracts.currencies import MINOR_DIGITS
from services.registry_kit.facts import Reject
from services.runtime.privacy.pseudonyms import pseudonym_of
from tests.services.registry_kit.office import (
    ABOUT,
    CONTRIBUTIONS,
    FACT,
    KEY,
    MONTHLY,
    body,
    contribution_line,
    mapping,
    pseudonym,
    reason,
    told_by,
)

INSURED = "00-4417"
LINE = dict(
    zip(
        ("insured_no", "employer_no", "month", "gross", "contribution", "hours", "version", "posted"),
        contribution_line(7, insured_no=INSURED).split(";"),
        strict=True,
    )
)


def test_a_line_of_contributions_says_what_the_system_meant() -> None:
    found = told_by("contribution", CONTRIBUTIONS, **LINE)

    assert not isinstance(found, Reject)
    [envelope] = found
    assert envelope.data == {
        "key": "E0007-202002",
        "source_version": 1,
        "recorded_at": "2020-04-15T14:07:00Z",
        "employer": "E0007",
        "period": {"start": "2020-02-01", "end": "2020-03-01"},
        "earnings": {"minor": 800707, "currency": "USD"},
        "contribution": {"minor": 1250, "currency": "USD"},
        "minutes_worked": 9600,
    }
    assert (envelope.subject, envelope.source) == (pseudonym(INSURED), "https://fund.example.org/contributions")
    assert envelope.time == datetime(2020, 4, 15, 14, 7, tzinfo=UTC)


def test_the_same_line_gives_the_same_bytes_and_another_version_another_id() -> None:
    first, again, corrected = (
        told_by("contribution", CONTRIBUTIONS, **LINE | changes) for changes in ({}, {}, {"version": "2"})
    )
    assert isinstance(first, list)
    assert isinstance(again, list)
    assert isinstance(corrected, list)
    assert first[0].to_bytes() == again[0].to_bytes()
    assert first[0].id != corrected[0].id


def test_the_pseudonym_is_the_one_that_the_claims_desk_makes() -> None:
    found = told_by("contribution", CONTRIBUTIONS, **LINE)
    assert isinstance(found, list)
    assert found[0].subject == pseudonym_of("004417", KEY)


def test_the_identity_number_is_in_no_byte_of_the_event() -> None:
    found = told_by("contribution", CONTRIBUTIONS, **LINE)
    assert isinstance(found, list)
    assert b"4417" not in found[0].to_bytes()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"gross": "12.505,555"}, "earnings: an amount in USD has at most 2 decimals"),
        ({"gross": "much 4417"}, "earnings: it should be a number"),
        ({"gross": "9e99"}, "earnings: it should be a number written like 2.400,50"),
        ({"gross": "-4417,00"}, "earnings: it has a minus sign, and nothing here is below zero"),
        ({"contribution": "12.50"}, "contribution: it should be a number written like 2400,50"),
        ({"gross": None}, "earnings: is missing"),
        ({"hours": "1,3"}, "minutes_worked: it should be a number"),
        ({"hours": "1.33"}, "minutes_worked: it should be a whole number of minutes"),
        ({"month": "202013"}, "period: it should be a month written as %Y%m"),
        ({"posted": "4417"}, "recorded_at: it should be a moment written as %d.%m.%Y %H:%M"),
        ({"employer_no": "Jane Doe 4417"}, "employer: has characters"),
        ({"version": "0"}, "source_version: must be 1 or more"),
        ({"insured_no": None}, "person: the line does not say whom it is about"),
        ({"insured_no": "--"}, "person: it does not have the pattern of an identity number"),
    ],
)
def test_a_reason_names_the_field_and_repeats_no_value(changes: dict[str, Any], says: str) -> None:
    found = reason("contribution", CONTRIBUTIONS, **LINE | changes)
    assert says in found
    assert "4417" not in found
    assert "Jane" not in found


def test_every_fault_of_a_line_is_named_at_once() -> None:
    found = reason("contribution", CONTRIBUTIONS, **LINE | {"gross": "x", "month": "x", "posted": "x"})
    assert found.count(";") == 2


def test_an_identity_number_where_a_pseudonym_should_be_never_travels() -> None:
    rules = CONTRIBUTIONS | {"person": {"pseudonym": "insured_no"}}
    assert reason("contribution", rules, **LINE) == "person: this is no pseudonym"
    found = told_by("contribution", rules, **LINE | {"insured_no": pseudonym(INSURED)})
    assert isinstance(found, list)
    assert found[0].subject == pseudonym(INSURED)


def test_a_text_that_holds_the_identity_number_never_travels() -> None:
    fields = {"kind": {"constant": "registry.person-recorded"}, "reason": "why", "key": "key"}
    number = {"id": "123456789", "key": "k-1"}
    about = {**ABOUT, "person": {"national_id": "id", "pattern": "[0-9]{9}", "ignore": "-"}}
    rules = {**about, "fields": {**FACT, **fields}}
    for why in (
        "Booked on 123456789.",
        "123-456-789 was meant",
        "See \u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669",
    ):
        assert reason("retraction", rules, **number, why=why) == (
            "reason: it holds the identity number, which must not travel"
        )
    assert body("retraction", rules, **number, why="Booked on 12345678.")
    says = reason("retraction", rules, id="123456789", key="j-123456789", why="Mistaken.")
    assert says == "key: it holds the identity number, which must not travel"


def test_an_employer_with_a_persons_number_travels_as_a_mac_that_is_no_persons_pseudonym() -> None:
    monthly = MONTHLY | {"earnings": {"constant": "1", "currency": "USD"}, "employer": {"hidden": "firm"}}
    started = {"employment": "key", "employer": {"hidden": "firm"}, "started_on": {"constant": "2019-01-01"}}
    cells = {"id": "123456789", "key": "k-1", "firm": "123456789"}
    told = [
        body("contribution", {**ABOUT, "fields": {**FACT, **monthly}}, **cells),
        body(
            "employment-started", {**ABOUT, "fields": {**FACT, **started, "minutes_weekly": {"constant": 1}}}, **cells
        ),
        body("contribution", {**ABOUT, "fields": {**FACT, **monthly}}, **cells | {"firm": " \u06f123456789"}),
    ]
    assert len({data["employer"] for data in told}) == 1
    assert re.fullmatch("m-[0-9a-f]{32}", told[0]["employer"])
    assert told[0]["employer"][2:] != pseudonym("123456789")[2:]
    assert "spreadsheet" in reason("contribution", {**ABOUT, "fields": {**FACT, **monthly}}, **cells | {"firm": "#N/A"})


@pytest.mark.parametrize(
    "cell",
    [
        "12345.0",
        "1.23E+05",
        "#N/A",
        "nan",
        "NULL",
        "TRUE",
        "",
        "12 34",
        "12-34",
        True,
        1234,
        ["1234"],
        {"a": 1},
        b"1234",
    ],
)
def test_what_is_no_identity_number_is_nobody(cell: Any) -> None:
    rules = {**ABOUT, "fields": {**FACT, **MONTHLY, "earnings": {"constant": "1", "currency": "USD"}}}
    assert reason("contribution", rules, id=cell, key="k").startswith("person: ")


@pytest.mark.parametrize("cell", ["12345.0", "1E+05", "#REF!", "NULL", True, 0.5, Decimal(4402), ["E1"], b"E1"])
def test_what_is_no_key_is_no_job_and_no_employer(cell: Any) -> None:
    rules = {
        **ABOUT,
        "fields": {**FACT, **MONTHLY, "employer": "firm", "earnings": {"constant": "1", "currency": "USD"}},
    }
    assert reason("contribution", rules, id="1", key="k", firm=cell).startswith("employer: ")


def test_a_moment_without_a_zone_is_not_guessed_at() -> None:
    rules = mapping(recorded_at="at", kind={"constant": "registry.person-recorded"}, reason={"constant": "Mistaken."})
    assert "needs the mapping's zone" in reason("retraction", rules, id="1", key="k", at="2020-05-01T08:00:00")
    assert body("retraction", rules, id="1", key="k", at="2020-05-01T08:00:00+07:00")["recorded_at"].startswith(
        "2020-05-01T01:00"
    )


@given(minor=st.integers(0, 10**15), currency=st.sampled_from(sorted(MINOR_DIGITS)))
def test_every_amount_keeps_its_last_coin(minor: int, currency: str) -> None:
    written = f"{Decimal(minor).scaleb(-MINOR_DIGITS[currency]):,f}"
    rules = mapping(
        employer={"constant": "E1"},
        period={"month": "m"},
        earnings={"column": "sum", "currency": currency, "thousands": ","},
    )
    assert body("contribution", rules, id="1", key="k", m="2020-01", sum=written)["earnings"]["minor"] == minor


@given(
    cells=st.dictionaries(st.sampled_from(list(LINE)), st.one_of(st.none(), st.text(), st.integers(), st.decimals()))
)
def test_whatever_stands_in_a_line_it_becomes_a_fact_or_a_reason(cells: dict[str, Any]) -> None:
    found = told_by("contribution", CONTRIBUTIONS, **LINE | cells)
    if isinstance(found, Reject):
        assert found.reason
    else:
        assert all(read(Envelope.from_bytes(one.to_bytes())) for one in found)
