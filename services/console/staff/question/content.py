"""What the page of a question shows, and what stands in the fields of its form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from contracts.about import WaiverAbout
from contracts.casework import EvidenceKind, Verdict
from contracts.claims import Ground
from contracts.overpayment_causes import CAUSES
from contracts.values import Period
from services.claims.views import OPEN, QuestionInHand, QuestionStep
from services.console.officers.roles import Role
from services.console.staff.question.answer import CONFIRMS, NO, RETURNS, WEIGHED, YES, reply_key
from services.console.staff.question.record import RecordedFact, facts_of
from services.console.staff_page import Content, Visit
from services.letters.written import WrittenLetter

SENT = "sent"
READ_FIRST = "read"
"""What the button says that shows the letter and sends nothing."""
NOTHING_CHOSEN = {"value": "", "text": "\N{EM DASH}"}
"""A form presumes no answer."""
LABELS = {
    "verdict": "question.verdict",
    "fact": "question.fact",
    "reasons": "question.reasons",
    "article": "question.rule",
    "cause": "question.cause",
    "first": "question.first",
    "last": "question.last",
    "evidence": "question.evidence",
    "not_waived_because": "question.not_waived",
    "reduced_by": "question.reduced_by",
    **{name: f"question.weighed.{name}" for name in WEIGHED},
    "labour_dispute": "question.dispute",
    "confirms": "question.second",
}
"""What stands above each field, in the order of the form."""


def content(
    visit: Visit, in_hand: QuestionInHand, faults: Mapping[str, str], letter: WrittenLetter | None = None
) -> Content:
    """The page of a question; `faults` are what is wrong with the form that was sent, by field."""
    asked = in_hand.asked
    heard = list(visit.world.heard(visit.given["person"]))
    values = {
        "in_hand": in_hand,
        "asked": asked,
        "person": visit.given["person"],
        "is_open": asked.step in OPEN,
        "is_proposed": asked.step is QuestionStep.PROPOSED,
        "may_answer": Role.CLAIMS_EXAMINER in visit.officer.roles and not isinstance(asked.about, WaiverAbout),
        "may_confirm": Role.SECOND_OFFICER in visit.officer.roles,
        "days": _days(in_hand),
        "told_days": _in_words(visit, in_hand.within.told),
        "labels": {field: visit.say(phrase) for field, phrase in LABELS.items()},
        "weighed": WEIGHED if asked.ground is Ground.REFUSAL else (),
        "disputes": [_option(visit, "question.dispute", word) for word in (NO, YES)],
        "proposed_days": _in_words(visit, asked.proposed.applies if asked.proposed else None),
        "facts": _fact_options(visit, in_hand, facts_of(heard, visit.language.words.language)),
        "verdicts": [_option(visit, "question.verdict", kind) for kind in Verdict],
        "evidence": [_option(visit, "question.evidence", kind) for kind in EvidenceKind],
        "causes": [NOTHING_CHOSEN, *({"value": code, "text": cause.words} for code, cause in CAUSES.items())],
        "confirmations": [_option(visit, "question.second", kind) for kind in (CONFIRMS, RETURNS)],
        "sent": visit.query.get("done") == SENT,
        "typed": _typed(visit, in_hand),
        "letter": letter,
        "read_first": READ_FIRST,
    }
    return Content(values, faults=faults)


def _option(visit: Visit, phrases: str, kind: str) -> dict[str, str]:
    return {"value": kind, "text": visit.say(f"{phrases}.{kind}"), "note": ""}


def _days(in_hand: QuestionInHand) -> tuple[str, str]:
    """The first and the last day that the person was told of."""
    told = in_hand.within.told
    return ("", "") if told is None else (told.start.isoformat(), (told.end - timedelta(days=1)).isoformat())


def _in_words(visit: Visit, days: Period | None) -> tuple[str, str]:
    """The first and the last of some days in words."""
    if days is None:
        return ("", "")
    return visit.language.day(days.start), visit.language.day(days.end - timedelta(days=1))


def _fact_options(visit: Visit, in_hand: QuestionInHand, facts: Iterable[RecordedFact]) -> list[dict[str, str]]:
    options = [{"value": in_hand.asked.claim, "text": visit.say("question.fact.claim"), "note": in_hand.asked.claim}]
    if in_hand.asked.replied_on is not None:
        day = visit.language.day(in_hand.asked.replied_on)
        options.append({"value": reply_key(in_hand), "text": visit.say("question.fact.reply", day=day), "note": ""})
    options += [
        {"value": fact.key, "text": fact.says, "note": fact.day} for fact in facts if fact.key != in_hand.asked.claim
    ]
    return options


def _typed(visit: Visit, in_hand: QuestionInHand) -> dict[str, object]:
    """What stands in the fields: what was typed, or where nothing was sent yet, what the record gives."""
    form, (first, last) = visit.form, _days(in_hand)
    if form.fields:
        lists = {name: form.all_of(name) for name in ("fact", "evidence")}
        return {**{name: form.one(name) for name in LABELS}, **lists}
    empty = dict.fromkeys(LABELS, "")
    article = in_hand.asked.words.cites
    return {**empty, "article": article, "first": first, "last": last, "fact": (), "evidence": ()}
