"""Which fund bears a benefit: what is booked of it stands under the fund of the scheme of its claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from services.payments.accounts import BENEFIT, CORRECTION, borne_by
from services.payments.funds.named import fund_of
from services.payments.model import Leg, Position

Bears = Callable[[str | None], str | None]
"""The fund of a scheme; None where nobody named one."""


def borne(
    legs: Sequence[Leg], before: Iterable[Position], after: Iterable[Position], bears: Bears = fund_of
) -> tuple[Leg, ...]:
    """The same movements, with benefits and corrections under the funds that bear them.

    A fund bears what is due to the claims of its schemes: where days pass from a claim of one to one of another, the
    one fund is relieved by what the other bears.
    """
    change: Counter[str | None] = Counter()
    for position in after:
        change[bears(position.scheme)] += position.target_minor
    for position in before:
        change[bears(position.scheme)] -= position.target_minor
    if not change.keys() - {None}:
        return tuple(legs)
    main = max(change, key=lambda fund: (abs(change[fund]), fund or ""))
    others = sorted((fund for fund in change if fund != main and change[fund]), key=str)
    return (*(_under(leg, main) for leg in legs), *(_between(fund, main, change[fund]) for fund in others))


def _under(leg: Leg, fund: str | None) -> Leg:
    return replace(leg, debit=_account(leg.debit, fund), credit=_account(leg.credit, fund))


def _between(fund: str | None, main: str | None, minor: int) -> Leg:
    """So much of what the main fund was booked is the other's."""
    if minor > 0:
        return Leg(_account(BENEFIT, fund), _account(CORRECTION, main), minor)
    return Leg(_account(BENEFIT, main), _account(CORRECTION, fund), -minor)


def _account(account: str, fund: str | None) -> str:
    return borne_by(account, fund) if fund is not None and account in {BENEFIT, CORRECTION} else account
