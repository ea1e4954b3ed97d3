"""An officer's or a claimant's slip: whatever kind of thing an act names, it stops nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from contracts.base import Envelope, Event
from contracts.casework import AnswerConfirmed
from contracts.claims import AnswerRefused, ClaimDecision, ContestWaits
from contracts.error_budgets import BudgetReopened, DecisionReviewed, ReviewFinding
from contracts.fact import Fact
from contracts.kept_acts import ActKept
from services.claims.handlers import make_service
from services.claims.views import keys_beginning_with
from services.claims.waivers import question_of_request
from tests.services.claims.contesting import contested, mandate
from tests.services.claims.telling import CLAIM, OFFICER, SCHEME, Ann, absent, assessed, day_closed, fact
from tests.services.claims.test_waivers import ANOTHER, ASKED, REFUSED, debt, in_debt, requested, waivers
from tests.shape.tree import ROOT

EXAMPLES = ROOT / "contracts" / "examples"
NAMES = ("question", "contest", "decision", "claim", "letter")
"""The fields by which acts name what they are about."""
ASSESSMENT = "00000000-0000-0000-0000-0000000003e9"


def everything_open(folder: Path) -> Ann:
    """Ann has a debt, asked for its waiver, contests two decisions, has a mandate, and is asked about a referral."""
    ann = in_debt(folder)
    ann.lives_through(requested(ann), mandate(), absent(), assessed(1))
    ann.lives_through(day_closed(REFUSED), contested(debt(ann), on=REFUSED), contested(ASSESSMENT, on=REFUSED))
    assert ann.parked() == []
    return ann


def keys(ann: Ann) -> list[str]:
    """All that can be named."""
    with ann.world.databases["claims"].reading() as connection:
        return [*sorted(keys_beginning_with(connection, "")), CLAIM, ASSESSMENT, "mandate-1", "nobody-knows"]


def acts() -> Iterator[type[Event]]:
    """What officers do and claimants file, as far as claims hears it of a person."""
    for handled in make_service(schemes=(SCHEME,)).handlers:
        if handled.publisher() in {"casework", "intake"} and handled is not BudgetReopened:
            yield handled


def on_that_day(value: Any) -> Any:
    """An example with its days moved to a day on which acts can be true."""
    if isinstance(value, dict):
        return {name: on_that_day(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [on_that_day(inner) for inner in value]
    return REFUSED.isoformat() if isinstance(value, str) and _is_day(value) else value


def _is_day(text: str) -> bool:
    try:
        return len(text) == len("2020-01-01") and bool(date.fromisoformat(text))
    except ValueError:
        return False


def told_of(act: type[Event], key: str) -> Iterator[Envelope]:
    example = json.loads((EXAMPLES / f"{act.name}.v{act.version}.json").read_text("utf-8"))
    if issubclass(act, Fact):
        return  # the facts of a registry or a desk carry keys of their own
    for name in NAMES:
        if name in act.model_fields:
            body = {**on_that_day(example["data"]), name: key}
            yield fact(act.model_validate(_forward(body)), REFUSED)


def _forward(body: dict[str, Any]) -> dict[str, Any]:
    if body.get("applies"):
        body["applies"]["end"] = (REFUSED + timedelta(days=1)).isoformat()
    return body


def test_no_act_stops_a_person_whatever_it_names(tmp_path: Path) -> None:
    ann = everything_open(tmp_path)
    told = [envelope for key in keys(ann) for act in acts() for envelope in told_of(act, key)]
    assert len({envelope.type for envelope in told}) >= 10
    ann.lives_through(*told)
    assert ann.parked() == []


def test_a_request_to_waive_is_neither_confirmed_nor_reviewed_nor_contested_before_it_is_decided(
    tmp_path: Path,
) -> None:
    ann = in_debt(tmp_path)
    ann.lives_through(requested(ann))
    request = question_of_request("ann", debt(ann), "w-1")
    confirmed = AnswerConfirmed(question=request, confirmed_on=REFUSED, officer=ANOTHER, confirms=True, reasons="Yes.")
    looked_at = DecisionReviewed(
        question=request,
        reviewed_on=REFUSED,
        officer=OFFICER,
        finding=ReviewFinding.WRONG,
        reasons="No.",
        facts_considered=("rent-1",),
    )
    ann.lives_through(fact(confirmed, REFUSED), fact(looked_at, REFUSED), contested(request, on=ASKED))
    [refusal], [kept] = ann.was_told(AnswerRefused), ann.was_told(ActKept)
    assert refusal.reason == "no such question was ever asked of this person"
    assert "the question is not decided so far" in kept.reason
    [waits] = ann.was_told(ContestWaits)
    assert (waits.claim, waits.decision) == (CLAIM, request)
    assert "not decided yet" in waits.reason
    assert (ann.parked(), waivers(ann)) == ([], [])
    assert len(ann.was_told(ClaimDecision)) == 1
