"""Packs held against the law by the maps that lie here."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from law.packs.check import PackReport, answers_of, checked
from law.packs.pack import Pack
from law.packs.pack_map import SUFFIX, PackMap, fitting_map, read_map

HERE = Path(__file__).parent


@cache
def maps() -> tuple[PackMap, ...]:
    """All maps that lie here."""
    return tuple(read_map(path) for path in sorted(HERE.glob(f"*{SUFFIX}")))


def checked_here(pack: Pack) -> PackReport:
    """A pack held against the law by the map that fits it; without one, every case of it fails."""
    of = fitting_map(pack.scheme, maps())
    return checked(pack, answers_of(of) if of else {})
