"""A decision: what it says and why, what is different from the one before, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import Connection

from contracts.base import Event
from contracts.eligibility import DeterminationMade, DeterminationOutcome
from contracts.in_words import InWords
from law.explain.decision import Decision
from law.explain.difference import difference
from law.explain.difference_in_words import changes_in_words
from law.explain.nearest_change import nearest_change, nearest_in_words
from law.explain.page import decision_values
from law.explain.what_if_words import SuppositionError
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw
from services.claims.views import last_day_to_contest
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand
from services.console.staff.decision.content import day_of, decision_of, made_again, weeks_beside
from services.console.staff.decision.supposable import fields_of, sums_of
from services.console.staff_page import Content, NotHere, StaffPage, Visit
from services.console.supposing.form import SupposingForm, supposing_form
from services.console.supposing.outcome import SupposedOutcome, in_one_sentence, suppose
from services.eligibility.archive import as_determined, fact_sources, known_to, superseded_by

Known = tuple[Sequence[Event], Mapping[str, Scheme]]


def show(visit: Visit) -> Content:
    """A determination or an assessment, with the steps that made it."""
    person = visit.given["person"]
    with visit.world.reading_of("eligibility", person) as connection:
        decision = decision_of(connection, person, visit.given["decision"])
        if decision is None:
            raise NotHere
        visit.look_at(CaseAtHand(person, record=str(decision.made)))
        before = superseded_by(connection, decision)
        of = as_determined(connection, decision)
        lines = changes_in_words(difference(as_determined(connection, before), of)) if before else ()
        values = decision_values(decision, of, fact_sources(connection, decision), lines)
        again = made_again(connection, decision)
        known = _known(connection, decision)
    supposing, supposed, fault = _supposed(visit, decision, known)
    event = decision.event
    day = day_of(visit.world, person, decision)
    mine = {
        "contest_by": last_day_to_contest(day, of.event.appeal.within_days) if day else None,
        "person": person,
        "decision": decision,
        "before": before,
        "again": again,
        "is_automatic": isinstance(event, DeterminationMade) and event.automatic,
        "is_determination": isinstance(event, DeterminationMade),
        "weeks": [(week, _days(visit, week.first, week.end)) for week in weeks_beside(before, decision)],
        "supposing": supposing,
        "supposed": supposed,
        "supposing_fault": fault,
        "nearest": _nearest(visit, decision, known),
        "may_be_nearest": isinstance(event, DeterminationMade) and event.outcome is not DeterminationOutcome.GRANTED,
    }
    return Content({**values, **mine})


def _known(connection: Connection, decision: Decision) -> Known | None:
    """The facts and the sheets of then; None where the archive does not have a sheet."""
    try:
        return known_to(connection, decision)
    except InWords:
        return None


def _days(visit: Visit, first: date, end: date) -> str:
    last = end - timedelta(days=1)
    return visit.say("days", first=visit.language.day(first), last=visit.language.day(last))


def _supposed(
    visit: Visit, decision: Decision, known: Known | None
) -> tuple[SupposingForm | None, SupposedOutcome | None, str]:
    """The form of what may be supposed, what follows from what is asked, or why nothing does."""
    if known is None:
        return None, None, ""
    facts, schemes = known
    form = supposing_form(visit, fields_of(decision, facts, schemes), sums_of(decision, facts))
    if not form.is_asked:
        return form, None, ""
    try:
        return form, suppose(schemes, facts, decision.claim, form.changes), ""
    except (SuppositionError, OutsideKnownLaw, LookupError) as fault:
        return form, None, in_one_sentence(fault)


def _nearest(visit: Visit, decision: Decision, known: Known | None) -> list[str]:
    """The nearest change, where it is asked for: many trials of the law."""
    if not visit.query.get("nearest") or known is None or not isinstance(decision.event, DeterminationMade):
        return []
    try:
        return list(nearest_in_words(nearest_change(known[1], known[0], decision.event, decision.graph)))
    except OutsideKnownLaw as fault:
        return [str(fault)]


PAGES = (
    StaffPage(
        name="decision",
        path="/people/{person}/decisions/{decision}",
        seen_by=frozenset({Role.INTAKE, Role.CLAIMS_EXAMINER, Role.SECOND_OFFICER, Role.APPEALS, Role.AUDITOR}),
        template="decision/decision.html.jinja",
        show=show,
    ),
)
