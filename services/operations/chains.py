"""Holds every row against the chains of digests that its own transaction left, and the chains against their heads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Table, func, select, text

from services.operations.chain_heads import Head
from services.operations.findings import CHAIN, ROWS, Audit, Breach
from services.runtime.database import chain
from services.runtime.database.chain import CURRENT, GENESIS, REMOVED, WRITTEN, Chained
from services.runtime.database.store import METADATA, Database, chain_head, chain_link

ROWS_AT_ONCE = 5_000
ONE_LOOK = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"

Words = NDArray[np.uint64]
"""Digests as columns of eight bytes each."""


@dataclass
class Digests:
    """What the links say of one table, in the order of the links."""

    written: list[bytes] = field(default_factory=list)
    removed: list[bytes] = field(default_factory=list)
    current: list[bytes] = field(default_factory=list)


@dataclass
class Linked:
    """What the links of a service say: of each table, and where each chain ends."""

    tables: dict[str, Digests] = field(default_factory=dict)
    ends: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    """By chain, the number and the digest of its last link."""
    links: int = 0


def audit_chains(service: str, database: Database, heads: Collection[Head], audit: Audit) -> Iterator[int]:
    """Check a service's chains and rows, as they are at one moment; yields how many links and rows were looked at.

    `heads` are those of this service that were written down before.
    """
    with at_one_moment(database) as connection:
        linked = Linked()
        yield from _follow(connection, service, heads, linked, audit)
        for table in chained_tables(database):
            yield from _compare(connection, service, table, linked.tables.get(table.name, Digests()), audit)


@contextmanager
def at_one_moment(database: Database) -> Iterator[Connection]:
    """A transaction in which all that is read is of one moment, whatever is written meanwhile."""
    with database.reading() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(ONE_LOOK))
        yield connection


def chained_tables(database: Database) -> list[Table]:
    """The tables of a service whose rows are chained."""
    tables = [*METADATA.tables.values(), *database.tables.tables.values()]
    return [table for table in dict.fromkeys(tables) if chain.chained(table) is not None]


def parts_by_name(databases: Mapping[str, Database]) -> Iterator[tuple[str, Database]]:
    """Every database, by its service; where that is split, each by its server too, for chains are a server's own."""
    for name, database in databases.items():
        for part in database.parts:
            url = part.engine.url
            yield (name if part.held is None else f"{name} at {url.host}:{url.port}/{url.database}"), part


def heads_of(service: str, database: Database) -> list[Head]:
    """Where the chains of a service end now."""
    with database.reading() as connection:
        rows = connection.execute(select(chain_head).order_by(chain_head.c.chain))
        return [Head(service, row.chain, row.number, row.digest.hex()) for row in rows]


def _follow(
    connection: Connection, service: str, heads: Collection[Head], linked: Linked, audit: Audit
) -> Iterator[int]:
    """Every link from the first: it follows the one before, and says what it always said."""
    query = select(chain_link).order_by(chain_link.c.position)
    rows = connection.execution_options(stream_results=True, yield_per=ROWS_AT_ONCE).execute(query)
    known = {(head.chain, head.number): head for head in heads}
    for part in rows.partitions(ROWS_AT_ONCE):
        for link in part:
            _check_link(service, link, linked, audit)
            _note_link(link, linked)
            head = known.pop((link.chain, link.number), None)
            if head is not None and head.digest != link.digest.hex():
                words = f"link {link.number} of chain {link.chain} is not the one whose head was written down"
                audit.found(_of_chain(service, link.chain, words))
        yield len(part)
    audit.looked_at[CHAIN, service] += linked.links
    for head in known.values():
        last = linked.ends.get(head.chain, (0, b""))[0]
        words = f"chain {head.chain} was cut off: it has {last} links, and {head.number} were written down"
        audit.found(_of_chain(service, head.chain, words))
    _check_ends(connection, service, linked, audit)


def _check_link(service: str, link: Any, linked: Linked, audit: Audit) -> None:
    number, digest = linked.ends.get(link.chain, (0, GENESIS))
    if link.number != number + 1:
        words = f"links {number + 1} to {link.number - 1} of chain {link.chain} are missing"
        audit.found(_of_chain(service, link.chain, words))
    elif chain.link_digest(digest, link.body) != link.digest:
        audit.found(_of_chain(service, link.chain, f"link {link.number} of chain {link.chain} was changed"))
    linked.ends[link.chain] = (link.number, link.digest)


def _note_link(link: Any, linked: Linked) -> None:
    linked.links += 1
    try:
        for name, said, entries in chain.unpacked(link.body):
            digests = linked.tables.setdefault(name, Digests())
            kinds = {WRITTEN: digests.written, REMOVED: digests.removed, CURRENT: digests.current}
            kinds[said].append(entries)
    except (ValueError, KeyError):
        return  # its digest was named already


NO_LINK = (0, GENESIS)
"""The head of a chain that was begun, and whose transaction found another one free after all."""


def _check_ends(connection: Connection, service: str, linked: Linked, audit: Audit) -> None:
    ends = {row.chain: (row.number, row.digest) for row in connection.execute(select(chain_head))}
    for number in sorted(ends.keys() | linked.ends.keys()):
        if ends.get(number) != linked.ends.get(number, NO_LINK):
            audit.found(_of_chain(service, number, f"the head of chain {number} is not its last link"))


def _of_chain(service: str, number: int, words: str) -> Breach:
    return Breach(CHAIN, service, f"chain/{number}", f"In {service} {words}.")


