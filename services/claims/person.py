"""What claims stores of one person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from contracts.base import Envelope
from contracts.values import LAST_DAY
from services.claims.calendar import PromptClosing
from services.claims.contests import Contest, Mandate
from services.claims.deliveries import LetterSending
from services.claims.file_notes import FileNote
from services.claims.model import Claim
from services.claims.outages import Outage
from services.claims.procedure import Procedure, days_of
from services.claims.questions import AskedQuestion, Matter
from services.runtime.early_acts import KeepsEarlyActs
from services.runtime.handling import Refused


@dataclass
class Applicant(KeepsEarlyActs):
    """A person's claims and questions, what they contest, and who may act for them."""

    claims: dict[str, Claim] = field(default_factory=dict)
    questions: dict[str, AskedQuestion] = field(default_factory=dict)
    early_replies: dict[str, date] = field(default_factory=dict)
    """Replies that reached us before the question they answer, as when a log is read again."""
    contests: dict[str, Contest] = field(default_factory=dict)
    mandates: dict[str, Mandate] = field(default_factory=dict)
    sendings: dict[str, LetterSending] = field(default_factory=dict)
    """Letters on their way, by letter and reference."""
    today: date | None = None
    """The day after the last one that the person's partition has closed; no notice is dated before it."""
    prompt: PromptClosing | None = None
    """By which days are counted that passed and were not closed; none in a simulation, and where nobody notes times."""
    outages: dict[str, Outage] = field(default_factory=dict)
    """Those of the person's partition, by key; everybody in it shares them."""
    partition: int = 0
    heard: dict[str, date] = field(default_factory=dict)
    """Registries that were heard now, and on which day."""
    changed_outages: set[str] = field(default_factory=set)
    """Keys of outages to be written."""
    notes: list[FileNote] = field(default_factory=list)
    """What officers noted just now; nothing follows from it, so what was noted before is not loaded."""
    changed: set[str] = field(default_factory=set)
    """Keys of claims, questions, early replies, contests, mandates and sendings to be written."""

    def claim(self, key: str) -> Claim:
        """The claim, created if it is new; it counts as changed from now on."""
        self.changed.add(key)
        return self.claims.setdefault(key, Claim(key))

    def question_on(self, matter: Matter, on: date) -> AskedQuestion:
        """The question on a matter, whatever became of it; a new one is not asked yet."""
        question = AskedQuestion.not_yet_asked(matter, self.subject, on)
        return self.questions.setdefault(question.question, question)

    def representatives(self) -> set[str]:
        """All who ever acted for the person under a mandate: nobody decides in a case in which they represent.

        To be named is not enough: else a claimant could shut an officer out of the case who knows nothing of it.
        """
        filed_under = {contest.filing.mandate for contest in self.contests.values()}
        spoke_under = {contest.hearing.mandate for contest in self.contests.values() if contest.hearing}
        acted = [self.mandates.get(key) for key in filed_under | spoke_under if key is not None]
        return {mandate.given.representative for mandate in acted if mandate is not None and mandate.given is not None}

    def day_of(self, cause_on: date) -> date:
        """The day on which something takes effect: neither a fact recorded long ago nor a clock that has stood still
        can date a notice back.
        """
        known = [cause_on] if self.today is None else [cause_on, self.today]
        if self.prompt is not None and self.arrived is not None:
            known.append(self.prompt.day_at(self.arrived))
        return max(known)

    @property
    def over_until(self) -> date | None:
        """The last day that the person's partition has closed."""
        return None if self.today is None else self.today - timedelta(days=1)

    def latest_day(self, told_on: date, procedure: Procedure) -> date:
        """The latest day that an officer's act may bear: a desk's clock may be so far ahead of the last closed day.

        While no day was closed, the day on which the claimant was told stands for it.
        """
        late = timedelta(days=days_of(procedure.late_closing_days, told_on))
        return max(told_on, self.over_until or told_on) + late

    def effective_day(self, cause: Envelope) -> date:
        """The day on which what follows from a cause takes effect. Raises `Refused` behind the last day there is."""
        day = self.day_of(cause.time.date())
        if day > LAST_DAY:
            raise Refused("outside-known-law", f"days until {LAST_DAY} are closed, and nothing can be dated after it")
        return day
