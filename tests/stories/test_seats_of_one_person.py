"""Two pseudonyms that are one person hold one seat and are offered one; apart again, each has its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from contracts.almp_referral import Occasion, ReferralMade
from contracts.base import Envelope
from contracts.programmes import Cohort, ProgrammeKind, Requirements, Target
from contracts.providers import ProgrammePublished
from services.almp_referral.seats import Seats
from services.almp_referral.store import load
from services.oversight import story
from services.runtime.laptop.laptop import Laptop
from tests.stories.contesting import told_by
from tests.stories.test_merged import (
    CLAIM_OF_OTHER,
    EARLY,
    LATE,
    LATER,
    OTHER,
    closes_all,
    merged,
    parked,
    separated,
    tell,
    two,
)
from tests.stories.town import PERSON, RECORDED, born, files_claim, fill, lost_work, said

PROGRAMME = "programme-new-trade"
MATCHED = LATER + timedelta(days=3)
Step = Callable[[Laptop], None]


def offered() -> Envelope:
    event = ProgrammePublished(
        key=PROGRAMME,
        source_version=1,
        recorded_at=RECORDED - timedelta(days=30),
        provider="college",
        title="A new trade",
        kind=ProgrammeKind.TRAINING,
        target=Target.ANYONE,
        legal_basis="C168 Art. 8(1)",
        requirements=Requirements(occasions=(Occasion.REGISTRATION,)),
        cohorts=(Cohort(key="rolling", seats=5),),
    )
    return said(event, person=PROGRAMME)


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    world = town_in(tmp_path / "world")
    yield world
    world.close()


def town_in(folder: Path) -> Laptop:
    world = two(folder)
    fill(world, [offered()])
    return world


def first_claims(laptop: Laptop) -> None:
    tell(laptop, PERSON, *EARLY, *LATE, born(), lost_work(), files_claim())


def other_claims(laptop: Laptop) -> None:
    tell(laptop, OTHER, *EARLY, *LATE, born(), lost_work(), files_claim(CLAIM_OF_OTHER, LATER))


def are_one(laptop: Laptop) -> None:
    tell(laptop, OTHER, merged())


def are_two(laptop: Laptop) -> None:
    tell(laptop, PERSON, separated())


def are_matched(laptop: Laptop) -> None:
    closes_all(laptop, MATCHED)


def seats(laptop: Laptop) -> list[str]:
    """Who holds a seat of the programme."""
    with laptop.databases["almp_referral"].reading() as connection:
        programme = load(connection, [PROGRAMME])[PROGRAMME]
    assert isinstance(programme, Seats)
    return sorted(str(held.person) for held in programme.held.values())


def story_of(laptop: Laptop, person: str) -> str:
    envelopes = [Envelope.from_bytes(message.raw) for message in laptop.log("almp_referral")]
    return "\n".join(line.says for line in story.tell([one for one in envelopes if one.subject == person]))


def test_each_has_a_seat_before_anybody_knows_that_they_are_one(laptop: Laptop) -> None:
    for step in (first_claims, other_claims, are_matched):
        step(laptop)
    assert seats(laptop) == [PERSON, OTHER]


@pytest.mark.parametrize("steps", list(permutations((first_claims, other_claims, are_one))))
def test_one_person_holds_one_seat_whatever_is_known_first(laptop: Laptop, steps: tuple[Step, ...]) -> None:
    for step in (*steps[:2], are_matched, steps[2]):
        step(laptop)
    closes_all(laptop, MATCHED + timedelta(days=1))
    assert seats(laptop) == [PERSON]
    assert parked(laptop) == []


def test_who_claims_under_one_pseudonym_alone_keeps_its_seat(laptop: Laptop) -> None:
    for step in (other_claims, are_matched, are_one):
        step(laptop)
    closes_all(laptop, MATCHED + timedelta(days=1))
    assert seats(laptop) == [OTHER]


def test_separated_each_has_the_seat_of_its_own_again(laptop: Laptop) -> None:
    for step in (first_claims, other_claims, are_matched, are_one, are_two):
        step(laptop)
    closes_all(laptop, MATCHED + timedelta(days=1))
    assert seats(laptop) == [PERSON, OTHER]
    assert [made.programme for made in told_by(laptop, "almp_referral", ReferralMade)] == [PROGRAMME] * 2
    assert parked(laptop) == []


def test_separated_before_the_match_each_is_matched(laptop: Laptop) -> None:
    for step in (first_claims, are_one, other_claims, are_matched, are_two):
        step(laptop)
    closes_all(laptop, MATCHED + timedelta(days=1))
    assert seats(laptop) == [PERSON, OTHER]


def test_the_story_says_why_the_seat_ended(laptop: Laptop) -> None:
    for step in (first_claims, other_claims, are_matched, are_one):
        step(laptop)
    assert f"The place in {PROGRAMME} ended. The claim runs beside an earlier one" in story_of(laptop, OTHER)
    assert "ended" not in story_of(laptop, PERSON).split("Referred", 1)[-1]
