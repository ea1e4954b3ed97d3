"""A question, and its answer."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.casework import AnswerConfirmed, AnswerGiven
from services.claims.views import QuestionInHand, debt_to_be_waived, question_in_hand, why_no_effect
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand, staff_of
from services.console.staff.question.answer import answer_of, confirmation_of
from services.console.staff.question.content import LABELS, READ_FIRST, SENT, content
from services.console.staff.question.letter import letter_of
from services.console.staff_page import Content, GoTo, NotHere, StaffPage, Visit


def show(visit: Visit) -> Content | GoTo:
    """What is in question, what is known, and the form of its answer; a request to waive a debt leads to the debt."""
    person, debt = visit.given["person"], _debt(visit)
    if debt is not None and visit.seen_by["debt"] & visit.officer.roles:
        visit.look_at(CaseAtHand(person, record=visit.given["question"]))
        return GoTo(visit.address(f"/people/{person}/debts/{debt}"))
    return content(visit, _in_hand(visit), {})


def act(visit: Visit) -> Content | GoTo:
    """Send the answer, or the second officer's word on it."""
    in_hand = _in_hand(visit)
    sent = GoTo(visit.address(f"/people/{visit.given['person']}/questions/{visit.given['question']}", done=SENT))
    if visit.was_sent():
        return sent
    is_second = "confirms" in visit.form.fields
    role = Role.SECOND_OFFICER if is_second else Role.CLAIMS_EXAMINER
    case = _case(visit, in_hand, is_second=is_second)
    visit.may_act(role, case)
    given = _given(visit, in_hand, role, is_second=is_second)
    if isinstance(given, Mapping):
        return content(visit, in_hand, {field: visit.say(given[field]) for field in LABELS if field in given})
    if (why_not := why_no_effect(in_hand, given)) is not None:
        field = "confirms" if is_second else "verdict"
        return content(visit, in_hand, {field: visit.say("question.no_effect", why=why_not)})
    if isinstance(given, AnswerGiven) and visit.form.one("then") == READ_FIRST:
        return content(visit, in_hand, {}, letter_of(visit, in_hand, given))
    visit.act(role, case, given, given.reasons)
    return sent


def _given(
    visit: Visit, in_hand: QuestionInHand, role: Role, *, is_second: bool
) -> AnswerGiven | AnswerConfirmed | Mapping[str, str]:
    officer = visit.officer.acting(role)
    if is_second:
        return confirmation_of(visit.form, in_hand.asked.question, officer, visit.today)
    return answer_of(visit.form, in_hand, officer, visit.today)


def _debt(visit: Visit) -> str | None:
    """The debt that the question asks to waive: such a request is decided on the page of its debt."""
    with visit.world.reading("claims") as connection:
        return debt_to_be_waived(connection, visit.given["person"], visit.given["question"])


def _in_hand(visit: Visit) -> QuestionInHand:
    person, key = visit.given["person"], visit.given["question"]
    with visit.world.reading("claims") as connection:
        in_hand = question_in_hand(connection, person, key, visit.world.databases["claims"].partitions)
    if in_hand is None:
        raise NotHere
    visit.look_at(_case(visit, in_hand))
    return in_hand


def _case(visit: Visit, in_hand: QuestionInHand, *, is_second: bool = False) -> CaseAtHand:
    asked = in_hand.asked
    took_part = staff_of([asked.proposed.officer if asked.proposed else None]) | asked.took_part
    return CaseAtHand(
        visit.given["person"],
        record=asked.question,
        took_part=frozenset(took_part) if is_second else frozenset(),
    )


PAGES = (
    StaffPage(
        name="question",
        path="/people/{person}/questions/{question}",
        seen_by=frozenset({Role.CLAIMS_EXAMINER, Role.SECOND_OFFICER, Role.APPEALS, Role.AUDITOR}),
        template="question/question.html.jinja",
        show=show,
        act=act,
        acts_as=frozenset({Role.CLAIMS_EXAMINER, Role.SECOND_OFFICER}),
    ),
)
