"""The edge: a person comes in with a name and an identity number, and goes on as a pseudonym."""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from services.claims.vault import Identity, Vault
from services.runtime.store import Database

KEY_BYTES = 32
HEX_DIGITS = 32


class KeyFileFault(Exception):
    """The pseudonym key's file is missing, open to others, or too short."""


class Pseudonyms:
    """Makes the same pseudonym of the same identity number, for whoever holds the key and nobody else."""

    def __init__(self, key: bytes) -> None:
        if len(key) < KEY_BYTES:
            raise KeyFileFault(f"a pseudonym key has at least {KEY_BYTES} bytes")
        self._key = key

    @classmethod
    def from_file(cls, path: Path) -> Pseudonyms:
        """Read the key from a file that its owner alone may read.

        Unlike a cipher's key it is never made here: another key would make another person of everybody.
        """
        if not path.is_file():
            raise KeyFileFault("the pseudonym key's file is missing; it is made once, with `new_key_file`")
        found = path.stat()
        if stat.S_IMODE(found.st_mode) & 0o077:
            raise KeyFileFault("the pseudonym key's file must be readable by its owner alone (mode 0600)")
        return cls(path.read_bytes())

    def of(self, national_id: str) -> str:
        """`p-` and 32 hexadecimal digits: HMAC-SHA-256 of the number as it is meant, however it is written."""
        plain = _as_meant(national_id)
        if not plain:
            raise ValueError("an identity number has letters or digits")
        mac = hmac.new(self._key, plain.encode(), hashlib.sha256)
        return f"p-{mac.hexdigest()[:HEX_DIGITS]}"


def new_key_file(path: Path) -> None:
    """Make the key, once in the life of an institution. Raises `FileExistsError` rather than replace one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(KEY_BYTES))


def _as_meant(national_id: str) -> str:
    """Capital letters and digits only: `12-34 ab` and `1234AB` are one number."""
    return "".join(character for character in unicodedata.normalize("NFKC", national_id).upper() if character.isalnum())


class Intake:
    """The desk: whoever is admitted is stored in the vault and known by a pseudonym from there on."""

    def __init__(self, pseudonyms: Pseudonyms, vault: Vault, database: Database) -> None:
        self._pseudonyms = pseudonyms
        self._vault = vault
        self._database = database

    def admit(self, people: Iterable[Identity]) -> list[str]:
        """Store people in the vault; their pseudonyms in the same order, the same for the same number."""
        known = [(self._pseudonyms.of(identity.national_id), identity) for identity in people]
        with self._database.begin() as connection:
            self._vault.put(connection, known)
        return [subject for subject, _ in known]
