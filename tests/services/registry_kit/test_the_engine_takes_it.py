"""What an interrupted ingest published, some of it twice, takes effect once each in the engine's own books."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from contracts.base import Envelope
from services.registry_kit import ingest as work_of
from services.registry_kit.ingest import ingest
from services.runtime.database.store import inbox
from services.runtime.delivery import parking
from services.runtime.laptop.laptop import Laptop
from services.worlds import laptop_in
from tests.services.registry_kit.office import CONTRIBUTIONS, contribution_line, work_on, write_csv, write_mapping


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    return write_mapping(tmp_path / "map.yaml", CONTRIBUTIONS)


def eligibility_of(laptop: Laptop) -> tuple[int, list[str]]:
    """How many events took effect, and with which codes others are parked."""
    with laptop.databases["eligibility"].begin() as connection:
        done = connection.execute(select(func.count()).select_from(inbox)).scalar_one()
        return done, [one.code for one in parking.waiting(connection)]


def test_a_file_that_was_ingested_in_three_goes_is_known_once(
    tmp_path: Path, mapping: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_of, "LINES_AT_ONCE", 10)
    file = write_csv(tmp_path / "april.csv", [contribution_line(number) for number in range(60)])
    laptop = laptop_in(tmp_path / "engine")
    left = [25, 17, 1000]

    def publish(envelopes: list[Envelope]) -> None:
        for envelope in envelopes:
            if left[0] == 0:
                raise ConnectionError("the broker went away")
            left[0] -= 1
            laptop.publish([envelope])

    for _ in range(2):
        with pytest.raises(ConnectionError):
            list(ingest(work_on(file, mapping), publish))
        left.pop(0)
    list(ingest(work_on(file, mapping), publish))
    receipt = laptop.run_until_quiet()

    assert eligibility_of(laptop) == (60, [])
    assert receipt.duplicates, "something came twice, or this tells nothing"
    laptop.close()


def test_a_corrected_file_replaces_what_it_corrects_and_the_rest_is_a_repeat(tmp_path: Path, mapping: Path) -> None:
    laptop = laptop_in(tmp_path / "engine")
    first = write_csv(tmp_path / "april.csv", [contribution_line(number) for number in range(6)])
    second = write_csv(
        tmp_path / "again.csv",
        [contribution_line(n, **({"version": "2", "gross": "9,99"} if n == 2 else {})) for n in range(6)],
    )
    for file in (first, second):
        list(ingest(work_on(file, mapping), laptop.publish))
        laptop.run_until_quiet()
    assert eligibility_of(laptop) == (7, [])
    laptop.close()


def test_two_files_that_contradict_each_other_park_their_people_and_nobody_else(tmp_path: Path, mapping: Path) -> None:
    laptop = laptop_in(tmp_path / "engine")
    first = write_csv(tmp_path / "april.csv", [contribution_line(number) for number in (0, 3, 6)])
    second = write_csv(tmp_path / "may.csv", [contribution_line(3, gross="9,99")])
    for file in (first, second):
        list(ingest(work_on(file, mapping), laptop.publish))
    laptop.run_until_quiet()
    assert eligibility_of(laptop) == (3, ["id-reused"])
    laptop.close()
