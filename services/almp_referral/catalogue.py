"""The catalogue as data: programmes with kind, target, dated seats and stated criteria; errors name file and line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, StrictInt, ValidationError, model_validator

from contracts.almp_referral import Occasion
from contracts.registry import Separation
from contracts.values import Key

FILE = Path(__file__).with_name("catalogue.yaml")
PREFIX = "programme-"
"""Every programme's id begins so: it is also the subject of events, and must not look like a person's."""


class CatalogueFault(ValueError):
    """The catalogue cannot be used; the message names file, line and reason."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ProgrammeKind(StrEnum):
    """What a programme does (C168 Art. 7, R176 paras. 2 to 8)."""

    PLACEMENT = "placement"
    GUIDANCE = "guidance"
    TRAINING = "training"
    RETRAINING = "retraining"
    PUBLIC_WORKS = "public_works"
    SELF_EMPLOYMENT = "self_employment"
    MOBILITY = "mobility"


class Target(StrEnum):
    """Whom a programme is made for, the categories of C168 Art. 8(1); for reports, never a criterion by itself."""

    ANYONE = "anyone"
    WOMEN = "women"
    YOUNG = "young"
    DISABLED = "disabled"
    OLDER = "older"
    LONG_TERM_UNEMPLOYED = "long_term_unemployed"
    MIGRANTS = "migrants"
    STRUCTURAL_CHANGE = "structural_change"


class Dated(_Strict):
    """A figure from a day on, and where it comes from."""

    from_: date = Field(alias="from")
    value: StrictInt = Field(ge=0)
    cites: str = Field(min_length=1)


def in_force(values: Sequence[Dated], day: date) -> int | None:
    """The figure on a day, or None before the first one."""
    begun = [value for value in values if value.from_ <= day]
    return max(begun, key=lambda value: value.from_).value if begun else None


class Criteria(_Strict):
    """Who may take part; `from` counts, `below` does not. What is not stated is not asked."""

    occasions: Annotated[tuple[Occasion, ...], Field(min_length=1)]
    age_from: StrictInt | None = Field(default=None, ge=0)
    age_below: StrictInt | None = Field(default=None, ge=1)
    service_months_from: StrictInt | None = Field(default=None, ge=0)
    service_months_below: StrictInt | None = Field(default=None, ge=1)
    weeks_unemployed_from: StrictInt | None = Field(default=None, ge=0)
    weeks_unemployed_below: StrictInt | None = Field(default=None, ge=1)
    regions: tuple[Key, ...] = ()
    lost_work_by: tuple[Separation, ...] = ()

    @model_validator(mode="after")
    def _somebody_can_fit(self) -> Self:
        for what in ("age", "service_months", "weeks_unemployed"):
            least, below = getattr(self, f"{what}_from"), getattr(self, f"{what}_below")
            if least is not None and below is not None and below <= least:
                raise ValueError(f"{what}_below must be above {what}_from, or nobody fits")
        return self


class Programme(_Strict):
    """One programme."""

    id: Annotated[Key, Field(pattern=rf"^{PREFIX}[a-z0-9\-]+$", max_length=64)]
    title: str = Field(min_length=1, max_length=120)
    kind: ProgrammeKind
    target: Target
    cites: str = Field(min_length=1)
    seats: Annotated[tuple[Dated, ...], Field(min_length=1)]
    open_to: date | None = None
    """First day on which nobody is referred any more."""
    criteria: Criteria

    def seats_on(self, day: date) -> int:
        """How many people may hold a seat on a day; none before it opens and after it closes."""
        if self.open_to is not None and day >= self.open_to:
            return 0
        return in_force(self.seats, day) or 0


class Parameter(_Strict):
    """A figure of the procedure with all its values."""

    meaning: str
    unit: str
    values: Annotated[tuple[Dated, ...], Field(min_length=1)]

    def on(self, day: date) -> int:
        """The figure on a day. Raises `LookupError` before the first one."""
        if (value := in_force(self.values, day)) is None:
            raise LookupError(f"no value was in force on {day}: {self.meaning}")
        return value


class QuestionInWords(_Strict):
    """What a caseworker is asked, and by which article it matters."""

    asks: str
    cites: str


class ReferralProcedure(_Strict):
    """When people are matched, and what is asked after a refusal or an absence."""

    match_after_days: Parameter
    before_exhaustion_weeks: Parameter
    refused: QuestionInWords
    absent: QuestionInWords


class _File(_Strict):
    procedure: ReferralProcedure
    programmes: tuple[Programme, ...]

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        seen: set[str] = set()
        for programme in self.programmes:
            if programme.id in seen:
                raise ValueError(f"two programmes are called {programme.id}")
            seen.add(programme.id)
        return self


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All programmes by id, in order of preference."""

    procedure: ReferralProcedure
    programmes: Mapping[str, Programme]

    @classmethod
    def from_file(cls, path: Path = FILE) -> Catalogue:
        """Read and check a catalogue. Raises `CatalogueFault` with file, line and reason."""
        return cls.from_text(path.read_text("utf-8"), path.name)

    @classmethod
    def from_text(cls, text: str, name: str) -> Catalogue:
        """Read and check a catalogue's text. Raises `CatalogueFault`."""
        try:
            read = _File.model_validate(yaml.safe_load(text))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or "it cannot be read"
            raise CatalogueFault(f"{name}:{mark.line + 1 if mark else 1}: this is not YAML: {problem}") from error
        except ValidationError as error:
            raise CatalogueFault("\n".join(_faults(error, text, name))) from error
        return cls(read.procedure, {programme.id: programme for programme in read.programmes})


def _faults(error: ValidationError, text: str, name: str) -> list[str]:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    return [
        f"{name}:{_line(root, fault['loc'])}: {'.'.join(map(str, fault['loc'])) or 'catalogue'}: {fault['msg']}"
        for fault in error.errors(include_url=False)
    ]


def _line(node: yaml.Node | None, steps: Sequence[int | str]) -> int:
    """The line of the deepest part of the file that the steps lead to."""
    if node is None:
        return 1
    line: int = node.start_mark.line + 1
    for step in steps:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == step]
            if not found:
                return line
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


@cache
def standard_catalogue() -> Catalogue:
    """The synthetic catalogue that comes with Tideover, read once."""
    return Catalogue.from_file()
