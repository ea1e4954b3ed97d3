"""What officers find who work on with a day of the demonstration."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

from services.demo.people import People
from services.demo.run import demonstrate_in
from services.demo.world import laptop_world
from services.payments.edge import batches
from services.worlds import laptop_in

PEOPLE = 4


def test_an_evening_finds_the_files_of_its_day_before_anybody_has_released_them(tmp_path: Path) -> None:
    waiting: list[date] = []
    people = People(count=PEOPLE)
    with closing(laptop_in(tmp_path)) as laptop, laptop_world(laptop, people) as world:

        def looks(day: date) -> bool:
            with world.databases["payments"].reading() as connection:
                waiting.extend(batch.day for batch in batches.sealed_batches(connection) if batch.waiting)
            return day in waiting

        last = demonstrate_in(world, people, lambda _doing, _carried: None, each_evening=looks)
        assert waiting == [last]
        with world.databases["payments"].reading() as connection:
            assert not [batch for batch in batches.sealed_batches(connection) if batch.waiting]
