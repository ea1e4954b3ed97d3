"""Payments that are held since a death is reported: somebody is asked whether what is due for days before is paid.

Nobody is decided against here: what is due stays due until a named person says to whom it goes, or no death is reported
any more. The notice goes to the last address, so that heirs, or somebody who is not dead, can speak.
"""

from __future__ import annotations

from dataclasses import dataclass

from contracts.about import after_death
from contracts.base import Envelope, Event
from contracts.payments import PaymentHeld, PaymentLetGo
from services.claims.person import Applicant
from services.claims.procedure import Procedure
from services.claims.question_lifecycle import Asking
from services.claims.questions import Matter


@dataclass(frozen=True, slots=True)
class HeldPayments:
    """The handlers of held payments; of one claim and one day of death it is one question, however many wait."""

    procedure: Procedure

    def payment_held(self, event: PaymentHeld, person: Applicant, cause: Envelope) -> list[Event]:
        """Ask whether what is due for days before the death may be paid."""
        words = self.procedure.payments_after_death
        because = f"It is reported that the person died on {event.died_on}. What is due for days before waits."
        matter = Matter(event.claim, after_death(event.died_on), words.asks, words.cites, because)
        return self._asking(event, person, cause).exactly([matter], person.claim(event.claim))

    def payment_let_go(self, event: PaymentLetGo, person: Applicant, cause: Envelope) -> list[Event]:
        """Nothing is asked any more for this payment's sake: it leaves, or is due no more."""
        return self._asking(event, person, cause).exactly((), person.claim(event.claim))

    def _asking(self, event: PaymentHeld | PaymentLetGo, person: Applicant, cause: Envelope) -> Asking:
        return Asking(person, f"held:{event.instruction}", person.effective_day(cause), self.procedure)
