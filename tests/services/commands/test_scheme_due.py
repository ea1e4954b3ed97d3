"""`tideover scheme due`: the figures that are set anew each year are told in time, and named once it is too late."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from law.catalogue import load_scheme, scheme_names
from law.language.sheet.horizon import renewals_of
from law.language.terms.renewal import Renewal
from services.__main__ import app


def due(on: date, within: int = 60) -> tuple[int, list[dict[str, Any]]]:
    """How the command ends, and what it names."""
    result = CliRunner().invoke(app, ["scheme", "due", "--on", str(on), "--within", str(within), "--json"])
    return result.exit_code, json.loads(result.output)


def norway() -> date:
    """The day of the next basic amount of which the Norwegian sheet has no value."""
    [renewal] = [
        own for own in renewals_of(load_scheme("no/dagpenger", accept_unverified=True)) if own.figure == "basic_amount"
    ]
    assert (renewal.due.month, renewal.due.day) == (5, 1)
    return renewal.due


def test_a_figure_is_named_from_sixty_days_before_its_day() -> None:
    day = norway()
    named = [
        {row["figure"] for row in due(day - timedelta(days=before))[1] if row["scheme"] == "no/dagpenger"}
        for before in (61, 60)
    ]
    assert ["basic_amount" in figures for figures in named] == [False, True]


def test_a_figure_that_was_not_renewed_is_named_and_the_command_ends_with_one() -> None:
    code, rows = due(norway() + timedelta(days=3), within=0)
    [row] = [row for row in rows if row["figure"] == "basic_amount"]
    assert (code, row["days"]) == (1, -3)


def test_nothing_is_due_on_a_day_before_all_renewals() -> None:
    first = min(own.due for name in scheme_names() for own in renewals_of(load_scheme(name, accept_unverified=True)))
    assert due(first - timedelta(days=61)) == (0, [])


@pytest.mark.parametrize(
    ("newest", "next_day"),
    [
        (date(2026, 1, 1), date(2027, 1, 1)),
        (date(2025, 12, 28), date(2027, 1, 1)),
        (date(2026, 6, 1), date(2027, 1, 1)),
        (date(2027, 1, 1), date(2028, 1, 1)),
    ],
)
def test_a_value_set_within_half_a_year_before_the_day_is_that_of_the_day(newest: date, next_day: date) -> None:
    assert Renewal(1, 1).due_after(newest) == next_day
