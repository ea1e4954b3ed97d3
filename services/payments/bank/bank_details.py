"""Where a person is paid: sealed under a key of their own, opened only while a bank file is written.

In demonstrations and tests all accounts are synthetic: well-formed, and nobody's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select, update

from services.payments.bank.account_numbers import AccountMalformed, account_number
from services.payments.tables import bank_account
from services.runtime.database import chain
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks, upsert
from services.runtime.privacy.cipher import Cipher, KeyDestroyed

FIELD = "bank-account"


def register_account(connection: Connection, cipher: Cipher, person: str, account: str) -> None:
    """Keep the account a person is to be paid to from now on, in place of any earlier one.

    Raises `AccountMalformed`.
    """
    register_accounts(connection, cipher, {person: account}.items())


def register_accounts_of_file(connection: Connection, cipher: Cipher, accounts: Iterable[tuple[str, str]]) -> int:
    """Keep the accounts of a file, and none of a person who was erased: no file brings anybody back.

    Returns how many were left out. Raises `AccountMalformed` and keeps none.
    """
    stated = dict(accounts)
    erased = cipher.erased(stated)
    register_accounts(connection, cipher, ((person, stated[person]) for person in stated if person not in erased))
    return len(erased)


def register_accounts(connection: Connection, cipher: Cipher, accounts: Iterable[tuple[str, str]]) -> None:
    """Keep the accounts of many people at once. Raises `AccountMalformed` and keeps none."""
    plain_accounts: dict[str, dict[str, str]] = {}
    for person, account in accounts:
        plain_accounts[person] = {FIELD: account_number(account)}
    sealed = cipher.seal(plain_accounts)
    for chunk in chunks(sealed):
        upsert(
            connection, bank_account, [{"person": person, "account_sealed": sealed[person][FIELD]} for person in chunk]
        )


def account_fault(account: str) -> str | None:
    """Why nobody can be paid to this account, in a sentence that does not repeat it; None if they can."""
    try:
        account_number(account)
    except AccountMalformed as fault:
        return str(fault)
    return None


def opened(connection: Connection, cipher: Cipher, people: Iterable[str]) -> dict[str, str]:
    """The accounts of these people, in the clear; those without one, erased, or sealed otherwise are left out."""
    accounts: dict[str, str] = {}
    for chunk in chunks(people):
        texts = cipher.open_each(FIELD, _sealed(connection, chunk))
        accounts |= {person: text for person, text in texts.items() if isinstance(text, str)}
    return accounts


def forget_erased(connection: Connection, cipher: Cipher, people: Iterable[str]) -> bool:
    """Whoever of these was erased counts as without an account from now on; whether anybody was."""
    erased: list[str] = []
    for chunk in chunks(people):
        texts = cipher.open_each(FIELD, _sealed(connection, chunk))
        erased += (person for person, text in texts.items() if isinstance(text, KeyDestroyed))
    for chunk in chunks(erased):
        theirs = bank_account.c.person.in_(chunk)
        connection.execute(update(bank_account).where(theirs).values(account_sealed=None))
        chain.note_stored(connection, bank_account, "person", chunk)
    return bool(erased)


def _sealed(connection: Connection, people: Collection[str]) -> dict[str, bytes]:
    return {row.person: row.account_sealed for row in _SEALED.rows(connection, {"any_of": people})}


_SEALED = Prepared(select(bank_account).where(among(bank_account.c.person), bank_account.c.account_sealed.is_not(None)))
