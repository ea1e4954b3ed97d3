"""Events at the edges of their contracts, made of the contracts' own schemas: what a store must hold if it is valid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from contracts.base import Body, Event
from contracts.currencies import MINOR_DIGITS
from contracts.overpayment_causes import CAUSES
from contracts.registry import RETRACTABLE
from contracts.schemas import published, schema_of
from contracts.values import FIRST_DAY, LAST_DAY
from contracts.written import FIRST_MOMENT, LAST_MOMENT, PROSE

EVENTS = published()
ENTRIES_MAX = 3
"""Longer lists only cost time: no column holds one."""

LONGEST = 2000
SUSPENDED = (
    '{"key":"job","source_version":1,"recorded_at":"2020-01-14T10:00:00Z","employment":"job",'
    '"period":{"start":"2020-01-05","end":"2020-01-12"},"reason":"economic"}'
)
"""A fact as one pseudonym shares it with another."""

DAYS = (FIRST_DAY, FIRST_DAY + timedelta(days=1), date(2020, 2, 29), LAST_DAY - timedelta(days=1), LAST_DAY)
PERIODS = (
    *({"start": str(start), "end": str(end)} for start in DAYS for end in DAYS if start < end),
    *({"start": f"2020-01-{day:02}", "end": f"2020-01-{day + 7:02}"} for day in (5, 12, 19)),
)
BY_FORM: dict[str, Sequence[Any]] = {
    "null": [None],
    "boolean": [False, True],
    "date": [day.isoformat() for day in DAYS],
    "date-time": [
        FIRST_MOMENT.isoformat(),
        "1900-01-01T14:00:00+14:00",
        "2020-01-14T10:00:00.000001Z",
        (LAST_MOMENT - timedelta(microseconds=1)).isoformat(),
        "2100-01-01T11:59:59-12:00",
    ],
    "uuid": [str(UUID(int=number)) for number in (0, 1, 2**128 - 1)],
}
FITTING: dict[str, Sequence[str]] = {
    PROSE: [
        "a",
        "\U0001f600" * LONGEST,
        "line\nline",
        "'; DROP TABLE fact; --",
        '{"a": "\\u0000"}',
        "\u0639\u200d\u200f",
    ],
    r"^[A-Za-z0-9][A-Za-z0-9:_./\-]*$": ["a", "A" * 80, "A" * 71, "c-1", "us/mississippi", "0:_./-"],
    r"^[a-z_]+\.[a-z-]+$": sorted(RETRACTABLE),
    r"^(19|20)[0-9][0-9]-(0[1-9]|1[0-2])$": ["1900-01"],
    r"^(1|0\.[0-9]{1,6}|[1-9][0-9]{0,5}/[1-9][0-9]{0,5})$": ["1", "0.000001", "0.999999", "1/3", "1/999999", "3/3"],
    r"^(casework|intake|providers)\.[a-z][a-z\-]*$": ["casework.a", f"intake.{'z' * 73}"],
    "^[A-Z]{3}$": ["USD", "USD", "JPY", "TND", *sorted(MINOR_DIGITS)[:3]],
    "^[A-Z]{2}$": ["EE", "ZW"],
    "^[a-z][a-z-]{0,39}$": sorted(CAUSES),
    r"^programme-[a-z0-9\-]{1,53}$": ["programme-a", f"programme-{'9' * 53}"],
    r"^[a-z]{2,3}(-[A-Z]{2})?$": ["en", "haw-US"],
    r"^[0-9a-f]{32}$": ["0" * 32, "f" * 32],
    r"^[a-z][a-z0-9_]{1,19}:[A-Za-z0-9][A-Za-z0-9./\-]{0,19}$": [
        "isco08:2",
        "isic4:8610",
        f"x{'_' * 19}:{'-' * 0}{'9' * 19}",
    ],
}
"""Texts by the pattern that they fit, as long, as short and as strange as it allows."""


@st.composite
def one_of_each_kind(draw: st.DrawFn) -> list[Event]:
    """Events, one of each kind that there is."""
    return [draw(_event(stem)) for stem in EVENTS]


@cache
def _event(stem: str) -> st.SearchStrategy[Event]:
    model = EVENTS[stem]
    schema = schema_of(model)
    return _of(schema, schema.get("$defs", {})).map(_fitted_together).map(model.model_validate)


def _fitted_together(body: Body) -> Body:
    """Rules between fields are in no schema: weeks follow each other, an adverse answer names its days."""
    _in_order(body)
    if "earnings" in body and "parts" in body:
        body["parts"] = [{"kind": "basic", "amount": body["earnings"]}]
    if "earnings" in body and "shares" in body:
        whole = body.get("contribution")
        body["shares"] = [{"by": "employer", "amount": whole}] if whole else None
    if "certificate" in body and (body.get("monthly") is None) != (body.get("basis") is None):
        body.update(monthly=None, basis=None)
    _of_a_referral(body)
    _of_weeks(body)
    if "verdict" in body and body.get("applies") is None:
        body["verdict"] = "for_claimant"
    if body.get("verdict") == "for_claimant":
        body.pop("reduced_by", None)
    elif "verdict" in body:
        body.pop("missing", None)
    if "verdict" in body and body.get("applies") is not None and body.get("period") is not None:
        body["period"] = body["applies"]
    if (body.get("officer") is None) != (body.get("because") is None) and "end_to_end" in body:
        body.update(officer=None, because=None)
    _of_a_programme(body)
    _of_a_contest(body)
    _of_an_order(body)
    _of_persons_and_lists(body)
    _of_a_resolution(body)
    _of_an_assignment(body)
    return body


def _of_weeks(body: Body) -> None:
    """Weeks that are certified follow each other, and no day is due twice."""
    if "weeks" in body:
        body["weeks"] = body["weeks"][:1]


def _of_a_resolution(body: Body) -> None:
    """What is given up has reasons, and so has a look without a right; a version of a sheet has its scheme."""
    if "viewed_at" in body or "resolution" in body:
        body["reasons"] = body.get("reasons") or "a"
    if "resolution" in body:
        body["scheme"] = body.get("scheme") or "us/mississippi"


def _of_an_assignment(body: Body) -> None:
    """What is given back is nobody's; who takes a matter takes it for themselves."""
    if "assigned_at" in body:
        back, taken = body.get("to") is None, body["because"] == "taken"
        body["because"] = "given_back" if back else "taken" if taken and body["to"] == body["by"] else "given"


