"""The edge: a person comes in with a name and an identity number, and goes on as a pseudonym."""

from __future__ import annotations

from collections.abc import Iterable

from services.claims.vault import Identity, Vault
from services.runtime.database.store import Database
from services.runtime.privacy.pseudonyms import pseudonym_of

__all__ = ["Identity", "Intake", "Vault"]


class Intake:
    """The desk: whoever is admitted is stored in the vault and known by a pseudonym from there on.

    `key` is that of `services.runtime.privacy.pseudonyms`, the same as registries' numbers are turned under.
    """

    def __init__(self, key: bytes, vault: Vault, database: Database) -> None:
        self._key = key
        self._vault = vault
        self._database = database

    def admit(self, people: Iterable[Identity]) -> list[str]:
        """Store people in the vault; their pseudonyms in the same order, the same for the same number."""
        known = [(pseudonym_of(identity.national_id, self._key), identity) for identity in people]
        with self._database.begin() as connection:
            self._vault.put(connection, known)
        return [subject for subject, _ in known]
