"""The tables of programmes: what providers stated and proposed, who holds seats, who waits for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pydantic_core import to_json
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    bindparam,
    delete,
    select,
)

from contracts.almp_referral import Occasion
from contracts.providers import ProgrammeEnded, ProgrammePublished
from services.almp_referral.early_act_store import EARLY_ACTS
from services.almp_referral.proposals import Proposal, ProposalAnswer, Proposals
from services.almp_referral.seats import HeldSeat, Seats, WaitingPerson
from services.almp_referral.statements import ProviderStatement, StatedEvent, StatedProgrammes, StatementOf
from services.almp_referral.tables import TABLES
from services.runtime.database import chain
from services.runtime.database.chain import current
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks, upsert

statement = Table(
    "statement",
    TABLES,
    Column("programme", String(64), primary_key=True),
    Column("of", String(10), primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("provider", String(80), nullable=False),
    Column("recorded_on", Date(), nullable=False),
    Column("body", LargeBinary, nullable=False),
    info=current(),
)
"""Every version of what providers stated of a programme and of its end; `body` is empty where it was taken back."""

cohort = Table(
    "cohort",
    TABLES,
    Column("programme", String(64), primary_key=True),
    Column("cohort", String(80), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("seats", Integer, nullable=False),
    Column("opens_on", Date()),
    Column("closed_from", Date()),
    info=current(),
)
"""The cohorts of each programme by the statements that count, for who counts seats."""

seat = Table(
    "seat",
    TABLES,
    Column("programme", String(64), primary_key=True),
    Column("referral", String(80), primary_key=True),
    Column("person", String(64)),
    Column("claim", String(80)),
    Column("cohort", String(80)),
    Column("since", Date()),
    info=current(),
)
"""Who holds a seat; seats that earlier programs gave name the referral only."""

waiting = Table(
    "waiting",
    TABLES,
    Column("programme", String(64), primary_key=True),
    Column("referral", String(80), primary_key=True),
    Column("person", String(64), nullable=False),
    Column("claim", String(80), nullable=False),
    Column("occasion", String(20), nullable=False),
    Column("cohort", String(80)),
    Column("registered_on", Date(), nullable=False),
    Column("lottery", String(32), nullable=False),
    Column("since", Date(), nullable=False),
    info=current(),
)
"""Who waits for a seat; the order is that of registration, then of the lottery."""

proposal = Table(
    "proposal",
    TABLES,
    Column("subject", String(64), primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("stands", Boolean, nullable=False),
    Column("provider", String(80), nullable=False),
    Column("recorded_on", Date(), nullable=False),
    Column("programme", String(64)),
    Column("cohort", String(80)),
    Column("places", Integer),
    Column("until", Date()),
    Column("reasons", String(2000)),
    Column("answer", String(10), nullable=False),
    info=current(),
)
"""What providers propose of a person, or of a programme's cohort, and what an officer made of it."""

_STATEMENTS = Prepared(select(statement).where(among(statement.c.programme)))
_EVERY_STATEMENT = Prepared(select(statement).order_by(statement.c.programme))
_SEATS = Prepared(select(seat).where(among(seat.c.programme)))
_WAITING = Prepared(select(waiting).where(among(waiting.c.programme)))
_PROPOSALS = Prepared(select(proposal).where(among(proposal.c.subject)))
_DROP_COHORTS = Prepared(delete(cohort).where(cohort.c.programme == bindparam("programme"), among(cohort.c.cohort)))
_GIVE_UP = {
    table.name: Prepared(delete(table).where(table.c.programme == bindparam("programme"), among(table.c.referral)))
    for table in (seat, waiting)
}


def load_programmes(connection: Connection, programmes: Mapping[str, Seats]) -> None:
    """Give each programme its statements, seats, wait list and proposals."""
    for chunk in chunks(programmes):
        for row in _STATEMENTS.rows(connection, {"any_of": chunk}):
            programmes[row.programme].statements.append(_statement(row))
        for subject in chunk:
            programmes[subject].stored_cohorts = frozenset(_cohorts(programmes[subject]))
        for row in _SEATS.rows(connection, {"any_of": chunk}):
            held = HeldSeat(row.referral, row.person, row.claim, row.cohort, row.since)
            programmes[row.programme].held[row.referral] = held
        for row in _WAITING.rows(connection, {"any_of": chunk}):
            programmes[row.programme].waiting[row.referral] = _place(row)
        EARLY_ACTS.load(connection, chunk, programmes)
        load_proposals(connection, chunk, {subject: seats.proposals for subject, seats in programmes.items()})


def load_proposals(connection: Connection, subjects: list[str], of: Mapping[str, Proposals]) -> None:
    """Give each of these subjects what providers propose of it."""
    for row in _PROPOSALS.rows(connection, {"any_of": subjects}):
        values = {name: getattr(row, name) for name in _PROPOSED}
        of[row.subject].by_key[row.key] = Proposal(**values, answer=ProposalAnswer(row.answer))


