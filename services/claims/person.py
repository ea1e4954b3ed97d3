"""What claims stores of one person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from services.claims.calendar import PromptClosing
from services.claims.model import Claim
from services.claims.questions import AskedQuestion, Matter
from services.runtime.handling import State


@dataclass
class Applicant(State):
    """A person's claims and questions."""

    claims: dict[str, Claim] = field(default_factory=dict)
    questions: dict[str, AskedQuestion] = field(default_factory=dict)
    early_replies: dict[str, date] = field(default_factory=dict)
    """Replies that reached us before the question they answer, as when a log is read again."""
    today: date | None = None
    """The day after the last one that the person's partition has closed; no notice is dated before it."""
    prompt: PromptClosing | None = None
    """By which days are counted that passed and were not closed; none in a simulation, and where nobody notes times."""
    changed: set[str] = field(default_factory=set)
    """Keys of claims, questions and early replies to be written."""

    def claim(self, key: str) -> Claim:
        """The claim, created if it is new; it counts as changed from now on."""
        self.changed.add(key)
        return self.claims.setdefault(key, Claim(key))

    def question_on(self, matter: Matter, on: date) -> AskedQuestion:
        """The question on a matter, whatever became of it; a new one is not asked yet."""
        question = AskedQuestion.not_yet_asked(matter, self.subject, on)
        return self.questions.setdefault(question.question, question)

    def day_of(self, cause_on: date) -> date:
        """The day on which something takes effect: neither a fact recorded long ago nor a clock that has stood still
        can date a notice back.
        """
        known = [cause_on] if self.today is None else [cause_on, self.today]
        if self.prompt is not None and self.arrived is not None:
            known.append(self.prompt.day_at(self.arrived))
        return max(known)
