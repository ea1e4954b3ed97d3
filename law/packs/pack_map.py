"""A map: which sheet answers a pack, and for each kind of its cases what goes in and what comes out. Read from YAML."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BeforeValidator, Field, ValidationError, model_validator

from contracts.in_words import InWords, meant
from contracts.refusals import in_words
from law.packs.mapped_kinds import MapPart, MappedKind, MapRule

SUFFIX = ".map.yaml"


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
    figures: dict[str, str] = Field(default_factory=dict)
    """Numbers that formulas name."""
    cases: dict[str, Annotated[tuple[MappedKind, ...], BeforeValidator(_listed)]]
    """By kind; a list, where a case is answered in several parts."""

    @model_validator(mode="after")
    def _is_like_what_it_names(self) -> PackMap:
        of_its_own = [kind for kind, parts in self.cases.items() if all(part.like is None for part in parts)]
        for kind, parts in self.cases.items():
            for part in parts:
                if part.like is not None and part.like not in of_its_own:
                    raise MapRule(f"{kind} is like {part.like}, which answers nothing; {meant(part.like, of_its_own)}")
        return self


def read_map(path: Path) -> PackMap:
    """The map in a file. Raises `MapFault`."""
    try:
        # Everything is read as words, so that no figure becomes a binary fraction on its way.
        words: Any = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  it makes words alone
        return PackMap.model_validate(words)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise MapFault(f"{path}: the file cannot be read: {fault}") from None
    except RecursionError:
        raise MapFault(f"{path}: the file cannot be read: its lists lie too deep in each other") from None
    except ValidationError as fault:
        raise MapFault(f"{path}: {in_words(fault)}") from None


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
