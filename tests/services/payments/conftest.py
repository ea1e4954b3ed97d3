"""What the tests of a bank's messages share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.payments.three import opened_copy, three_in_a_file
from tests.services.payments.world import World


@pytest.fixture(scope="session")
def sealed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sealed")
    three_in_a_file(folder).laptop.close()
    return folder


@pytest.fixture
def three(sealed_folder: Path, tmp_path: Path) -> World:
    return opened_copy(sealed_folder, tmp_path / "three")
