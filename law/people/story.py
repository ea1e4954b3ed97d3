"""A story: a person under a scheme, and what the law must say of them. Read from YAML."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from contracts.registry import Separation

EXAMPLE = (
    "stories: [{person: A person who ..., claims: 2025-03-10, lost_work: {reason: laid_off}, "
    "earned: [{from: 2024-03-01, months: 12, amount: 50000}], expect: {outcome: granted}}]"
)


class StoryFault(Exception):
    """A file of stories that cannot be read; the message is one sentence with the place and an example."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Earned(_Part):
    """The same pay for so many months from a day on; `hours` a month where the law counts them."""

    since: Annotated[date, Field(alias="from")]
    months: Annotated[int, Field(ge=1, le=600)]
    amount: Annotated[Decimal, Field(ge=0)]
    hours: Annotated[int, Field(ge=0)] | None = None


class LostWork(_Part):
    """How the work ended; on the day of the claim unless another is said."""

    reason: Separation = Separation.LAID_OFF
    on: date | None = None
    began: date | None = None
    weekly_hours: Annotated[int, Field(ge=1)] = 40


class Certified(_Part):
    """Periods that the person certifies one after another from the first day of the claim; all alike."""

    periods: Annotated[int, Field(ge=1, le=60)]
    each: Literal["week", "two weeks", "month"] = "month"
    earned: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    hours: Annotated[int, Field(ge=0)] = 0
    able: bool = True
    available: bool = True
    sought_work: bool = True


class Expected(_Part):
    """What the law must say; what is left out is not looked at."""

    outcome: Literal["granted", "refused", "needs a person"]
    rate: Decimal | None = None
    lasts: str | None = None
    total: Decimal | None = None
    paid: tuple[Decimal, ...] | None = None
    unmet: tuple[str, ...] | None = None
    asked: tuple[str, ...] | None = None


class Story(_Part):
    """One person."""

    person: Annotated[str, Field(min_length=10)]
    claims: date
    without_work_from: date | None = None
    born: Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")] | None = None
    region: str = "here"
    dependants: Annotated[int, Field(ge=0)] = 0
    lost_work: LostWork | None = None
    earned: tuple[Earned, ...] = ()
    stated: dict[str, str] = {}
    certifies: tuple[Certified, ...] = ()
    expect: Expected


class Stories(_Part):
    """The stories of one scheme."""

    scheme: str
    stories: Annotated[tuple[Story, ...], Field(min_length=1)]


def read_stories(path: Path) -> Stories:
    """The stories in a file. Raises `StoryFault`."""
    try:
        # Everything is read as words, so that no amount becomes a binary fraction on its way.
        said = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506  it makes nothing but words
        return Stories.model_validate(said)
    except (OSError, UnicodeDecodeError) as error:
        raise StoryFault(f"{path}: the file cannot be read: {error}. For example: {EXAMPLE}") from None
    except yaml.YAMLError as error:
        raise StoryFault(f"{path}: this is not YAML: {' '.join(str(error).split())}. For example: {EXAMPLE}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
        raise StoryFault(f"{path}: {place or 'file'}: {first['msg']}. For example: {EXAMPLE}") from None
