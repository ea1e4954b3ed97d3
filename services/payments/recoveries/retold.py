"""Tells all that was said of a debt once more, so that what is stored of its disputes and its days can be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, select

from contracts.base import Envelope, read
from contracts.casework import CollectionSuspended
from contracts.claims import ClaimDecision, ContestClosed, ContestOpened
from contracts.intake import WaiverRequested
from contracts.values import FIRST_DAY, Period
from services.payments.model import Position
from services.payments.recoveries.acts import ActSetting
from services.payments.recoveries.debt_acts import ACTS
from services.payments.recoveries.terms import standard_terms
from services.payments.recovery import Debt, Dispute, DisputeKind
from services.payments.recovery_tables import recovery_event

Told = Mapping[tuple[str, str], Sequence[Envelope]]
"""What was said of debts, by person and question, in the order of its days."""

DISPUTES = (ContestOpened, ContestClosed, WaiverRequested, ClaimDecision, CollectionSuspended)
_NO_DAYS = Period.of_days(FIRST_DAY, 1)


def told_of_debts(connection: Connection) -> Told:
    """All that was said of all debts."""
    told: defaultdict[tuple[str, str], list[Envelope]] = defaultdict(list)
    for row in connection.execute(select(recovery_event)):
        told[row.person, row.question].append(Envelope.from_bytes(row.envelope))
    for envelopes in told.values():
        envelopes.sort(key=lambda envelope: (envelope.time, str(envelope.id)))
    return told


def off_what_was_told(debt: Debt, contest_until: date, told: Sequence[Envelope]) -> Iterator[str]:
    """What is stored of a debt's disputes, and until when it may be contested and collected, and was not said so."""
    as_told = _as_told(debt, contest_until, told)
    if debt.contest_until != as_told.contest_until:
        yield f"it is said to be contestable until {debt.contest_until}, and may be until {as_told.contest_until}"
    if debt.collect_until != as_told.collect_until:
        yield f"it is said to be collectable until {debt.collect_until}, and may be until {as_told.collect_until}"
    if _but_suspensions(debt) != _but_suspensions(as_told) or not _suspensions(debt) <= _suspensions(as_told):
        yield "its contests and requests are not those that were filed and decided"


def _as_told(debt: Debt, contest_until: date, told: Sequence[Envelope]) -> Debt:
    terms = standard_terms()
    days = replace(debt, contest_until=contest_until, collect_until=terms.collect_until(contest_until))
    first = replace(days, disputes=(), collections=(), given_up=(), instalments=None, owed_minor=0)
    position = Position(debt.claim, debt.certification, _NO_DAYS, "XXX", UUID(int=0), recoveries=(first,))
    for envelope in told:
        event, known = read(envelope), position.recovery(debt.question)
        if isinstance(event, DISPUTES) and known is not None:
            position = ACTS[type(event)].does(position, known, event, ActSetting(envelope.id, terms))
    return position.recovery(debt.question) or first


def _but_suspensions(debt: Debt) -> frozenset[Dispute]:
    return frozenset(dispute for dispute in debt.disputes if dispute.kind is not DisputeKind.SUSPENSION)


def _suspensions(debt: Debt) -> frozenset[Dispute]:
    """A suspension that was refused was said as well."""
    return frozenset(debt.disputes) - _but_suspensions(debt)
