"""How contests and mandates are loaded and saved, and what a question keeps of its decisions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, select

from contracts.base import Event, Part
from contracts.casework import AnswerGiven, HearingHeld
from contracts.claims import ClaimDecision
from contracts.contest import ContestOutcome
from contracts.intake import ContestFiled, MandateEnded, MandateGiven
from services.claims.contests import Contest, Mandate
from services.claims.person import Applicant
from services.claims.questions import AskedQuestion
from services.claims.tables import contest, mandate
from services.claims.weighed_acts import ReviewStep, WeighedAct
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import upsert

E = TypeVar("E", bound=Event)

_CONTESTS = Prepared(select(contest).where(among(contest.c.subject)))
_MANDATES = Prepared(select(mandate).where(among(mandate.c.subject)))


def load_contests(connection: Connection, subjects: list[str], people: dict[str, Applicant]) -> None:
    """Give each of these people what they contest, and who may act for them."""
    for row in _CONTESTS.rows(connection, {"any_of": subjects}):
        people[row.subject].contests[row.contest] = _contest(row)
    for row in _MANDATES.rows(connection, {"any_of": subjects}):
        given, ended = _read(MandateGiven, row.given), _read(MandateEnded, row.ended)
        people[row.subject].mandates[row.mandate] = Mandate(row.mandate, given, ended)


def save_contests(connection: Connection, people: Iterable[Applicant]) -> None:
    """Write what changed."""
    contests = [
        {"subject": person.subject, **_contest_row(kept)}
        for person in people
        for kept in person.contests.values()
        if kept.contest in person.changed
    ]
    mandates = [
        {"subject": person.subject, "mandate": kept.mandate, "given": _body(kept.given), "ended": _body(kept.ended)}
        for person in people
        for kept in person.mandates.values()
        if kept.mandate in person.changed
    ]
    upsert(connection, contest, contests)
    upsert(connection, mandate, mandates)


def recall_decisions(question: AskedQuestion, row: Row[Any]) -> AskedQuestion:
    """The question with what its row keeps of its decisions."""
    question.decision, question.proposed = _read(ClaimDecision, row.decision), _read(AnswerGiven, row.proposed)
    question.conditions = tuple((row.conditions or "").split())
    question.contest_by, question.took_part = row.contest_by, set((row.took_part or "").split())
    question.weighed = None if row.weighed is None else WeighedAct.model_validate_json(row.weighed)
    question.budget, question.review = row.budget, ReviewStep(row.review) if row.review else None
    return question


def of_decisions(question: AskedQuestion) -> dict[str, Any]:
    """The columns of a question that are about its decisions."""
    return {
        "decision": _body(question.decision),
        "contest_by": question.contest_by,
        "took_part": " ".join(sorted(question.took_part)) or None,
        "proposed": _body(question.proposed),
        "weighed": _body(question.weighed),
        "budget": question.budget,
        "review": question.review,
        "conditions": " ".join(question.conditions) or None,
    }


def _contest(row: Row[Any]) -> Contest:
    return Contest(
        contest=row.contest,
        filing=ContestFiled.model_validate_json(row.filing),
        question=row.question,
        opened_on=row.opened_on,
        decide_by=row.decide_by,
        is_late=row.is_late,
        benefit_continues=row.benefit_continues,
        hearing=_read(HearingHeld, row.hearing),
        closed_on=row.closed_on,
        outcome=ContestOutcome(row.outcome) if row.outcome else None,
        told=row.told,
    )


def _contest_row(kept: Contest) -> dict[str, Any]:
    return {
        "contest": kept.contest,
        "filing": _body(kept.filing),
        "tier": kept.filing.tier,
        "question": kept.question,
        "opened_on": kept.opened_on,
        "decide_by": kept.decide_by,
        "is_late": kept.is_late,
        "benefit_continues": kept.benefit_continues,
        "hearing": _body(kept.hearing),
        "closed_on": kept.closed_on,
        "outcome": kept.outcome,
        "told": kept.told,
    }


def _read(kind: type[E], body: bytes | None) -> E | None:
    return None if body is None else kind.model_validate_json(body)


def _body(event: Part | None) -> bytes | None:
    """Bytes, which nobody who only counts may read."""
    return None if event is None else event.model_dump_json(exclude_none=True).encode()
