"""The letter that an answer will be, read before it is sent: it is made from the form, and can say nothing else."""

from __future__ import annotations

from contracts.casework import AnswerGiven
from services.archives.case import case_of
from services.claims.views import QuestionInHand, would_decide
from services.console.staff_page import Visit
from services.letters.answered import answered
from services.letters.writing import written
from services.letters.written import WrittenLetter


def letter_of(visit: Visit, in_hand: QuestionInHand, given: AnswerGiven) -> WrittenLetter | None:
    """The letter in the language of the page; None if the answer comes to no decision."""
    decision = would_decide(in_hand, given)
    if decision is None:
        return None
    person = visit.given["person"]
    case = case_of(person, visit.world.databases, visit.world.heard(person))
    return written(answered(case, decision), visit.language.words.language)
