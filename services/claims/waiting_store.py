"""How outages, and what claims wait for, are loaded and saved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, bindparam, select

from contracts.waiting import AwaitedStep, MissingFact
from services.claims.certified_days import BEFORE
from services.claims.model import CertifiedDays, Claim, KnownDetermination, Provisional
from services.claims.outages import Outage
from services.claims.person import Applicant
from services.claims.tables import outage, spoken_registry
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import upsert

_MISSING = TypeAdapter(tuple[MissingFact, ...])
_CERTIFIED = TypeAdapter(dict[str, CertifiedDays])
_PROVISIONAL = TypeAdapter(Provisional)
_LAST_WORDS = Prepared(select(spoken_registry).where(spoken_registry.c.partition == bindparam("of")))
_OUTAGES = Prepared(select(outage))


def stored_outages(connection: Connection) -> dict[int, dict[str, Outage]]:
    """The outages of each partition, by key."""
    outages: defaultdict[int, dict[str, Outage]] = defaultdict(dict)
    for row in _OUTAGES.rows(connection):
        outages[row.partition][row.outage] = Outage(row.outage, row.version, row.institution, row.since, row.until)
    return outages


def save_outages(connection: Connection, people: Iterable[Applicant]) -> None:
    """Write those that changed."""
    for person in people:
        for key in person.changed_outages:
            keep_outage(connection, person.partition, person.outages[key])


def last_words(connection: Connection, partition: int) -> dict[str, date]:
    """When each registry was heard last in a partition."""
    return {row.institution: row.spoke_on for row in _LAST_WORDS.rows(connection, {"of": partition})}


def save_last_words(connection: Connection, people: Iterable[Applicant]) -> None:
    """Note who was heard now; a word that comes late does not take the place of a later one."""
    for everybody in (person for person in people if person.heard):
        last = last_words(connection, everybody.partition)
        rows = [
            {"partition": everybody.partition, "institution": institution, "spoke_on": spoke_on}
            for institution, spoke_on in everybody.heard.items()
            if spoke_on > last.get(institution, date.min)
        ]
        upsert(connection, spoken_registry, rows)


def keep_outage(connection: Connection, partition: int, kept: Outage, *, looked_at: bool = False) -> None:
    """Write an outage of a partition in its highest version, and whether claims were looked at since it was told."""
    row = {
        "partition": partition,
        "outage": kept.outage,
        "version": kept.version,
        "institution": kept.institution,
        "since": kept.since,
        "until": kept.until,
        "looked_at": looked_at,
    }
    upsert(connection, outage, [row])


def recall_waiting(claim: Claim, row: Row[Any]) -> Claim:
    """The claim with what it waits for."""
    claim.missing, claim.told_missing = as_missing(row.missing), as_missing(row.told_missing)
    claim.certified = _certified(row)
    claim.certifiable_until, claim.awaited_since = row.certifiable_until, row.awaited_since
    claim.awaited_step = AwaitedStep(row.awaited_step) if row.awaited_step else None
    claim.provisional = _PROVISIONAL.validate_json(row.provisional) if row.provisional else None
    if row.determination_id is not None and row.determined_on is not None:
        claim.determined = KnownDetermination(row.determination_id, row.determined_on)
    return claim


def _certified(row: Row[Any]) -> dict[str, CertifiedDays]:
    """How far each certification goes; of a claim of an earlier program only how far all of them went."""
    if row.certified:
        return _CERTIFIED.validate_json(row.certified)
    return {} if row.certified_until is None else {BEFORE: CertifiedDays(0, row.certified_until)}


def as_missing(column: str | None) -> tuple[MissingFact, ...]:
    """What a column says that a claim lacks."""
    return _MISSING.validate_json(column) if column else ()


def of_waiting(claim: Claim) -> dict[str, Any]:
    """What a claim waits for, as columns."""
    return {
        "missing": _missing(claim.missing),
        "told_missing": _missing(claim.told_missing),
        "certified": _CERTIFIED.dump_json(claim.certified).decode() if claim.certified else None,
        "certifiable_until": claim.certifiable_until,
        "awaited_since": claim.awaited_since,
        "awaited_step": claim.awaited_step,
        "determination_id": claim.determined and claim.determined.determination,
        "determined_on": claim.determined and claim.determined.on,
        "provisional": _PROVISIONAL.dump_json(claim.provisional).decode() if claim.provisional else None,
    }


def _missing(missing: tuple[MissingFact, ...]) -> str | None:
    return _MISSING.dump_json(missing).decode() if missing else None