def _of_a_referral(body: Body) -> None:
    """Somebody says so, for an office; a version has a key; nobody is invited to a day that has passed."""
    if "answered_on" in body and "referral" in body:
        if (body.get("officer") is None) == (body.get("system") is None):
            body.update(officer=None, system="employment-service")
        if body["answer"] == "accepted":
            body.pop("declined_because", None)
    if "referral" in body and body.get("key") is None:
        body.pop("source_version", None)
    _of_a_participation(body)


def _of_a_participation(body: Body) -> None:
    """Days lie in their report, a participation ends after it began, nobody is invited to a day that has passed."""
    if "trains" in body and "over" in body:
        body.update(began_on=body.get("last_day"))
    if "planned" in body and "attended" in body:
        body.update(period={"start": "2020-02-03", "end": "2020-02-08"}, planned=["2020-02-03"], attended=[])
    if "assessed_on" in body or "arranged_on" in body:
        body["officer"]["office"] = "north"
    if "months" in body and "rule" in body and (body.get("employment") is None or not body.get("in_work")):
        body.update(employment=None, in_work=False)
    if "arranged_on" in body:
        for day in ("meets_on", "answer_by"):
            body[day] = max(body[day], body["arranged_on"])


def _of_persons_and_lists(body: Body) -> None:
    """What is shared is a fact, nobody is merged with themselves, a list is of one month in one currency."""
    if "stated" in body:
        body.update(kind="registry.employment-suspended", event_version=1, stated=SUSPENDED)
    if "net_of_should_pay" in body:
        sums = ("should_pay", "pay", "net_of_should_pay", "net_of_pay")
        body.update({"month": {"start": "2020-02-01", "end": "2020-03-01"}, "employer": "e-1"})
        body.update(dict.fromkeys(sums, body["pay"]))
    if "joins" in body and body["joins"] == body["stays"]:
        body["joins"] = "p-other"


