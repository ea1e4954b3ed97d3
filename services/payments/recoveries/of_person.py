"""One debt as an officer works on it: where it stands, on which terms it is collected, whether an act would help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import Connection

from contracts.casework import (
    CollectionSuspended,
    DebtWrittenOff,
    InstalmentsAgreed,
    RepaymentConfirmed,
    RepaymentReceived,
)
from law.language.terms.errors import OutsideKnownLaw
from services.payments import store
from services.payments.recoveries.about_debts import AboutDebts
from services.payments.recoveries.listing import ListedRecovery, recovery_of
from services.payments.recoveries.terms import Terms, standard_terms

OfficersAct = InstalmentsAgreed | DebtWrittenOff | CollectionSuspended | RepaymentReceived | RepaymentConfirmed


@dataclass(frozen=True, slots=True)
class CollectionTerms:
    """What is withheld at most on a day."""

    share: Fraction
    """Of a whole payment."""
    left: Fraction
    """What is left of a payment in any case, for a week, in units of the currency."""


@dataclass(frozen=True, slots=True)
class DebtInHand:
    """A debt with the terms of its collection; None of them where no figure is known, and nothing is withheld."""

    listed: ListedRecovery
    withheld: CollectionTerms | None


def debt_in_hand(
    connection: Connection, person: str, question: str, on: date, terms: Terms | None = None
) -> DebtInHand | None:
    """A debt of a person on a day; None where no decision made one of this question."""
    listed = recovery_of(connection, on, person, question)
    if listed is None:
        return None
    return DebtInHand(listed, _terms_on(terms or standard_terms(), listed.decided.currency, on))


def why_no_effect_on_debt(
    connection: Connection, person: str, act: OfficersAct, partitions: int, terms: Terms | None = None
) -> str | None:
    """Why an officer's act would not take effect, in the words in which it would be refused; None if it would."""
    state = store.load(connection, [person], partitions)[person]
    return AboutDebts(terms or standard_terms()).why_not(act, state, act.question)


def _terms_on(terms: Terms, currency: str, on: date) -> CollectionTerms | None:
    if currency not in terms.floors:
        return None
    try:
        share, left = terms.withheld_share.on(on).value, terms.floors[currency].on(on).value
    except OutsideKnownLaw:
        return None
    return CollectionTerms(Fraction(share), Fraction(left))
