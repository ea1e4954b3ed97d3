"""What an address asks of the figures: of which closed day, told apart by what; and the figures that answer it."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from threading import Lock

from services.almp_referral.views import programme_titles
from services.console.staff_page import Visit
from services.oversight.views import (
    BY_ALL,
    DIMENSIONS,
    CountingRules,
    DayFigures,
    NotClosed,
    Receipt,
    closed_days,
    counted_from,
    figures_as_of,
    standard_presets,
)

REMEMBERED = 64
"""Days whose figures one process keeps in memory: a page then costs no counting."""


@dataclass(frozen=True, slots=True)
class AskedFigures:
    """The figures that a page is made of."""

    figures: DayFigures
    receipt: Receipt
    rules: CountingRules
    by: str
    days: tuple[date, ...]
    """The closed days, newest first."""
    programme: Callable[[str], str]
    """What a programme of a row is called."""


@dataclass
class _Memory:
    """Figures that were counted, by day and by what had been read: they are the same until more is read."""

    kept: OrderedDict[tuple[int, date, str], tuple[DayFigures, Receipt]] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)


_MEMORY = _Memory()


def asked(visit: Visit) -> AskedFigures | None:
    """The figures that the address asks for; None where no day is closed. Raises `NotClosed`."""
    presets = standard_presets()
    with visit.world.reading("oversight") as connection:
        days = closed_days(connection)
        if not days:
            return None
        day = _day(visit.query.get("as-of", ""), days)
        rules = presets.rules_on(day)
        key = (id(visit.world.databases["oversight"]), day, counted_from(connection))
        with _MEMORY.lock:
            if key not in _MEMORY.kept:
                _MEMORY.kept[key] = figures_as_of(connection, day, rules)
            _MEMORY.kept.move_to_end(key)
            figures, receipt = _MEMORY.kept[key]
            while len(_MEMORY.kept) > REMEMBERED:
                _MEMORY.kept.popitem(last=False)
    by = visit.query.get("by", "")
    chosen = by if by in (*DIMENSIONS, BY_ALL) else DIMENSIONS[0]
    return AskedFigures(figures, receipt, rules, chosen, tuple(reversed(days)), _programme(visit))


def _programme(visit: Visit) -> Callable[[str], str]:
    """From a programme's key to its title, with the key behind a title that several have; read at the first one."""

    @cache
    def names() -> Mapping[str, str]:
        with visit.world.reading("almp_referral") as connection:
            titles = programme_titles(connection)
        times = Counter(titles.values())
        return {key: title if times[title] == 1 else f"{title} ({key})" for key, title in titles.items()}

    return lambda key: names().get(key, key)


def _day(text: str, days: list[date]) -> date:
    """The day that is asked for; the last closed one where nothing is."""
    if not text:
        return days[-1]
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotClosed(f"“{text[:20]}” is no day.") from None
