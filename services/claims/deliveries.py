"""Whether a notice reached the person, and so until when they may reply. Pure, and the same in any order of telling.

The window runs from proof of delivery where there is one; else from the days after which a letter on paper counts as
delivered. No proof shortens what the notice itself has promised, and where nothing is known to be on its way any more,
silence lets no window pass.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.letters import LetterChannel, LetterDelivered, LetterReturned, LetterSent
from contracts.values import LAST_DAY
from services.claims.model import Claim
from services.claims.notices import reply_by, reply_days
from services.claims.procedure import Procedure, days_of
from services.claims.questions import AskedQuestion
from services.claims.steps import OPEN

OfLetter = LetterSent | LetterDelivered | LetterReturned


@dataclass(slots=True)
class LetterSending:
    """One way that a letter went, and what became of it; of two days that are told of one thing the earlier holds."""

    letter: str
    reference: str
    channel: LetterChannel
    sent_on: date | None = None
    delivered_on: date | None = None
    returned_on: date | None = None

    @property
    def key(self) -> str:
        """Its key among all that is known of a person."""
        return sending_key(self.letter, self.reference)

    def note(self, event: OfLetter) -> None:
        """Take in what is told of it."""
        self.channel = min(self.channel, event.channel)
        match event:
            case LetterSent(sent_on=day):
                self.sent_on = min(day, self.sent_on or day)
            case LetterDelivered(delivered_on=day):
                self.delivered_on = min(day, self.delivered_on or day)
            case LetterReturned(returned_on=day):
                self.returned_on = min(day, self.returned_on or day)


def sending_key(letter: str, reference: str) -> str:
    """The key of a sending; ids of questions have no blank."""
    return f"{letter} {reference}"


def last_day_to_reply(
    question: AskedQuestion, sendings: Iterable[LetterSending], procedure: Procedure, claim: Claim | None = None
) -> date | None:
    """The last day on which a reply to the latest notice is in time; None while nothing shows that it was told.

    What was sent before the notice was issued was another one. Where no sending is recorded at all, the notice counts
    as delivered by the procedure's days.
    """
    issued_on = question.issued_on
    if issued_on is None or question.step not in OPEN:
        return question.reply_by
    told = reply_by(issued_on, procedure, claim)
    own = [sending for sending in sendings if sending.letter == question.question]
    proofs = [sending.delivered_on for sending in own if sending.delivered_on and sending.delivered_on >= issued_on]
    if proofs:
        return max(told, _after(min(proofs), reply_days(claim, min(proofs), procedure)))
    sent = [sending for sending in own if sending.sent_on is not None and sending.sent_on >= issued_on]
    if not sent:
        return told
    on_paper = [sending.sent_on for sending in sent if _counts(sending, procedure) and sending.sent_on]
    if not on_paper:
        return None
    days = days_of(procedure.delivery_days, min(on_paper)) + reply_days(claim, min(on_paper), procedure)
    return max(told, _after(min(on_paper), days))


def _counts(sending: LetterSending, procedure: Procedure) -> bool:
    """Whether it counts as delivered by the days that pass: not what came back, nor what lies in a portal unopened."""
    return sending.returned_on is None and sending.channel in procedure.counts_as_delivered


def _after(day: date, days: int) -> date:
    return min(LAST_DAY, day + timedelta(days=min(days, (LAST_DAY - day).days)))
