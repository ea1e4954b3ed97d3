"""Reads the YAML files of a check: instruments, declarations, circumstances."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, Field

from contracts.in_words import as_sentence, no_such
from law.conventions.declaration import Declaration, Exact, Strict
from law.conventions.model import Instrument, Requirement, StandardBeneficiary
from law.language.terms.errors import RuleSheetError
from law.people.calendar import CalendarUnits
from law.people.model_file import read_words

_Content = TypeVar("_Content", bound=BaseModel)
HERE = Path(__file__).parent
CIRCUMSTANCES = HERE / "circumstances"
EXAMPLE_DECLARATION = (
    '{member: Made-up Land, reference_wage: D, wages: {labourer: {monthly: 1100, cites: "Wage survey 2024"}}, '
    'facts: {state_responsibility: {value: yes, cites: "Act, s. 2"}}}'
)
EXAMPLE_INSTRUMENT = "{instrument: c102, title: ..., requirements: [{id: C102-24.3, article: ..., asks: ..., ...}]}"


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
    file = _read(_InstrumentFile, path, EXAMPLE_INSTRUMENT)
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
    return _read(Declaration, path, EXAMPLE_DECLARATION), hashlib.sha256(path.read_bytes()).hexdigest()


def default_declaration(scheme: str) -> Declaration:
    """What `circumstances/` states of a scheme: region, particulars, day of the law; empty if it has no file."""
    path = CIRCUMSTANCES / f"{scheme}.yaml"
    return load_declaration(path)[0] if path.is_file() else Declaration()


def _read(kind: type[_Content], path: Path, example: str) -> _Content:
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        raise BadInput(f"{path} cannot be read: it is not written in UTF-8.") from None
    except OSError as fault:
        raise BadInput(f"{path} cannot be read: {fault.strerror}.") from None
    try:
        return read_words(text, file=str(path), example=example).as_model(kind)
    except RuleSheetError as fault:
        raise BadInput(str(fault)) from None
