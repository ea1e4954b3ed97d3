"""Faults of who is one person, who comes back, who is in custody, and who has died."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest

from contracts.registry import PersonRecorded
from law.decide.linked_claims import Link
from services.eligibility import mergers
from services.eligibility.model import ReceivedFact
from services.eligibility.one_person import _Names
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


def the_dead_are_paid(patch: pytest.MonkeyPatch) -> None:
    """Payments hears of no death."""
    patch.setattr("services.payments.held.died", lambda *_: ())


def a_held_payment_stays_held(patch: pytest.MonkeyPatch) -> None:
    """Nobody is told that a payment is due no more, or leaves."""
    patch.setattr("services.payments.held._told_let_go", lambda *_: ())


def a_death_is_never_denied(patch: pytest.MonkeyPatch) -> None:
    """Of what the other pseudonym's record says only deaths are heard."""
    told = _Names.beside

    def beside(self: _Names, fact: ReceivedFact) -> ReceivedFact | None:
        event = fact.event
        return None if isinstance(event, PersonRecorded) and event.died_on is None else told(self, fact)

    patch.setattr("services.eligibility.one_person._Names.beside", beside)


def linking_is_ignored(patch: pytest.MonkeyPatch) -> None:
    """A claim that goes on with the one before is taken for one that stands for itself."""
    patch.setattr("law.decide.determine.link_of", lambda _, past: Link(past))


OF_PEOPLE: Mapping[str, Plant] = {
    "custody is paid": custody_is_paid,
    "a separation changes nothing": a_separation_changes_nothing,
    "names of two books are one": names_of_two_books_are_one,
    "the dead are paid": the_dead_are_paid,
    "a held payment stays held": a_held_payment_stays_held,
    "a death is never denied": a_death_is_never_denied,
    "linking is ignored": linking_is_ignored,
}
