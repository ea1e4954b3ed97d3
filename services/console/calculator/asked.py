"""What a form asks under a scheme: only what some rule of its sheet looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from contracts.registry import Separation
from law.conventions.rule_inspection import questions_of
from law.language.sheet.particulars import Particular
from law.language.sheet.scheme import Scheme

AGE = frozenset({"age", "age_on", "months_since_birth"})
DEPENDANTS = frozenset({"dependants"})
HOURS = frozenset(
    {"agreed_hours_of_period", "insured_hours", "reduced_hours_of_period", "usual_weekly_hours", "weekly_hours_left"}
)
REGION = frozenset({"region"})
EARNED = frozenset({"period_earnings", "week_earnings"})
WORKED = frozenset({"hours_worked"})
REASON = frozenset({"separation_reason"})
REASONS = (
    Separation.LAID_OFF,
    Separation.FIXED_TERM_ENDED,
    Separation.SEASON_ENDED,
    Separation.VOLUNTARY,
    Separation.MUTUAL_AGREEMENT,
    Separation.DISMISSED,
    Separation.MISCONDUCT,
    Separation.ILL_HEALTH,
    Separation.FAMILY_CARE,
    Separation.LABOUR_DISPUTE,
)
"""How work ends, as far as somebody who lost it can tell; the usual one first."""


class Field(StrEnum):
    """A field of the form beside the sheet's particulars."""

    ON = "on"
    """The first day without work."""
    MONTHLY = "monthly"
    """Pay before tax, for a month."""
    MONTHS = "months"
    """For how many months."""
    AGE = "age"
    DEPENDANTS = "dependants"
    HOURS = "hours"
    """Usual hours of a week."""
    REGION = "region"
    REASON = "reason"
    EARNED = "earned"
    """Pay of a benefit period, for work done in it."""
    WORKED = "worked"
    """Hours worked in a benefit period."""


ALWAYS = (Field.ON, Field.MONTHLY, Field.MONTHS)
WHEN_ASKED = {
    Field.AGE: AGE,
    Field.DEPENDANTS: DEPENDANTS,
    Field.HOURS: HOURS,
    Field.REGION: REGION,
    Field.REASON: REASON,
    Field.EARNED: EARNED,
    Field.WORKED: WORKED,
}
"""A field, and the questions of the vocabulary for whose sake it is asked."""


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked under a scheme."""

    fields: tuple[Field, ...]
    needed: tuple[Particular, ...]
    """Particulars without which a person would have to be asked."""
    other: tuple[Particular, ...]
    """Particulars of special cases: unless something is stated, the sheet says what holds."""

    @property
    def particulars(self) -> tuple[Particular, ...]:
        """All of them."""
        return (*self.needed, *self.other)


def form_of(scheme: Scheme) -> Form:
    """The form that a sheet asks for."""
    particulars = scheme.particulars.values()
    return Form(
        fields=(*ALWAYS, *_asked_for(scheme)),
        needed=tuple(particular for particular in particulars if particular.if_unsaid is None),
        other=tuple(particular for particular in particulars if particular.if_unsaid is not None),
    )


def _asked_for(scheme: Scheme) -> Iterator[Field]:
    looked_at = questions_of(scheme)
    return (field for field, questions in WHEN_ASKED.items() if looked_at & questions)
