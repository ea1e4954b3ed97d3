"""What a line of a file may be turned into: facts, what claimants file, accounts; and the shape of their fields."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum, StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import AwareDatetime, Field

from contracts.base import Event, Part
from contracts.code_lists import ListedCode, SourceCode
from contracts.intake import (
    CertificationFiled,
    CertifiedWeek,
    ClaimFiled,
    ClaimWithdrawn,
    ContestFiled,
    ContestWithdrawn,
    ReplyFiled,
)
from contracts.letters import LetterDelivered, LetterReturned, LetterSent
from contracts.registry import (
    AbsenceRecorded,
    ContributionRecorded,
    ContributionShare,
    EarningsPart,
    EmploymentEnded,
    EmploymentStarted,
    EmploymentSuspended,
    Fact,
    FactRetracted,
    HoursChanged,
    JobSearchVerified,
    LayoffAnnounced,
    LeavingPaymentRecorded,
    ParticularStated,
    PeriodAbroadCertified,
    PersonRecorded,
)
from contracts.short_time import ShortTimeReported
from contracts.values import Key, Money, Period


class AccountStated(Part):
    """The account that a person is to be paid to. It is no event: it is sealed in payments' books and travels not."""

    account: str = Field(min_length=1, max_length=64, repr=False)


KINDS: dict[str, tuple[type[Part], ...]] = {
    "person": (PersonRecorded,),
    "employment": (EmploymentStarted, EmploymentEnded),
    "employment-started": (EmploymentStarted,),
    "employment-ended": (EmploymentEnded,),
    "mass-layoff": (LayoffAnnounced, EmploymentEnded),
    "hours-changed": (HoursChanged,),
    "employment-suspended": (EmploymentSuspended,),
    "absence": (AbsenceRecorded,),
    "leaving-payment": (LeavingPaymentRecorded,),
    "contribution": (ContributionRecorded,),
    "period-abroad": (PeriodAbroadCertified,),
    "job-search": (JobSearchVerified,),
    "particular": (ParticularStated,),
    "retraction": (FactRetracted,),
    "short-time": (ShortTimeReported,),
    "claim": (ClaimFiled,),
    "withdrawal": (ClaimWithdrawn,),
    "certification": (CertificationFiled,),
    "reply": (ReplyFiled,),
    "contest": (ContestFiled,),
    "contest-withdrawal": (ContestWithdrawn,),
    "letter-sent": (LetterSent,),
    "letter-delivered": (LetterDelivered,),
    "letter-returned": (LetterReturned,),
    "bank-details": (AccountStated,),
}
"""By the word after `--as`. A line of `employment` tells its beginning and, once `ended_on` is filled, its end too; one
of `mass-layoff` the announcement for a person and the end of the job."""

LISTS: dict[type[Part], dict[str, type[Part]]] = {
    CertificationFiled: {"weeks": CertifiedWeek},
    ContributionRecorded: {"parts": EarningsPart, "shares": ContributionShare},
}
"""The fields that are lists, and what their entries are; a mapping fills each under a heading of its own."""
RECORDED = "recorded_at"


class Shape(StrEnum):
    """What a field of a fact holds."""

    TEXT = "text"
    KEY = "key"
    VALUE = "value"
    ACCOUNT = "account"
    INTEGER = "integer"
    YES_NO = "yes_no"
    DAY = "day"
    MOMENT = "moment"
    CHOICE = "choice"
    CODE = "code"
    MONEY = "money"
    PERIOD = "period"

    @property
    def in_words(self) -> str:
        """As a sentence names it."""
        return {"yes_no": "yes or no", "integer": "whole number", "money": "amount"}.get(self.value, self.value)


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


_SHAPES_BY_NAME: dict[type[Part], dict[str, Shape]] = {
    ParticularStated: {"value": Shape.VALUE},
    AccountStated: {"account": Shape.ACCOUNT},
}
"""Texts with rules of their own."""


def publisher_of_kind(kind: str) -> str | None:
    """Whose topic lines of this kind go to; None for what travels on no topic."""
    first = KINDS[kind][0]
    return first.publisher() if issubclass(first, Event) else None


def kind_of(word: str) -> str | None:
    """The kind that a word after `--as` means: its own, or the name of its event, such as `intake.claim-filed`."""
    names = {model.name: kind for kind, (model, *more) in KINDS.items() if issubclass(model, Event) and not more}
    return word if word in KINDS else names.get(word)


def known_words() -> list[str]:
    """Every word that may stand after `--as`: the kinds, and the names of their events."""
    events = [model.name for model, *more in KINDS.values() if issubclass(model, Event) and not more]
    return [*KINDS, *events]


@cache
def fields_of(kind: str) -> dict[str, Shape]:
    """Every field that a line of this kind may fill, with its shape."""
    shapes = {name: shape for model in KINDS[kind] for name, shape in shapes_in(model).items()}
    if _has_no_moment(kind):
        shapes[RECORDED] = Shape.MOMENT
    return shapes


def shapes_in(model: type[Part]) -> dict[str, Shape]:
    """The shapes of a model's fields, but for its lists."""
    annotations = get_type_hints(model, include_extras=True)
    single = model.model_fields.keys() - LISTS.get(model, {}).keys()
    shapes = {name: _shape(annotations[name], name) for name in model.model_fields if name in single}
    return shapes | _SHAPES_BY_NAME.get(model, {})


def required_of(kind: str) -> set[str]:
    """The fields without which a line of this kind says nothing."""
    return (required_in(KINDS[kind][0]) - lists_of(kind).keys()) | ({RECORDED} if _has_no_moment(kind) else set())


def required_in(model: type[Part]) -> set[str]:
    """The fields without which there is no such thing."""
    return {name for name, field in model.model_fields.items() if field.is_required()}


def lists_of(kind: str) -> dict[str, type[Part]]:
    """The lists that a line of this kind may fill, with what their entries are."""
    return LISTS.get(KINDS[kind][0], {})


def needed_lists_of(kind: str) -> set[str]:
    """The lists without which a line of this kind says nothing."""
    return required_in(KINDS[kind][0]) & lists_of(kind).keys()


def _has_no_moment(kind: str) -> bool:
    """An event that is no fact has no `recorded_at`, and its envelope needs a time all the same."""
    first = KINDS[kind][0]
    return issubclass(first, Event) and not issubclass(first, Fact)


def _shape(annotation: Any, name: str) -> Shape:
    if annotation == Key:
        return Shape.KEY
    if annotation in {ListedCode, SourceCode}:
        return Shape.CODE
    origin = get_origin(annotation)
    if origin is Annotated or origin in {Union, UnionType}:
        [inner, *_] = [argument for argument in get_args(annotation) if argument is not type(None)]
        return _shape(inner, name)
    for type_, shape in _SHAPES:
        if isinstance(annotation, type) and issubclass(annotation, type_):
            return shape
    raise TypeError(f"a file's line cannot fill the field {name}")
