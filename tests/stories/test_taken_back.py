"""What is taken back, in whatever order it is told: claims and eligibility agree, and nobody waits unasked."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from contracts.base import Event
from contracts.claims import ClaimState
from contracts.eligibility import DeterminationMade, DeterminationOutcome
from contracts.intake import FilingKind, FilingRetracted
from contracts.registry import Separation
from services.claims.model import BY_OUTCOME
from services.claims.steps import OPEN
from services.claims.tables import claim as claim_table
from services.claims.tables import question as question_table
from services.eligibility.store import PersonLoader
from tests.stories.town import (
    CLAIM,
    FIRST,
    PERSON,
    RECORDED,
    born,
    certifies,
    closes,
    files_claim,
    fill,
    lost_work,
    said,
    town,
    wages,
    withdraws,
)

PAST: tuple[Event, ...] = (*(wages(month) for month in range(7, 25)), born(), lost_work(Separation.VOLUNTARY))
CLAIMED: tuple[Event, ...] = (files_claim(), certifies(0), certifies(1))


def took_back(kind: FilingKind, key: str = CLAIM, version: int = 2) -> FilingRetracted:
    return FilingRetracted(key=key, source_version=version, recorded_at=RECORDED, kind=kind, reason="It never was.")


LIVES: dict[str, tuple[tuple[Event, ...], DeterminationOutcome | None]] = {
    "a withdrawal": ((withdraws(), took_back("intake.claim-withdrawn")), DeterminationOutcome.NEEDS_A_PERSON),
    "a withdrawal, and withdrawn after all": (
        (withdraws(), took_back("intake.claim-withdrawn"), withdraws(version=3)),
        DeterminationOutcome.WITHDRAWN,
    ),
    "a certification": (
        (took_back("intake.certification-filed", f"{CLAIM}/1"),),
        DeterminationOutcome.NEEDS_A_PERSON,
    ),
    "a claim": ((took_back("intake.claim-filed"),), None),
}
"""What happens beside the claim, and the outcome in the end; None where there is none, or one that is withdrawn."""


@pytest.mark.parametrize("what", LIVES)
@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_taken_back_claims_and_eligibility_agree(what: str, seed: int, tmp_path: Path) -> None:
    changes, outcome = LIVES[what]
    events = [*CLAIMED, *changes]
    if seed:  # 0 is the order in which they happened
        Random(seed).shuffle(events)
    laptop = town(tmp_path)
    fill(laptop, [said(event) for event in PAST])
    fill(laptop, [said(event) for event in events], pieces=len(events))
    closes(laptop, FIRST + timedelta(days=40))
    with laptop.databases["eligibility"].begin() as connection:
        published = PersonLoader().load(connection, [PERSON])[PERSON].determinations.get(CLAIM)
    with laptop.databases["claims"].begin() as connection:
        state = connection.scalar(select(claim_table.c.state))
        open_questions = [row.step for row in connection.execute(select(question_table.c.step)) if row.step in OPEN]
    laptop.close()
    decided = DeterminationMade.model_validate_json(published.content).outcome if published else None
    assert (decided or DeterminationOutcome.WITHDRAWN) == (outcome or DeterminationOutcome.WITHDRAWN)
    assert state == (BY_OUTCOME.get(decided, ClaimState.WITHDRAWN) if decided else None)
    assert bool(open_questions) == (outcome is DeterminationOutcome.NEEDS_A_PERSON)
