"""`tideover redetermine`: running claims are determined anew under the sheet that is served now, in small steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from contracts.in_words import as_sentence, no_such
from contracts.values import FIRST_DAY
from law.language.sheet.horizon import last_change
from law.language.sheet.scheme import Scheme
from services.claims.views import closed_days
from services.commands.progress import working
from services.commands.recall_orders import NOBODY_ANSWERS, RecallAct, named_officer, ordered, orders_for
from services.commands.world import LaptopFolder, opened_world
from services.eligibility.views import count_determined, determined_otherwise, next_determined
from services.operations.recall import Claim
from services.operations.stack import THE_STACK, Stack
from services.runtime.process.settings import Settings
from services.runtime.process.stopwatch import pause
from services.worlds import schemes_of

PEOPLE_AT_ONCE = 200
"""So many people are ordered together, and all of them are determined before the next are: payments wait no longer."""
LOOKS_MAX, BETWEEN_LOOKS_MS = 120, 500
"""How often is looked whether they are; whoever is still not is counted, and waits for a person."""


def redetermine(  # noqa: PLR0913  each is an option of the command
    scheme: Annotated[str, typer.Argument(help="A scheme that is served, for example us/mississippi.")],
    folder: LaptopFolder = None,
    *,
    order: Annotated[str | None, typer.Option(help="Have them determined anew, under this name.")] = None,
    officer: Annotated[str | None, typer.Option(help="Who answers for it: a staff number.")] = None,
    role: Annotated[str | None, typer.Option(help="Their role.")] = None,
    reasons: Annotated[str | None, typer.Option(help="What changed, for the letter.")] = None,
) -> None:
    """Count running claims of an older sheet, or have them determined anew.

    Older is whatever was determined under another sheet than the one that is served.
    Each new determination takes such a claim off the list, so an interrupted command is given again and goes on.
    """
    served = schemes_of(Settings.from_environment())
    if scheme not in served:
        raise typer.BadParameter(as_sentence(no_such("scheme", scheme, sorted(served))))
    if order is not None and reasons is None:
        raise typer.BadParameter(NOBODY_ANSWERS)
    with opened_world(folder, ["claims", "eligibility"]) as world:
        sweep = _Sweep(world, served[scheme], _today(world), looks=LOOKS_MAX if world.place == THE_STACK else 1)
        if order is None:
            typer.echo(f"Running claims that were determined under an older sheet of {scheme}: {sweep.count():,}.")
            return
        words = f"running claims of {scheme} under an older sheet"
        since = last_change(served[scheme])
        act = RecallAct(order, named_officer(officer, role), words, reasons or "", law_since=since)
        done = sum(sweep.determined_anew(act, folder))
        typer.echo(f"Determined anew: {done:,}. Not yet: {sweep.count():,}.")


def _today(world: Stack) -> date:
    """The day after the last that was closed."""
    with world.databases["claims"].reading() as connection:
        return max(closed_days(connection).values(), default=FIRST_DAY) + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Sweep:
    """The running claims of a scheme, page by page of people."""

    world: Stack
    scheme: Scheme
    on: date
    looks: int
    """How often it is looked whether an order took effect; a laptop's has when it was given."""

    def count(self) -> int:
        """How many were determined under another sheet than the one that is served."""
        return sum(len(self._older(people)) for people in self._pages())

    def determined_anew(self, act: RecallAct, folder: Path | None) -> Iterator[int]:
        """Order it page by page, each when the one before took effect; yields how many of each page are done."""
        with self.world.databases["eligibility"].reading() as connection:
            total = count_determined(connection)
        with working("people with claims", total) as told:
            for people in self._pages():
                if claims := self._older(people):
                    ordered(list(orders_for(self.world, act, claims)), folder)
                    yield len(claims) - self._left(people)
                told(len(people))

    def _pages(self) -> Iterator[list[str]]:
        after = ""
        while True:
            with self.world.databases["eligibility"].reading() as connection:
                people = next_determined(connection, after, PEOPLE_AT_ONCE)
            if not people:
                return
            yield people
            after = people[-1]

    def _older(self, people: Sequence[str]) -> list[Claim]:
        with self.world.databases["eligibility"].reading() as connection:
            return determined_otherwise(connection, people, self.scheme.name, self.scheme.digest, self.on)

    def _left(self, people: Sequence[str]) -> int:
        """How many of these are still not determined anew, after having waited for them."""
        for _ in range(self.looks - 1):
            if not self._older(people):
                return 0
            pause(BETWEEN_LOOKS_MS)
        return len(self._older(people))
