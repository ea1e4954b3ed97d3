"""`tideover erase`: nobody can open again what lies sealed of a person, in any copy of any database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import DBAPIError

from contracts.values import LAST_DAY
from services.claims.views import open_contests_of
from services.commands.folder import has_world
from services.commands.world import opened_world
from services.payments.views import recoveries
from services.runtime.database.refusals import refusal_in
from services.runtime.privacy.key_store import OFFICER_MAX
from services.runtime.process.settings import Settings, WrongSetting
from services.worlds import key_store, keys_in

GOES_ON = (
    "What is open of them goes on under the pseudonym: contests are decided, and debts stand. What goes back or is due "
    "waits until a desk admits the person again with an account."
)
"""What becomes of open contests and debts: decisions and books are kept by law, and nobody is told by name."""


def erase(
    owner: Annotated[str, typer.Argument(help="The person's pseudonym; or a payment file, at the end of its years.")],
    folder: Annotated[Path | None, typer.Option("--folder", help="A laptop's databases.")] = None,
    *,
    officer: Annotated[str, typer.Option(help="Who answers for it.")],
    reason: Annotated[str, typer.Option(help="Why it is done, for example whose request it follows.")],
) -> None:
    """Destroy the keys of what lies sealed of a person: name, identity number, account. Nothing brings them back."""
    if not officer.strip() or not reason.strip() or len(officer) > OFFICER_MAX:
        raise typer.BadParameter(f"an officer (at most {OFFICER_MAX} letters) and a reason are named")
    settings = Settings.from_environment()
    on_laptop = folder is not None or not (settings.keys_url or settings.database_url)
    store = keys_in(folder or settings.folder) if on_laptop else key_store(settings)
    try:
        keys = store.destroy(owner, officer=officer, because=reason)
    except DBAPIError as fault:
        if refusal := refusal_in(fault, settings.keys_url or settings.database_url):
            raise WrongSetting(refusal) from None
        raise
    if not keys:
        raise typer.BadParameter(f"nothing lies sealed of {owner}: it is misspelt, or was erased before")
    typer.echo(
        f"{keys} keys of {owner} were destroyed. Copies of the keys that are older still have them: let them end."
    )
    for sentence in stays_open(folder or settings.folder, owner) if on_laptop else (GOES_ON,):
        typer.echo(sentence)


def stays_open(folder: Path, owner: str) -> Iterator[str]:
    """What is open of whoever was erased, and what becomes of it; nothing where no world is in the folder."""
    if not has_world(folder):
        return
    with opened_world(folder) as world:
        with world.databases["claims"].reading() as connection:
            contests = open_contests_of(connection, owner)
        with world.databases["payments"].reading() as connection:
            owed = [each.left for each in recoveries(connection, LAST_DAY, owner) if each.left.minor]
    if contests:
        contest = "contest is" if contests == 1 else "contests are"
        yield f"{contests} {contest} open: it is decided under the pseudonym, and its letters name nobody."
    for left in owed:
        yield f"A debt of {left} stands until it is waived, written off or too old; nothing is withheld for it."
    if contests or owed:
        yield GOES_ON
