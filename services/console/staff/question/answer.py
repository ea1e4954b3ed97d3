"""From a form to an officer's answer, or what is missing in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from pydantic import TypeAdapter, ValidationError

from contracts.casework import AnswerConfirmed, AnswerGiven, EvidenceKind, Officer, Suitability, Verdict
from contracts.claims import Ground
from contracts.overpayment_causes import CAUSES
from contracts.values import FIRST_DAY, LAST_DAY, Key, Period, Sentence, Share
from services.claims.views import QuestionInHand
from services.console.acts.form import SentForm

_WORDS: TypeAdapter[str] = TypeAdapter(Sentence)
_KEYS: TypeAdapter[tuple[str, ...]] = TypeAdapter(tuple[Key, ...])
_SHARE: TypeAdapter[str] = TypeAdapter(Share)
WEIGHED = tuple(name for name in Suitability.model_fields if name != "labour_dispute")
"""The factors of C168 Art. 21(2) that are weighed in words."""
YES, NO = "yes", "no"
ADVERSE = Verdict.AGAINST_CLAIMANT.value
CONFIRMS, RETURNS = "confirms", "returns"


@dataclass
class ReadForm:
    """What was read so far, and what is wrong with it: by field, the key of a phrase."""

    form: SentForm
    faults: dict[str, str] = field(default_factory=dict)

    def words(self, name: str) -> str:
        """Words that a person will read."""
        text = self.form.one(name)
        if not text:
            self.faults[name] = "fault.missing"
            return text
        try:
            return _WORDS.validate_python(text)
        except ValidationError:
            self.faults[name] = "fault.words"
            return text

    def chosen(self, name: str, among: Mapping[str, object] | tuple[str, ...]) -> str:
        """One of a closed list."""
        value = self.form.one(name)
        if value not in among:
            self.faults[name] = "fault.choose"
        return value

    def day(self, name: str) -> date:
        """A day that an event can hold, as can the day after it."""
        try:
            day = date.fromisoformat(self.form.one(name))
        except ValueError:
            self.faults[name] = "fault.missing" if not self.form.one(name) else "fault.unreadable"
            return date.min
        if not FIRST_DAY <= day < LAST_DAY:
            self.faults[name] = "fault.day"
        return day


def answer_of(
    form: SentForm, in_hand: QuestionInHand, officer: Officer, today: date
) -> AnswerGiven | Mapping[str, str]:
    """The answer that a form gives, or what is wrong with it."""
    read = ReadForm(form)
    verdict = read.chosen("verdict", tuple(Verdict))
    given = {
        "question": in_hand.asked.question,
        "answered_on": today,
        "officer": officer,
        "verdict": verdict,
        "facts_considered": _facts(read),
        "reasons": read.words("reasons"),
        "article": read.words("article"),
        **(_against(read, in_hand) if verdict == ADVERSE else {}),
        **(_cause(read) if in_hand.asked.amount is not None else {}),
    }
    return read.faults or AnswerGiven.model_validate(given)


def _facts(read: ReadForm) -> tuple[str, ...]:
    chosen = read.form.all_of("fact")
    try:
        facts = _KEYS.validate_python(chosen)
    except ValidationError:
        facts = ()
    if not facts:
        read.faults["fact"] = "fault.facts"
    return facts


def _against(read: ReadForm, in_hand: QuestionInHand) -> Mapping[str, object]:
    """What an answer against the person says beside: the days, and on what it rests."""
    first, last = read.day("first"), read.day("last")
    evidence = tuple(EvidenceKind(kind) for kind in read.form.all_of("evidence") if kind in set(EvidenceKind))
    if not evidence:
        read.faults["evidence"] = "fault.evidence"
    if not {"first", "last"} & read.faults.keys() and last < first:
        read.faults["last"] = "fault.order"
    if in_hand.asked.replied_on is not None and reply_key(in_hand) not in read.form.all_of("fact"):
        read.faults["fact"] = "fault.reply"
    if read.faults:
        return {}
    given: dict[str, object] = {"applies": Period(start=first, end=last + timedelta(days=1)), "evidence": evidence}
    if read.form.one("not_waived_because"):
        given["not_waived_because"] = read.words("not_waived_because")
    if in_hand.asked.reduction is not None and read.form.one("reduced_by"):
        given["reduced_by"] = _share(read)
    if in_hand.asked.ground is Ground.REFUSAL:
        given["suitability"] = _suitability(read)
    return given


def _share(read: ReadForm) -> str:
    """What is typed in per cent, as an exact share."""
    typed = read.form.one("reduced_by").removesuffix("%").strip()
    try:
        return _SHARE.validate_python(f"{int(typed)}/100" if typed != "100" else "1")
    except ValueError:
        read.faults["reduced_by"] = "fault.percent"
        return typed


def _suitability(read: ReadForm) -> Suitability | None:
    """The offer, weighed by each factor; none may be left out."""
    weighed = {name: read.words(name) for name in WEIGHED}
    dispute = read.chosen("labour_dispute", (YES, NO))
    return None if read.faults else Suitability.model_validate({**weighed, "labour_dispute": dispute == YES})


def _cause(read: ReadForm) -> Mapping[str, object]:
    return {"overpayment_cause": read.chosen("cause", CAUSES)}


def reply_key(in_hand: QuestionInHand) -> str:
    """By which an answer names the person's reply among what was considered."""
    return f"reply/{in_hand.asked.question}"


def confirmation_of(
    form: SentForm, question: str, officer: Officer, today: date
) -> AnswerConfirmed | Mapping[str, str]:
    """What the second officer says to an answer, or what is wrong with it."""
    read = ReadForm(form)
    said = read.chosen("confirms", (CONFIRMS, RETURNS))
    reasons = read.words("reasons")
    if read.faults:
        return read.faults
    return AnswerConfirmed(
        question=question, confirmed_on=today, officer=officer, confirms=said == CONFIRMS, reasons=reasons
    )
