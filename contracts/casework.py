"""What named officers do: answer questions, decide contests, order reissues, record compliance and referrals."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import Field, StrictBool, model_validator

from contracts.base import Event, Part
from contracts.contest import ContestOutcome
from contracts.fact import Fact
from contracts.overpayment_causes import OverpaymentCause
from contracts.values import Day, Key, Money, Period, Sentence, Share

FACTS_MAX = 50


OfficeKey = Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-]*$")]
"""An office by its own key, written in capitals or small letters alike."""


class Officer(Part):
    """The named person who answers for an act: a staff number that the institution can resolve to a name."""

    staff: Key
    role: Key
    office: OfficeKey | None = None
    """The office for which they act; decisions against claimants are counted by it. Earlier acts did not name it."""

    def is_one_of(self, staff: Iterable[str]) -> bool:
        """Whether this person is among these staff numbers; capitals and small letters make nobody another person."""
        return self.staff.casefold() in {number.casefold() for number in staff}


class Verdict(StrEnum):
    """How a question was answered."""

    FOR_CLAIMANT = "for_claimant"
    AGAINST_CLAIMANT = "against_claimant"


class Suitability(Part):
    """The seven factors of C168 Art. 21(2), weighed for one offer of work; none may be left out."""

    age: Sentence
    length_of_service: Sentence
    """In the former occupation."""
    experience: Sentence
    length_of_unemployment: Sentence
    labour_market: Sentence
    personal_and_family_situation: Sentence
    labour_dispute: StrictBool
    """Whether a stoppage in an ongoing labour dispute made the job vacant; if so, it is not suitable."""


class EvidenceKind(StrEnum):
    """On what an answer rests."""

    EMPLOYERS_STATEMENT = "employers_statement"
    """What an employer reports or says; alone it never takes benefit away."""
    CLAIMANTS_STATEMENT = "claimants_statement"
    DOCUMENT = "document"
    WITNESS = "witness"
    REGISTRY_RECORD = "registry_record"
    """A record that is not the employer's own report."""
    OFFICERS_FINDING = "officers_finding"
    """What an officer saw or checked."""


class AnswerGiven(Event):
    """A named officer answers an open question; claims checks that the steps before it were taken."""

    name: ClassVar[str] = "casework.answer-given"
    question: Key
    answered_on: Day
    officer: Officer
    verdict: Verdict
    reasons: Sentence
    article: Sentence
    facts_considered: Annotated[tuple[Key, ...], Field(min_length=1, max_length=FACTS_MAX)]
    applies: Period | None = None
    """For an answer against the claimant: the days it covers."""
    suitability: Suitability | None = None
    """For an answer against the claimant on the ground `refusal`: the offer, weighed by the seven factors."""
    reduced_by: Share | None = None
    """For an answer against the claimant: the share of the benefit that is not paid on these days; None for all."""
    overpayment_cause: OverpaymentCause | None = None
    """For a sum that was overpaid: what caused it, and so who is responsible; `unknown` where nobody can tell."""
    not_waived_because: Sentence | None = None
    """Why it is asked back although the procedure waives what this cause brought about."""
    evidence: Annotated[tuple[EvidenceKind, ...], Field(min_length=1, max_length=6)] | None = None
    """The kinds of evidence that the facts considered are; earlier answers did not say."""

    @model_validator(mode="after")
    def _adverse_answers_have_an_extent(self) -> Self:
        if self.verdict is Verdict.AGAINST_CLAIMANT and self.applies is None:
            raise ValueError("an answer against the claimant must say which days it covers")
        if self.verdict is Verdict.FOR_CLAIMANT and self.reduced_by is not None:
            raise ValueError("an answer for the claimant reduces nothing")
        return self


class AnswerConfirmed(Event):
    """Another officer looks at an answer against a claimant that needs two of them, and confirms it or does not."""

    name: ClassVar[str] = "casework.answer-confirmed"
    question: Key
    confirmed_on: Day
    officer: Officer
    confirms: StrictBool
    reasons: Sentence


class Attendance(StrEnum):
    """How the claimant was heard."""

    CAME = "came"
    REPRESENTED = "represented"
    WROTE = "wrote"
    """The claimant chose to be heard in writing."""
    STAYED_AWAY = "stayed_away"
    """Invited in time, the claimant did not come and did not write."""


class HearingHeld(Event):
    """The claimant was heard on a contest."""

    name: ClassVar[str] = "casework.hearing-held"
    contest: Key
    invited_on: Day
    held_on: Day
    officer: Officer
    attendance: Attendance
    mandate: Key | None = None
    """The mandate of the representative who came."""
    record: Sentence | None = None
    """What was said, as far as it matters; without names."""

    @model_validator(mode="after")
    def _is_invited_to(self) -> Self:
        if self.held_on < self.invited_on:
            raise ValueError("a hearing cannot be held before the claimant was invited to it")
        if self.attendance is Attendance.REPRESENTED and self.mandate is None:
            raise ValueError("a representative who came must have a mandate")
        return self


