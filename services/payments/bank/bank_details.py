"""Where a person is paid: sealed under a key of their own, opened only while a bank file is written.

An account is written as an IBAN, or as `routing:account` (a US account), or as an account number alone. In
demonstrations and tests all of them are synthetic: well-formed, and nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select, update

from services.payments.tables import bank_account
from services.runtime.database import chain
from services.runtime.database.store import chunks, upsert
from services.runtime.privacy.cipher import Cipher

FIELD = "bank-account"
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_OTHER = re.compile(r"(\d{9}:)?[A-Z0-9\-]{1,34}")


class AccountMalformed(Exception):
    """The account is neither an IBAN with right check digits nor an account number. Never says which account."""


def register_account(connection: Connection, cipher: Cipher, person: str, account: str) -> None:
    """Keep the account a person is to be paid to from now on, in place of any earlier one.

    Raises `AccountMalformed`.
    """
    register_accounts(connection, cipher, {person: account}.items())


def register_accounts(connection: Connection, cipher: Cipher, accounts: Iterable[tuple[str, str]]) -> None:
    """Keep the accounts of many people at once. Raises `AccountMalformed` and keeps none."""
    plain_accounts: dict[str, dict[str, str]] = {}
    for person, account in accounts:
        plain = account.replace(" ", "").upper()
        if not (is_iban(plain) or _is_number(plain)):
            raise AccountMalformed("an account is an IBAN with right check digits, or routing:account, or a number")
        plain_accounts[person] = {FIELD: plain}
    sealed = cipher.seal(plain_accounts)
    for chunk in chunks(sealed):
        upsert(
            connection, bank_account, [{"person": person, "account_sealed": sealed[person][FIELD]} for person in chunk]
        )


def is_iban(account: str) -> bool:
    """Whether the account has an IBAN's form and its check digits are right (ISO 13616, MOD 97-10)."""
    if _IBAN.fullmatch(account) is None:
        return False
    digits = "".join(str(int(sign, 36)) for sign in account[4:] + account[:4])
    return int(digits) % 97 == 1


def _is_number(account: str) -> bool:
    """An account number; what looks like an IBAN and fails its check digits is a slip, not a number."""
    return _OTHER.fullmatch(account) is not None and _IBAN.fullmatch(account) is None


def opened(connection: Connection, cipher: Cipher, people: Iterable[str]) -> dict[str, str]:
    """The accounts of these people, in the clear; those without one, or erased, are left out."""
    accounts: dict[str, str] = {}
    for chunk in chunks(people):
        query = select(bank_account).where(bank_account.c.person.in_(chunk), bank_account.c.account_sealed.is_not(None))
        sealed = {row.person: row.account_sealed for row in connection.execute(query)}
        accounts |= cipher.open_each(FIELD, sealed)
    return accounts


def forget(connection: Connection, people: Collection[str]) -> None:
    """These people's accounts can be opened by nobody any more: they count as people without one."""
    for chunk in chunks(people):
        theirs = bank_account.c.person.in_(chunk)
        connection.execute(update(bank_account).where(theirs).values(account_sealed=None))
        chain.note_stored(connection, bank_account, theirs)
