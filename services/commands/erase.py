"""`tideover erase`: nobody can open again what lies sealed of a person, in any copy of any database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import DBAPIError

from services.runtime.database.refusals import refusal_in
from services.runtime.privacy.key_store import OFFICER_MAX
from services.runtime.process.settings import Settings, WrongSetting
from services.worlds import key_store, keys_in


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