class ContestDecided(Event):
    """A named person decides a contest; claims checks who they are and that the claimant was heard."""

    name: ClassVar[str] = "casework.contest-decided"
    contest: Key
    decided_on: Day
    officer: Officer
    outcome: ContestOutcome
    reasons: Sentence
    article: Sentence
    facts_considered: Annotated[tuple[Key, ...], Field(min_length=1, max_length=FACTS_MAX)]
    good_cause: Sentence | None = None
    """For a contest that was filed late: why it is looked at all the same."""
    applies: Period | None = None
    """For a changed decision: the days that it still covers."""
    reduced_by: Share | None = None
    """For a changed decision: the share of the benefit that is not paid on these days; None for all."""

    @model_validator(mode="after")
    def _says_what_changes(self) -> Self:
        if self.outcome is ContestOutcome.WITHDRAWN:
            raise ValueError("a contest is taken back by the claimant (intake.contest-withdrawn), not by an officer")
        if (self.outcome is ContestOutcome.CHANGED) != (self.applies is not None):
            raise ValueError("an outcome names the days it covers where it changes the decision, and nowhere else")
        if self.reduced_by is not None and self.applies is None:
            raise ValueError("only a changed decision reduces the benefit by a share")
        return self


RecordKind = Literal["casework.compliance-recorded"]


class ComplianceRecorded(Fact):
    """The person did what was asked of them; where the law says so, a reduction ends on this day.

    A recording made in error is corrected under the same key with a higher source version, or taken back
    (`RecordRetracted`).
    """

    name: ClassVar[str] = "casework.compliance-recorded"
    question: Key
    """The question whose decision reduced the benefit."""
    officer: Officer
    complied_on: Day
    """The first day on which the benefit is due in full again."""


class RecordRetracted(Fact):
    """The record of this kind and key, in every version below this one, never was: the person did not comply."""

    name: ClassVar[str] = "casework.record-retracted"
    kind: RecordKind
    """The event name of what is taken back; casework takes back its own records only."""
    officer: Officer
    reason: Sentence


class RecallOrdered(Fact):
    """A named officer has a claim worked out anew by the law as it is read today, since decisions like one on it were
    found wrong, or the law changed. `key` is the recall's name with that of the claim. Where more is due it is paid;
    where less is, a person asks first, as always.
    """

    name: ClassVar[str] = "casework.recall-ordered"
    claim: Key
    officer: Officer
    ordered_on: Day
    sought: Sentence
    """What the decisions have in common."""
    reasons: Sentence
    law_since: Day | None = None
    """The day from which a new version of the law holds, where that is why; earlier orders named no law."""


class ReissueOrdered(Event):
    """A named person checked the account after a return and orders a new attempt."""

    name: ClassVar[str] = "casework.reissue-ordered"
    instruction: UUID
    officer: Officer
    ordered_on: Day
    reasons: Sentence | None = None
    """How it is known that the money arrives this time; earlier orders did not say."""


class HeldPaymentReleased(Event):
    """A named person orders a payment to be made though the person has died, such as to the estate."""

    name: ClassVar[str] = "casework.held-payment-released"
    instruction: UUID
    officer: Officer
    released_on: Day
    reasons: Sentence


class InstalmentsAgreed(Event):
    """A named officer sets how a debt is paid off: so much at a time, withheld or paid in by the person.

    A later one replaces it. While the person pays in, nothing is withheld.
    """

    name: ClassVar[str] = "casework.instalments-agreed"
    question: Key
    """The question whose decision made it a debt."""
    officer: Officer
    agreed_on: Day
    each: Money
    """At most so much is withheld from a payment, or so much is paid in each month."""
    by: Literal["offset", "repayment"]
    reasons: Sentence


class WaiverGround(StrEnum):
    """Why a debt may be waived."""

    WITHOUT_FAULT = "without_fault"
    HARDSHIP = "hardship"


class WaiverDecided(Event):
    """A named officer decides a claimant's request to waive a debt; granted, nothing more of it is collected."""

    name: ClassVar[str] = "casework.waiver-decided"
    question: Key
    request: Key
    """The key of the request."""
    officer: Officer
    decided_on: Day
    verdict: Verdict
    ground: WaiverGround
    reasons: Sentence
    article: Sentence
    facts_considered: Annotated[tuple[Key, ...], Field(min_length=1, max_length=FACTS_MAX)]


class CollectionSuspended(Event):
    """A named officer decides that nothing is collected of a debt for some days, as while new facts are looked at."""

    name: ClassVar[str] = "casework.collection-suspended"
    question: Key
    """The question whose decision made it a debt."""
    officer: Officer
    suspended_on: Day
    until: Day
    """The last day on which nothing is collected."""
    reasons: Sentence

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.until < self.suspended_on:
            raise ValueError("a suspension cannot end before it begins")
        return self


class DebtWrittenOff(Event):
    """A named officer gives up what is left of a debt, with the reason: nobody is there to pay it, or it is barred."""

    name: ClassVar[str] = "casework.debt-written-off"
    question: Key
    officer: Officer
    written_off_on: Day
    reasons: Sentence


class RepaymentReceived(Event):
    """A named officer finds that money which came in is a repayment of a debt.

    It is believed up to what is owed. What is above waits until another officer confirms it, or the bank's own entry
    shows it; nothing is sent back before.
    """

    name: ClassVar[str] = "casework.repayment-received"
    question: Key
    payment: Key
    """The bank's own reference of the money: one reference is one repayment."""
    officer: Officer
    amount: Money
    received_on: Day


class RepaymentConfirmed(Event):
    """Another officer finds the same money in the bank's books: what of it is above the debt goes back."""

    name: ClassVar[str] = "casework.repayment-confirmed"
    question: Key
    payment: Key
    """The bank's own reference of the money, as the first officer named it."""
    officer: Officer
    """Neither who told of the money nor who decided the debt."""
    amount: Money
    """What came in, as this officer finds it."""
    confirmed_on: Day
