"""Three people whose payments of 400.00 USD are sealed in one file, as most of what a bank says needs them."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.services.payments.letters import detail, entry, tag
from tests.services.payments.world import World

PEOPLE = ("ann", "eve", "ida")
ALL_OUT = dict.fromkeys(PEOPLE, "batched")
ALL_SETTLED = dict.fromkeys(PEOPLE, "settled")
ALL_REJECTED = dict.fromkeys(PEOPLE, "rejected")


def three_in_a_file(folder: Path) -> World:
    world = World(folder, PEOPLE, partitions=1)
    for person in PEOPLE:
        world.assesses(40000, 1, person=person)
    return world.closes().releases()


def opened_copy(sealed: Path, folder: Path) -> World:
    """The same world again, in a folder of its own: copying it takes less than making it."""
    shutil.copytree(sealed, folder, dirs_exist_ok=True)
    return World(folder, (), partitions=1)


def file_of(world: World) -> str:
    [row] = world.rows("SELECT name FROM payment_file")
    return str(row.name)


def identifier(world: World, person: str) -> str:
    return str(next(row.end_to_end for row in world.payments() if row.person == person))


def stages(world: World) -> dict[str, str]:
    """Where each person's payment stands."""
    return {row.person: row.stage for row in world.payments()}


def debit(world: World, person: str, amount: str = "400.00", **more: str) -> str:
    """An entry that books one person's payment."""
    return entry(amount, detail(identifier(world, person), amount=amount), **more)


def batch(world: World, *more: str) -> str:
    """What an entry says of the file that it books as a whole."""
    return tag("Btch", tag("PmtInfId", file_of(world)), *more)
