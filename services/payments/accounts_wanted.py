"""Whether it is known where people are paid: looked at at the end of a day, from the day on which they claim."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from contracts.accounts import AccountKnown, AccountMissing
from contracts.base import Envelope, Event, partition_of
from contracts.claims import ClaimOpened
from contracts.clock import DayClosed
from services.payments.account_tables import AccountState, account_wanted
from services.payments.claimant import Claimant
from services.payments.tables import bank_account
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks, upsert
from services.runtime.handling import Consequences, To

AT_ONCE = 1000

_OWN = account_wanted.c
_HAS_ACCOUNT = bank_account.c.account_sealed.is_not(None)
_OF_PARTITION = (
    select(_OWN.person, _OWN.claim, _OWN.state, _HAS_ACCOUNT.label("has_account"))
    .outerjoin(bank_account, bank_account.c.person == _OWN.person)
    .where(_OWN.partition == bindparam("of"))
    .order_by(_OWN.person, _OWN.claim)
    .limit(AT_ONCE)
)
_NEW = Prepared(_OF_PARTITION.where(_OWN.state == AccountState.NEW.value))
_FOUND = Prepared(_OF_PARTITION.where(_OWN.state == AccountState.MISSING.value, _HAS_ACCOUNT))
_KNOWN = Prepared(select(_OWN.person, _OWN.claim).where(among(_OWN.person)))


def opened(event: ClaimOpened, state: Claimant, _cause: Envelope) -> Consequences:
    """A claim was opened: from now on it matters whether the person's account is known."""
    state.claims_opened.append(event.claim)
    return ()


def save(connection: Connection, states: Sequence[Claimant], partitions: int) -> None:
    """Look after the accounts of claims that were opened now."""
    opened_now = {state.subject: state.claims_opened for state in states if state.claims_opened}
    known: set[tuple[str, str]] = set()
    for chunk in chunks(opened_now):
        known |= {(row.person, row.claim) for row in _KNOWN.rows(connection, {"any_of": chunk})}
    rows = [
        {
            "person": person,
            "claim": claim,
            "partition": partition_of(person, partitions),
            "state": AccountState.NEW.value,
        }
        for person, claims in opened_now.items()
        for claim in dict.fromkeys(claims)
        if (person, claim) not in known
    ]
    upsert(connection, account_wanted, rows)


def looked_at(connection: Connection, closed: DayClosed) -> list[To]:
    """At the end of a day: tell whose account is missing, and whose is there by now."""
    wanted = {"of": closed.partition}
    told: list[To] = []
    while not told and (rows := [*_NEW.rows(connection, wanted), *_FOUND.rows(connection, wanted)]):
        news = ((row.person, _news_of(row, closed)) for row in rows)
        told = [To(person, event) for person, event in news if event is not None]
        upsert(connection, account_wanted, [_looked_after(row, closed.partition) for row in rows])
    return told


def _news_of(row: Any, closed: DayClosed) -> Event | None:
    if not row.has_account:
        return AccountMissing(claim=row.claim, missing_on=closed.day)
    return AccountKnown(claim=row.claim, known_on=closed.day) if row.state == AccountState.MISSING.value else None


def _looked_after(row: Any, partition: int) -> dict[str, Any]:
    state = AccountState.KNOWN if row.has_account else AccountState.MISSING
    return {"person": row.person, "claim": row.claim, "partition": partition, "state": state.value}