_PROPOSED = tuple(str(column.name) for column in proposal.columns if column.name not in {"subject", "answer"})


def stated_programmes(connection: Connection) -> Callable[[], StatedProgrammes]:
    """Gives what providers have stated of every programme, read when it is first asked for."""
    read: list[StatedProgrammes] = []

    def look_up() -> StatedProgrammes:
        if not read:
            read.append(every_programme(connection))
        return read[0]

    return look_up


def every_programme(connection: Connection) -> StatedProgrammes:
    """What providers have stated of every programme, by its id."""
    statements: dict[str, tuple[ProviderStatement, ...]] = {}
    for row in _EVERY_STATEMENT.rows(connection):
        statements[row.programme] = (*statements.get(row.programme, ()), _statement(row))
    return StatedProgrammes(statements)


def save_programmes(connection: Connection, programmes: Sequence[Seats]) -> None:
    """Write what changed of programmes."""
    for seats in programmes:
        gone = sorted(seats.changed - seats.held.keys())
        left = sorted(seats.changed - seats.waiting.keys())
        _give_up(connection, seat, seats.subject, gone)
        _give_up(connection, waiting, seats.subject, left)
        if seats.stated_now:
            gone = sorted(seats.stored_cohorts - _cohorts(seats).keys())
            for chunk in chunks(gone):
                _DROP_COHORTS.run(connection, {"programme": seats.subject, "any_of": chunk})
                chain.note_removed(connection, cohort, [(seats.subject, key) for key in chunk])
    cohorts = [row for seats in programmes if seats.stated_now for row in _cohorts(seats).values()]
    upsert(connection, cohort, cohorts)
    upsert(connection, statement, [_stated_row(seats, one) for seats in programmes for one in seats.stated_now])
    upsert(connection, seat, [row for seats in programmes for row in _rows(seats, seats.held)])
    upsert(connection, waiting, [row for seats in programmes for row in _rows(seats, seats.waiting)])
    save_proposals(connection, [(seats.subject, seats.proposals) for seats in programmes])


def save_proposals(connection: Connection, of: Iterable[tuple[str, Proposals]]) -> None:
    """Write what changed of proposals."""
    rows = [
        {"subject": subject, "answer": proposals.by_key[key].answer}
        | {name: getattr(proposals.by_key[key], name) for name in _PROPOSED}
        for subject, proposals in of
        for key in sorted(proposals.changed)
    ]
    upsert(connection, proposal, rows)


def _cohorts(seats: Seats) -> dict[str, dict[str, Any]]:
    """The rows of a programme's cohorts, by their keys; a programme that ends closes them all."""
    stated = seats.programme
    if stated.programme is None:
        return {}
    ends = {stated.end.ended_on} if stated.end is not None else set()
    return {
        one.key: {
            "programme": seats.subject,
            "cohort": one.key,
            "kind": stated.programme.kind,
            "seats": one.seats,
            "opens_on": one.opens_on,
            "closed_from": min(ends | ({one.closed_from} if one.closed_from else set()), default=None),
        }
        for one in stated.programme.cohorts
    }


def _give_up(connection: Connection, table: Table, programme: str, referrals: Sequence[str]) -> None:
    for chunk in chunks(referrals):
        _GIVE_UP[table.name].run(connection, {"programme": programme, "any_of": chunk})
        chain.note_removed(connection, table, [(programme, referral) for referral in chunk])


def _rows(seats: Seats, places: Mapping[str, HeldSeat | WaitingPerson]) -> list[dict[str, Any]]:
    return [
        {"programme": seats.subject} | {name: getattr(place, name) for name in place.__slots__}
        for referral, place in sorted(places.items())
        if referral in seats.changed
    ]


def _place(row: Row[Any]) -> WaitingPerson:
    values = {name: getattr(row, name) for name in WaitingPerson.__slots__ if name != "occasion"}
    return WaitingPerson(**values, occasion=Occasion(row.occasion))


def _statement(row: Row[Any]) -> ProviderStatement:
    of = StatementOf(row.of)
    return ProviderStatement(
        of, row.version, row.provider, row.recorded_on, _event(of, bytes(row.body)) if row.body else None
    )


@lru_cache(maxsize=10_000)
def _event(of: StatementOf, body: bytes) -> StatedEvent:
    form = ProgrammePublished if of is StatementOf.PROGRAMME else ProgrammeEnded
    return form.model_validate_json(body)


def _stated_row(seats: Seats, stated: ProviderStatement) -> dict[str, Any]:
    return {
        "programme": seats.subject,
        "of": stated.of,
        "version": stated.version,
        "provider": stated.provider,
        "recorded_on": stated.recorded_on,
        "body": to_json(stated.stated.model_dump(mode="json", exclude_none=True)) if stated.stated else b"",
    }
