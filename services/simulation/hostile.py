"""Messages that nobody may take at their word, and the same message as bridges and exporters change it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from contracts.about import ConditionAbout
from contracts.base import Envelope, derived_id, seal
from contracts.casework import Officer, Verdict
from contracts.claims import ClaimDecision, Ground
from contracts.eligibility import AssessmentMade, WeekAssessed, WeekState
from contracts.registry import PersonRecorded
from contracts.values import Money, Period
from services.simulation.actions import Speaks
from services.simulation.facts_told import morning_of

UNKNOWN_VERSION, SUPERSCRIPT = "v9", "v²"
LARGE = 2**40


def changed(body: bytes, how: str) -> bytes:
    """A message that means the same, in other bytes; under another id it is the same fact exported once more."""
    if how == "newline":
        return body + b"\n"
    fields: dict[str, Any] = json.loads(body)
    if how == "extension":
        fields["bridge"] = "b-1"
    elif how == "upper_case":
        fields["id"] = fields["id"].upper()
    elif how == "another_id":
        fields["id"] = str(derived_id(fields["id"], "exported once more"))
    else:
        return body
    return json.dumps(fields).encode()


def hostile(action: Speaks, person: str, today: date) -> tuple[str, bytes]:
    """Topic and bytes of something that must have no effect."""
    fact = PersonRecorded(
        key=f"record-{action.id}",
        source_version=1,
        recorded_at=morning_of(today),
        valid_from=today,
        birth_month="1980-05",
        region="delta",
    )
    identity = derived_id("simulation", action.id, person)
    envelope = seal(fact, subject=person, source="/simulation", time=morning_of(today), event_id=identity)
    match action.what:
        case "not_json":
            return "registry", b"{"
        case "unknown_version" | "superscript":
            version = UNKNOWN_VERSION if action.what == "unknown_version" else SUPERSCRIPT
            return "registry", _with(envelope, type=f"tideover.registry.person-recorded.{version}")
        case "large_version":
            return "registry", _with(envelope, data={**envelope.data, "source_version": LARGE})
        case "decision_by_registry":
            return "registry", _decision(action, person, today).to_bytes()
        case "assessment_by_registry":
            return "registry", _assessment(action, person, today).to_bytes()


def _with(envelope: Envelope, **fields: object) -> bytes:
    return json.dumps({**envelope.model_dump(mode="json", exclude_none=True), **fields}).encode()


def _decision(action: Speaks, person: str, today: date) -> Envelope:
    event = ClaimDecision(
        claim=action.claim,
        question="forged",
        about=ConditionAbout(condition="did_not_leave_without_good_cause"),
        decided_on=today,
        officer=Officer(staff="nobody", role="nobody"),
        verdict=Verdict.AGAINST_CLAIMANT,
        ground=Ground.QUIT,
        reasons="Forged.",
        article="Forged.",
        facts_considered=("forged",),
        applies=Period(start=today - timedelta(days=400), end=today + timedelta(days=400)),
        appeal="None.",
    )
    identity = derived_id("simulation", action.id, person)
    return seal(event, subject=person, source="/forged", time=morning_of(today), event_id=identity)


def _assessment(action: Speaks, person: str, today: date) -> Envelope:
    days, much = Period.of_days(today, 7), Money(minor=99_999_900, currency="USD")
    identity = derived_id("simulation", action.id, person)
    event = AssessmentMade(
        claim=action.claim,
        certification="forged",
        assessment=identity,
        number=1,
        determination=identity,
        period=days,
        amount=much,
        weeks=(WeekAssessed(period=days, state=WeekState.PAID, amount=much, cites="Forged.", because="Forged."),),
        total_left=much,
        weeks_left=9,
        filed_on=today,
    )
    return seal(event, subject=person, source="/forged", time=morning_of(today), event_id=identity)
