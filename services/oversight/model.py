"""What the committee's figures need of a person: a row per claim, period, payment, referral and question."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from contracts.eligibility import DeterminationOutcome
from services.oversight.observation import Observation
from services.runtime.handling import State

NO_GROUND, QUALIFYING_RULES = "none", "qualifying_rules"

DECIDED = frozenset({DeterminationOutcome.GRANTED, DeterminationOutcome.REFUSED})
"""The outcomes of a determination that decide a claim."""


@dataclass
class ClaimView:
    """A claim as the committee counts it. Amounts are minor units of `currency`; the rate is a week's."""

    claim: str
    scheme: str = ""
    filed_on: date | None = None
    outcome: str = "undecided"
    determination_number: int = 0
    automatic: bool = True
    rate_minor: int | None = None
    currency: str = ""
    unmet: tuple[tuple[str, str], ...] = ()
    """(condition, citation) of every condition that was not met."""
    ground: str = NO_GROUND
    """Why the claim is refused: a ground of the closed list, or that the qualifying rules are not met."""
    decided_on: date | None = None
    """The day the claim was first granted or refused (`decision_days`); later versions do not move it."""
    sex: str | None = None
    """This and what follows are the dimensions of the figures; None is counted as unknown."""
    age_band: str | None = None
    region: str | None = None
    nationality: str | None = None
    channel: str | None = None
    contract: str | None = None
    industry: str | None = None
    occupation: str | None = None


@dataclass
class PeriodView:
    """The latest assessment of one certified period."""

    claim: str
    certification: str
    number: int = 0
    weeks_paid: int = 0
    amount_minor: int = 0
    first_due_end: date | None = None
    """The last day of its first week for which something is due."""


@dataclass
class PaymentView:
    """One payment instruction and what the bank said of it."""

    instruction: str
    claim: str
    amount_minor: int = 0
    currency: str = ""
    due_on: date | None = None
    settled_on: date | None = None
    returned_on: date | None = None
    bank_code: str | None = None


@dataclass
class ReferralView:
    """One referral and what came of it."""

    referral: str
    claim: str = ""
    programme: str = ""
    occasion: str = ""
    answer: str = "open"
    outcome: str = "open"


@dataclass
class QuestionView:
    """One question for a person, and how it ended."""

    question: str
    about: str = ""
    opened_on: date | None = None
    decided_on: date | None = None
    verdict: str = "open"


class DecisionOn(StrEnum):
    """What a decision is about."""

    CLAIM = "claim"
    QUESTION = "question"


@dataclass
class Watched(State):
    """Everything the committee's figures need of one person."""

    claims: dict[str, ClaimView] = field(default_factory=dict)
    periods: dict[tuple[str, str], PeriodView] = field(default_factory=dict)
    payments: dict[str, PaymentView] = field(default_factory=dict)
    referrals: dict[str, ReferralView] = field(default_factory=dict)
    questions: dict[str, QuestionView] = field(default_factory=dict)

    touched: set[tuple[str, Any]] = field(default_factory=set)
    """Rows that were requested in order to change them, as (collection, key); only these are written."""

    decided: dict[tuple[DecisionOn, str], int] = field(default_factory=dict)
    """When the decisions that are news reached the log, by what was decided and its key."""

    observations: list[tuple[int, Observation]] = field(default_factory=list)
    """What the figures keep of the events that are news, each with when it reached the log."""

    def observe(self, observation: Observation | None) -> None:
        """Keep what the figures count of the event at hand; a log that notes no times is all of before."""
        if observation is not None:
            self.observations.append((self.arrived or 0, observation))

    def was_decided(self, what: DecisionOn, key: str) -> None:
        """Note that the event at hand decided a claim or a question: its day depends on when it reached the log."""
        if self.arrived is not None:
            self.decided[what, key] = self.arrived

    def view_of(self, what: DecisionOn, key: str) -> ClaimView | QuestionView:
        """The row of what was decided."""
        return self.claims[key] if what is DecisionOn.CLAIM else self.questions[key]

    def claim(self, claim: str) -> ClaimView:
        """The row of a claim, new if it was not known."""
        self.touched.add(("claims", claim))
        return self.claims.setdefault(claim, ClaimView(claim))

    def period(self, claim: str, certification: str) -> PeriodView:
        """The row of a certified period, new if it was not known."""
        self.touched.add(("periods", (claim, certification)))
        return self.periods.setdefault((claim, certification), PeriodView(claim, certification))

    def payment(self, instruction: str, claim: str) -> PaymentView:
        """The row of an instruction, new if it was not known."""
        self.touched.add(("payments", instruction))
        return self.payments.setdefault(instruction, PaymentView(instruction, claim))

    def referral(self, referral: str) -> ReferralView:
        """The row of a referral, new if it was not known."""
        self.touched.add(("referrals", referral))
        return self.referrals.setdefault(referral, ReferralView(referral))

    def question(self, question: str) -> QuestionView:
        """The row of a question, new if it was not known."""
        self.touched.add(("questions", question))
        return self.questions.setdefault(question, QuestionView(question))
