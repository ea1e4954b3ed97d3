"""Norwegian packs of reports: cards and event streams are told to the engine as facts, in their order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from contracts.registry import ParticularStated
from contracts.values import Period
from law.case.model import Assessment
from law.language.terms.values import Value
from law.packs.pack import Answer, Found, Json, NotStated, Pack
from tests.oracles.norway_claim import DAYS_OF_A_CARD, EARLY, Claim, Report, reports_of

OF_A_DECISION = {
    "daily_rate_nok": ("decided_rate", Fraction(1)),
    "usual_weekly_hours": ("decided_hours_of_day", Fraction(1, 5)),
    "required_loss_of_working_time_pct": ("decided_loss_needed", Fraction(1, 100)),
}
"""What a decision fixes day by day: the particular that says it to the engine, and its share of the stated figure."""
OF_AN_EVENT = {
    "daily_rate_nok": ("decided_rate", Fraction(1)),
    "usual_hours_per_day": ("decided_hours_of_day", Fraction(1)),
    "required_loss_of_working_time_pct": ("decided_loss_needed", Fraction(1, 100)),
}
LOSS_OF_RIGHT = {
    "Ordinær": Fraction(50, 100),
    "Permittering": Fraction(50, 100),
    "PermitteringFraFiskeindustrien": Fraction(40, 100),
}
"""The agency's kinds of right, and the loss of working time that each asks."""


def cards(inputs: Json, _pack: Pack) -> Found:
    """Reporting cards under facts that a decision fixed."""
    of = _by_name(inputs["decision_facts"])
    runs = of.get("entitlement_weeks", [])
    if not runs or not of.get("daily_rate_nok"):
        raise NotStated("a decision states its weeks and its daily rate")
    deductible = [fact["value"] for fact in of.get("deductible_nok", ())]
    rates = [fact["value"] for fact in of["daily_rate_nok"]]
    begins = min(fact["from"] or EARLY for fact in runs)
    claim = Claim(begins, {"deductible": deductible[-1] if deductible else 0, "daily_rate": rates[0]})
    for fact in runs:
        claim.states("decided_weeks", fact["value"], fact["from"] or begins)
        claim.states("right_runs", True, fact["from"] or begins)
    for fact in runs:
        after = fact["to"] + timedelta(days=1) if fact["to"] else None
        if after and after not in {other["from"] for other in runs}:
            claim.states("right_runs", False, after)
    for name, (particular, share) in OF_A_DECISION.items():
        for fact in of.get(name, ()):
            claim.states(particular, Fraction(fact["value"]) * share, fact["from"] or EARLY)
    periods = [claim.reports(card["days"]) for card in inputs["reporting_cards"]]
    reports = reports_of(claim)
    found = {str(period.start): _card(reports[period.start], period) for period in periods}
    return {**found[str(periods[-1].start)], "by_period": found}


def _by_name(facts: Iterable[Json]) -> dict[str, list[dict[str, Any]]]:
    """What a decision fixed, by name and in the order of its days; a name that no rule knows is said."""
    of: dict[str, list[dict[str, Any]]] = {}
    for fact in facts:
        if fact["fact"] not in {*OF_A_DECISION, "entitlement_weeks", "deductible_nok"}:
            raise NotStated(f"no rule knows what a decision states as {fact['fact']}")
        days = {edge: date.fromisoformat(fact[edge]) if fact.get(edge) else None for edge in ("from", "to")}
        of.setdefault(fact["fact"], []).append({"value": fact["value"], **days})
    for stated in of.values():
        stated.sort(key=lambda fact: fact["from"] or EARLY)
    return of


