"""Walks of debts: the collection stopped, a repayment noted and found by another officer, a request to waive filed."""

from __future__ import annotations

from datetime import timedelta

from tests.services.console.walking.hand import Hand
from tests.services.console.walking.people import AFTER_THE_WINDOW, EARNS, claim_of

REFERENCE = "BK-2020-77"
TOO_MUCH = "5,000.00"
"""More than anybody owes here: it goes back only when another officer finds it too."""


def stops_the_collection(examiner: Hand) -> None:
    """For a month nothing is withheld."""
    _finds_the_debt(examiner)
    form = examiner.unfolded("Stop the collection for some days")
    examiner.fill("Last day on which nothing is collected", str(AFTER_THE_WINDOW + timedelta(days=30)), form)
    examiner.fill("Reasons", "The employer corrects the wages of May.", form)
    examiner.press("Stop the collection")
    examiner.reads("An officer stopped the collection.")


def notes_a_repayment(officer: Hand) -> None:
    """Money came in, more than is owed."""
    _finds_the_debt(officer)
    form = officer.unfolded("Note a repayment")
    officer.fill("The bank\N{RIGHT SINGLE QUOTATION MARK}s reference of the money", REFERENCE, form)
    officer.fill("How much came in (USD)", TOO_MUCH, form)
    officer.fill("Came in on", str(AFTER_THE_WINDOW), form)
    officer.fill("Reasons", "The statement of that day shows it.", form)
    officer.press("Note the repayment")
    officer.reads("Told as repaid above the debt, and not confirmed yet:")


def confirms_the_repayment(other: Hand) -> None:
    """Another officer finds the same sum."""
    _finds_the_debt(other)
    form = other.unfolded("Confirm a repayment")
    other.choose(REFERENCE)
    other.fill("How much you find (USD)", TOO_MUCH, form)
    other.fill("Reasons", "I find it in the statement too.", form)
    other.press("Confirm the repayment")
    other.reads("goes back to the person.")


def asks_to_waive(desk: Hand) -> None:
    """The person came to the desk and asks not to have to pay it back."""
    desk.searches(claim_of(EARNS))
    desk.click(desk.page.get_by_role("link", name="The person asks not to pay it back"))
    desk.choose("At a counter")
    desk.press("File the request")
    desk.reads("The request is filed.")
    desk.reads("Receipt")


def _finds_the_debt(officer: Hand) -> None:
    officer.menu("Debts")
    officer.row(EARNS[:10])
