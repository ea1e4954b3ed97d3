"""From a form to an officer's answer, or what is missing in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import TypeAdapter, ValidationError

from contracts.casework import AnswerConfirmed, AnswerGiven, EvidenceKind, Officer, Suitability, Verdict
from contracts.claims import Ground
from contracts.overpayment_causes import CAUSES
from contracts.values import Key
from services.claims.views import QuestionInHand
from services.console.acts.form import SentForm
from services.console.acts.read_form import ReadForm

_KEYS: TypeAdapter[tuple[str, ...]] = TypeAdapter(tuple[Key, ...])
WEIGHED = tuple(name for name in Suitability.model_fields if name != "labour_dispute")
"""The factors of C168 Art. 21(2) that are weighed in words."""
YES, NO = "yes", "no"
ADVERSE = Verdict.AGAINST_CLAIMANT.value
CONFIRMS, RETURNS = "confirms", "returns"


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
        "facts_considered": _facts(read, in_hand, verdict),
        "reasons": read.words("reasons"),
        "article": read.words("article"),
        **(_against(read, in_hand) if verdict == ADVERSE else {}),
        **(_cause(read) if in_hand.asked.amount is not None else {}),
    }
    return read.faults or AnswerGiven.model_validate(given)


def _facts(read: ReadForm, in_hand: QuestionInHand, verdict: str) -> tuple[str, ...]:
    """What was looked at; an answer for the person may rest on the claim alone."""
    chosen = read.form.all_of("fact")
    if not chosen and verdict == Verdict.FOR_CLAIMANT:
        return (in_hand.asked.claim,)
    try:
        facts = _KEYS.validate_python(chosen)
    except ValidationError:
        facts = ()
    if not facts:
        read.faults["fact"] = "fault.facts"
    return facts


def _against(read: ReadForm, in_hand: QuestionInHand) -> Mapping[str, object]:
    """What an answer against the person says beside: the days, and on what it rests."""
    applies = read.days("first", "last")
    evidence = tuple(EvidenceKind(kind) for kind in read.form.all_of("evidence") if kind in set(EvidenceKind))
    if not evidence:
        read.faults["evidence"] = "fault.evidence"
    if in_hand.asked.replied_on is not None and reply_key(in_hand) not in read.form.all_of("fact"):
        read.faults["fact"] = "fault.reply"
    if read.faults:
        return {}
    given: dict[str, object] = {"applies": applies, "evidence": evidence}
    if read.form.one("not_waived_because"):
        given["not_waived_because"] = read.words("not_waived_because")
    if in_hand.asked.reduction is not None and read.form.one("reduced_by"):
        given["reduced_by"] = read.share("reduced_by")
    if in_hand.asked.ground is Ground.REFUSAL:
        given["suitability"] = _suitability(read)
    return given


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
