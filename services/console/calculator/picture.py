"""What is paid by what is earned, as a picture that the page's words repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from contracts.currencies import MINOR_DIGITS
from services.console.language import say
from services.letters.language import Language

WIDTH, HEIGHT = 440, 250
LEFT, RIGHT, TOP, FOOT = 62, 428, 18, 206
TICKS = 3
EDGE = 16


@dataclass(frozen=True, slots=True)
class GridLine:
    """A height with the amount that it stands for."""

    y: int
    x: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the axis of what is earned."""

    x: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class PaidFor:
    """A line of the table beside the picture."""

    earned: str
    paid: str
    both: str
    yours: bool


@dataclass(frozen=True, slots=True)
class EarningsCurve:
    """The curve, its axes and its words; mirrored for languages that are read from right to left."""

    title: str
    words: str
    path: str
    grid: tuple[GridLine, ...]
    ticks: tuple[Tick, ...]
    yours: tuple[int, int] | None
    table: tuple[PaidFor, ...]
    left: int = LEFT
    right: int = RIGHT
    foot: int = FOOT + 20
    width: int = WIDTH
    height: int = HEIGHT


def picture_of(
    points: Sequence[tuple[int, int]], yours: tuple[int, int] | None, currency: str, language: Language
) -> EarningsCurve | None:
    """The picture of (earned, paid) in minor units; None where nothing is drawn."""
    if not points:
        return None
    most, full = points[-1][0], points[0][1]
    mirrored = language.direction == "rtl"

    def place(point: tuple[int, int]) -> tuple[int, int]:
        across = LEFT + (RIGHT - LEFT) * min(point[0], most) // most
        return (WIDTH - across if mirrored else across), FOOT - (FOOT - TOP) * point[1] // full

    def text(minor: int) -> str:
        return language.number(Fraction(minor, 10 ** MINOR_DIGITS[currency]))

    path = "L".join(f"{x} {y}" for x, y in map(place, points))
    return EarningsCurve(
        title=say(language, "estimate.curve", {"currency": currency}),
        words=_words(points, currency, language),
        path=f"M{path}",
        grid=tuple(
            GridLine(
                place((0, amount))[1],
                WIDTH - LEFT + 6 if mirrored else LEFT - 6,
                text(amount),
                "start" if mirrored else "end",
            )
            for amount in (0, full // 2, full)
        ),
        ticks=tuple(_tick(place((earned, 0))[0], text(earned)) for earned in _ticks(most, currency)),
        yours=place(yours) if yours else None,
        table=tuple(
            PaidFor(text(earned), text(paid), text(earned + paid), (earned, paid) == yours)
            for earned, paid in sorted({*points, *((yours,) if yours else ())})
        ),
        left=WIDTH - RIGHT if mirrored else LEFT,
        right=WIDTH - LEFT if mirrored else RIGHT,
    )


def _ticks(most: int, currency: str) -> list[int]:
    """Round amounts along the axis: the largest power of ten, or twice or five times it, that comes at least thrice."""
    unit = 10 ** (MINOR_DIGITS[currency] + 12)
    while most // unit < TICKS:
        unit = next((unit // by for by in (2, 5, 10) if most // (unit // by) >= TICKS), unit // 10)
    return list(range(0, most + 1, unit))


def _tick(x: int, text: str) -> Tick:
    """The number below its place; near an end it stays inside."""
    return Tick(x, text, "end" if x > RIGHT - EDGE else "start" if x < WIDTH - RIGHT + EDGE else "middle")


def _words(points: Sequence[tuple[int, int]], currency: str, language: Language) -> str:
    full = language.money(points[0][1], currency)
    none = next((earned for earned, paid in points if not paid), None)
    if none is None:
        return say(language, "estimate.curve.never", {"full": full})
    return say(language, "estimate.curve.words", {"full": full, "none": language.money(none, currency)})
