"""Acts on payment files as rows: stored as they were told, read back with the files that they cover."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from contracts.base import Envelope
from contracts.batches import BatchAct, BatchProposed, BatchReleased, BatchStopped
from contracts.values import Money
from services.payments.file_states import OURS, FileState
from services.payments.release.model import ActKind, FileForRelease, FileKey, OfficersAct
from services.payments.release_tables import batch_act, batch_file, release_rule
from services.payments.tables import payment_file
from services.runtime.database import chain
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks

KINDS: dict[type[BatchAct], ActKind] = {
    BatchProposed: ActKind.PROPOSED,
    BatchReleased: ActKind.RELEASED,
    BatchStopped: ActKind.STOPPED,
}
_FILE = payment_file.c
_FILE_COLUMNS = (_FILE.name, _FILE.sha256, _FILE.day, _FILE.currency, _FILE.count, _FILE.control_sum_minor, _FILE.state)
_IN_STATE = Prepared(select(*_FILE_COLUMNS).where(_FILE.state == bindparam("state")).order_by(_FILE.day, _FILE.name))
_GONE_OUT = Prepared(select(*_FILE_COLUMNS).where(_FILE.copies > 0).order_by(_FILE.day, _FILE.name))
_OF_DAY = Prepared(
    select(*_FILE_COLUMNS)
    .where(_FILE.day == bindparam("day"), _FILE.currency == bindparam("currency"))
    .order_by(_FILE.name)
)
_ON_DAY = Prepared(select(_FILE.name, _FILE.currency).where(_FILE.day == bindparam("day")))
_NAMED = Prepared(select(*_FILE_COLUMNS).where(among(_FILE.name)))
_COVERING = Prepared(select(batch_file.c.act).where(among(batch_file.c.file)).distinct())
_ACTS = Prepared(select(batch_act).where(among(batch_act.c.cause)))
_FILES = Prepared(select(batch_file).where(among(batch_file.c.act)))
_RULES = Prepared(select(release_rule).order_by(release_rule.c.first_day))


def save(connection: Connection, told: Iterable[tuple[BatchAct, Envelope]]) -> None:
    """Store acts as they were told, each once; delivery has seen to it that none comes twice."""
    listed = list(told)
    chain.insert(connection, batch_act, [_row(act, cause) for act, cause in listed])
    chain.insert(
        connection,
        batch_file,
        [
            {"act": cause.id, "file": name, "sha256": sha256}
            for act, cause in listed
            for name, sha256 in sorted({(file.name, file.sha256) for file in act.files})
        ],
    )


def _row(act: BatchAct, cause: Envelope) -> dict[str, Any]:
    return {
        "cause": cause.id,
        "kind": KINDS[type(act)].value,
        "day": act.day,
        "currency": act.total.currency,
        "payments": act.payments,
        "total_minor": act.total.minor,
        "officer": act.officer.staff,
        "role": act.officer.role,
        "acted_on": act.acted_on,
        "recorded_at": cause.time.astimezone(UTC),
        "reasons": act.reasons,
    }


def files_in(connection: Connection, state: FileState) -> list[FileForRelease]:
    """The files in a state, oldest first."""
    return [_file(row) for row in _IN_STATE.rows(connection, {"state": state.value})]


def currencies_of(connection: Connection, day: date) -> list[str]:
    """The currencies of the files of a day that are for the bank."""
    rows = _ON_DAY.rows(connection, {"day": day})
    return sorted({row.currency for row in rows if row.name.startswith(f"{OURS}-")})


def files_named(connection: Connection, names: Sequence[str]) -> list[FileForRelease]:
    """The files of these names that lie here."""
    return [_file(row) for row in _NAMED.rows(connection, {"any_of": names})]


def files_gone_out(connection: Connection) -> list[FileForRelease]:
    """The files whose bytes went out, or may have."""
    return [_file(row) for row in _GONE_OUT.rows(connection)]


def files_of(connection: Connection, day: date, currency: str) -> list[FileForRelease]:
    """All files of a day and currency that are for the bank, whatever became of them."""
    rows = _OF_DAY.rows(connection, {"day": day, "currency": currency})
    return [_file(row) for row in rows if row.name.startswith(f"{OURS}-")]


def acts_on(connection: Connection, names: Sequence[str]) -> tuple[list[OfficersAct], dict[FileKey, FileForRelease]]:
    """All acts that cover any of these files, and every file that those acts name and that lies here."""
    causes: set[UUID] = set()
    for chunk in chunks(names):
        causes.update(cause for (cause,) in _COVERING.rows(connection, {"any_of": chunk}))
    covered: defaultdict[UUID, set[FileKey]] = defaultdict(set)
    acts: list[Any] = []
    for some in chunks(sorted(causes)):
        acts += _ACTS.rows(connection, {"any_of": some})
        for act, file, sha256 in _FILES.rows(connection, {"any_of": some}):
            covered[act].add((file, sha256))
    files: dict[FileKey, FileForRelease] = {}
    for chunk in chunks(sorted({name for keys in covered.values() for name, _ in keys} | set(names))):
        files |= {file.key: file for file in map(_file, _NAMED.rows(connection, {"any_of": chunk}))}
    return [_act(row, frozenset(covered[row.cause])) for row in acts], files


def people_needed(connection: Connection) -> list[tuple[date, int]]:
    """From which day on how many people must release a file, where that was said otherwise than by the terms."""
    return [(row.first_day, row.people) for row in _RULES.rows(connection)]


def _file(row: Any) -> FileForRelease:
    total = Money(minor=row.control_sum_minor, currency=row.currency)
    return FileForRelease(row.name, row.sha256, row.day, row.count, total, row.state)


def _act(row: Any, files: frozenset[FileKey]) -> OfficersAct:
    return OfficersAct(
        cause=row.cause,
        kind=ActKind(row.kind),
        day=row.day,
        payments=row.payments,
        total=Money(minor=row.total_minor, currency=row.currency),
        officer=row.officer,
        role=row.role,
        acted_on=row.acted_on,
        recorded_at=_in_utc(row.recorded_at),
        reasons=row.reasons,
        files=files,
    )


def _in_utc(moment: datetime) -> datetime:
    """SQLite keeps a moment without its zone."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