def _compare(connection: Connection, service: str, table: Table, said: Digests, audit: Audit) -> Iterator[int]:
    """The rows of a table against what the links say of it."""
    how = _how(table)
    stored: list[bytes] = []
    numbers: list[int] = []
    for rows in _stored(connection, table, how):
        stored += how.entries([row[1:] for row in rows])
        numbers += [row[0] for row in rows]
        yield len(rows)
    audit.looked_at[ROWS, service] += len(stored)
    if how.key:
        counts = _of_current(_columns(said.current, how), _columns(stored, how))
    else:
        counts = _of_written(_columns(said.written, how), _columns(said.removed, how), _columns(stored, how))
        if not counts.total() and any(numbers):
            counts["moved"] = _out_of_order(said.written, stored, numbers, how.width)
    for kind, count in sorted(counts.items()):
        if count:
            audit.found(_of_rows(service, table.name, kind, count))


def _how(table: Table) -> Chained:
    how = chain.chained(table)
    if how is None:
        raise TypeError(f"{table.name} is not chained")
    return how


def _stored(connection: Connection, table: Table, how: Chained) -> Iterator[Sequence[Any]]:
    """The rows, each behind the number that the database gave it, or 0 where it gives none."""
    serial = table.autoincrement_column
    number = serial if serial is not None and serial.name not in how.columns else text("0")
    query = select(number, *(table.c[name] for name in how.columns))
    if scripts := table.info.get(chain.BY_SCRIPTS):
        query = query.where(text(f"NOT ({scripts})"))
    rows = connection.execution_options(stream_results=True, yield_per=ROWS_AT_ONCE).execute(query)
    yield from rows.partitions(ROWS_AT_ONCE)


def _columns(entries: Sequence[bytes], how: Chained) -> Words:
    """What links hold of rows; what has another width than rows of the table is left out, its link was changed."""
    fitting = b"".join(part for part in entries if len(part) % how.width == 0)
    return np.frombuffer(fitting, dtype="<u8").reshape(-1, how.width // 8)


def _of_written(written: Words, removed: Words, stored: Words) -> Counter[str]:
    """How many rows are missing and how many nobody wrote; as many of both are counted as changed."""
    signs = np.concatenate([np.ones(len(written)), -np.ones(len(removed) + len(stored))])
    balance = _sums(np.concatenate([written, removed, stored]), signs)
    gone, foreign = int(balance[balance > 0].sum()), int(-balance[balance < 0].sum())
    changed = min(gone, foreign)
    return Counter(changed=changed, gone=gone - changed, foreign=foreign - changed)


def _sums(digests: Words, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum of the values of each digest that differs from the others."""
    if not len(digests):
        return np.zeros(0)
    order = np.lexsort(digests.T)
    ordered = digests[order]
    first = np.concatenate([[True], (ordered[1:] != ordered[:-1]).any(axis=1)])
    return np.add.reduceat(values[order], np.flatnonzero(first))


def _of_current(linked: Words, stored: Words) -> Counter[str]:
    """The last that was said under each key, against the row that is there."""
    keys, last = np.unique(linked[::-1, 0], return_index=True)
    contents = linked[::-1][last, 1:]
    kept = contents.any(axis=1)
    keys, contents = keys[kept], contents[kept]
    there, first = np.unique(stored[:, 0], return_index=True)
    twice = len(stored) - len(there)
    _, mine, theirs = np.intersect1d(keys, there, assume_unique=True, return_indices=True)
    differs = int((contents[mine] != stored[first][theirs, 1:]).any(axis=1).sum())
    return Counter(changed=differs, gone=len(keys) - len(mine), foreign=len(there) - len(theirs) + twice)


def _out_of_order(written: Sequence[bytes], stored: Sequence[bytes], numbers: Sequence[int], width: int) -> int:
    """How many rows that were written together have lower numbers than the row before them.

    Of rows that say the same, nobody can tell which is which: they have no place among the others.
    """
    times = Counter(stored)
    number = {entry: place for entry, place in zip(stored, numbers, strict=True) if times[entry] == 1}
    moved = 0
    for entries in written:
        together = [number.get(entry) for entry in _each(entries, width)]
        there = [value for value in together if value is not None]
        moved += sum(after < before for before, after in pairwise(there))
    return moved


def _each(entries: bytes, width: int) -> Iterator[bytes]:
    return (entries[at : at + width] for at in range(0, len(entries), width))


_SAYS: Mapping[str, tuple[str, str]] = {
    "changed": ("is not as it was written", "are not as they were written"),
    "gone": ("that was written is gone", "that were written are gone"),
    "foreign": ("was put in by hand: no transaction of the engine wrote it", "were put in by hand: none is linked"),
    "moved": ("has another place than it was written at", "have other places than they were written at"),
}


def _of_rows(service: str, table: str, kind: str, count: int) -> Breach:
    rows, words = ("1 row", _SAYS[kind][0]) if count == 1 else (f"{count:,} rows", _SAYS[kind][1])
    return Breach(ROWS, service, f"{table}/{kind}", f"In {service} {rows} of {table} {words}.")


def take_up(database: Database) -> int:
    """Link the rows of a database that was at work before there were chains; how many rows.

    From here on they must stay as they are. Only for the moment at which the chains' tables were made.
    """
    rows_linked = 0
    with database.begin() as connection:
        if connection.scalar(select(func.count()).select_from(chain_link)):
            raise ValueError("what has links already is not taken up again")
        for table in chained_tables(database):
            how = _how(table)
            rows = connection.execute(select(*(table.c[name] for name in how.columns)))
            for part in rows.partitions(ROWS_AT_ONCE):
                chain.note(connection, table, how.columns, part)
                rows_linked += len(part)
    return rows_linked
