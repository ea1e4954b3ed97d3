"""Three and four pseudonyms that are one person are seen as one, though not each was merged with each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from contracts.eligibility import DeterminationOutcome
from contracts.merged_persons import PersonsMerged, PersonsSeparated
from contracts.registry import ContributionRecorded
from law.case.facts import FactSet
from services.eligibility.store import PersonLoader
from services.eligibility.views import facts_of
from services.runtime.laptop.laptop import Laptop
from tests.stories.test_merged import OTHER, every_decision_comes_out_again, outcomes, parked, tell, two
from tests.stories.town import PERSON, RECORDED, born, files_claim, lost_work, wages

THIRD, FOURTH = "p-" + "7" * 32, "p-" + "1" * 32
MONTHS = {PERSON: range(22, 25), OTHER: range(7, 15), THIRD: range(15, 22)}
WHY = "The same birth, entered three times."


def merged(key: str, stays: str, joins: str, version: int = 1) -> PersonsMerged:
    return PersonsMerged(key=key, source_version=version, recorded_at=RECORDED, stays=stays, joins=joins, reason=WHY)


ROW = (merged("m-1", PERSON, OTHER), merged("m-2", OTHER, THIRD))
"""Each with the next: the first and the last were never merged with each other."""
STAR = (merged("m-1", PERSON, OTHER), merged("m-2", PERSON, THIRD))


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    world = two(tmp_path / "world")
    yield world
    world.close()


def each_earns_a_part(laptop: Laptop) -> None:
    for person, months in MONTHS.items():
        tell(laptop, person, *map(wages, months), born())
    tell(laptop, PERSON, lost_work(), files_claim())


def months_known(laptop: Laptop, person: str) -> int:
    with laptop.databases["eligibility"].reading() as connection:
        return len(FactSet(facts_of(connection, person)).of(ContributionRecorded))


@pytest.mark.parametrize("mergers", [ROW, STAR], ids=["in a row", "with one"])
def test_all_three_see_what_was_told_of_any(laptop: Laptop, mergers: tuple[PersonsMerged, ...]) -> None:
    each_earns_a_part(laptop)
    for merger in mergers:
        tell(laptop, merger.joins, merger)
    assert {months_known(laptop, person) for person in MONTHS} == {18}
    assert outcomes(laptop, PERSON) == {"claim-1": DeterminationOutcome.GRANTED}
    tell(laptop, THIRD, wages(6))
    assert {months_known(laptop, person) for person in MONTHS} == {19}
    assert parked(laptop) == []
    every_decision_comes_out_again(laptop)


def test_it_makes_no_difference_in_which_order_it_is_told(tmp_path: Path) -> None:
    ends = []
    for number, order in enumerate(permutations(range(3))):
        world = two(tmp_path / str(number))
        told = [
            lambda world=world: each_earns_a_part(world),
            lambda world=world: tell(world, OTHER, ROW[0]),
            lambda world=world: tell(world, THIRD, ROW[1]),
        ]
        for place in order:
            told[place]()
        with world.databases["eligibility"].reading() as connection:
            known = PersonLoader().load(connection, [PERSON])[PERSON].determinations
        ends.append({claim: version.content for claim, version in known.items()})
        assert parked(world) == []
        world.close()
    assert ends[0]
    assert all(end == ends[0] for end in ends)


def test_whoever_is_separated_is_known_to_none_of_the_others_any_more(laptop: Laptop) -> None:
    each_earns_a_part(laptop)
    for merger in ROW:
        tell(laptop, merger.joins, merger)
    apart = PersonsSeparated(
        key="m-2", source_version=2, recorded_at=RECORDED, stays=OTHER, joins=THIRD, reason="Two cousins."
    )
    tell(laptop, THIRD, apart)
    assert [months_known(laptop, person) for person in (PERSON, OTHER, THIRD)] == [11, 11, 7]
    tell(laptop, OTHER, merged("m-2", OTHER, THIRD, version=3))
    assert {months_known(laptop, person) for person in MONTHS} == {18}
    assert parked(laptop) == []


FOUR = (PERSON, OTHER, THIRD, FOURTH)
FOUR_IN_A_ROW = (*ROW, merged("m-3", THIRD, FOURTH))


def four_earn_a_part(laptop: Laptop) -> None:
    each_earns_a_part(laptop)
    tell(laptop, FOURTH, wages(5), wages(6), born())


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (0, 2, 1)], ids=str)
def test_four_that_were_merged_in_a_row_all_know_each_other_in_whatever_order_it_is_told(
    laptop: Laptop, order: tuple[int, ...]
) -> None:
    first = FOUR_IN_A_ROW[order[0]]
    tell(laptop, first.joins, first)
    four_earn_a_part(laptop)
    for place in order[1:]:
        merger = FOUR_IN_A_ROW[place]
        tell(laptop, merger.joins, merger)
    assert [months_known(laptop, person) for person in FOUR] == [20] * 4
    tell(laptop, FOURTH, wages(4))
    assert [months_known(laptop, person) for person in FOUR] == [21] * 4
    assert parked(laptop) == []
    every_decision_comes_out_again(laptop)


def test_a_separation_in_the_middle_of_a_row_parts_two_and_two(laptop: Laptop) -> None:
    four_earn_a_part(laptop)
    for merger in FOUR_IN_A_ROW:
        tell(laptop, merger.joins, merger)
    apart = PersonsSeparated(
        key="m-2", source_version=2, recorded_at=RECORDED, stays=OTHER, joins=THIRD, reason="Two cousins."
    )
    tell(laptop, THIRD, apart)
    assert [months_known(laptop, person) for person in FOUR] == [11, 11, 9, 9]
    tell(laptop, OTHER, merged("m-2", OTHER, THIRD, version=3))
    assert [months_known(laptop, person) for person in FOUR] == [20] * 4


def test_in_a_ring_of_four_a_separation_leaves_the_way_round_and_two_leave_none(laptop: Laptop) -> None:
    four_earn_a_part(laptop)
    for merger in (*FOUR_IN_A_ROW, merged("m-4", FOURTH, PERSON)):
        tell(laptop, merger.joins, merger)
    for key, stays, joins, known in (
        ("m-2", OTHER, THIRD, [20] * 4),
        ("m-4", FOURTH, PERSON, [11, 11, 9, 9]),
    ):
        apart = PersonsSeparated(
            key=key, source_version=2, recorded_at=RECORDED, stays=stays, joins=joins, reason="Two cousins."
        )
        tell(laptop, joins, apart)
        assert [months_known(laptop, person) for person in FOUR] == known
    assert parked(laptop) == []


def test_a_row_whose_registry_counts_in_nanoseconds_is_parted_like_any_other(laptop: Laptop) -> None:
    """Seven in a row: the versions on the way between the outermost are more together than a version holds."""
    row = [f"p-{number:032x}" for number in range(7)]
    told_at = 1_906_671_600_000_000_000
    for number, person in enumerate(row):
        tell(laptop, person, wages(7 + number))
    for number in range(6):
        tell(laptop, row[number], merged(f"m-{number}", row[number], row[number + 1], version=told_at + number))
    assert [months_known(laptop, person) for person in row] == [7] * 7
    for after, known in ((10, [6] * 6 + [1]), (20, [7] * 7), (30, [6] * 6 + [1])):
        said = PersonsSeparated if known[6] == 1 else PersonsMerged
        last: dict[str, Any] = {"key": "m-5", "stays": row[5], "joins": row[6], "reason": WHY, "recorded_at": RECORDED}
        tell(laptop, row[6], said(source_version=told_at + after, **last))
        assert [months_known(laptop, person) for person in row] == known
    assert parked(laptop) == []
