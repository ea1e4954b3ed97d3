"""Faults of what goes to others, each put in at a place that has a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from services.payments import converge
from services.payments.deductions import remitting
from services.payments.deductions.terms import DeductionRule
from services.payments.obligations import Obligations

Plant = Callable[[pytest.MonkeyPatch], None]


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


def creditors_are_sent_more_than_was_taken(patch: pytest.MonkeyPatch) -> None:
    """The books turn over more than they owe, and balance all the same."""
    owed = remitting.owed_to_creditors

    def doubled(*asked: Any) -> list[remitting.Owed]:
        every = owed(*asked)
        for each in every:
            each.parts = {part: 2 * minor for part, minor in each.parts.items()}
        return every

    patch.setattr(remitting, "owed_to_creditors", doubled)


def creditors_are_never_sent_anything(patch: pytest.MonkeyPatch) -> None:
    """What was taken stays on the accounts of creditors."""
    patch.setattr(remitting.Remitting, "__call__", lambda *_: [])


OF_DEDUCTIONS: Mapping[str, Plant] = {
    "a revoked choice goes on": a_revoked_choice_goes_on,
    "orders know no floor": orders_know_no_floor,
    "orders have no end": orders_have_no_end,
    "contributions are not corrected": contributions_are_not_corrected,
    "creditors are sent more than was taken": creditors_are_sent_more_than_was_taken,
    "creditors are never sent anything": creditors_are_never_sent_anything,
}
