"""What is on the bus for statistics tells nobody by combination; what a law computes with is not finer than it asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence

import pytest

from contracts.base import EVENTS
from contracts.code_lists import group_of
from contracts.dimensions import Dimensions, band_of
from contracts.schemas import schema_of
from services.demo.displaced_worker import DisplacedWorker
from services.demo.people import People
from services.names import ONLY_LISTENING, SERVICES
from services.oversight.small_cells import MINIMUM

OF_THE_ENGINE = tuple(name for name in SERVICES if name not in ONLY_LISTENING)
TELLING = {"birth_month", "born_on", "employer", "national_id", "name", "died_on", "national", "dependants"}
"""Fields that describe a person or put colleagues together; the registries' facts alone have some of them."""

NEEDED = {
    "eligibility.death-reported": {"died_on"},
    "payments.payment-held": {"died_on"},
    "eligibility.short-time-settled": {"employer"},
}
"""What the engine says all the same.

Payments must know from which day nothing is paid to the dead; a worker with two employers in a month must read which of
them is paid for which line.
"""


@pytest.fixture(scope="module")
def workers() -> list[DisplacedWorker]:
    return list(People().everybody())


def smallest(workers: Sequence[DisplacedWorker], by: Callable[[DisplacedWorker], Hashable]) -> int:
    """The number of people in the smallest cell that is not empty."""
    return min(Counter(map(by, workers)).values())


def age_band(worker: DisplacedWorker) -> str:
    filed, born = worker.claimed_on or worker.separated_on, worker.birth_month
    return band_of(filed.year - born.year - (filed.month < born.month))


def test_occupation_or_industry_and_region_are_those_of_enough_people(workers: list[DisplacedWorker]) -> None:
    claimants = [worker for worker in workers if worker.claimed_on]
    assert smallest(claimants, lambda worker: (worker.lost_job.occupation, worker.region)) >= MINIMUM
    assert smallest(claimants, lambda worker: (worker.lost_job.industry, worker.region)) >= MINIMUM


def test_sex_age_and_region_which_acquaintances_know_are_those_of_enough_people(workers: list[DisplacedWorker]) -> None:
    claimants = [worker for worker in workers if worker.claimed_on]
    assert smallest(claimants, lambda worker: (worker.described.sex, age_band(worker), worker.region)) >= MINIMUM


def test_an_employers_key_stands_in_one_persons_books_alone(workers: list[DisplacedWorker]) -> None:
    keys = Counter(key for worker in workers for key in {job.employer for job in worker.jobs})
    assert set(keys.values()) == {1}


def test_no_code_is_finer_than_two_digits(workers: list[DisplacedWorker]) -> None:
    codes = {code for worker in workers for job in worker.jobs for code in (job.occupation, job.industry)}
    assert all(code is not None and group_of(code) == code for code in codes)


def test_the_month_of_birth_tells_many_apart_so_it_stays_with_the_registries_facts(
    workers: list[DisplacedWorker],
) -> None:
    assert smallest(workers, lambda worker: (worker.birth_month, worker.region)) < MINIMUM
    published = [event for event in EVENTS.values() if event.publisher() in OF_THE_ENGINE]
    assert len(published) > 20
    for event in published:
        fields = {name for part in _parts(schema_of(event)) for name in part.get("properties", {})}
        assert fields & TELLING <= NEEDED.get(event.name, set()), event.name


def test_the_bands_of_a_claim_are_all_that_the_engine_says_of_a_person() -> None:
    assert set(Dimensions.model_fields) == {
        "sex",
        "age_band",
        "region",
        "nationality",
        "channel",
        "contract",
        "industry",
        "occupation",
    }


def _parts(schema: dict[str, object]) -> list[dict[str, dict[str, object]]]:
    defined = schema.get("$defs", {})
    assert isinstance(defined, dict)
    return [schema, *defined.values()]
