"""Holds written assessments against the evaluator's: whatever differs is named by its place, without any key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contracts.eligibility import WeekAssessed
from law.case.model import Assessment
from law.written.model import WrittenAssessment


def confirm_weeks(written: Sequence[WrittenAssessment], assessments: Sequence[Assessment]) -> tuple[str, ...]:
    """The names of what differs, such as `0.total_left` or `2.weeks.0.amount`; `certifications` for another number.

    The first number is the place of the certification among the assessments, the second that of the week in it.
    """
    if len(written) != len(assessments):
        return ("certifications",)
    pairs = enumerate(zip(written, assessments, strict=True))
    return tuple(f"{place}.{name}" for place, (ours, theirs) in pairs for name in _of_certification(ours, theirs))


def _of_certification(written: WrittenAssessment, assessment: Assessment) -> Iterator[str]:
    for name, value in written._asdict().items():
        said = getattr(assessment, name)
        if value == said:
            continue
        if name == "weeks" and len(written.weeks) == len(assessment.weeks):
            yield from _of_weeks(written.weeks, assessment.weeks)
        else:
            yield name


def _of_weeks(written: Sequence[WeekAssessed], assessed: Sequence[WeekAssessed]) -> Iterator[str]:
    for place, (ours, theirs) in enumerate(zip(written, assessed, strict=True)):
        for name in WeekAssessed.model_fields:
            if getattr(ours, name) != getattr(theirs, name):
                yield f"weeks.{place}.{name}"
