"""Everything that stands in a world's databases, as plain rows that two worlds can be compared by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Table, func, select

from services.claims.vault import Vault, vault
from services.payments.bank.bank_details import opened
from services.payments.bank.sealed_files import body_of
from services.payments.tables import bank_account, bank_message, payment_file
from services.runtime.database import tallies
from services.runtime.database.store import METADATA, Database, chain_head, chain_link, relayed
from services.runtime.privacy.cipher import Cipher

SEALED = {
    vault.c.name,
    vault.c.national_id,
    vault.c.born_on,
    bank_account.c.account_sealed,
    payment_file.c.body_sealed,
    bank_message.c.body_sealed,
}
"""Encrypted with a fresh nonce each time: they are opened and compared, not their bytes."""

Rows = list[tuple[Any, ...]]


class Difference(NamedTuple):
    """A table in which two worlds differ, and the first row of each that the other has not."""

    table: str
    counts: tuple[int, int]
    only_here: tuple[Any, ...] | None
    only_there: tuple[Any, ...] | None


def all_rows(database: Database) -> dict[str, Rows]:
    """Every table of a service but the relay's own and the chains, which cover sealed bytes too.

    Numbered rows stand in their order, without the number. Of tallies what they add up to is compared.
    """
    with database.reading() as connection:
        tables = [*METADATA.sorted_tables, *database.tables.sorted_tables]
        return {
            one.name: list(_rows(connection, one)) for one in tables if one not in (relayed, chain_link, chain_head)
        }


def _rows(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    if table.name == tallies.NAME:
        total, place = func.sum(table.c.value), (table.c.name, table.c.label)
        summed = connection.execute(select(*place, total).group_by(*place).having(total != 0))
        yield from sorted((name, label, int(value)) for name, label, value in summed)
        return
    number = table.autoincrement_column
    columns = [one for one in table.columns if _is_compared(one) and one is not number]
    rows = [tuple(map(_plain, row)) for row in connection.execute(select(*columns).order_by(*_order(number)))]
    yield from rows if number is not None else sorted(rows, key=repr)


def _order(number: Column[Any] | None) -> list[Column[Any]]:
    return [] if number is None else [number]


def _is_compared(column: Column[Any]) -> bool:
    return column not in SEALED and column.name != "transaction"


def _plain(value: Any) -> Any:
    """SQLite keeps no zone, and everything of ours is UTC."""
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value


def secrets_of(databases: Mapping[str, Database], claims: Cipher, payments: Cipher) -> dict[str, Any]:
    """What is sealed in a world, opened: who people are, where they are paid, and the bytes of every bank file."""
    with databases["claims"].reading() as connection:
        who = {one: Vault(claims).who_is(connection, one) for one in connection.scalars(select(vault.c.subject))}
        names = {one: (known.name, known.national_id, known.born_on) for one, known in who.items()}
    with databases["payments"].reading() as connection:
        accounts = opened(connection, payments, list(connection.scalars(select(bank_account.c.person))))
        files = {
            name: body_of(connection, payments, name) for name in connection.scalars(select(payment_file.c.name)).all()
        }
    return {"vault": names, "accounts": accounts, "files": files}


def differences(here: Mapping[str, Rows], there: Mapping[str, Rows]) -> list[Difference]:
    """Where two worlds differ, table by table; nothing if they are the same."""
    found = []
    for table in sorted(here.keys() | there.keys()):
        mine, theirs = here.get(table, []), there.get(table, [])
        if mine != theirs:
            both = set(mine) & set(theirs)
            found.append(Difference(table, (len(mine), len(theirs)), _first(mine, both), _first(theirs, both)))
    return found


def _first(rows: Rows, but: set[tuple[Any, ...]]) -> tuple[Any, ...] | None:
    return next((row for row in rows if row not in but), None)