def _of_a_programme(body: Body) -> None:
    """A cohort opens before it closes and ends after it starts; somebody fits; a programme's provider is one."""
    for cohort in body.get("cohorts", ()):
        for day in ("opens_on", "closes_on", "starts_on", "ends_on"):
            cohort.pop(day, None)
    if "requirements" in body:
        for below in ("age_below", "service_months_below", "weeks_unemployed_below"):
            body["requirements"].pop(below, None)
    if "provider" in body:
        body["provider"] = "centre"


def _of_a_contest(body: Body) -> None:
    """A contest that somebody decided has a person and an article; only a changed decision names its days."""
    if "confirmed_by" in body and "verdict" in body:
        body.pop("confirmed_by")
    if "first_decided_on" in body and None in {body.get("contest"), body.get("tier"), body["first_decided_on"]}:
        body.update(contest=None, tier=None, first_decided_on=None)
    elif "verdict" in body and "first_decided_on" not in body:
        body.update(contest=None, tier=None)
    if "closed_on" in body and (body.get("officer") is None or body.get("article") is None):
        body["outcome"] = "withdrawn"
    if "contest" in body and "decided_on" in body:
        body["outcome"] = "upheld" if body.get("applies") is None else "changed"
        if body.get("applies") is None:
            body.pop("reduced_by", None)
    if "held_on" in body and "invited_on" in body:
        body["invited_on"] = min(body["invited_on"], body["held_on"])
        if body.get("mandate") is None:
            body["attendance"] = "wrote"
    if "representative" in body and body.get("until") is not None and body["until"] <= body["since"]:
        body.pop("until")


def _of_an_order(body: Body) -> None:
    """An order of a court names a share or a sum for a week, and ends after it begins."""
    if "legal_basis" not in body:
        return
    if (body.get("share") is None) == (body.get("weekly") is None):
        body.update(share="1/3", weekly=None)
    if body.get("until") is not None and body["until"] <= body["since"]:
        body.pop("until")


def _in_order(body: Body) -> None:
    """A job ends after it began, and is last worked at before its end; an outage ends after it began."""
    if "institution" in body and body.get("until") is not None and body["until"] <= body["since"]:
        body.pop("until")
    if body.get("agreed_end") is not None and body["agreed_end"] <= body["started_on"]:
        body.pop("agreed_end")
    if body.get("last_worked_on") is not None and body["last_worked_on"] >= body["ended_on"]:
        body.pop("last_worked_on")
    if body.get("returns_on") is not None and body["returns_on"] < body["ended_on"]:
        body.pop("returns_on")
    if "suspended_on" in body:
        body["until"] = max(body["until"], body["suspended_on"])


def _of(schema: dict[str, Any], definitions: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return st.sampled_from(PERIODS) if name == "Period" else _of(definitions[name], definitions)
    if alternatives := schema.get("anyOf") or schema.get("oneOf"):
        return st.one_of([_of(inner, definitions) for inner in alternatives])
    if schema["type"] == "object":
        return _object(schema, definitions)
    if schema["type"] == "array":
        least, most = schema.get("minItems", 0), min(schema["maxItems"], ENTRIES_MAX)
        return st.lists(_of(schema["items"], definitions), min_size=least, max_size=most)
    return _text(schema) if "pattern" in schema else st.sampled_from(_values(schema))


def _object(schema: dict[str, Any], definitions: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    fields = {name: _of(inner, definitions) for name, inner in schema["properties"].items()}
    required = set(schema.get("required", ()))
    return st.fixed_dictionaries(
        {name: values for name, values in fields.items() if name in required},
        optional={name: values for name, values in fields.items() if name not in required},
    )


def _values(schema: dict[str, Any]) -> Sequence[Any]:
    """Of a closed list all, of a range its ends."""
    if "const" in schema:
        return [schema["const"]]
    if schema["type"] == "integer":
        least, most = schema["minimum"], schema["maximum"]
        return [least, min(least + 1, most), (least + most) // 2, most]
    values: Sequence[Any] = schema.get("enum") or BY_FORM[schema.get("format", schema["type"])]
    return values


def _text(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    fitting, most = FITTING.get(schema["pattern"]), schema.get("maxLength", LONGEST)
    if fitting is None:
        return st.from_regex(schema["pattern"], fullmatch=True).filter(lambda text: len(text) <= most)
    return st.sampled_from([text for text in fitting if len(text) <= most])
