"""Reads the YAML files of a check: instruments, declarations, circumstances."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, Field, ValidationError

from contracts.in_words import as_sentence, no_such
from law.conventions.declaration import Declaration, Exact, Strict
from law.conventions.model import Instrument, Requirement, StandardBeneficiary
from law.language.terms.document import SIZE_MAX
from law.people.calendar import CalendarUnits

_Content = TypeVar("_Content", bound=BaseModel)
HERE = Path(__file__).parent
CIRCUMSTANCES = HERE / "circumstances"


class BadInput(Exception):
    """A file that cannot be used. The message is one sentence that names the file and the part of it."""


class _RequirementFile(Strict):
    id: str
    article: str
    asks: str
    check: str
    cites: str
    figures: Mapping[str, Exact] = Field(default_factory=dict)
    words: Mapping[str, str] = Field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    unverified: bool = False


class _BeneficiaryFile(Strict):
    age: int
    dependants: int
    weekly_hours: int
    insured_months: int
    cites: str


class _InstrumentFile(Strict):
    instrument: str
    title: str
    standard_beneficiary: _BeneficiaryFile
    calendar: dict[str, Exact]
    search: dict[str, Exact]
    floor: dict[str, Exact]
    family: tuple[str, ...]
    requirements: tuple[_RequirementFile, ...]


def instrument_names() -> tuple[str, ...]:
    """The names of the instruments: every one with a file here, such as `c102`."""
    return tuple(sorted(path.stem for path in HERE.glob("*.yaml")))


@cache
def load_instrument(name: str) -> Instrument:
    """The instrument of that name. Raises `BadInput` if there is none."""
    if name not in instrument_names():
        raise BadInput(as_sentence(no_such("instrument", name, instrument_names())))
    path = HERE / f"{name}.yaml"
    file = _validated(_InstrumentFile, _read(path), path)
    beneficiary = file.standard_beneficiary.model_dump(exclude={"cites"})
    return Instrument(
        name=file.instrument,
        title=file.title,
        standard_beneficiary=StandardBeneficiary(**beneficiary),
        calendar=CalendarUnits(file.calendar),
        search=file.search,
        floor=file.floor,
        family=file.family,
        requirements=tuple(Requirement(**dict(requirement)) for requirement in file.requirements),
    )


def load_declaration(path: Path) -> tuple[Declaration, str]:
    """A member's declaration and the SHA-256 of its bytes. Raises `BadInput`."""
    return _validated(Declaration, _read(path), path), hashlib.sha256(path.read_bytes()).hexdigest()


def default_declaration(scheme: str) -> Declaration:
    """What `circumstances/` states of a scheme: region, particulars, day of the law; empty if it has no file."""
    path = CIRCUMSTANCES / f"{scheme}.yaml"
    return load_declaration(path)[0] if path.is_file() else Declaration()


def _read(path: Path) -> Any:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput(f"{path} cannot be read: {fault}.") from None
    if len(text) > SIZE_MAX:
        raise BadInput(f"{path} is too large for such a file.")
    try:
        # Every scalar stays text: 0.45 must not become a binary fraction.
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  makes only texts, lists and mappings
    except (yaml.YAMLError, RecursionError) as fault:
        raise BadInput(f"{path} is not YAML: {' '.join(str(fault).split())}.") from None


def _validated(kind: type[_Content], content: Any, path: Path) -> _Content:
    if not isinstance(content, Mapping):
        raise BadInput(f"{path} is not a mapping of names to values.")
    try:
        return kind.model_validate(content)
    except ValidationError as fault:
        first = fault.errors()[0]
        key = ".".join(str(step) for step in first["loc"])
        raise BadInput(f"{path}: {key}: {first['msg']}.") from None
