"""A question, and its answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from contracts.casework import AnswerConfirmed, AnswerGiven, EvidenceKind, Verdict
from contracts.overpayment_causes import CAUSES
from services.claims.views import OPEN, QuestionInHand, QuestionStep, question_in_hand, why_no_effect
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand, staff_of
from services.console.staff.question.answer import CONFIRMS, RETURNS, answer_of, confirmation_of, reply_key
from services.console.staff.question.record import RecordedFact, facts_of, replies_to
from services.console.staff_page import Content, GoTo, NotHere, StaffPage, Visit

SENT = "sent"
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
    "confirms": "question.second",
}
"""What stands above each field."""


def show(visit: Visit) -> Content:
    """What is in question, what is known, and the form of its answer."""
    return _content(visit, _in_hand(visit), {})


def act(visit: Visit) -> Content | GoTo:
    """Send the answer, or the second officer's word on it."""
    in_hand = _in_hand(visit)
    is_second = in_hand.asked.step is QuestionStep.PROPOSED and "confirms" in visit.form.fields
    role = Role.SECOND_OFFICER if is_second else Role.CLAIMS_EXAMINER
    matter = _matter(visit, in_hand, is_second=is_second)
    visit.may_act(role, matter)
    officer = visit.officer.acting(role)
    if is_second:
        given: AnswerGiven | AnswerConfirmed | Mapping[str, str] = confirmation_of(
            visit.form, in_hand.asked.question, officer, visit.today
        )
    else:
        given = answer_of(visit.form, in_hand, officer, visit.today)
    if isinstance(given, Mapping):
        return _content(visit, in_hand, {field: visit.say(given[field]) for field in LABELS if field in given})
    if (why_not := why_no_effect(in_hand, given)) is not None and not visit.was_sent():
        return _content(visit, in_hand, {"verdict": visit.say("question.no_effect", why=why_not)})
    visit.act(role, matter, given, given.reasons)
    path = f"/people/{visit.given['person']}/questions/{visit.given['question']}"
    return GoTo(visit.address(path, done=SENT))


def _in_hand(visit: Visit) -> QuestionInHand:
    person, key = visit.given["person"], visit.given["question"]
    with visit.world.reading("claims") as connection:
        in_hand = question_in_hand(connection, person, key, visit.world.databases["claims"].partitions)
    if in_hand is None:
        raise NotHere
    visit.look_at(_matter(visit, in_hand))
    return in_hand


def _matter(visit: Visit, in_hand: QuestionInHand, *, is_second: bool = False) -> CaseAtHand:
    asked = in_hand.asked
    took_part = staff_of([asked.proposed.officer if asked.proposed else None]) | asked.took_part
    return CaseAtHand(
        visit.given["person"],
        record=asked.question,
        took_part=frozenset(took_part) if is_second else frozenset(),
    )


def _content(visit: Visit, in_hand: QuestionInHand, faults: Mapping[str, str]) -> Content:
    asked = in_hand.asked
    heard = list(visit.world.heard(visit.given["person"]))
    values = {
        "in_hand": in_hand,
        "asked": asked,
        "person": visit.given["person"],
        "is_open": asked.step in OPEN,
        "is_proposed": asked.step is QuestionStep.PROPOSED,
        "may_answer": Role.CLAIMS_EXAMINER in visit.officer.roles,
        "may_confirm": Role.SECOND_OFFICER in visit.officer.roles,
        "days": _days(in_hand),
        "told_days": _told_days(visit, in_hand),
        "labels": {field: visit.say(phrase) for field, phrase in LABELS.items()},
        "replies": replies_to(heard, asked.question),
        "facts": _fact_options(visit, in_hand, facts_of(heard)),
        "verdicts": [_option(visit, "question.verdict", kind) for kind in Verdict],
        "evidence": [_option(visit, "question.evidence", kind) for kind in EvidenceKind],
        "causes": [{"value": code, "text": cause.words} for code, cause in CAUSES.items()],
        "confirmations": [_option(visit, "question.second", kind) for kind in (CONFIRMS, RETURNS)],
        "sent": visit.query.get("done") == SENT,
        "typed": _typed(visit, in_hand),
    }
    return Content(values, faults=faults)


def _option(visit: Visit, phrases: str, kind: str) -> dict[str, str]:
    return {"value": kind, "text": visit.say(f"{phrases}.{kind}"), "note": ""}


def _days(in_hand: QuestionInHand) -> tuple[str, str]:
    """The first and the last day that the person was told of."""
    told = in_hand.within.told
    return ("", "") if told is None else (told.start.isoformat(), (told.end - timedelta(days=1)).isoformat())


def _told_days(visit: Visit, in_hand: QuestionInHand) -> tuple[str, str]:
    """The same in words."""
    told = in_hand.within.told
    if told is None:
        return ("", "")
    return visit.language.day(told.start), visit.language.day(told.end - timedelta(days=1))


def _fact_options(visit: Visit, in_hand: QuestionInHand, facts: Iterable[RecordedFact]) -> list[dict[str, str]]:
    options = [{"value": in_hand.asked.claim, "text": visit.say("question.fact.claim"), "note": in_hand.asked.claim}]
    if in_hand.asked.replied_on is not None:
        day = visit.language.day(in_hand.asked.replied_on)
        options.append({"value": reply_key(in_hand), "text": visit.say("question.fact.reply", day=day), "note": ""})
    options += [{"value": fact.key, "text": fact.says, "note": fact.day} for fact in facts]
    return options


def _typed(visit: Visit, in_hand: QuestionInHand) -> dict[str, object]:
    """What stands in the fields: what was typed, or where nothing was sent yet, what the record gives."""
    form, (first, last) = visit.form, _days(in_hand)
    if form.fields:
        names = ("verdict", "reasons", "article", "first", "last", "cause", "not_waived_because", "confirms")
        lists = {name: form.all_of(name) for name in ("fact", "evidence")}
        return {**{name: form.one(name) for name in names}, **lists}
    empty = dict.fromkeys(("verdict", "reasons", "cause", "not_waived_because", "confirms"), "")
    article = in_hand.asked.words.cites
    return {**empty, "article": article, "first": first, "last": last, "fact": (), "evidence": ()}


PAGES = (
    StaffPage(
        name="question",
        path="/people/{person}/questions/{question}",
        seen_by=frozenset({Role.CLAIMS_EXAMINER, Role.SECOND_OFFICER, Role.APPEALS, Role.AUDITOR}),
        template="question/question.html.jinja",
        show=show,
        act=act,
    ),
)
