"""What a question, and the decision on it, is about: one of a few kinds of things, each named in its own way.

The claim stands beside it in the event. A further kind is one more member of `About`, and a new version of the events
that carry it; every `match` over the kinds ends in `assert_never`, so mypy lists the places that must learn of it.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, assert_never

from pydantic import ConfigDict, Field, TypeAdapter

from contracts.base import Body, Part
from contracts.values import Day, Key

WEEK, OVERPAYMENT, REFERRAL, WAIVER = "week:", "overpayment:", "referral:", "waiver:"
AFTER_DEATH = "paid_after_death_on_"
OF_A_LINE = "short_time_line_"
SHORT_MAX = 80
CONDITION = r"^[A-Za-z0-9][A-Za-z0-9_./\-]*$"
REFERRAL_MAX = SHORT_MAX - len(REFERRAL)
"""So long is the key of a referral at most that a question can be about."""
DEBT_MAX = SHORT_MAX - len(WAIVER)
"""The same of the question that made a debt, of which a waiver is asked."""


def _with_its_kind(schema: dict[str, Any]) -> None:
    """Every message says the kind, though in Python nobody has to."""
    del schema["properties"]["kind"]["default"]
    schema["required"].insert(0, "kind")


class _Kind(Part):
    """A member of `About`."""

    model_config = ConfigDict(json_schema_extra=_with_its_kind)


class ConditionAbout(_Kind):
    """A condition of the claim, or an amount that the facts leave open."""

    kind: Literal["condition"] = "condition"
    condition: Annotated[str, Field(min_length=1, max_length=SHORT_MAX, pattern=CONDITION)]
    """Its name, as in the finding that raised the question."""


class WeekDoubt(StrEnum):
    """What is asked of a certified week where no ground is named; a decision on one settles no other."""

    DIED_WITHIN = "died_within"
    NO_BENEFIT_WEEK = "no_benefit_week"
    """The certified days are no benefit week."""
    STATED_IN_TWO_WAYS = "stated_in_two_ways"
    """The certification says two things under one version."""
    CERTIFIED_TWICE = "certified_twice"
    COVERED_IN_PART = "covered_in_part"
    """A rest covers some of its days."""
    FACTS_OPEN = "facts_open"
    """The facts leave open what is due."""


class WeekAbout(_Kind):
    """One certified week."""

    kind: Literal["week"] = "week"
    first_day: Day
    doubt: WeekDoubt | None = None
    """What is asked of it, where no ground is named; earlier questions did not say."""


class OverpaymentAbout(_Kind):
    """What was paid too much for one certified period."""

    kind: Literal["overpayment"] = "overpayment"
    first_day: Day
    """The period's first day when the overpayment was proposed."""


class ReferralAbout(_Kind):
    """A referral that was refused, or not taken up."""

    kind: Literal["referral"] = "referral"
    referral: Annotated[Key, Field(max_length=REFERRAL_MAX)]


class WaiverAbout(_Kind):
    """A request to waive a debt."""

    kind: Literal["waiver"] = "waiver"
    debt: Annotated[Key, Field(max_length=DEBT_MAX)]
    """The question whose decision made it a debt."""


About = Annotated[
    ConditionAbout | WeekAbout | OverpaymentAbout | ReferralAbout | WaiverAbout, Field(discriminator="kind")
]

_ANY_KIND: TypeAdapter[About] = TypeAdapter(About)


def short(about: About) -> str:
    """At most 80 characters for a column, an id or a command line: `quit`, `week:2020-03-29`; `from_short` reads it."""
    match about:
        case ConditionAbout(condition=name):
            return name
        case WeekAbout(first_day=day, doubt=doubt):
            return f"{WEEK}{day}/{doubt}" if doubt else f"{WEEK}{day}"
        case OverpaymentAbout(first_day=day):
            return f"{OVERPAYMENT}{day}"
        case ReferralAbout(referral=key):
            return f"{REFERRAL}{key}"
        case WaiverAbout(debt=question):
            return f"{WAIVER}{question}"
        case _:
            assert_never(about)


def from_short(text: str) -> About:
    """What a short text stands for. Raises `pydantic.ValidationError`, a `ValueError`."""
    return _ANY_KIND.validate_python(fields_of(text))


def after_death(died_on: date) -> ConditionAbout:
    """What is asked while a payment is held since the person has died: may what is due for days before be paid?"""
    return ConditionAbout(condition=f"{AFTER_DEATH}{died_on}")


def death_in(about: About) -> date | None:
    """The day of the death after which something is to be paid; None where it is about something else."""
    if not isinstance(about, ConditionAbout) or not about.condition.startswith(AFTER_DEATH):
        return None
    return date.fromisoformat(about.condition.removeprefix(AFTER_DEATH))


def of_a_line(doubt: str) -> ConditionAbout:
    """What is asked of one line of an employer's list of short-time work: is what it states right?"""
    return ConditionAbout(condition=f"{OF_A_LINE}{doubt}")


def doubt_in(about: About) -> str | None:
    """The doubt about a line of short-time work; None where it is about something else."""
    if not isinstance(about, ConditionAbout) or not about.condition.startswith(OF_A_LINE):
        return None
    return about.condition.removeprefix(OF_A_LINE)


def fields_of(text: str) -> Body:
    """The fields that a short text stands for, as they stand in a message, unchecked."""
    for beginning, field in ((WEEK, "first_day"), (OVERPAYMENT, "first_day"), (REFERRAL, "referral"), (WAIVER, "debt")):
        if text.startswith(beginning):
            said = text.removeprefix(beginning)
            if beginning == WEEK and "/" in said:
                first_day, _, doubt = said.partition("/")
                return {"kind": "week", "first_day": first_day, "doubt": doubt}
            return {"kind": beginning.rstrip(":"), field: said}
    return {"kind": "condition", "condition": text}
