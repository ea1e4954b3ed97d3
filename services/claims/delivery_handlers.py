"""What is told of letters on their way."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.base import Envelope, Event
from services.claims.deliveries import LetterSending, OfLetter, last_day_to_reply, sending_key
from services.claims.person import Applicant
from services.claims.procedure import Procedure


@dataclass(frozen=True, slots=True)
class Deliveries:
    """The handlers of letters, which follow the procedure's windows."""

    procedure: Procedure

    def of_letter(self, event: OfLetter, person: Applicant, _cause: Envelope) -> list[Event]:
        """Note what became of a letter; of a notice, set anew until when a reply is in time."""
        key = sending_key(event.letter, event.reference)
        sending = person.sendings.setdefault(key, LetterSending(event.letter, event.reference, event.channel))
        sending.note(event)
        person.changed.add(key)
        question = person.questions.get(event.letter)
        if question is not None:
            question.reply_by = last_day_to_reply(
                question, person.sendings.values(), self.procedure, person.claims.get(question.claim)
            )
            person.changed.add(question.question)
        return []
