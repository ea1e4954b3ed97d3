"""Numbered versions: a determination or assessment is published when its content differs from the last one.

Content is compared without number and ids, so the same facts never give a second version, whatever their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from pydantic_core import to_json

from contracts.base import Event, derived_id
from contracts.eligibility import AssessmentMade, DeterminationMade, DeterminationOutcome, WeekState
from contracts.values import Money
from law.case.model import Assessment, Determination
from law.case.published import as_assessed, as_published
from services.eligibility.cache import DeterminedClaim, UnnumberedAssessment
from services.eligibility.model import PublishedVersion
from services.eligibility.person import InsuredPerson

NO_PART = {"dimensions", "lacks"}
"""What is published with a determination and is no part of it."""


def determined(person: InsuredPerson, determination: Determination) -> tuple[DeterminationMade, bool]:
    """The determination as an event, and whether it differs from the last one."""
    last = person.determinations.get(determination.claim)
    event = as_published(determination)
    content = to_json(event, exclude=NO_PART)
    if last is not None and _says(last, event, content):
        return event.model_copy(update={"determination": last.id, "number": last.number}), False
    return _new_determination(person, event, content, to_json(determination.derivation)), True


def _says(last: PublishedVersion, event: DeterminationMade | AssessmentMade, content: bytes) -> bool:
    """Whether a published version says the same; written before a field was added, it says so in fewer bytes."""
    return last.content == content or type(event).model_validate_json(last.content) == event


def _new_determination(
    person: InsuredPerson, event: DeterminationMade, content: bytes, derivation: bytes
) -> DeterminationMade:
    last = person.determinations.get(event.claim)
    number = last.number + 1 if last else 1
    published = PublishedVersion(_version_id("determination", person, event.claim, number, content), number, content)
    person.determinations[event.claim] = published
    person.new_determinations.append((event.claim, published, derivation))
    person.new_sheets.add(event.scheme_digest)
    supersedes = last.id if last else None
    return event.model_copy(update={"determination": published.id, "number": number, "supersedes": supersedes})


def _version_id(kind: str, person: InsuredPerson, *version: str | int | bytes) -> UUID:
    """The person is part of it: a claim's key is unique for its person only."""
    return derived_id(kind, person.subject, *(part.hex() if isinstance(part, bytes) else part for part in version))


def assessed(
    person: InsuredPerson, claim: DeterminedClaim, assessments: Sequence[Assessment], under: DeterminationMade
) -> Iterator[AssessmentMade]:
    """The assessments that differ from the last ones, and the end of those whose certification is gone."""
    for assessment in assessments:
        unnumbered = _unnumbered(claim, assessment)
        last = person.assessments.get((assessment.claim, assessment.certification))
        if last is None or not _says(last, unnumbered.event, unnumbered.content):
            derivation = to_json(assessment.derivation)
            yield _new_assessment(person, unnumbered.event, unnumbered.content, derivation, under)
    certified = {assessment.certification for assessment in assessments}
    for key, certification in sorted(person.assessments):
        if key == under.claim and certification not in certified:
            yield from _certification_vanished(person, key, certification, under)


def _unnumbered(claim: DeterminedClaim, assessment: Assessment) -> UnnumberedAssessment:
    """The event of an assessment without number and ids: made again only if it is another assessment."""
    last = claim.unnumbered.get(assessment.certification)
    if last is not None and last.assessment is assessment:
        return last
    event = as_assessed(assessment)
    unnumbered = UnnumberedAssessment(assessment, event, to_json(event))
    claim.unnumbered[assessment.certification] = unnumbered
    return unnumbered


def _new_assessment(
    person: InsuredPerson, event: AssessmentMade, content: bytes, derivation: bytes, under: DeterminationMade
) -> AssessmentMade:
    key = (event.claim, event.certification)
    last = person.assessments.get(key)
    number = last.number + 1 if last else 1
    published = PublishedVersion(_version_id("assessment", person, *key, number, content), number, content)
    person.assessments[key] = published
    person.new_assessments.append((key, published, derivation))
    return event.model_copy(
        update={
            "assessment": published.id,
            "number": number,
            "determination": under.determination,
            "scheme": under.scheme,
        }
    )


def claim_vanished(person: InsuredPerson, claim: str) -> Iterator[Event]:
    """The source took the claim back as if it never was: what was granted under it ends at nothing."""
    last = person.determinations[claim]
    gone = DeterminationMade.model_validate_json(last.content).model_copy(
        update={"outcome": DeterminationOutcome.WITHDRAWN, "timeline": ()}
    )
    content = to_json(gone, exclude=NO_PART)
    under = gone.model_copy(update={"determination": last.id})
    if content != last.content:
        under = _new_determination(person, gone, content, to_json([]))
        yield under
    for key, certification in sorted(person.assessments):
        if key == claim:
            yield from _certification_vanished(person, key, certification, under)


def _certification_vanished(
    person: InsuredPerson, claim: str, certification: str, under: DeterminationMade
) -> Iterator[AssessmentMade]:
    """A certification that its source retracted: nothing is due for its weeks."""
    last = person.assessments[claim, certification]
    before = AssessmentMade.model_validate_json(last.content)
    nothing = Money(minor=0, currency=before.amount.currency)
    because = "The certification, or the claim, was retracted by its source."
    weeks = tuple(
        week.model_copy(update={"state": WeekState.OUTSIDE, "amount": nothing, "because": because, "question": None})
        for week in before.weeks
    )
    gone = before.model_copy(update={"amount": nothing, "weeks": weeks})
    content = to_json(gone)
    if content != last.content:
        yield _new_assessment(person, gone, content, to_json([]), under)
