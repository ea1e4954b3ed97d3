"""Every kind of fact that a registry states can stand in a file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contracts.attachments import OrderLifted, OrderMade
from contracts.base import read
from contracts.casework import ComplianceRecorded, RecallOrdered, RecordRetracted
from contracts.closing_audits import ClosingAuditOrdered, LineAudited
from contracts.contacts import ContactNoted
from contracts.intake import FilingRetracted, MandateEnded, MandateGiven
from contracts.merged_persons import PersonsMerged, PersonsSeparated
from contracts.outages import OutageRecorded
from contracts.participation import AttendanceReported, ParticipationEnded, ParticipationStarted, ReportRetracted
from contracts.placement import NeedsAssessed, OfferArranged, PlacementRecordRetracted
from contracts.providers import PlaceProposed, ProgrammeEnded, ProgrammePublished, StatementRetracted
from contracts.registry import Fact
from contracts.training import ParticipationCounted
from services.registry_kit.kinds import KINDS, fields_of, publisher_of_kind
from tests.services.registry_kit.office import body, mapping, reason, told_by

LINES_OF_EACH_KIND: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "person": (
        mapping(
            valid_from="since",
            birth_month={"month": "born", "format": "%d/%m/%Y"},
            sex={"column": "sex", "codes": {"F": "female", "M": "male"}},
            region="region",
            dependants="children",
            national={"column": "national", "codes": {"J": "yes", "N": "no"}},
        ),
        {"since": "2015-01-01", "born": "17/06/1992", "sex": "F", "region": "delta", "children": "2", "national": "N"},
        {
            "valid_from": "2015-01-01",
            "birth_month": "1992-06",
            "sex": "female",
            "region": "delta",
            "dependants": 2,
            "national": False,
        },
    ),
    "employment-started": (
        mapping(employment="key", employer="e", started_on="from", minutes_weekly={"column": "h", "unit": "hours"}),
        {"e": "E1", "from": date(2019, 5, 2), "h": Decimal("37.5")},
        {"employment": "k-1", "employer": "E1", "started_on": "2019-05-02", "minutes_weekly": 2250},
    ),
    "employment-ended": (
        mapping(
            employment="key",
            ended_on={"column": "last", "format": "%Y%m%d", "plus_days": 1},
            reason={"column": "why", "codes": {"7": "laid_off"}},
        ),
        {"last": "20191231", "why": "7"},
        {"employment": "k-1", "ended_on": "2020-01-01", "reason": "laid_off"},
    ),
    "hours-changed": (
        mapping(
            employment="key",
            period={"start": "from", "end": "to", "end_is": "last_day"},
            minutes_weekly="m",
            temporary="t",
        ),
        {"from": "2020-03-01", "to": "2020-03-31", "m": 1200, "t": True},
        {
            "employment": "k-1",
            "period": {"start": "2020-03-01", "end": "2020-04-01"},
            "minutes_weekly": 1200,
            "temporary": True,
        },
    ),
    "employment-suspended": (
        mapping(employment="key", period={"start": "from", "end": "to"}, reason={"constant": "economic"}),
        {"from": "2020-03-01", "to": "2020-04-01"},
        {"employment": "k-1", "period": {"start": "2020-03-01", "end": "2020-04-01"}, "reason": "economic"},
    ),
    "absence": (
        mapping(
            period={"start": "from", "end": "to", "end_is": "last_day"},
            kind={"column": "why", "codes": {"permisjonMedForeldrepenger": "parental"}},
            minutes_weekly_left={"column": "left", "unit": "hours"},
            paid_by={"constant": "insurance"},
        ),
        {"from": "2019-03-04", "to": "2019-05-12", "why": "permisjonMedForeldrepenger", "left": "8"},
        {
            "period": {"start": "2019-03-04", "end": "2019-05-13"},
            "kind": "parental",
            "minutes_weekly_left": 480,
            "paid_by": "insurance",
        },
    ),
    "short-time": (
        mapping(
            scheme={"constant": "de/kurzarbeitergeld"},
            employer={"constant": "E1"},
            employment="job",
            month={"start": "from", "end": "to"},
            region={"constant": "DE-BY"},
            minutes_agreed_weekly={"column": "agreed", "unit": "hours"},
            minutes_lost={"column": "lost", "unit": "hours"},
            should_pay={"column": "should", "currency": "EUR"},
            pay={"column": "is", "currency": "EUR"},
            net_of_should_pay={"column": "net_should", "currency": "EUR"},
            net_of_pay={"column": "net_is", "currency": "EUR"},
            children="children",
            workplace_decided={"column": "decided", "codes": {"J": "yes", "N": "no"}},
            is_final={"column": "final", "codes": {"J": "yes", "N": "no"}},
        ),
        {
            "job": "j-1",
            "from": "2025-03-01",
            "to": "2025-04-01",
            "agreed": "40",
            "lost": "84",
            "should": "3000.00",
            "is": "1500.00",
            "net_should": "2150.00",
            "net_is": "1180.00",
            "children": "0",
            "decided": "J",
            "final": "N",
        },
        {
            "scheme": "de/kurzarbeitergeld",
            "employer": "E1",
            "employment": "j-1",
            "month": {"start": "2025-03-01", "end": "2025-04-01"},
            "region": "DE-BY",
            "minutes_agreed_weekly": 2400,
            "minutes_lost": 5040,
            "should_pay": {"minor": 300_000, "currency": "EUR"},
            "pay": {"minor": 150_000, "currency": "EUR"},
            "net_of_should_pay": {"minor": 215_000, "currency": "EUR"},
            "net_of_pay": {"minor": 118_000, "currency": "EUR"},
            "children": 0,
            "workplace_decided": True,
            "is_final": False,
        },
    ),
    "leaving-payment": (
        mapping(
            employment="job",
            kind={"constant": "leave_compensation"},
            amount={"column": "sum", "currency": "EUR"},
            covers={"start": "from", "end": "to"},
        ),
        {"job": "j-1", "sum": "864.00", "from": "2020-02-01", "to": "2020-02-10"},
        {
            "employment": "j-1",
            "kind": "leave_compensation",
            "amount": {"minor": 86_400, "currency": "EUR"},
            "covers": {"start": "2020-02-01", "end": "2020-02-10"},
        },
    ),
    "period-abroad": (
        mapping(
            country="land",
            kind={"column": "what", "codes": {"01": "employed_insured"}},
            period={"start": "from", "end": "to"},
            monthly={"column": "pay", "currency": "PLN"},
            basis={"constant": "gross"},
            certificate="form",
        ),
        {"land": "PL", "what": "01", "from": "2017-01-09", "to": "2018-07-01", "pay": "5100.50", "form": "u002-1"},
        {
            "country": "PL",
            "kind": "employed_insured",
            "period": {"start": "2017-01-09", "end": "2018-07-01"},
            "monthly": {"minor": 510_050, "currency": "PLN"},
            "basis": "gross",
            "certificate": "u002-1",
        },
    ),
    "job-search": (
        mapping(
            period={"start": "from", "days": 14},
            search={"column": "ok", "codes": {"1": "met", "0": "not_met", "9": "cannot_say"}},
            by={"constant": "employment-service"},
        ),
        {"from": "2020-02-02", "ok": "9"},
        {
            "period": {"start": "2020-02-02", "end": "2020-02-16"},
            "search": "cannot_say",
            "by": "employment-service",
        },
    ),
    "contribution": (
        mapping(employer="e", period={"month": "month"}, earnings={"column": "sum", "currency": "VND"}),
        {"e": "E1", "month": "2019-12", "sum": "9000000"},
        {
            "employer": "E1",
            "period": {"start": "2019-12-01", "end": "2020-01-01"},
            "earnings": {"minor": 9_000_000, "currency": "VND"},
        },
    ),
    "particular": (
        mapping(particular={"constant": "wage_tax"}, value="tax", since="from"),
        {"tax": "412.50", "from": "2020-01-01"},
        {"particular": "wage_tax", "value": "412.50", "since": "2020-01-01"},
    ),
    "retraction": (
        mapping(kind={"constant": "registry.contribution-recorded"}, reason={"constant": "Another person's."}),
        {},
        {"kind": "registry.contribution-recorded", "reason": "Another person's."},
    ),
}


@pytest.mark.parametrize("kind", LINES_OF_EACH_KIND)
def test_every_kind_of_fact_can_stand_in_a_file(kind: str) -> None:
    rules, cells, expected = LINES_OF_EACH_KIND[kind]
    common = {"key": "k-1", "source_version": 1, "recorded_at": "2020-05-01T08:00:00Z"}

    assert body(kind, rules, id="1", key="k-1", **cells) == common | expected


def test_no_fact_is_left_out() -> None:
    assert {event for events in KINDS.values() for event in events} >= set(Fact.__subclasses__()) - {
        ComplianceRecorded,
        FilingRetracted,
        AttendanceReported,
        ContactNoted,
        MandateEnded,
        MandateGiven,
        NeedsAssessed,
        OfferArranged,
        ClosingAuditOrdered,
        LineAudited,
        OrderLifted,
        OrderMade,
        OutageRecorded,
        ParticipationCounted,
        ParticipationEnded,
        ParticipationStarted,
        PersonsMerged,
        PersonsSeparated,
        PlaceProposed,
        PlacementRecordRetracted,
        ProgrammeEnded,
        ProgrammePublished,
        RecallOrdered,
        RecordRetracted,
        ReportRetracted,
        StatementRetracted,
    }
    of_registries = {kind for kind in KINDS if publisher_of_kind(kind) == "registry"}
    assert LINES_OF_EACH_KIND.keys() == of_registries - {"employment", "mass-layoff"}, "two facts a line: tried apart"
    assert fields_of("employment").keys() >= {"started_on", "ended_on"}


def test_an_employment_tells_its_end_once_it_has_one() -> None:
    rules = mapping(
        employment="key",
        employer={"constant": "E1"},
        started_on="from",
        minutes_weekly={"constant": 2400},
        ended_on="to",
        reason={"column": "why"},
    )
    running = told_by("employment", rules, id="1", key="k-1", **{"from": "2019-05-02", "to": None, "why": None})
    ended = told_by(
        "employment", rules, id="1", key="k-1", **{"from": "2019-05-02", "to": "2020-05-02", "why": "mutual_agreement"}
    )

    assert isinstance(running, list)
    assert isinstance(ended, list)
    assert [read(one).name for one in running] == ["registry.employment-started"]
    assert [read(one).name for one in ended] == ["registry.employment-started", "registry.employment-ended"]
    assert running[0].to_bytes() == ended[0].to_bytes()


def test_an_unknown_code_is_not_guessed_at() -> None:
    rules, cells, _ = LINES_OF_EACH_KIND["person"]
    found = reason("person", rules, id="1", key="k-1", **cells | {"sex": "X"})
    assert found == "sex: the code is not among those of the mapping"
