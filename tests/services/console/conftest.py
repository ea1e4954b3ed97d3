"""One office that many tests have a copy of."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.console.house import House, house, who_left_work


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
