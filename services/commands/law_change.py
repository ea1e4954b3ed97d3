"""`tideover law-change`: what a new version of a sheet does to every claim that runs, in words and in money."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from contracts.in_words import as_sentence, no_such
from law.amendments.benefit_change import Effect
from law.catalogue import scheme_or_file
from law.language.sheet.horizon import last_change
from services.commands.law_change_processes import Compare, compared
from services.commands.progress import working
from services.commands.world import LaptopFolder, opened_world
from services.eligibility.views import count_determined, next_determined
from services.operations.differences_file import ComparedPage, DifferencesFile, in_units, row_of
from services.operations.law_change import PEOPLE_AT_ONCE, NewVersion, Totals, changed_claims
from services.operations.stack import Stack
from services.runtime.database.store import Database
from services.runtime.process.settings import Settings
from services.worlds import schemes_of

ELIGIBILITY = "eligibility"
DIGEST_SHOWN = 12
SAID = {Effect.GAINS: "gain", Effect.LOSES: "lose", Effect.UNCHANGED: "unchanged", Effect.DOUBTFUL: "doubtful"}


def law_change(  # noqa: PLR0913  each is an option of the command
    scheme: Annotated[str, typer.Argument(help="A scheme that is served, for example us/mississippi.")],
    new: Annotated[Path, typer.Option(help="The file of the sheet's new version.")],
    out: Annotated[Path, typer.Option(help="Where the differences are written, as CSV; goes on if interrupted.")],
    folder: LaptopFolder = None,
    *,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="From which day on; else the newest day of the new version."),
    ] = None,
    every: Annotated[bool, typer.Option("--every", help="List claims that stay as they are, too.")] = False,
    processes: Annotated[int, typer.Option(min=1, max=64, help="How many processes compare.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print the sums as JSON.")] = False,
) -> None:
    """Compare what running claims get under the served sheet and under a new one.

    Only reads, in small steps on connections of its own. If interrupted, give the same command again: it goes on.
    """
    law = _law(scheme, new, on.date() if on else None)
    about = {"scheme": scheme, "before": law.old.digest, "after": law.new.digest, "on": str(law.on)}
    about["listed"] = "every claim" if every else "what differs"
    comparing = partial(_comparing, folder, scheme, new, law.on, every=every)
    with opened_world(folder, [ELIGIBILITY]) as world:
        file = DifferencesFile.opened(out, about)
        with working("people with claims", _people(world)) as told:
            told(file.people)
            for page in compared(comparing, _pages(world, file.after), processes):
                file.add(page)
                told(page.people)
    file.finish()
    typer.echo(json.dumps(about | file.totals.as_json(), indent=1) if as_json else "\n".join(_in_words(law, file)))


def _people(world: Stack) -> int:
    with world.databases[ELIGIBILITY].reading() as connection:
        return count_determined(connection)


def _pages(world: Stack, after: str) -> Iterator[list[str]]:
    """People behind one, page by page, each read by itself."""
    while True:
        with world.databases[ELIGIBILITY].reading() as connection:
            page = next_determined(connection, after, PEOPLE_AT_ONCE)
        if not page:
            return
        yield page
        after = page[-1]


@contextmanager
def _comparing(folder: Path | None, scheme: str, new: Path, on: date, *, every: bool) -> Iterator[Compare]:
    """Compares in the process in which it is opened, on a connection of its own."""
    law = _law(scheme, new, on)
    with opened_world(folder, [ELIGIBILITY]) as world:
        yield partial(_compared_page, world.databases[ELIGIBILITY], law, every=every)


def _compared_page(database: Database, law: NewVersion, people: Sequence[str], *, every: bool) -> ComparedPage:
    totals = Totals()
    with database.reading() as connection:
        claims = list(changed_claims(connection, law, people))
    for claim in claims:
        totals.add(claim)
    listed = [row_of(claim) for claim in claims if every or claim.change.effect is not Effect.UNCHANGED]
    return ComparedPage(listed, totals, len(people), people[-1])


def _law(scheme: str, new: Path, on: date | None) -> NewVersion:
    """The change, if the file is a new version of a scheme that is served. Raises `BadParameter`."""
    served = schemes_of(Settings.from_environment())
    if scheme not in served:
        raise typer.BadParameter(as_sentence(no_such("scheme", scheme, sorted(served))))
    try:
        sheet = scheme_or_file(str(new))
    except LookupError as fault:
        raise typer.BadParameter(str(fault)) from None
    if sheet.name != scheme:
        raise typer.BadParameter(f"{new} is a sheet of {sheet.name}, not of {scheme}.")
    if sheet.digest == served[scheme].digest:
        raise typer.BadParameter(f"{new} says the same as the sheet of {scheme} that is served.")
    return NewVersion.of(served, sheet, on or last_change(sheet))


def _in_words(law: NewVersion, file: DifferencesFile) -> Iterator[str]:
    totals, currency = file.totals, law.new.currency
    yield f"{law.new.name} from {law.on}: the sheet that is served ({law.old.digest[:DIGEST_SHOWN]})"
    yield f"and the new one ({law.new.digest[:DIGEST_SHOWN]}), {totals.claims.total():,} claims that run then"
    for effect, says in SAID.items():
        yield f"  {says:<12}{totals.claims[effect]:>12,}{_money(totals, effect, currency)}"
    net, due = sum(totals.weekly.values(), Fraction(0)), sum(totals.certified.values())
    yield f"All together {in_units(net, currency)} {currency} more a week, and {in_units(due, currency)} {currency}"
    yield "more for what was certified by now. Doubtful claims are in neither sum."
    yield f"{file.path} names each claim that differs, in words and in money."


def _money(totals: Totals, effect: Effect, currency: str) -> str:
    if effect not in totals.weekly:
        return ""
    return f"  {in_units(totals.weekly[effect], currency)} {currency} a week"
