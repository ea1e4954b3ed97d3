"""Tallies: counts and sums by label, kept by the database in the transaction of the rows that they count.

Whoever watches asks how many payments stand where, and must not read ten million rows for the answer. A trigger adds
up what a statement wrote, takes off what it replaced, and writes one row a label; so no way to write a row goes past
its tally. On PostgreSQL each transaction writes in a slot that nobody else holds, and the tally is the sum over the
slots: no worker waits for another one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import DDL, BigInteger, Column, Connection, MetaData, SmallInteger, String, Table, event

from services.runtime.database import driver

NAME = "tally"
SLOTS = 64
"""As many transactions may write tallies of a service at one time; a further one waits."""
_KEPT = "tallies"

Label = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptTally:
    """What is added up, by label, in SQL that SQLite and PostgreSQL both read; `{r}` stands for the row.

    A row without a label is not counted. A subquery names a table as `{schema}table`.
    """

    name: str
    table: Table
    label: str
    value: str = "1"


def by(*parts: str) -> str:
    """The label made of these expressions; a row in which one of them is nothing is not counted."""
    return " || '|' || ".join(parts)


@dataclass(frozen=True, slots=True)
class WrongTally:
    """A tally that is not what its rows add up to."""

    name: str
    label: str
    kept: int
    counted: int

    def in_words(self) -> str:
        """A sentence's middle."""
        of = f" of {self.label.replace('|', ', ')}" if self.label else ""
        return f"the tally {self.name}{of} says {self.kept:,}, and the rows add up to {self.counted:,}"


class Tallies:
    """All tallies of one service, and the table in which they are kept."""

    def __init__(self, tables: MetaData, tallies: Sequence[KeptTally]) -> None:
        self.tallies = tuple(tallies)
        self.table = Table(
            NAME,
            tables,
            Column("name", String(40), primary_key=True),
            Column("label", String(200), primary_key=True),
            Column("slot", SmallInteger(), primary_key=True, autoincrement=False),
            Column("value", BigInteger(), nullable=False),
            info={_KEPT: self},
        )
        for statement in _on_postgresql(self.tallies):
            event.listen(self.table, "after_create", _ddl(statement).execute_if(dialect="postgresql"))
        for statement in (*_on_sqlite(self.tallies), *map(_filling, self.tallies)):
            event.listen(self.table, "after_create", _ddl(statement).execute_if(dialect="sqlite"))
        for table in {tally.table.name: tally.table for tally in self.tallies}.values():
            self.table.add_is_dependent_on(table)

    def of(self, connection: Connection, name: str) -> dict[str, int]:
        """What is kept under a name, by label; what adds up to nothing is left out."""
        return {label: int(value) for label, value in driver.rows_of(connection, _READ, (name,))}

    def by_parts(self, connection: Connection, name: str) -> dict[Label, int]:
        """The same by the parts of a label that has several."""
        return {tuple(label.split("|")): value for label, value in self.of(connection, name).items()}

    def total(self, connection: Connection, name: str) -> int:
        """The sum over all labels."""
        return sum(self.of(connection, name).values())

    def wrong(self, connection: Connection) -> Iterator[WrongTally]:
        """Count all rows anew and compare; ask seldom, in a transaction that sees one moment."""
        for tally in self.tallies:
            kept = self.of(connection, tally.name)
            rows = driver.rows_of(connection, _counting(tally))
            counted = {label: int(value) for label, value in rows}
            for label in sorted(kept.keys() | counted.keys()):
                if kept.get(label, 0) != counted.get(label, 0):
                    yield WrongTally(tally.name, label, kept.get(label, 0), counted.get(label, 0))


def tallies_of(tables: MetaData) -> Tallies | None:
    """The tallies of a service; None if it keeps none."""
    table = tables.tables.get(NAME)
    return None if table is None else table.info[_KEPT]


_READ = "SELECT label, sum(value) FROM tally WHERE name = ? GROUP BY label HAVING sum(value) <> 0 ORDER BY label"


def _counting(tally: KeptTally) -> str:
    label, value = (part.format(r="r", schema="") for part in (tally.label, tally.value))
    return (
        f"SELECT label, sum(value) AS value FROM (SELECT {label} AS label, {value} AS value"  # noqa: S608 - ours
        f" FROM {tally.table.name} AS r) AS each_row WHERE label IS NOT NULL AND value <> 0 GROUP BY label"
    )


def _filling(tally: KeptTally) -> str:
    """What is there already, where the tallies are younger than the rows."""
    counted = f"SELECT '{tally.name}', label, 0, value FROM ({_counting(tally)}) AS counted"  # noqa: S608 - ours
    return f"INSERT INTO {NAME} (name, label, slot, value) {counted}"


def _by_table(tallies: Sequence[KeptTally]) -> Mapping[str, Sequence[KeptTally]]:
    found: defaultdict[str, list[KeptTally]] = defaultdict(list)
    for tally in tallies:
        found[tally.table.name].append(tally)
    return found


