"""What registries and employers report has its place, and what they do not know can be left out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from contracts.base import Body, Envelope, read, read_body
from contracts.code_lists import COUNTRIES
from contracts.placement import ReferralAnswered
from contracts.refusals import in_words
from contracts.registry import EmploymentEnded, EmploymentStarted
from contracts.schemas import EXAMPLES, published

EVENTS = published()
RAISED = (EmploymentStarted, EmploymentEnded, ReferralAnswered)


def data_of(stem: str) -> Body:
    """The data of the example of a released version."""
    data: Body = json.loads((EXAMPLES / f"{stem}.json").read_text("utf-8"))["data"]
    return data


def refusal(stem: str, **changes: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        EVENTS[stem].model_validate({**data_of(stem), **changes})
    return in_words(refused.value)


@pytest.mark.parametrize("event", RAISED)
def test_version_1_says_in_version_2_what_it_always_said(event: type[Any]) -> None:
    earlier = data_of(f"{event.name}.v1")
    raised = read_body(event.name, 1, earlier)
    assert isinstance(raised, event)
    assert raised.model_dump(mode="json", exclude_none=True) == earlier


def test_a_start_without_hours_can_be_said() -> None:
    body = data_of("registry.employment-started.v2")
    del body["minutes_weekly"]
    started = read_body("registry.employment-started", 2, body)
    assert isinstance(started, EmploymentStarted)
    assert started.minutes_weekly is None


@pytest.mark.parametrize(
    ("stem", "changes", "says"),
    [
        ("registry.employment-started.v2", {"agreed_end": "2016-04-18"}, "the agreed end must lie after the day"),
        ("registry.employment-started.v2", {"full_post": 0}, "full_post: must be 1 or more"),
        ("registry.employment-started.v2", {"occupation": "2221"}, "occupation: has characters, or a form, that"),
        ("registry.employment-started.v2", {"occupation": "isco08:22211"}, "a code of ISCO-08 is written isco08:2221"),
        ("registry.employment-started.v2", {"industry": "isic4:V"}, "one of ISIC Rev. 4 isic4:8610 or isic4:Q"),
        ("registry.employment-started.v2", {"country": "UK"}, "a country is a code of ISO 3166-1"),
        ("registry.employment-started.v2", {"country": "ee"}, "a country is a code of ISO 3166-1"),
        ("registry.employment-ended.v2", {"last_worked_on": "2020-02-01"}, "the last day worked must lie before"),
        ("registry.employment-ended.v2", {"returns_on": "2020-01-31"}, "nobody returns to a job before it ended"),
        ("registry.employment-ended.v2", {"code": "R"}, "code: has characters, or a form, that"),
        ("registry.person-recorded.v1", {"died_on": "1979-05-31"}, "nobody dies before the month of birth"),
        ("registry.period-abroad-certified.v1", {"basis": None}, "pay is told with its basis, gross or net"),
        ("registry.period-abroad-certified.v1", {"monthly": None}, "and a basis with the pay"),
        ("casework.referral-answered.v2", {"system": None}, "either an officer records the answer, or a system"),
        (
            "registry.contribution-recorded.v1",
            {"parts": [{"kind": "basic", "amount": {"minor": 240_000, "currency": "EUR"}}]},
            "the parts must add up to the earnings, in their currency",
        ),
        ("registry.contribution-recorded.v1", {"shares": []}, "the shares must add up to the contribution"),
        (
            "registry.contribution-recorded.v1",
            {"contribution": None, "shares": [{"by": "state", "amount": {"minor": 0, "currency": "USD"}}]},
            "the shares must add up to the contribution",
        ),
    ],
)
def test_what_cannot_be_true_together_is_refused_in_a_sentence(stem: str, changes: Body, says: str) -> None:
    assert says in refusal(stem, **changes)


@pytest.mark.parametrize("code", ["isco08:2", "isco08:2221", "isic4:Q", "isic4:86", "kldb2010:81302", "nace2:86.10"])
def test_a_code_goes_by_the_name_of_its_list(code: str) -> None:
    body = {**data_of("registry.employment-started.v2"), "industry": code}
    assert read_body("registry.employment-started", 2, body).industry == code  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", ["stp2:R", "roe:A", "ess:1", "tls:§ 88 lg 1 p 3", "sides:NA/4"])
def test_a_source_s_own_code_is_kept_untouched(code: str) -> None:
    ended = read_body("registry.employment-ended", 2, {**data_of("registry.employment-ended.v2"), "code": code})
    assert ended.code == code  # type: ignore[attr-defined]


def test_parts_and_shares_are_kept() -> None:
    usd = {"currency": "USD"}
    parts = [
        {"kind": "basic", "amount": {"minor": 200_000, **usd}},
        {"kind": "overtime", "amount": {"minor": 40_000, **usd}},
    ]
    shares = [
        {"by": "employee", "amount": {"minor": 3_240, **usd}},
        {"by": "employer", "amount": {"minor": 3_240, **usd}},
    ]
    body = {**data_of("registry.contribution-recorded.v1"), "employment": "job-1", "paid_on": "2019-11-29"}
    told = read_body("registry.contribution-recorded", 1, {**body, "parts": parts, "shares": shares})
    written = told.model_dump(mode="json", exclude_none=True)
    assert (written["parts"], written["shares"]) == (parts, shares)


def test_pay_abroad_stays_in_its_own_currency() -> None:
    raw = (EXAMPLES / "registry.period-abroad-certified.v1.json").read_bytes()
    assert read(Envelope.from_bytes(raw)).monthly.currency == "EUR"  # type: ignore[attr-defined]


def test_the_countries_are_those_of_the_standard() -> None:
    assert len(COUNTRIES) == 249
    assert {"GB", "GR", "EE", "TW", "SS"} <= COUNTRIES
    assert not {"UK", "EL", "EU", "XK", "SU"} & COUNTRIES, "reserved, or assigned by users"
