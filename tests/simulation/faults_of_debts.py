"""Faults of debts and of what officers do about them, each put in at a place that has a name."""

from __future__ import annotations

from datetime import date

import pytest

from services.payments import converge
from services.payments.debts import collected
from services.payments.model import Position
from services.payments.recoveries.terms import Terms
from services.payments.recovery import CollectedSum, Debt
from services.payments.recovery_steps import RecoveryStep


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


def what_another_pseudonym_paid_is_lost(patch: pytest.MonkeyPatch) -> None:
    """What was withheld under another pseudonym of the person pays nothing off."""
    patch.setattr(
        "services.payments.recoveries.other_accounts._after", lambda _entry, _other, position, _debt: position
    )


def a_debt_elsewhere_needs_no_window(patch: pytest.MonkeyPatch) -> None:
    """A debt under another pseudonym is withheld for before it is final."""
    patch.setattr("services.payments.recoveries.offsets.may_be_collected", lambda _debt, _on: True)


def one_officer_sends_money_back(patch: pytest.MonkeyPatch) -> None:
    """A repayment that one officer tells of is believed whatever its sum, and what is above the debt goes back."""
    patch.setattr("services.payments.recoveries.acts.believed", _all_of_it)
    patch.setattr(Position, "unconfirmed_minor", 0)


def _all_of_it(position: Position, recovery: Debt, money: CollectedSum) -> Position:
    return collected(position, recovery, money)


def whoever_decided_a_debt_refuses_its_waiver(patch: pytest.MonkeyPatch) -> None:
    """Nobody asks who decided the debt."""
    patch.setattr("services.claims.waivers._decided_the_debt", lambda *_: False)
