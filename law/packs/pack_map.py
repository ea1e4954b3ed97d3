"""A map: which sheet answers a pack, and for each kind of its cases what goes in and what comes out. Read from YAML."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from contracts.in_words import InWords
from contracts.refusals import in_words

Written: TypeAlias = str
"""A formula; or a figure, a day (`2026-01-05`) or a month as it stands."""
SUFFIX = ".map.yaml"
NOTHING = "nothing"
"""Written where something is left out."""


class MapFault(InWords):
    """A map that cannot be used; the message is one sentence with the file."""


class MapPart(BaseModel):
    """A part of a map; what it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class MappedPay(MapPart):
    """Pay that a case states, once or for `each` item of a list, whose own names may then be used.

    Of a list, `value` is the item and `number` counts from one. With `by: month` the pay is that of every calendar
    month from `from` until `until`. `amount` and `hours` may name the days of each stretch, `begins` and `ends`.
    """

    each: str | None = None
    since: Written = Field(alias="from")
    until: Written
    amount: Written
    hours: Written | None = None
    by: str | None = None


class MappedStatement(MapPart):
    """A particular of the sheet that is stated, once or for `each` item of a list."""

    name: str
    value: Written = Field(alias="is")
    each: str | None = None
    since: Written | None = Field(default=None, alias="from")
    until: Written | None = None


class MappedLife(MapPart):
    """The person: what is left out is not known of them."""

    born: Written | None = None
    region: Written | None = None
    ended: Written | None = None
    """The first day without the job."""
    began: Written | None = None
    reason: Written | None = None
    contract: Written | None = None
    earned: tuple[MappedPay, ...] = ()
    stated: tuple[MappedStatement, ...] = ()


class MappedPeriods(MapPart):
    """So many benefit periods that the person certifies, as the law counts them from the first day of the claim.

    An expectation may then name `paid`, the amount of each, and `period_begins` and `period_ends`, the first and the
    last day of the first of them.
    """

    periods: Written
    """A formula over the sheet's names, as in an expectation."""
    earned: Written = "0"


class MappedWeek(MapPart):
    """One certified period of the claim, before which so much was used up."""

    since: Written = Field(alias="from")
    until: Written
    earned: Written = "0"
    hours: Written = "0"
    used: Written = "0"
    waiting: Written = "0"


class LikeCase(MapPart):
    """A case that does not state `lacks` takes what it lacks from one that does, and agrees with it in `agreeing`."""

    lacks: str
    agreeing: tuple[str, ...]


class MappedKind(MapPart):
    """One kind of case."""

    claims: Written
    """The day of the claim."""
    sheet: str | None = None
    """Where another sheet than that of the map answers."""
    unless_stated: dict[str, Written] = Field(default_factory=dict)
    """What a name means in a case that does not state it; `nothing`: what needs it is left out."""
    words: dict[str, dict[str, str]] = Field(default_factory=dict)
    """By name, the sheet's words for those of the pack."""
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """By name, the words that the law knows; a case with another is not answered."""
    life: MappedLife = MappedLife()
    like_case: LikeCase | None = None
    given: dict[str, Written] = Field(default_factory=dict)
    """Quantities, questions (`insured_days(six_years)`) and particulars of the sheet, with what they come to."""
    week: MappedWeek | None = None
    certifies: MappedPeriods | None = None
    without: tuple[str, ...] = ()
    """Conditions of the sheet that the source of the pack does not apply."""
    expect: dict[str, Written]
    """What a case expects, by the pack's names, as formulas over the sheet's names and those of the case."""
    quoted: tuple[str, ...] = ()
    """CaseNames that a case only quotes: nothing is held against them."""
    tolerance: Written | None = None
    """By how much a figure may differ beside the rounding that the pack's own digits show."""
    noise: Written | None = None
    """The same in proportion to the figure."""


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
