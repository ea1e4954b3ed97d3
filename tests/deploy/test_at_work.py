"""An installation at work under least rights: every process, then everything that an operator asks of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.deploy.at_work import AtWork, at_work, somebody_lives
from tests.deploy.installation import Installation
from tests.deploy.secured import Secured

pytestmark = pytest.mark.xdist_group("servers")


@pytest.fixture(scope="module")
def world(
    secured: Secured, installation: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AtWork]:
    with at_work(secured, installation, tmp_path_factory.mktemp("at-work")) as world:
        somebody_lives(world)
        yield world


def test_money_reaches_a_person_though_nobody_may_do_more_than_their_work(world: AtWork) -> None:
    print(world.asks(world.being("tideover_operator", "tideover-operator"), "lag", "--behind"))
    print(world.asks(world.being("tideover_operator", "tideover-operator"), "audit"))
