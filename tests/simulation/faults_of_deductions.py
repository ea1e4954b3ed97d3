"""Faults of what is taken from payments: for debts, by law, by choice and by order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from services.payments import converge
from services.payments.deductions.terms import DeductionRule
from services.payments.obligations import Obligations
from services.payments.recoveries.terms import Terms
from services.payments.recovery import Debt
from services.payments.recovery_steps import RecoveryStep

Plant = Callable[[pytest.MonkeyPatch], None]


def debts_are_collected_at_once(patch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the days to contest, or for an answer to a request to waive."""
    honest = Debt.step_on

    def final(debt: Debt, day: date) -> RecoveryStep:
        return RecoveryStep.FINAL if debt.owed_minor else honest(debt, day)

    patch.setattr(Debt, "step_on", final)


def debts_take_everything(patch: pytest.MonkeyPatch) -> None:
    """There is no share and no floor."""
    patch.setattr(Terms, "most_withheld", lambda _terms, minor, *_: minor)


def what_was_withheld_in_vain_pays_off(patch: pytest.MonkeyPatch) -> None:
    """A payment of which something was withheld is not due after all, and the debt stays smaller."""
    patch.setattr(converge, "with_offsets_fitted", lambda positions, _coverage: list(positions))


def a_revoked_choice_goes_on(patch: pytest.MonkeyPatch) -> None:
    """Who once asked that tax be withheld is never asked again."""

    def ever(own: Obligations, tax: str, day: date) -> bool:
        return any(choice.tax == tax and choice.filed_on <= day and choice.withhold for choice in own.choices)

    patch.setattr(Obligations, "chooses", ever)


def orders_know_no_floor(patch: pytest.MonkeyPatch) -> None:
    """Third parties get their share, whatever is left."""
    patch.setattr(DeductionRule, "kept_minor", lambda *_: 0)


def orders_have_no_end(patch: pytest.MonkeyPatch) -> None:
    """An order that was lifted is served as before."""
    patch.setattr(
        "services.payments.obligations.KnownOrder.holds_on",
        lambda known, day: known.made is not None and known.made.since <= day,
    )


def contributions_are_not_corrected(patch: pytest.MonkeyPatch) -> None:
    """Less is due, and the law's share of it stays as it was."""
    patch.setattr(converge, "with_deductions_fitted", lambda position: position)


OF_DEDUCTIONS: Mapping[str, Plant] = {
    "debts are collected at once": debts_are_collected_at_once,
    "debts take everything": debts_take_everything,
    "what was withheld in vain pays off": what_was_withheld_in_vain_pays_off,
    "a revoked choice goes on": a_revoked_choice_goes_on,
    "orders know no floor": orders_know_no_floor,
    "orders have no end": orders_have_no_end,
    "contributions are not corrected": contributions_are_not_corrected,
}
