"""A digest of rows regardless of their order; the server computes it, so that only the sum is transferred."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from services.operations.state import StatePart

_AS_EVERYWHERE = (
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL DateStyle = 'ISO'",
    "SET LOCAL bytea_output = 'hex'",
)
"""Two servers must write the same row in the same letters."""

_SUM = (
    "SELECT count(*), mod(coalesce(sum(('x' || left(encode(sha256(convert_to(to_jsonb(one)::text, 'UTF8')), 'hex'),"
    " 15))::bit(60)::bigint::numeric), 0), 2::numeric ^ 60) FROM ({rows}) AS one"
)
"""A row as one JSON value: a column of JSON counts by what it says, whoever wrote it with or without blanks."""


@dataclass(frozen=True, slots=True)
class Digest:
    """How many rows, and the sum of sixty bits of each row's SHA-256."""

    rows: int
    sum: str

    def plus(self, other: Digest) -> Digest:
        """That of the rows of both together."""
        return Digest(self.rows + other.rows, f"{(int(self.sum, 16) + int(other.sum, 16)) % 2**60:015x}")


def digests(connection: Connection, parts: list[StatePart]) -> dict[str, Digest]:
    """The digest of each part, by name, as this transaction sees it."""
    for setting in _AS_EVERYWHERE:
        connection.execute(text(setting))
    return {part.name: _digest(connection, part) for part in parts}


def _digest(connection: Connection, part: StatePart) -> Digest:
    rows = part.rows.compile(connection.engine, compile_kwargs={"literal_binds": True})
    count, total = connection.exec_driver_sql(_SUM.format(rows=rows)).one()
    return Digest(count, f"{int(total):015x}")
