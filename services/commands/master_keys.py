"""`tideover keys`: which master key wraps how many data keys, and their exchange, as deploy/ROTATION.md says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from sqlalchemy.exc import DBAPIError

from services.runtime.database.refusals import refusal_in
from services.runtime.privacy.cipher import Cipher
from services.runtime.privacy.key_store import KeyStore
from services.runtime.privacy.master_keys import MasterKey, read_key
from services.runtime.process.settings import Settings, WrongSetting
from services.worlds import key_store, keys_folder, keys_in

SEALING = ("claims", "payments")
"""The services that keep personal data sealed, each under a master key of its own."""
T = TypeVar("T")
OnLaptop = Annotated[Path | None, typer.Option("--folder", help="A laptop's databases.")]


def list_(folder: OnLaptop = None) -> None:
    """Count the data keys under each master key; nothing of a key is shown."""
    store, place = _opened(folder)
    counts = _asked(store.counts)
    for path in sorted(path for service in SEALING for path in place.glob(f"{service}.key*")):
        name = MasterKey(read_key(path)).name
        typer.echo(f"{path.name} is master key {name}: it wraps {counts.pop(name, 0):,} data keys.")
    for name, count in counts.items():
        typer.echo(f"Master key {name or 'without a name'} is not here: it wraps {count:,} data keys.")


def rewrap(
    service: Annotated[str, typer.Argument(help=f"One of {', '.join(SEALING)}.")], folder: OnLaptop = None
) -> None:
    """Wrap every data key of a service under its newest master key; what is sealed stays as it is."""
    store, place = _opened(folder)
    key = place / f"{service}.key"
    if service not in SEALING or not key.exists():
        raise typer.BadParameter(f"there is no {key.name} in {place}")
    cipher = Cipher.from_file(key, store)
    typer.echo(f"{_asked(cipher.rewrap):,} data keys are wrapped under master key {cipher.master} from now on.")


def _opened(folder: Path | None) -> tuple[KeyStore, Path]:
    """The data keys, and the folder of the master keys. Raises `WrongSetting`."""
    settings = Settings.from_environment()
    if folder is not None or not (settings.keys_url or settings.database_url):
        place = folder or settings.folder
        return keys_in(place), place / "keys"
    return key_store(settings), keys_folder(settings)


def _asked(asks: Callable[[], T]) -> T:
    """What the database answers. Raises `WrongSetting` where the role may not."""
    try:
        return asks()
    except DBAPIError as fault:
        settings = Settings.from_environment()
        if refusal := refusal_in(fault, settings.keys_url or settings.database_url):
            raise WrongSetting(refusal) from None
        raise