def _card(report: Report, period: Period) -> Found:
    steps = report.steps
    days = [period.start + timedelta(days=number) for number in range(DAYS_OF_A_CARD)]
    used = [day for day in days if (step := steps.get(f"used_day on {day}")) and step.value]
    spread, shares = (
        {str(number): Fraction(str(steps[f"{name} on {day}"].value)) for number, day in enumerate(used, 1)}
        for name in ("paid_of_day", "deducted_of_day")
    )
    return {
        "period": period.start,
        "loss_of_working_time_requirement_met": loss_is_enough(report),
        "paid_total_nok": report.paid,
        "benefit_days_consumed": report.used,
        "benefit_days_left": report.left,
        "deductible_consumed_nok": report.deducted,
        "deductible_left_nok": report.deductible_left,
        "paid_on_consumed_day_no_nok": spread,
        "paid_on_consumed_day_no_nok_truncated": {number: int(amount) for number, amount in spread.items()},
        "deductible_consumed_on_consumed_day_no_nok": shares,
    }


def loss_is_enough(report: Report) -> Value:
    """Whether enough working time was lost; it is, where no day is left of which it could be asked."""
    step = report.steps.get("loss_is_enough")
    return step.value if step else True


def stream(inputs: Json, _pack: Pack) -> Found:
    """Grants, changes, stops, reports and corrected reports, each held against what it should leave behind."""
    events = inputs["events"]
    claim = claim_of_events(events)
    after: dict[str, Any] = {}
    decisions, before = 0, _state(claim)
    for number, event in enumerate(events):
        period = tell(claim, event)
        now = _state(claim)
        decisions, before = decisions + (now != before or event["event"] == "rejection"), now
        after[str(number)] = {**_after(claim, period), "decisions_so_far": decisions}
    return {"after_event_no": after}


def claim_of_events(events: Iterable[Json]) -> Claim:
    """A claim of which nothing is decided yet, from the first day of any right."""
    granted = [event for event in events if event["event"] == "grant"]
    begins = min((date.fromisoformat(event["from"]) for event in granted or events if "from" in event), default=None)
    if begins is None:
        raise NotStated("no event says from when there is a right")
    first = granted[0] if granted else {}
    given = {"deductible": first.get("deductible_nok", 0), "daily_rate": first.get("daily_rate_nok", 0)}
    return Claim(begins, given)


def _state(claim: Claim) -> tuple[Any, ...]:
    """What is decided and assessed so far: the newest particulars, and what follows from them."""
    particulars = {fact.key: (fact.value, fact.until) for fact in claim.facts if isinstance(fact, ParticularStated)}
    daily = ("hours_on_day", "sick_on_day", "absent_on_day", "registered_on_day")
    decided = {key: said for key, said in particulars.items() if not key.startswith(daily)}
    return decided, _said(claim.follows()[1])


def _said(assessments: tuple[Assessment, ...]) -> list[tuple[Any, ...]]:
    """What the assessments say, without how they came to it."""
    return [(one.certification, one.amount, one.weeks, one.limit_left) for one in assessments]


def tell(claim: Claim, event: Json) -> Period | None:
    """Tell the engine an event as facts; the period, if it is a report."""
    if event["event"] == "report":
        return claim.reports(event["days"])
    if event["event"] not in {"grant", "change_decision", "stop", "rejection"}:
        raise NotStated(f"no rule knows an event {event['event']}")
    since = date.fromisoformat(event["from"])
    if event["event"] in {"stop", "rejection"}:
        claim.states("right_runs", False, since)
        return None
    if "entitlement_weeks" in event:
        claim.states("decided_weeks", event["entitlement_weeks"], claim.begins)
    for name, (particular, share) in OF_AN_EVENT.items():
        if name in event:
            claim.states(particular, Fraction(event[name]) * share, since)
    if "required_loss_of_working_time_pct" not in event and event.get("right") in LOSS_OF_RIGHT:
        claim.states("decided_loss_needed", LOSS_OF_RIGHT[event["right"]], since)
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
        found["loss_of_working_time_requirement_met"] = loss_is_enough(own)
        found["outcome"] = own.used > 0
        found["deductible_consumed_nok"], found["deductible_left_nok"] = own.deducted, own.deductible_left
    return found


ANSWERS: dict[str, Answer] = {"cards": cards, "events": stream}
