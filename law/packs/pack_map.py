"""A map: which sheet answers a pack, and for each kind of its cases what goes in and what comes out. Read from YAML."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from contracts.in_words import InWords
from law.language.terms.errors import RuleSheetError
from law.packs.mapped_kinds import MapPart, MappedKind, Written
from law.packs.sheet_names import refuse_unknown_names
from law.people.model_file import read_words

SUFFIX = ".map.yaml"
EXAMPLE = """\
pack: Korea, job-seeking benefit
sheet: kr/ei
figures: {two_weeks: 14}
cases:
  days:
    claims: 2026-07-01
    given: {insured_years: years_insured}
    expect: {days: days_of_benefit}"""


class MapFault(InWords):
    """A map that cannot be used; the message is one sentence with the file."""


def _listed(parts: Any) -> Any:
    return parts if isinstance(parts, list | tuple) else [parts]


class PackMap(MapPart):
    """The map of a pack, or of several whose title begins alike."""

    pack: str
    """The beginning of what the pack says it is about (`scheme`)."""
    sheet: str
    about: str = ""
    figures: dict[str, Written] = Field(default_factory=dict)
    """Numbers that formulas name."""
    cases: dict[str, Annotated[tuple[MappedKind, ...], BeforeValidator(_listed)]]
    """By kind; a list, where a case is answered in several parts."""


def read_map(path: Path) -> PackMap:
    """The map in a file, whose names its sheet knows. Raises `MapFault`; `LookupError` if there is no such sheet."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        raise MapFault(f"{path}: the file cannot be read: it is not written in UTF-8") from None
    except OSError as fault:
        raise MapFault(f"{path}: the file cannot be read: {fault.strerror}") from None
    try:
        words = read_words(text, file=str(path), example=EXAMPLE)
        mapped = words.as_model(PackMap)
        refuse_unknown_names(mapped.cases, mapped.sheet, words)
    except RuleSheetError as fault:
        raise MapFault(str(fault)) from None
    return mapped


def map_beside(pack: Path, about: str) -> PackMap:
    """The map that lies in the folder of a pack's file and fits what it is about. Raises `MapFault`."""
    of = fitting_map(about, [read_map(path) for path in sorted(pack.parent.glob(f"*{SUFFIX}"))])
    if of is None:
        raise MapFault(f"{pack}: no map *{SUFFIX} in its folder is one of '{about}': name the map's file")
    return of


def fitting_map(about: str, maps: Iterable[PackMap]) -> PackMap | None:
    """The map of a pack that is about this: the one that names most of its words; None if there is none."""
    fitting = [one for one in maps if about.startswith(one.pack)]
    return max(fitting, key=lambda one: len(one.pack), default=None)
