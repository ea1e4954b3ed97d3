"""Services that only listen may read a laptop's files in a second process; it ends as if they read in the first."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from services.names import ONLY_LISTENING
from services.runtime.laptop.laptop import Laptop
from services.worlds import listening_beside
from tests.stories.town import certifies, said, town, two_weeks_sealed


def read_by_listeners(laptop: Laptop) -> dict[str, list[str]]:
    """Every row of the services that only listen, by table."""
    found: dict[str, list[str]] = {}
    for name in ONLY_LISTENING:
        with laptop.databases[name].reading() as connection:
            for table in laptop.databases[name].tables.sorted_tables:
                found[f"{name}.{table.name}"] = sorted(str(tuple(row)) for row in connection.execute(select(table)))
    return found


def test_what_is_read_beside_is_what_is_read_here(tmp_path: Path) -> None:
    for name in ("here", "beside"):
        two_weeks_sealed(tmp_path / name)
    with closing(town(tmp_path / "here")) as here, closing(town(tmp_path / "beside")) as laptop:
        known = read_by_listeners(here)
        for one in (here, laptop):
            one.publish([said(certifies(1))])
            one.run_until_quiet(but=ONLY_LISTENING)
        assert read_by_listeners(here) == known
        here.catch_up(ONLY_LISTENING)
        with listening_beside(laptop) as listeners:
            listeners.finish()
        assert read_by_listeners(laptop) == read_by_listeners(here) != known
