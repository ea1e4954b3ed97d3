"""Facts told under two pseudonyms of one person count together in any order, under names that do not clash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from contracts.base import Envelope, Event, read
from contracts.eligibility import AssessmentMade
from contracts.merged_persons import PersonsMerged, PersonsSeparated
from contracts.schemas import EXAMPLES
from contracts.values import VERSION_MAX
from services.eligibility.handlers import make_service
from services.eligibility.store import PersonLoader
from services.runtime.delivery import parking
from services.runtime.laptop.laptop import Laptop
from services.worlds import served_schemes
from tests.stories.town import FIRST, RECORDED, born, certifies, files_claim, lost_work, said, wages

ANN, BEA, CAT = "p-ann", "p-bea", "p-cat"
SCHEMES = {name: scheme for name, scheme in served_schemes().items() if name == "us/mississippi"}
Told = tuple[str, Event]


def merged(version: int = 1, joins: str = BEA, key: str = "merger") -> PersonsMerged:
    return PersonsMerged(
        key=key, source_version=version, recorded_at=RECORDED, stays=ANN, joins=joins, reason="One birth."
    )


def separated(version: int = 2, key: str = "merger") -> PersonsSeparated:
    return PersonsSeparated(
        key=key, source_version=version, recorded_at=RECORDED, stays=ANN, joins=BEA, reason="Two births."
    )


LIFE: Sequence[Told] = (
    *((ANN, wages(month)) for month in range(7, 25)),
    *((BEA, wages(month, 90_000)) for month in range(13, 25)),
    *((person, fact) for person in (ANN, BEA) for fact in (born(), lost_work())),
    (ANN, files_claim("claim-1")),
    (BEA, files_claim("claim-1", FIRST + timedelta(days=7))),
    (ANN, certifies(0, claim="claim-1")),
    (ANN, certifies(1, claim="claim-1")),
    (BEA, certifies(0, claim="claim-1", earned=(0, 5_000))),
    (BEA, certifies(1, claim="claim-1")),
)
"""Every key of the two is the same, and means another thing in the books of each."""
OF_THE_TWO: dict[str, Sequence[Told]] = {
    "merged": [(BEA, merged())],
    "merged, told under both": [(ANN, merged()), (BEA, merged())],
    "merged and separated": [(BEA, merged()), (ANN, separated())],
    "merged, separated, merged": [(BEA, merged()), (BEA, separated()), (ANN, merged(3))],
    "merged with another instead": [(ANN, merged()), (ANN, merged(2, CAT))],
}
NUMBERS = count()


def after(folder: Path, told: Sequence[Told], pieces: int = 1) -> dict[str, dict[object, bytes]]:
    """What eligibility says of each person in the end, having been told this in so many pieces."""
    laptop = Laptop(folder / f"world-{next(NUMBERS)}", [make_service(SCHEMES)])
    size = -(-len(told) // pieces)
    for start in range(0, len(told), size):
        laptop.publish(said(fact, person=person) for person, fact in told[start : start + size])
        laptop.run_until_quiet()
    with laptop.databases["eligibility"].reading() as connection:
        assert parking.waiting(connection) == []
        people = PersonLoader().load(connection, [ANN, BEA, CAT])
    laptop.close()
    return {
        name: {key: version.content for key, version in (*person.determinations.items(), *person.assessments.items())}
        for name, person in people.items()
    }


@pytest.mark.parametrize("case", OF_THE_TWO)
@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_the_end_is_the_same_in_any_order(case: str, tmp_path: Path, data: st.DataObject) -> None:
    told = [*LIFE, *OF_THE_TWO[case]]
    shuffled = data.draw(st.permutations(told))
    assert after(tmp_path, shuffled, data.draw(st.integers(1, 5))) == after(tmp_path, told)


def test_what_is_separated_is_as_if_never_merged(tmp_path: Path) -> None:
    never = after(tmp_path, LIFE)
    for case in ("merged and separated", "merged with another instead"):
        assert after(tmp_path, [*LIFE, *OF_THE_TWO[case]], pieces=9) == never, case
    assert after(tmp_path, [*LIFE, *OF_THE_TWO["merged"]]) != never
    again = after(tmp_path, [*LIFE, *OF_THE_TWO["merged, separated, merged"]], pieces=9)
    assert again == after(tmp_path, [*LIFE, *OF_THE_TWO["merged"]])


def test_no_day_is_due_under_both_while_they_are_one_person(tmp_path: Path) -> None:
    apart = due(after(tmp_path, LIFE))
    together = due(after(tmp_path, [*LIFE, *OF_THE_TWO["merged"]]))
    assert len(apart) > len(set(apart))
    assert together
    assert len(together) == len(set(together))


def due(contents: dict[str, dict[object, bytes]]) -> list[date]:
    """The first days of all weeks for which anything is due to anybody."""
    made = [
        AssessmentMade.model_validate_json(content)
        for of_person in contents.values()
        for key, content in of_person.items()
        if isinstance(key, tuple)
    ]
    return [week.period.start for assessment in made for week in assessment.weeks if week.amount.minor]


def test_a_layoff_that_names_a_merged_person_is_taken_in(tmp_path: Path) -> None:
    announced = read(Envelope.from_bytes((EXAMPLES / "registry.layoff-announced.v1.json").read_bytes()))
    after(tmp_path, [*LIFE, *OF_THE_TWO["merged"], (ANN, announced), (BEA, announced)], pieces=9)


def test_people_merged_under_the_highest_version_of_all_are_told_of_each_other(tmp_path: Path) -> None:
    first, highest = (
        after(tmp_path, [*LIFE, (ANN, merged(version)), (ANN, merged(version, CAT, "another"))])
        for version in (1, VERSION_MAX)
    )
    assert highest == first


def test_a_merger_with_a_name_that_no_event_can_be_addressed_to_waits_in_words(tmp_path: Path) -> None:
    """An event under such a name could be read by nobody, and stopped every service that met it."""
    laptop = Laptop(tmp_path, [make_service(SCHEMES)])
    laptop.publish([said(merged(joins="bea/2"), person=ANN)])
    laptop.run_until_quiet()
    with laptop.databases["eligibility"].reading() as connection:
        (waiting,) = parking.waiting(connection)
    laptop.close()
    assert waiting.reason == "it names somebody by a key that no event can be addressed to"
