"""Accounts of one person as they are stored, a row each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from contracts.joined_accounts import AccountShared
from services.payments.claimant import Claimant
from services.payments.held_tables import deceased
from services.payments.joined_account import JoinedAccount
from services.payments.joined_tables import joined_account
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks, upsert

_OWN = joined_account.c
_DEAD = select(deceased.c.person).where(deceased.c.died_on.is_not(None))
_OF = Prepared(select(joined_account).where(among(_OWN.person)).order_by(_OWN.other))
_ASKING = Prepared(select(_OWN.person).where(among(_OWN.person), _OWN.asks, _OWN.person.not_in(_DEAD)).distinct())


def accounts_of(connection: Connection, people: Sequence[str]) -> Mapping[str, dict[str, JoinedAccount]]:
    """By person and other pseudonym, how the two accounts stand."""
    found: dict[str, dict[str, JoinedAccount]] = defaultdict(dict)
    for chunk in chunks(people):
        for row in _OF.rows(connection, {"any_of": chunk}):
            found[row.person][row.other] = _read(row)
    return found


def asking_of(connection: Connection, people: Collection[str]) -> list[str]:
    """Who of these people asked another account for what may be withheld; of who has died nothing is collected."""
    return sorted(row.person for chunk in chunks(people) for row in _ASKING.rows(connection, {"any_of": chunk}))


def save(connection: Connection, states: Sequence[Claimant]) -> None:
    """Write the accounts that changed."""
    rows = [_row(state.subject, state.joined[other]) for state in states for other in sorted(state.joined_now)]
    upsert(connection, joined_account, rows)


def _read(row: Any) -> JoinedAccount:
    return JoinedAccount(
        other=row.other,
        mergers={key: (version, holds) for key, (version, holds) in row.mergers.items()},
        sent=row.sent and AccountShared.model_validate(row.sent),
        heard=row.heard and AccountShared.model_validate(row.heard),
        set_aside=row.set_aside,
    )


def _row(person: str, account: JoinedAccount) -> dict[str, Any]:
    return {
        "person": person,
        "other": account.other,
        "mergers": {key: list(said) for key, said in account.mergers.items()},
        "sent": account.sent and account.sent.model_dump(mode="json", exclude_none=True),
        "heard": account.heard and account.heard.model_dump(mode="json", exclude_none=True),
        "set_aside": dict(account.set_aside),
        "holds": account.holds,
        "asks": bool(account.sent and account.sent.withholdable),
    }
