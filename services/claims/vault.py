"""Names, national identity numbers and full birth dates: encrypted per person, in this table and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Column, Connection, LargeBinary, Row, String, Table, select

from services.claims.tables import TABLES
from services.runtime.database import chain
from services.runtime.database.store import upsert
from services.runtime.privacy.cipher import CannotOpen, Cipher, KeyDestroyed, KeyMissing

OPENED_AT_ONCE = 500
vault = Table(
    "vault",
    TABLES,
    Column("subject", String(64), primary_key=True),
    Column("name", LargeBinary, nullable=False),
    Column("national_id", LargeBinary, nullable=False),
    Column("born_on", LargeBinary, nullable=False),
    info=chain.current(),
)
"""One row a person: three fields sealed under a key of the person's own, which lies in the key store."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a person is. Its fields are not printed, so that no log and no error can show them."""

    name: str = field(repr=False)
    national_id: str = field(repr=False)
    born_on: date = field(repr=False)


class NoSuchPerson(LookupError):
    """The vault holds nobody under this pseudonym, or the person was erased."""


class Vault:
    """The only place that can turn a pseudonym back into a person. Who is erased from the key store is nobody here."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def put(self, connection: Connection, people: Iterable[tuple[str, Identity]]) -> None:
        """Store people under their pseudonyms; who is there already is replaced, under a fresh key."""
        sealed = self._cipher.seal({subject: _texts(identity) for subject, identity in people})
        upsert(connection, vault, [{"subject": subject, **fields} for subject, fields in sealed.items()])

    def who_is(self, connection: Connection, subject: str) -> Identity:
        """The person behind a pseudonym. Raises `NoSuchPerson`."""
        row = connection.execute(select(vault).where(vault.c.subject == subject)).one_or_none()
        if row is None:
            raise NoSuchPerson("the vault holds nobody under this pseudonym")

        def opened(field: str) -> str:
            return self._cipher.open(subject, field, getattr(row, field))

        try:
            return Identity(opened("name"), opened("national_id"), date.fromisoformat(opened("born_on")))
        except KeyDestroyed:
            raise NoSuchPerson("this person was erased") from None
        except KeyMissing:
            raise NoSuchPerson("this person's key is in no store that is open here") from None

    def whose(self, connection: Connection, number: str, name: str, most: int) -> list[str]:
        """The pseudonyms of the first people with this number, and whose name holds these letters where some are given.

        Every row is opened, many at once, so it is for a vault of thousands. Raises `CannotOpen` under another key.
        """
        found: list[str] = []
        rows = connection.execute(select(vault).order_by(vault.c.subject))
        for some in rows.partitions(OPENED_AT_ONCE):
            among = {row.subject: row for row in some}
            if number:
                numbers = self._texts_of("national_id", among)
                among = {one: among[one] for one, text in numbers.items() if _plain(text) == _plain(number)}
            names = self._texts_of("name", among)
            found += sorted(one for one, text in names.items() if name.casefold() in text.casefold())
            if len(found) >= most:
                break
        return found[:most]

    def _texts_of(self, field: str, rows: Mapping[str, Row[Any]]) -> dict[str, str]:
        """By pseudonym, a field of those who are there; whoever was erased is not."""
        opened = self._cipher.open_each(field, {subject: getattr(row, field) for subject, row in rows.items()})
        for fault in opened.values():
            if isinstance(fault, CannotOpen) and not isinstance(fault, KeyDestroyed | KeyMissing):
                raise fault
        return {subject: text for subject, text in opened.items() if isinstance(text, str)}


def _plain(number: str) -> str:
    """An identity number without the signs that people set between its letters and digits."""
    return "".join(sign for sign in number.upper() if sign.isalnum())


def _texts(identity: Identity) -> dict[str, str]:
    born_on = identity.born_on.isoformat()
    return {"name": identity.name, "national_id": identity.national_id, "born_on": born_on}
