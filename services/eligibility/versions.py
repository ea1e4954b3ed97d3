"""Numbered versions: a determination or assessment is published when its content differs from the last one.

Content is compared without number and ids, so the same facts never give a second version, whatever their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic_core import to_json

from contracts.base import Event, derived_id
from contracts.eligibility import AssessmentMade, DeterminationMade, DeterminationOutcome, WeekState
from contracts.values import Money
from law.case.model import Assessment, Determination
from law.case.published import as_assessed, as_published
from services.eligibility.person import Case, Made


def determined(case: Case, found: Determination) -> tuple[DeterminationMade, bool]:
    """The determination as an event, and whether it differs from the last one."""
    before = case.determinations.get(found.claim)
    event = as_published(found)
    content = to_json(event)
    if before is not None and before.content == content:
        return event.model_copy(update={"determination": before.made, "number": before.number}), False
    return _new_determination(case, event, content, to_json(found.derivation)), True


def _new_determination(case: Case, event: DeterminationMade, content: bytes, derivation: bytes) -> DeterminationMade:
    before = case.determinations.get(event.claim)
    number = before.number + 1 if before else 1
    made = Made(derived_id("determination", event.claim, number, content.hex()), number, content)
    case.determinations[event.claim] = made
    case.new_determinations.append((event.claim, made, derivation))
    supersedes = before.made if before else None
    return event.model_copy(update={"determination": made.made, "number": number, "supersedes": supersedes})


def assessed(
    case: Case, found: tuple[Assessment, ...], under: DeterminationMade, kept: dict[Any, Any]
) -> Iterator[AssessmentMade]:
    """The assessments that differ from the last ones, and the end of those whose certification is gone.

    `kept` remembers the events of assessments seen before; an assessment object always makes the same event.
    """
    for one in found:
        _, event, content = kept.get(("event", id(one))) or kept.setdefault(("event", id(one)), (one, *_as_event(one)))
        before = case.assessments.get((one.claim, one.certification))
        if before is None or before.content != content:
            yield _new_assessment(case, event, content, to_json(one.derivation), under)
    certified = {one.certification for one in found}
    for claim, certification in sorted(case.assessments):
        if claim == under.claim and certification not in certified:
            yield from _certification_vanished(case, claim, certification, under)


def _as_event(one: Assessment) -> tuple[AssessmentMade, bytes]:
    """The event of an assessment without its number and ids, and its content."""
    event = as_assessed(one)
    return event, to_json(event)


def _new_assessment(
    case: Case, event: AssessmentMade, content: bytes, derivation: bytes, under: DeterminationMade
) -> AssessmentMade:
    place = (event.claim, event.certification)
    before = case.assessments.get(place)
    number = before.number + 1 if before else 1
    made = Made(derived_id("assessment", *place, number, content.hex()), number, content)
    case.assessments[place] = made
    case.new_assessments.append((place, made, derivation))
    return event.model_copy(update={"assessment": made.made, "number": number, "determination": under.determination})


def claim_vanished(case: Case, claim: str) -> Iterator[Event]:
    """The source took the claim back as if it never was: what was granted under it ends at nothing."""
    before = DeterminationMade.model_validate_json(case.determinations[claim].content)
    gone = before.model_copy(update={"outcome": DeterminationOutcome.WITHDRAWN, "timeline": ()})
    content = to_json(gone)
    under = gone.model_copy(update={"determination": case.determinations[claim].made})
    if content != case.determinations[claim].content:
        under = _new_determination(case, gone, content, to_json([]))
        yield under
    for place in sorted(case.assessments):
        if place[0] == claim:
            yield from _certification_vanished(case, *place, under)


def _certification_vanished(
    case: Case, claim: str, certification: str, under: DeterminationMade
) -> Iterator[AssessmentMade]:
    """A certification that its source retracted: nothing is due for its weeks."""
    before = AssessmentMade.model_validate_json(case.assessments[claim, certification].content)
    nothing = Money(minor=0, currency=before.amount.currency)
    because = "The certification, or the claim, was retracted by its source."
    weeks = tuple(
        week.model_copy(update={"state": WeekState.OUTSIDE, "amount": nothing, "because": because, "question": None})
        for week in before.weeks
    )
    gone = before.model_copy(update={"amount": nothing, "weeks": weeks})
    content = to_json(gone)
    if content != case.assessments[claim, certification].content:
        yield _new_assessment(case, gone, content, to_json([]), under)
