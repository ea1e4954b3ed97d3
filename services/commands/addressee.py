"""To whom a letter goes: by name where the vault is open to the command, by pseudonym everywhere else."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.exc import DBAPIError

from services.claims.edge import NoSuchPerson, Vault
from services.operations.stack import Stack
from services.runtime.privacy.cipher import CannotOpen, Cipher, KeyFileUnsafe
from services.runtime.process.settings import Settings, WrongSetting
from services.worlds import cipher_in, cipher_of

SERVICE = "claims"


def name_of(world: Stack, folder: Path | None, person: str) -> str | None:
    """The name of a person; None where there is no key or no right to read it, nobody of the pseudonym, or erased."""
    settings = Settings.from_environment()
    try:
        cipher = _cipher(folder, settings)
        with world.databases[SERVICE].reading() as connection:
            return Vault(cipher).who_is(connection, person).name if cipher else None
    except (NoSuchPerson, CannotOpen, KeyFileUnsafe, WrongSetting, DBAPIError):
        return None


def _cipher(folder: Path | None, settings: Settings) -> Cipher | None:
    """Of the claims service; none where a laptop's folder has no key yet, since looking makes none."""
    if folder is None and settings.database_url:
        return cipher_of(settings, SERVICE)
    laptop = folder or settings.folder
    return cipher_in(laptop, SERVICE) if (laptop / "keys" / f"{SERVICE}.key").exists() else None
