"""Faults of who is one person, and of who is in custody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest

from services.eligibility import mergers
from services.eligibility.model import ReceivedFact
from tests.simulation.faults_of_deductions import Plant


def custody_is_paid(patch: pytest.MonkeyPatch) -> None:
    """Nobody is asked about days in custody."""
    patch.setattr("law.decide.assess.in_custody", lambda *_: None)


def a_separation_changes_nothing(patch: pytest.MonkeyPatch) -> None:
    """Who was once merged stays merged."""

    def for_ever(person: str, facts: Iterable[ReceivedFact]) -> dict[mergers.Pair, mergers.Merger]:
        return {pair: replace(merger, holds=True) for pair, merger in mergers.mergers_of(person, facts).items()}

    patch.setattr("services.eligibility.one_person.mergers_of", for_ever)


def names_of_two_books_are_one(patch: pytest.MonkeyPatch) -> None:
    """What two people's books call alike is taken for the same thing."""
    patch.setattr("services.eligibility.one_person._suffix", lambda _: "")


OF_PEOPLE: Mapping[str, Plant] = {
    "custody is paid": custody_is_paid,
    "a separation changes nothing": a_separation_changes_nothing,
    "names of two books are one": names_of_two_books_are_one,
}
