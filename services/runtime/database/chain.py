"""Chains of digests: each transaction adds one link over the rows that it wrote, so that a later change is seen.

A link holds 16 bytes of the SHA-256 of every row as it was written, or the row itself where that is hardly longer, and
its own digest is made of that of the link
before and of what it holds. The digest of the last link of each chain, its head, can be written down outside the
database; who then changes, deletes or adds a row, or cuts off the newest, cannot make the links agree with that head.

There are as many chains as transactions that ever ended at the same moment: each takes one that nobody holds, so that
no worker waits for another. Links are numbered once more across all chains, in the order in which transactions that
wrote the same row followed each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from operator import itemgetter
from typing import Any, Final

from pydantic_core import to_json
from sqlalchemy import Connection, DateTime, LargeBinary, Table, select

from services.runtime.database import driver, many_rows
from services.runtime.database.prepared import Prepared

DIGEST_BYTES: Final = 16
KEY_BYTES: Final = 8
VERBATIM_BYTES: Final = 32
"""An event's id and the digest of what it says."""
GENESIS: Final = bytes(32)
"""What the first link of a chain follows."""
WRITTEN, REMOVED, CURRENT = "+", "-", "="
"""What a link says of rows: written for ever, taken away for a reason, or the current content under a key."""
GONE: Final = bytes(DIGEST_BYTES)
"""The digest of a row that its own service took away."""

_CHAINED = "chained"
BY_SCRIPTS = "by_scripts"
"""In the info of a table: the rows that a script writes."""
_NOTES = "chain notes"
_ATTEMPTS_MAX = 5

Notes = dict[tuple[str, str], list[bytes]]
"""What a transaction wrote so far: by table and what is said of its rows, their digests."""


@dataclass(frozen=True, slots=True)
class Chained:
    """How the rows of a table are digested: of which columns, and which of them are the key if the row may change.

    What is digested is a JSON array of the values that are not bytes, in the order of the columns and without what is
    nothing at its end, so that a new column at the end changes no digest; behind it the bytes, and before them their
    lengths unless there is one column of bytes that is always there.
    """

    columns: tuple[str, ...]
    key: tuple[str, ...]
    moments: frozenset[str]
    plain: tuple[int, ...]
    """Which of the columns hold no bytes."""
    bytes_: tuple[int, ...]
    always_there: bool
    """No value may be nothing, and one column holds bytes."""
    verbatim: bool
    """A link holds the rows themselves: an id and a digest, which needs no digest of its own."""

    @property
    def width(self) -> int:
        """How many bytes a link holds of each row."""
        if self.verbatim:
            return VERBATIM_BYTES
        return DIGEST_BYTES + KEY_BYTES if self.key else DIGEST_BYTES

    def entries(self, rows: Iterable[Sequence[Any]]) -> list[bytes]:
        """What a link holds of each row, given by `columns`."""
        if self.verbatim:
            return [_verbatim(identity.bytes + digest) for identity, digest in rows]
        if self.key:
            key = _all_of([self.columns.index(name) for name in self.key])
            return [key_digest(key(row)) + self._digest(row) for row in rows]
        if self.always_there and not self.moments:  # facts, a country's worth of them
            plain, last = _all_of(self.plain), self.bytes_[0]
            return [sha256(to_json(plain(row)) + row[last]).digest()[:DIGEST_BYTES] for row in rows]
        return [self._digest(row) for row in rows]

    def _digest(self, row: Sequence[Any]) -> bytes:
        if self.moments:
            row = [_in_utc(v) if name in self.moments else v for name, v in zip(self.columns, row, strict=True)]
        plain = [row[place] for place in self.plain]
        while plain and plain[-1] is None:
            plain.pop()
        held = [row[place] for place in self.bytes_]
        parts = [to_json(plain), *(part for part in held if part is not None)]
        if held and not self.always_there:
            parts.insert(1, to_json([None if part is None else len(part) for part in held]))
        return sha256(b"".join(parts)).digest()[:DIGEST_BYTES]


