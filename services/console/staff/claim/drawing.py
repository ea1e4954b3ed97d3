"""The axis of a claim as a picture: where each mark and bar stands; mirrored for languages read from right to left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from services.console.language import say
from services.console.staff.claim.axis import BarKind, DayBar, Lane, TimeAxis
from services.letters.language import Language

WIDTH, NAMES, EDGE = 1200, 112, 20
TOP, LANE = 34, 40
BAR = 24
TICKS_MAX = 9
LEAST = 3
"""A day is this wide at least, so that it can be seen."""
LABEL_LEAST = 44
"""So much room a number needs in its bar."""
MONTHS = 12


@dataclass(frozen=True, slots=True)
class AxisTick:
    """The first of a month."""

    x: int
    text: str


@dataclass(frozen=True, slots=True)
class DrawnLane:
    """A lane with its name and its height on the page."""

    y: int
    name: str


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """A mark with its shape's lane; `says` is what a pointer reads on it."""

    lane: str
    x: int
    y: int
    day: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar with the number in it, where there is room."""

    lane: str
    kind: str
    x: int
    y: int
    width: int
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class AxisPicture:
    """The picture in the reader's language."""

    title: str
    words: str
    lanes: tuple[DrawnLane, ...]
    ticks: tuple[AxisTick, ...]
    marks: tuple[DrawnMark, ...]
    bars: tuple[DrawnBar, ...]
    now: int
    names_x: int
    anchor: str
    width: int = WIDTH
    height: int = TOP + LANE * len(Lane) + 8


class _Pen:
    """Where a day stands."""

    def __init__(self, axis: TimeAxis, language: Language) -> None:
        self.axis, self.language = axis, language
        self.mirrored = language.direction == "rtl"
        self.days = max((axis.last - axis.first).days + 1, 1)

    def along(self, day: date) -> int:
        """The distance of a day's beginning from the side where the axis begins."""
        return NAMES + EDGE + (WIDTH - NAMES - 2 * EDGE) * (day - self.axis.first).days // self.days

    def at(self, day: date) -> int:
        return WIDTH - self.along(day) if self.mirrored else self.along(day)

    def bar(self, bar: DayBar) -> DrawnBar:
        start, end = self.along(bar.first), self.along(bar.end)
        width = max(end - start - 1, LEAST)
        x = WIDTH - start - width if self.mirrored else start
        last = self.language.day(bar.end - timedelta(days=1))
        days = say(self.language, "days", {"first": self.language.day(bar.first), "last": last})
        told, label = _told(bar, self.language)
        shown = label if width >= LABEL_LEAST else ""
        return DrawnBar(bar.lane.value, bar.kind.value, x, _height(bar.lane), width, shown, f"{days}: {told}")

    def ticks(self) -> Iterator[AxisTick]:
        months = (self.axis.last.year - self.axis.first.year) * MONTHS + self.axis.last.month - self.axis.first.month
        every = max(1, -(-months // TICKS_MAX))
        for month in range(1, months + 1, every):
            years, rest = divmod(self.axis.first.month - 1 + month, MONTHS)
            day = date(self.axis.first.year + years, rest + 1, 1)
            yield AxisTick(self.at(day), self.language.day(day))


def picture_of(axis: TimeAxis, on: date, language: Language) -> AxisPicture:
    """The picture of an axis as known on a day."""
    pen = _Pen(axis, language)
    days = {"first": language.day(axis.first), "last": language.day(axis.last)}
    return AxisPicture(
        title=say(language, "claim.axis", {}),
        words=say(language, "claim.axis.words", days),
        lanes=tuple(DrawnLane(_height(lane), say(language, f"claim.lane.{lane}", {})) for lane in Lane),
        ticks=tuple(pen.ticks()),
        marks=tuple(
            DrawnMark(mark.lane.value, pen.at(mark.day), _height(mark.lane), language.day(mark.day), mark.says)
            for mark in axis.marks
        ),
        bars=tuple(pen.bar(bar) for bar in axis.bars),
        now=pen.at(on),
        names_x=WIDTH if pen.mirrored else 0,
        anchor="end" if pen.mirrored else "start",
    )


def _height(lane: Lane) -> int:
    """The middle of a lane."""
    return TOP + LANE * list(Lane).index(lane) + LANE // 2


def _told(bar: DayBar, language: Language) -> tuple[str, str]:
    """What a bar means, and the number in it."""
    if bar.kind is BarKind.RUNNING or bar.week is None:
        return say(language, "claim.clock", {}), ""
    state = say(language, f"claim.week.{bar.week.state}", {})
    amount = language.money(bar.week.amount.minor, bar.week.amount.currency)
    return f"{state}, {amount}", amount.rpartition("\u00a0")[0] if bar.week.amount.minor else ""
