"""Two claims of one person through the service itself: whatever arrives first, the same decisions stand at the end."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from contracts.base import Event
from contracts.claims import QuestionOpened
from contracts.eligibility import ONE_CLAIM, AssessmentMade, DeterminationMade
from tests.stories.town import (
    FIRST,
    certifies,
    decided,
    files_claim,
    fill,
    final,
    lost_work,
    said,
    town,
    wages,
)

AGAIN = "claim-2"


FACTS: tuple[Event, ...] = (
    *(wages(month) for month in range(7, 25)),
    lost_work(),
    files_claim(),
    files_claim(AGAIN, FIRST.replace(day=22)),
    certifies(0),
    certifies(0, claim=AGAIN, late=2),
)


def test_a_claim_filed_twice_asks_one_person_and_pays_once(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    fill(laptop, [said(fact) for fact in FACTS])

    last = {event.claim: event.outcome.value for event in decided(laptop) if isinstance(event, DeterminationMade)}
    due = {(event.claim, event.amount.minor) for event in decided(laptop) if isinstance(event, AssessmentMade)}
    bodies = b"".join(message.raw for message in laptop.log("claims"))
    laptop.close()

    assert last == {"claim-1": "granted", AGAIN: "needs_a_person"}
    assert {claim for claim, minor in due if minor} == {"claim-1"}
    assert QuestionOpened.name.encode() in bodies
    assert ONE_CLAIM.encode() in bodies


@pytest.mark.parametrize("seed", range(6))
def test_the_end_is_the_same_whatever_arrives_first(tmp_path: Path, seed: int) -> None:
    ends = []
    for name, facts in (("in-order", list(FACTS)), ("shuffled", random.Random(seed).sample(FACTS, len(FACTS)))):
        laptop = town(tmp_path / name)
        fill(laptop, [said(fact) for fact in facts], pieces=1 + seed * 2)
        ends.append(final(laptop))
        laptop.close()

    assert ends[0] == ends[1]
