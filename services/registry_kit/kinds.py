"""What a line of a file may be turned into: facts of the registries, and the shape of their fields."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum, StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import AwareDatetime

from contracts.registry import (
    ContributionRecorded,
    EmploymentEnded,
    EmploymentStarted,
    EmploymentSuspended,
    Fact,
    FactRetracted,
    HoursChanged,
    ParticularStated,
    PersonRecorded,
)
from contracts.values import Money, Period

KINDS: dict[str, tuple[type[Fact], ...]] = {
    "person": (PersonRecorded,),
    "employment": (EmploymentStarted, EmploymentEnded),
    "employment-started": (EmploymentStarted,),
    "employment-ended": (EmploymentEnded,),
    "hours-changed": (HoursChanged,),
    "employment-suspended": (EmploymentSuspended,),
    "contribution": (ContributionRecorded,),
    "particular": (ParticularStated,),
    "retraction": (FactRetracted,),
}
"""By the word after `--as`. A line of `employment` tells its beginning and, once `ended_on` is filled, its end too."""


class Shape(StrEnum):
    """What a field of a fact holds."""

    TEXT = "text"
    INTEGER = "integer"
    YES_NO = "yes_no"
    DAY = "day"
    MOMENT = "moment"
    CHOICE = "choice"
    MONEY = "money"
    PERIOD = "period"


_SHAPES: tuple[tuple[type, Shape], ...] = (
    (Money, Shape.MONEY),
    (Period, Shape.PERIOD),
    (Enum, Shape.CHOICE),
    (bool, Shape.YES_NO),
    (int, Shape.INTEGER),
    (datetime, Shape.MOMENT),
    (AwareDatetime, Shape.MOMENT),
    (date, Shape.DAY),
    (str, Shape.TEXT),
)
"""In this order: a truth value is an integer to Python, a moment a day, an enumerated value a text."""


@cache
def fields_of(kind: str) -> dict[str, Shape]:
    """Every field that a line of this kind may fill, with its shape."""
    return {name: _shape(field.annotation, name) for event in KINDS[kind] for name, field in event.model_fields.items()}


def required_of(kind: str) -> set[str]:
    """The fields without which a line of this kind says nothing."""
    return {name for name, field in KINDS[kind][0].model_fields.items() if field.is_required()}


def _shape(annotation: Any, name: str) -> Shape:
    origin = get_origin(annotation)
    if origin is Annotated or origin in {Union, UnionType}:
        [inner, *_] = [argument for argument in get_args(annotation) if argument is not type(None)]
        return _shape(inner, name)
    for type_, shape in _SHAPES:
        if isinstance(annotation, type) and issubclass(annotation, type_):
            return shape
    raise TypeError(f"a file's line cannot fill the field {name}")
