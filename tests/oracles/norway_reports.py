"""Norwegian packs of reports: cards and event streams are told to the engine as facts, in their order."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from contracts.values import Period
from services.eligibility.model import Assessment
from tests.oracles.norway_claim import DAYS_OF_A_CARD, EARLY, Claim, Report, reports_of
from tests.oracles.pack import Answer, Found, Json, Pack


def cards(inputs: Json, _pack: Pack) -> Found:
    """Reporting cards under facts that a decision fixed."""
    facts = inputs["decision_facts"]
    of = {name: [fact for fact in facts if fact["fact"] == name] for name in {fact["fact"] for fact in facts}}
    runs = [
        (date.fromisoformat(fact["from"]), date.fromisoformat(fact["to"]) if fact["to"] else None, fact["value"])
        for fact in of["entitlement_weeks"]
    ]
    claim = Claim(
        min(since for since, _, _ in runs),
        {"deductible": of["deductible_nok"][-1]["value"], "daily_rate": of["daily_rate_nok"][0]["value"]},
    )
    for since, last, weeks in runs:
        claim.states("decided_weeks", weeks, since)
        if last is not None:
            claim.states("right_runs", False, last + timedelta(days=1))
    names = {
        "daily_rate_nok": ("decided_rate", Fraction(1)),
        "usual_weekly_hours": ("decided_hours_of_day", Fraction(1, 5)),
        "required_loss_of_working_time_pct": ("decided_loss_needed", Fraction(1, 100)),
    }
    for name, (particular, share) in names.items():
        for fact in of.get(name, ()):
            since = date.fromisoformat(fact["from"]) if fact["from"] else EARLY
            claim.states(particular, Fraction(fact["value"]) * share, since)
    periods = [claim.reports(card["days"]) for card in inputs["reporting_cards"]]
    reports = reports_of(claim)
    found = {str(period.start): _card(claim, reports[period.start], period) for period in periods}
    return {**found[str(periods[-1].start)], "by_period": found}


def _card(claim: Claim, report: Report, period: Period) -> Found:
    steps = report.steps
    spread = [
        step.value
        for day in range(DAYS_OF_A_CARD)
        if (step := steps.get(f"paid_of_day on {period.start + timedelta(days=day)}"))
        and (used := steps.get(f"used_day on {period.start + timedelta(days=day)}"))
        and used.value
    ]
    deducted = steps["deductible_used"].value
    waited = steps.get("waiting_left()")
    before = waited.value if waited else claim.before_any()[1].waiting_left
    return {
        "period": period.start,
        "loss_of_working_time_requirement_met": steps["loss_is_enough"].value,
        "paid_total_nok": report.paid,
        "benefit_days_consumed": report.used,
        "benefit_days_left": report.left,
        "deductible_consumed_nok": deducted,
        "deductible_left_nok": before - deducted,  # type: ignore[operator]
        "paid_on_consumed_day_no_nok_truncated": {
            str(number): int(Fraction(str(amount))) for number, amount in enumerate(spread, 1)
        },
    }


def stream(inputs: Json, _pack: Pack) -> Found:
    """Grants, changes, stops, reports and corrected reports, each held against what it should leave behind."""
    events = inputs["events"]
    first = next(event for event in events if event["event"] == "grant")
    claim = Claim(date.fromisoformat(first["from"]), {"deductible": 0, "daily_rate": first["daily_rate_nok"]})
    after: dict[str, Any] = {}
    decisions, before = 0, ((), ())  # type: tuple[int, Any]
    for number, event in enumerate(events):
        period = _told(claim, event)
        now = (tuple(fact.model_dump_json() for fact in claim.facts), _said(claim.follows()[1]))
        decided = now[1] != before[1] if event["event"] == "report" else now[0] != before[0]
        decisions, before = decisions + decided, now
        after[str(number)] = {**_after(claim, period), "decisions_so_far": decisions}
    return {"after_event_no": after}


def _said(assessments: tuple[Assessment, ...]) -> list[tuple[Any, ...]]:
    """What the assessments say, without how they came to it."""
    return [(one.certification, one.amount, one.weeks, one.limit_left) for one in assessments]


def _told(claim: Claim, event: Json) -> Period | None:
    if event["event"] == "report":
        return claim.reports(event["days"])
    since = date.fromisoformat(event["from"])
    if event["event"] == "stop":
        claim.states("right_runs", False, since)
        return None
    claim.states("decided_weeks", event["entitlement_weeks"], claim.begins)
    claim.states("decided_rate", event["daily_rate_nok"], since)
    claim.states("decided_hours_of_day", event["usual_hours_per_day"], since)
    claim.states("decided_loss_needed", Fraction(event["required_loss_of_working_time_pct"]) / 100, since)
    claim.states("right_runs", True, since)
    return None


def _after(claim: Claim, period: Period | None) -> dict[str, Any]:
    reports = reports_of(claim)
    ends = {(start + timedelta(days=DAYS_OF_A_CARD - 1)).isoformat(): one for start, one in reports.items()}
    found: dict[str, Any] = {
        "paid_in_force_for_period_ending": {end: one.paid for end, one in ends.items()},
        "benefit_days_left_from": {end: one.left for end, one in ends.items()},
    }
    own = reports.get(period.start) if period else None
    if own is not None:
        found["benefit_days_consumed_by_this_report"] = own.used
        found["paid_for_this_report_nok"] = own.paid
        enough, days = own.steps.get("loss_is_enough"), own.steps.get("benefit_days")
        found["outcome"] = bool(enough and days and enough.value and days.value)
    return found


ANSWERS: dict[str, Answer] = {"cards": cards, "events": stream}
