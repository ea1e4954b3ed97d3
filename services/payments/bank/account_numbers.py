"""Account numbers: an IBAN (ISO 13616), a US account behind its routing number, or the number of an account alone.

Check digits, lengths by country and the forms inside an IBAN are python-stdnum's, from the registry of IBANs.
"""

from __future__ import annotations

import re

from stdnum import iban
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.us import rtn

from contracts.in_words import InWords

_SIGNS = re.compile(r"[A-Z0-9:\-]*")
_BEGINS_AS_IBAN = re.compile(r"[A-Z]{2}")
_NUMBER = re.compile(r"[A-Z0-9](?:-?[A-Z0-9]){3,33}")
"""Four signs at least, as the shortest numbers in use, and 34 at most (Max34Text of ISO 20022)."""
_US_NUMBER = re.compile(r"[A-Z0-9](?:-?[A-Z0-9]){3,16}")
"""Up to 17 signs: the field of an account in an ACH entry (Nacha Operating Rules)."""


class AccountMalformed(InWords):
    """The account is none to which money could go. The sentence says why and never which account."""


def account_number(written: str) -> str:
    """The account as files write it: capital letters, without blanks. Raises `AccountMalformed`."""
    plain = written.replace(" ", "")
    plain = plain.upper() if plain.isascii() else plain
    if not plain or _SIGNS.fullmatch(plain) is None:
        raise AccountMalformed("An account is written in the letters A to Z, the digits 0 to 9 and hyphens.")
    routing, colon, number = plain.rpartition(":")
    if colon:
        _check_us(routing, number)
    elif _BEGINS_AS_IBAN.match(plain):
        return _iban(plain)
    elif _NUMBER.fullmatch(plain) is None:
        raise AccountMalformed("The number of an account has 4 to 34 letters and digits.")
    return plain


def is_iban(account: str) -> bool:
    """Whether this is an IBAN of a country that has them, of its length, with right check digits."""
    return "-" not in account and bool(iban.is_valid(account))


def _check_us(routing: str, number: str) -> None:
    if not rtn.is_valid(routing):
        raise AccountMalformed("The routing number is not nine digits with a right check digit.")
    if _US_NUMBER.fullmatch(number) is None:
        raise AccountMalformed("The account behind a routing number has 4 to 17 letters and digits.")


def _iban(plain: str) -> str:
    try:
        return str(iban.validate(plain))
    except InvalidChecksum:
        raise AccountMalformed("The IBAN's check digits do not fit: a sign is mistyped or missing.") from None
    except ValidationError:
        raise AccountMalformed("The IBAN does not have the length and form of the IBANs of its country.") from None
