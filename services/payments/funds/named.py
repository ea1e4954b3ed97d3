"""The funds by name, from the institution's file (`funds.yaml`): currency, schemes, and the least reserve in days.

A scheme is paid by one fund; a currency may have several.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from contracts.currencies import MINOR_DIGITS
from contracts.in_words import InWords, no_such
from law.language.terms.document import read_document
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.parameters import Parameter
from law.language.terms.whole_numbers import whole_parameter

FILE = Path(__file__).with_name("funds.yaml")
EXAMPLE = "funds: {trust-fund: {currency: USD, pays: [us/mississippi], minimum_days: {...}}}"


class FundsUnclear(InWords):
    """The file of funds cannot be used; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Fund:
    """One fund."""

    name: str
    currency: str
    schemes: tuple[str, ...]
    minimum_days: Parameter

    def least_days(self, on: date) -> int | None:
        """For how many days it must last; None on a day of which the file says nothing."""
        try:
            return int(self.minimum_days.on(on).value)
        except OutsideKnownLaw:
            return None


def funds_in(path: Path = FILE) -> Mapping[str, Fund]:
    """The funds of a file by name, in its order.

    Raises `RuleSheetError`, and `FundsUnclear` for a currency that is none, and for a scheme that two funds pay.
    """
    document = read_document(path.read_text("utf-8"), file=path.name)
    listed = document.fields(required="funds", example=EXAMPLE)["funds"].entries(example=EXAMPLE)
    funds: dict[str, Fund] = {}
    payers: dict[str, str] = {}
    for name, entry in listed.items():
        fields = entry.fields(required="currency pays minimum_days", example=EXAMPLE)
        currency = fields["currency"].text(example="USD")
        if currency not in MINOR_DIGITS:
            raise FundsUnclear(f"{path.name}: {name} needs a currency of ISO 4217, and {currency} is none.")
        listed_schemes = fields["pays"].items(example="[us/mississippi]")
        schemes = tuple(each.text(example="us/mississippi") for each in listed_schemes)
        for scheme in schemes:
            if payers.setdefault(scheme, name) != name:
                raise FundsUnclear(f"{path.name}: {scheme} is paid by {payers[scheme]}, and by {name} as well.")
        minimum = whole_parameter("minimum_days", fields["minimum_days"])
        funds[name] = Fund(name, currency, schemes, minimum)
    return funds


def fund_named(name: str) -> Fund:
    """The fund of this name. Raises `InWords` with the nearest names."""
    funds = standard_funds()
    if name not in funds:
        raise InWords(no_such("fund", name, funds))
    return funds[name]


def fund_of(scheme: str | None) -> str | None:
    """The fund that pays a scheme; None where the file names none."""
    return _by_scheme().get(scheme or "")


@cache
def standard_funds() -> Mapping[str, Fund]:
    """The funds that come with Tideover, by name, read once."""
    return funds_in()


@cache
def _by_scheme() -> Mapping[str, str]:
    return {scheme: fund.name for fund in standard_funds().values() for scheme in fund.schemes}