def _verbatim(row: bytes) -> bytes:
    """The row itself; of one with a digest of another length, which the engine never writes, its own digest."""
    return row if len(row) == VERBATIM_BYTES else sha256(row).digest()


def _all_of(places: Sequence[Any]) -> Callable[[Any], Any]:
    """Takes these places out of a row, always as several."""
    if len(places) == 1:
        (place,) = places
        return lambda row: (row[place],)
    return itemgetter(*places)


def key_digest(key: Sequence[Any]) -> bytes:
    """By which the contents of one row at different times are known to belong together."""
    return sha256(to_json(list(key))).digest()[:KEY_BYTES]


def _in_utc(moment: datetime | None) -> datetime | None:
    """SQLite keeps a moment without its zone."""
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def written_once(*, but: Sequence[str] = (), verbatim: bool = False) -> dict[str, Any]:
    """For `Table(info=...)`: rows never change, `but` in columns that the database fills in or that are not covered.

    `verbatim` is for rows of a UUID and a digest of 16 bytes, which links hold as they are.
    """
    return {_CHAINED: (tuple(but), False, (), verbatim)}


def current(*, by: Sequence[str] = (), but: Sequence[str] = (), scripts: str = "") -> dict[str, Any]:
    """For `Table(info=...)`: the last content counts, by the primary key or the columns `by`.

    `scripts` is a condition in SQL on rows that a script of ours writes beside the engine, and which are not linked.
    """
    return {_CHAINED: (tuple(but), True, tuple(by), False), BY_SCRIPTS: scripts}


def chained(table: Table) -> Chained | None:
    """How a table is chained; None if it is not."""
    if _CHAINED not in table.info:
        return None
    declared = table.info[_CHAINED]
    if isinstance(declared, Chained):
        return declared
    but, changes, by, verbatim = declared
    columns = tuple(column for column in table.c if column.name not in but)
    key = tuple(by) or tuple(column.name for column in table.primary_key)
    held = tuple(place for place, column in enumerate(columns) if isinstance(column.type, LargeBinary))
    how = Chained(
        columns=tuple(column.name for column in columns),
        key=key if changes else (),
        moments=frozenset(column.name for column in columns if isinstance(column.type, DateTime)),
        plain=tuple(place for place in range(len(columns)) if place not in held),
        bytes_=held,
        always_there=len(held) == 1 and not any(column.nullable for column in columns),
        verbatim=verbatim,
    )
    table.info[_CHAINED] = how
    return how


def begin(connection: Connection) -> None:
    """Forget what a transaction before this one noted and did not commit."""
    connection.info[_NOTES] = {}


