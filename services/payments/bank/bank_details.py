"""Where a person is paid: sealed under a key of their own, opened only while a bank file is written.

In demonstrations and tests all accounts are synthetic: well-formed, and nobody's.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from sqlalchemy import Connection, select, update

from services.payments.bank.account_numbers import AccountMalformed, account_number
from services.payments.tables import bank_account
from services.runtime.database.store import chunks, upsert
from services.runtime.privacy.cipher import CannotOpen, Cipher

FIELD = "bank-account"


def register_account(connection: Connection, cipher: Cipher, person: str, account: str) -> None:
    """Keep the account a person is to be paid to from now on, in place of any earlier one.

    Raises `AccountMalformed`.
    """
    register_accounts(connection, cipher, {person: account}.items())


def register_accounts(connection: Connection, cipher: Cipher, accounts: Iterable[tuple[str, str]]) -> None:
    """Keep the accounts of many people at once. Raises `AccountMalformed` and keeps none."""
    rows = []
    for person, account in accounts:
        plain = account_number(account)
        key = cipher.new_key(person)
        row = {
            "person": person,
            "wrapped_key": key,
            "account_sealed": cipher.seal(person, FIELD, plain, key),
            "account_index": cipher.blind_index(FIELD, plain),
        }
        rows.append(row)
    for chunk in chunks(rows):
        upsert(connection, bank_account, chunk)


def account_fault(account: str) -> str | None:
    """Why nobody can be paid to this account, in a sentence that does not repeat it; None if they can."""
    try:
        account_number(account)
    except AccountMalformed as fault:
        return str(fault)
    return None


def opened(connection: Connection, cipher: Cipher, people: Iterable[str]) -> dict[str, str]:
    """The accounts of these people, in the clear; those without one, shredded, or sealed otherwise are left out."""
    accounts: dict[str, str] = {}
    for chunk in chunks(people):
        query = select(bank_account).where(bank_account.c.person.in_(chunk), bank_account.c.wrapped_key.is_not(None))
        for row in connection.execute(query):
            with suppress(CannotOpen):
                accounts[row.person] = cipher.open(row.person, FIELD, row.account_sealed, row.wrapped_key)
    return accounts


def sharing(connection: Connection, cipher: Cipher, account: str) -> list[str]:
    """The pseudonyms paid to this account, found without opening any; several are a reason to check, no more.

    Raises `AccountMalformed`.
    """
    wanted = cipher.blind_index(FIELD, account_number(account))
    query = select(bank_account.c.person).where(bank_account.c.account_index == wanted)
    return list(connection.scalars(query.order_by(bank_account.c.person)))


def shred(connection: Connection, person: str) -> None:
    """Forget a person's account for good: without the key its bytes cannot be read."""
    connection.execute(update(bank_account).where(bank_account.c.person == person).values(wrapped_key=None))
