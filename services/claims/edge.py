"""Where people enter: names, identity numbers and employers' words are sealed, and only pseudonyms and keys go on."""

from __future__ import annotations

from collections.abc import Iterable

from services.claims.employers_words import EmployersWords, NamedReader, StatedWords, of_whom_words_are_kept
from services.claims.vault import Identity, NoSuchPerson, Vault
from services.runtime.database.store import Database
from services.runtime.privacy.identifiers import IdentifierForm
from services.runtime.privacy.pseudonyms import pseudonym_of

__all__ = [
    "EmployersWords",
    "Identity",
    "Intake",
    "NamedReader",
    "NoSuchPerson",
    "StatedWords",
    "Vault",
    "of_whom_words_are_kept",
]


class Intake:
    """Admits people: stores them in the vault and gives each a pseudonym.

    `key` is that of `services.runtime.privacy.pseudonyms`, and `form` says how identity numbers are written: both the
    same that registries' numbers are turned into pseudonyms with.
    """

    def __init__(self, key: bytes, form: IdentifierForm, vault: Vault, database: Database) -> None:
        self._key = key
        self._form = form
        self._vault = vault
        self._database = database

    def admit(self, people: Iterable[Identity]) -> list[str]:
        """Store people in the vault; their pseudonyms in the same order, the same for the same number.

        Raises `NoIdentifier`, and stores nobody, if a number is not written as the form says.
        """
        admitted = [(pseudonym_of(self._form.read(identity.national_id), self._key), identity) for identity in people]
        with self._database.begin() as connection:
            self._vault.put(connection, admitted)
        return [subject for subject, _ in admitted]
