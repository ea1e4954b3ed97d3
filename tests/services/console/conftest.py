"""One office that many tests have a copy of."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.law.explain.browser import chromium
from tests.services.console.house import House, house, who_left_work
from tests.services.console.in_debt import debt_in
from tests.services.console.offered import somebody_was_offered_a_seat
from tests.stories import town

CORRECTED = town.FIRST + timedelta(days=30)


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody left work and claimed twenty days ago."""
    folder = tmp_path_factory.mktemp("lived")
    who_left_work(folder)
    return folder


@pytest.fixture
def office(lived: Path, tmp_path: Path) -> Iterator[House]:
    """A console on a copy of it."""
    with house(shutil.copytree(lived, tmp_path / "world")) as one:
        yield one


@pytest.fixture(scope="session")
def offered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody was offered a seat in a programme."""
    folder = tmp_path_factory.mktemp("offered")
    somebody_was_offered_a_seat(folder)
    return folder


@pytest.fixture(scope="session")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two weeks were paid; a correction bears the first day as its time, and came on the thirtieth."""
    folder = tmp_path_factory.mktemp("corrected")
    laptop = town.town(folder)
    laptop.publish([town.said(town.wages(month)) for month in range(1, 25)])
    laptop.publish([town.said(fact) for fact in (town.born(), town.lost_work(), town.files_claim())])
    for day in range(32):
        if day == 14:
            laptop.publish([town.said(town.certifies(0))])
        if town.FIRST + timedelta(days=day) == CORRECTED:
            laptop.publish([town.said(town.certifies(0, earned=(0, 9_000), version=2))])
        laptop.run_until_quiet()
        town.closes(laptop, town.FIRST + timedelta(days=day))
        if day == 16:
            town.bank_pays(laptop, town.FIRST + timedelta(days=day))
    laptop.close()
    return folder


@pytest.fixture(scope="session")
def owing(corrected: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A debt that the person asks to have waived."""
    folder = shutil.copytree(corrected, tmp_path_factory.mktemp("owing") / "world")
    debt_in(folder, asks_for_a_waiver=True)
    return folder


@pytest.fixture
def case(corrected: Path, tmp_path: Path) -> Iterator[House]:
    with house(shutil.copytree(corrected, tmp_path / "world")) as office:
        yield office


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened
