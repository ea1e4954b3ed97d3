"""A day is over for a person when their own partition has closed it, however far the others are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from contracts.base import partition_of
from contracts.claims import NoticeIssued
from contracts.clock import DayClosed
from contracts.values import LAST_DAY
from services.claims.handlers import make_service
from services.runtime.delivery import parking
from services.runtime.laptop.laptop import Laptop
from tests.services.claims.telling import SCHEME, TOLD, Ann, determined, fact, filed, finding

PARTITIONS = 4
LATER = date(2026, 5, 1)
HERS = partition_of("ann", PARTITIONS)


class AnnAmongOthers(Ann):
    """Ann, in a world in which people are spread over partitions."""

    def __post_init__(self) -> None:
        service = make_service(schemes=(SCHEME,), partitions=PARTITIONS)
        self.world = Laptop(self.folder, [service], partitions=PARTITIONS)


@pytest.mark.parametrize(
    ("closed", "dated"),
    [([one for one in range(PARTITIONS) if one != HERS], TOLD), ([HERS], date(2026, 5, 2))],
    ids=["others' partitions", "her own"],
)
def test_a_notice_is_dated_after_the_last_day_of_the_person_s_own_partition(
    tmp_path: Path, closed: list[int], dated: date
) -> None:
    ann = AnnAmongOthers(tmp_path)
    days = [fact(DayClosed(day=LATER, partition=one), LATER, person=f"partition-{one}") for one in closed]
    ann.lives_through(days, filed(), determined(1, finding()))
    [notice] = ann.was_told(NoticeIssued)
    ann.world.close()
    assert notice.issued_on == dated


def test_a_finding_named_as_no_sheet_does_is_parked_in_words(tmp_path: Path) -> None:
    ann = AnnAmongOthers(tmp_path)
    ann.lives_through([], filed(), determined(1, finding("week:2020-03-29")))
    with ann.world.databases["claims"].reading() as connection:
        [waiting] = parking.waiting(connection)
    ann.world.close()
    assert waiting.reason == "a finding names a condition as no sheet does"


def test_after_the_last_day_that_there_is_nothing_is_dated_and_the_reason_is_said(tmp_path: Path) -> None:
    ann = AnnAmongOthers(tmp_path)
    closed = fact(DayClosed(day=LAST_DAY, partition=HERS), LAST_DAY, person=f"partition-{HERS}")
    ann.lives_through([closed], filed(), determined(1, finding()))
    assert ann.parked()[0] == "outside-known-law"
    ann.world.close()
