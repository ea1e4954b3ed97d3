"""What a world comes to in the end, whatever came in between: decisions, amounts, books, payments, who is parked."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Executable, Select, func, select

from services.claims.steps import QuestionStep
from services.claims.tables import claim, question
from services.eligibility.tables import assessment, determination
from services.payments.tables import instruction, journal, position, posting
from services.runtime.database.store import Database, parked
from tests.stack.world_rows import Rows

_DETERMINATIONS = select(determination.c.subject, determination.c.claim, determination.c.content).where(
    determination.c.latest
)
_ASSESSMENTS = select(assessment.c.subject, assessment.c.claim, assessment.c.certification, assessment.c.content).where(
    assessment.c.latest
)
_CLAIMS = select(claim.c.subject, claim.c.claim, claim.c.state, claim.c.outcome, claim.c.assessed_until)
_QUESTIONS = select(
    question.c.question,
    question.c.subject,
    question.c.claim,
    question.c.about,
    question.c.ground,
    question.c.period_start,
    question.c.period_end,
    question.c.amount_minor,
    question.c.step,
).where(question.c.step != QuestionStep.DROPPED.value)
"""Some are opened only because one fact of a day overtook another, and dropped again when that has come."""
_POSITIONS = select(*(one for one in position.c if one.name not in {"assessment", "number"}))
_PAYMENTS = select(*(one for one in instruction.c if one.name != "assessment"))
_PARKED = select(parked.c.subject, parked.c.code, parked.c.body)


def _sums(*of: ColumnElement[object]) -> Select[tuple[object, ...]]:
    total = func.sum(posting.c.amount_minor)
    columns = (posting.c.account, *of, posting.c.currency)
    together = select(*columns, total).join(journal, journal.c.id == posting.c.journal)
    return together.group_by(*columns).having(total != 0)


ASKED: Mapping[str, tuple[str, Executable]] = {
    "determinations": ("eligibility", _DETERMINATIONS),
    "amounts per period": ("eligibility", _ASSESSMENTS),
    "claims": ("claims", _CLAIMS),
    "questions": ("claims", _QUESTIONS),
    "positions": ("payments", _POSITIONS),
    "payments": ("payments", _PAYMENTS),
    "ledger by person": ("payments", _sums(posting.c.person)),
    "ledger by claim": ("payments", _sums(journal.c.claim, journal.c.certification)),
    "parked": ("eligibility", _PARKED),
    "parked referrals": ("almp_referral", _PARKED),
}


def outcome(databases: Mapping[str, Database]) -> dict[str, Rows]:
    """The outcome of a world, by what was asked."""
    found = {}
    for name, (service, query) in ASKED.items():
        rows: Rows = []
        for part in databases[service].parts:
            with part.reading() as connection:
                rows += [tuple(map(_hashable, row)) for row in connection.execute(query)]
        found[name] = sorted(rows, key=repr)
    return found


def _hashable(value: object) -> object:
    """A list in a column, as text: rows are counted."""
    return repr(value) if isinstance(value, list) else value
