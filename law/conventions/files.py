"""Reads the files of a check: instruments, declarations, circumstances. The only place here that opens files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, Field, ValidationError

from law.conventions.declaration import Declaration, Exact, Strict
from law.conventions.model import Instrument, Row, StandardBeneficiary
from law.language.terms.document import SIZE_MAX
from law.people.calendar import CalendarUnits

_Kind = TypeVar("_Kind", bound=BaseModel)
HERE = Path(__file__).parent
CIRCUMSTANCES = HERE / "circumstances"


class BadInput(Exception):
    """A file that cannot be used; the message is one sentence that names file and place."""


class _RowFile(Strict):
    id: str
    article: str
    asks: str
    check: str
    cites: str
    figures: Mapping[str, Exact] = Field(default_factory=dict)
    words: Mapping[str, str] = Field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    unverified: bool = False


class _PersonFile(Strict):
    age: int
    dependants: int
    weekly_hours: int
    insured_months: int
    particulars: dict[str, str]
    cites: str


class _InstrumentFile(Strict):
    instrument: str
    title: str
    standard_person: _PersonFile
    calendar: dict[str, Exact]
    search: dict[str, Exact]
    floor: dict[str, Exact]
    rows: tuple[_RowFile, ...]


def instrument_names() -> tuple[str, ...]:
    """Every instrument that has a file, for example `c102`."""
    return tuple(sorted(path.stem for path in HERE.glob("*.yaml")))


@cache
def load_instrument(name: str) -> Instrument:
    """The instrument of that name. Raises `BadInput` if there is none."""
    if name not in instrument_names():
        raise BadInput(f"there is no instrument {name} (there are: {', '.join(instrument_names())}).")
    path = HERE / f"{name}.yaml"
    said = _validated(_InstrumentFile, _plain(path), path)
    person = said.standard_person
    return Instrument(
        name=said.instrument,
        title=said.title,
        standard_person=StandardBeneficiary(
            person.age, person.dependants, person.weekly_hours, person.insured_months, person.particulars
        ),
        calendar=CalendarUnits(said.calendar),
        search=said.search,
        floor=said.floor,
        rows=tuple(Row(**dict(row)) for row in said.rows),
    )


def load_declaration(path: Path) -> tuple[Declaration, str]:
    """A member's declaration and the SHA-256 of its bytes. Raises `BadInput`."""
    said = _plain(path)
    return _validated(Declaration, said, path), hashlib.sha256(path.read_bytes()).hexdigest()


def known_circumstances(scheme: str) -> Declaration:
    """What is known of the standard person under a scheme (region, particulars, day of the law); else nothing."""
    path = CIRCUMSTANCES / f"{scheme}.yaml"
    return load_declaration(path)[0] if path.is_file() else Declaration()


def _plain(path: Path) -> Any:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput(f"{path} cannot be read: {fault}.") from None
    if len(text) > SIZE_MAX:
        raise BadInput(f"{path} is too large for such a file.")
    try:
        # Every scalar stays text: 0.45 must never become a binary fraction.
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  makes only texts, lists and mappings
    except (yaml.YAMLError, RecursionError) as fault:
        raise BadInput(f"{path} is not YAML: {' '.join(str(fault).split())}.") from None


def _validated(kind: type[_Kind], said: Any, path: Path) -> _Kind:
    if not isinstance(said, Mapping):
        raise BadInput(f"{path} holds no names with values.")
    try:
        return kind.model_validate(said)
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise BadInput(f"{path}: {place}: {first['msg']}.") from None