def _on_sqlite(tallies: Sequence[KeptTally]) -> Iterator[str]:
    """A trigger a row: there is one writer, and no slot but the first."""
    for table, own in _by_table(tallies).items():
        came, left = _rows_on_sqlite(own, "NEW", ""), _rows_on_sqlite(own, "OLD", "-")
        moves = " OR ".join(
            f"({new}) IS NOT ({old})" for new, old in zip(_told(own, "NEW"), _told(own, "OLD"), strict=True)
        )
        for verb, rows, condition in (
            ("INSERT", came, ""),
            ("UPDATE", [*came, *left], f" WHEN {moves}"),
            ("DELETE", left, ""),
        ):
            yield (
                f"CREATE TRIGGER tally_{verb.lower()}_{table} AFTER {verb} ON {table}{condition} BEGIN"  # noqa: S608 - ours
                f" INSERT INTO {NAME} (name, label, slot, value)"
                f" SELECT name, label, 0, sum(value) FROM ({' UNION ALL '.join(rows)})"
                " WHERE label IS NOT NULL AND value <> 0 GROUP BY name, label HAVING sum(value) <> 0"
                " ON CONFLICT (name, label, slot) DO UPDATE SET value = value + excluded.value; END"
            )


def _rows_on_sqlite(tallies: Sequence[KeptTally], row: str, sign: str) -> list[str]:
    return [
        f"SELECT '{tally.name}' AS name, {tally.label} AS label, {sign}({tally.value}) AS value".format(
            r=row, schema=""
        )
        for tally in tallies
    ]


def _told(tallies: Sequence[KeptTally], row: str) -> list[str]:
    """The different labels and values of these tallies, for a row."""
    parts = [part for tally in tallies for part in (tally.label, tally.value) if "{r}" in part]
    return [part.format(r=row, schema="") for part in dict.fromkeys(parts)]


_SCHEMA = "@schema"
_SLOT = f"""
CREATE FUNCTION tally_slot() RETURNS integer LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    place bigint := '{_SCHEMA}.{NAME}'::regclass::oid::bigint * 256;
BEGIN
    FOR slot IN 0..{SLOTS - 1} LOOP
        IF pg_try_advisory_xact_lock(place + slot) THEN RETURN slot; END IF;
    END LOOP;
    PERFORM pg_advisory_xact_lock(place);
    RETURN 0;
END $$"""
"""A slot that no other transaction holds; it is held until the end of this one."""

_WRITE = f"""
        INSERT INTO {_SCHEMA}.{NAME} AS kept (name, label, slot, value)
        SELECT counted.name, counted.label, own, sum(r.sign * counted.value) FROM ({{rows}}) AS r
        CROSS JOIN LATERAL (VALUES
            {{each}}
        ) AS counted (name, label, value)
        WHERE counted.label IS NOT NULL AND counted.value <> 0
        GROUP BY counted.name, counted.label HAVING sum(r.sign * counted.value) <> 0
        ON CONFLICT (name, label, slot) DO UPDATE SET value = kept.value + excluded.value;"""  # noqa: S608 - ours
_CAME, _LEFT = "SELECT 1 AS sign, * FROM came", "SELECT -1 AS sign, * FROM gone"
_VERBS = (
    ("INSERT", "NEW TABLE AS came", _CAME),
    ("UPDATE", "OLD TABLE AS gone NEW TABLE AS came", f"{_CAME} UNION ALL {_LEFT}"),
    ("DELETE", "OLD TABLE AS gone", _LEFT),
)


def _on_postgresql(tallies: Sequence[KeptTally]) -> Iterator[str]:
    """A trigger a statement, however many rows it wrote."""
    yield _in_this_schema(_SLOT)
    for table, own in _by_table(tallies).items():
        yield _in_this_schema(_keeping(table, own))
        for verb, tables, _ in _VERBS:
            yield (
                f"CREATE TRIGGER tally_{verb.lower()} AFTER {verb} ON {table} REFERENCING {tables}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION tally_{table}()"
            )


def _keeping(table: str, tallies: Sequence[KeptTally]) -> str:
    each = ",\n            ".join(f"('{tally.name}', {tally.label}, {tally.value})" for tally in tallies)
    each = each.format(r="r", schema=f"{_SCHEMA}.")
    writes = (_WRITE.format(rows=rows, each=each) for _, _, rows in _VERBS)
    cases = "".join(f"\n    WHEN '{verb}' THEN{write}" for (verb, _, _), write in zip(_VERBS, writes, strict=True))
    return (
        f"CREATE FUNCTION tally_{table}() RETURNS trigger LANGUAGE plpgsql"
        " SET search_path = pg_catalog, pg_temp AS $$\n"
        f"DECLARE\n    own integer := {_SCHEMA}.tally_slot();\nBEGIN\n    CASE TG_OP{cases}\n    END CASE;\n"
        "    RETURN NULL;\nEND $$"
    )


def _in_this_schema(function: str) -> str:
    """A function that finds our tables and PostgreSQL's own operators, whatever search path its caller has set."""
    text = f"$text${function}$text$"
    return f"DO $do$ BEGIN EXECUTE replace({text}, '{_SCHEMA}', quote_ident(current_schema())); END $do$"


def _ddl(text: str) -> DDL:
    return DDL(text.replace("%", "%%"))  # type: ignore[no-untyped-call]  # SQLAlchemy gives its constructor no types
