"""Who answers which pack: the maps that lie here, and code for the packs whose cases are streams of events."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from law.packs.check import PackReport, answers_of, checked
from law.packs.pack import Answer, Pack
from law.packs.pack_map import SUFFIX, PackMap, fitting_map, read_map
from tests.oracles import france, norway, norway_reports

HERE = Path(__file__).parent
FAMILIES: tuple[tuple[str, dict[str, Answer]], ...] = (
    ("France", france.ANSWERS),
    ("Norway", norway.ANSWERS | norway_reports.ANSWERS),
)
"""Answered by code, by the first words of what the pack is about."""


@cache
def maps() -> tuple[PackMap, ...]:
    """All maps that lie here."""
    return tuple(read_map(path) for path in sorted(HERE.glob(f"*{SUFFIX}")))


def checked_here(pack: Pack) -> PackReport:
    """A pack held against the law by its map, and by code where cases are streams of events."""
    by_code = next((answers for place, answers in FAMILIES if pack.scheme.startswith(place)), {})
    of = fitting_map(pack.scheme, maps())
    return checked(pack, {**by_code, **(answers_of(of) if of else {})})