def note(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Note rows that this transaction writes. Raises `KeyError` if a chained column is not among `columns`."""
    if (how := chained(table)) is None:
        return
    said = CURRENT if how.key else WRITTEN
    if tuple(columns) != how.columns:
        at = {name: number for number, name in enumerate(columns)}
        rows = map(_all_of([at[name] for name in how.columns]), rows)
    _notes(connection).setdefault((table.name, said), []).extend(how.entries(rows))


def insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, each with all chained columns, and note them."""
    if rows:
        many_rows.insert(connection, table, rows)
        note_mappings(connection, table, rows)


def note_mappings(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Note rows by column. Raises `KeyError` if a chained column is missing."""
    if (how := chained(table)) is not None:
        note(connection, table, how.columns, map(_all_of(how.columns), rows))


def note_stored(connection: Connection, table: Table, by: str, values: Sequence[Any]) -> None:
    """Note rows of which only a part was updated, as they are stored now: those whose column `by` has these values."""
    if (how := chained(table)) is not None:
        note(connection, table, how.columns, _stored(table, by).rows(connection, {many_rows.ANY_OF: values}))


@cache
def _stored(table: Table, by: str) -> Prepared:
    how = chained(table)
    columns = how.columns if how else ()
    return Prepared(select(*(table.c[name] for name in columns)).where(many_rows.among(table.c[by])))


def note_removed(connection: Connection, table: Table, keys: Iterable[Sequence[Any]]) -> None:
    """Note that rows with these keys are taken away by their own service."""
    entries = [key_digest(key) + GONE for key in keys]
    if entries:
        _notes(connection).setdefault((table.name, CURRENT), []).extend(entries)


def note_pruned(connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    """Note that rows that were written for ever are taken away after all; each as its chained columns."""
    if (how := chained(table)) is not None:
        _notes(connection).setdefault((table.name, REMOVED), []).extend(how.entries(rows))


def _notes(connection: Connection) -> Notes:
    notes: Notes = connection.info.setdefault(_NOTES, {})
    return notes


def noted(connection: Connection) -> Notes:
    """A copy of what this transaction has noted so far, for `note_again` if a part of it is undone."""
    return {about: entries.copy() for about, entries in _notes(connection).items()}


def note_again(connection: Connection, notes: Notes) -> None:
    """Only this was noted."""
    connection.info[_NOTES] = notes


def commit(connection: Connection) -> None:
    """Add the link of this transaction, as the last thing before it is committed."""
    notes = connection.info.pop(_NOTES, None)
    if not notes:
        return
    body = packed(notes)
    for _ in range(_ATTEMPTS_MAX):
        if _append(connection, body):
            return
        driver.execute(connection, _NEW_CHAIN, (GENESIS,))
    raise RuntimeError("no chain could be had for the link of this transaction")


def packed(notes: Notes) -> bytes:
    """The notes as a link holds them: a line for each table and what is said, and behind it what it holds of rows."""
    parts: list[bytes] = []
    for (table, said), entries in notes.items():
        if not entries:
            continue
        parts += [f"{table} {said} {len(entries)} {len(entries[0])}\n".encode(), *entries]
    return b"".join(parts)


def unpacked(body: bytes) -> Iterable[tuple[str, str, bytes]]:
    """Table, what is said, and the digests in one piece. Raises `ValueError` for what `packed` never made."""
    at = 0
    while at < len(body):
        end = body.index(b"\n", at)
        table, said, count, width = body[at:end].decode().split(" ")
        at = end + 1 + int(count) * int(width)
        if not end < at <= len(body):
            raise ValueError("a link ends before what it announces")
        yield table, said, body[end + 1 : at]


def link_digest(before: bytes, body: bytes) -> bytes:
    """The digest of a link, by that of the link before it in its chain."""
    return sha256(before + sha256(body).digest()).digest()


def _append(connection: Connection, body: bytes) -> bool:
    """Add a link to a chain that nobody holds; whether there was one."""
    if connection.dialect.name == "postgresql":
        return bool(driver.execute(connection, _APPEND, (body, body)).rowcount)
    if not (heads := driver.rows_of(connection, _HEAD)):
        return False
    [(number_of_chain, number, before)] = heads
    digest = link_digest(before, body)
    driver.execute(connection, _LINK, (number_of_chain, number + 1, body, digest))
    driver.execute(connection, _MOVE, (number + 1, digest, number_of_chain))
    return True


_APPEND = """
WITH head AS (
    SELECT chain, number, digest FROM chain_head ORDER BY chain LIMIT 1 FOR UPDATE SKIP LOCKED
), link AS (
    INSERT INTO chain_link (chain, number, body, digest)
    SELECT chain, number + 1, ?, sha256(digest || sha256(?)) FROM head RETURNING chain, number, digest
)
UPDATE chain_head AS moved SET number = link.number, digest = link.digest FROM link WHERE moved.chain = link.chain
"""
_NEW_CHAIN = """
INSERT INTO chain_head (chain, number, digest) SELECT COALESCE(MAX(chain) + 1, 0), 0, ? FROM chain_head
WHERE true ON CONFLICT DO NOTHING
"""
_HEAD = "SELECT chain, number, digest FROM chain_head ORDER BY chain LIMIT 1"
_LINK = "INSERT INTO chain_link (chain, number, body, digest) VALUES (?, ?, ?, ?)"
_MOVE = "UPDATE chain_head SET number = ?, digest = ? WHERE chain = ?"
