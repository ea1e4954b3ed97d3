"""Numbers as Grafana writes them, for the units that our dashboards use."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

DAY = 86_400
Decimals = int | None


class UnknownUnit(ValueError):
    """A dashboard uses a unit that this renderer cannot write."""


def written(value: float, unit: str, decimals: Decimals = None) -> str:
    """The value with its unit. Raises `UnknownUnit`."""
    if math.isnan(value) or math.isinf(value):
        return "NaN" if math.isnan(value) else "∞"
    if unit.startswith("suffix:"):
        return f"{fixed(value, decimals)} {unit.removeprefix('suffix:').strip()}"
    if unit not in _UNITS:
        raise UnknownUnit(f"The unit {unit} is not known.")
    return _UNITS[unit](value, decimals)


def fixed(value: float, decimals: Decimals = None) -> str:
    """So many decimals, or about three digits in all where none are asked for."""
    return f"{value:.{_decimals(value) if decimals is None else decimals}f}"


def _decimals(value: float) -> int:
    if value == 0 or value == int(value):
        return 0
    places = -math.floor(math.log10(abs(value))) + 1
    if abs(value) * 10**places > 2.25:
        places += 1
    return max(0, places)


def _scaled(steps: Sequence[tuple[float, str]]) -> Callable[[float, Decimals], str]:
    """Divide by the largest step that is not above the value."""

    def write(value: float, decimals: Decimals) -> str:
        size, ends = next((step for step in reversed(steps) if abs(value) >= step[0]), steps[0])
        return fixed(value / size, decimals) + ends

    return write


def _thousands(ends: Sequence[str]) -> Sequence[tuple[float, str]]:
    return [(1000.0**power, end) for power, end in enumerate(ends)]


def _rate(of: str) -> Callable[[float, Decimals], str]:
    return _scaled(_thousands([f" {of}", f"K {of}", f"M {of}", f"B {of}"]))


def _locale(value: float, decimals: Decimals) -> str:
    return f"{value:,.{_decimals(value) if decimals is None else decimals}f}"


def _percent(value: float, decimals: Decimals) -> str:
    return f"{fixed(value * 100, decimals)}%"


def _seconds(value: float, decimals: Decimals) -> str:
    if value == 0:
        return "0 s"
    return _scaled(
        [
            (1e-6, " µs"),
            (1e-3, " ms"),
            (1, " s"),
            (60, " mins"),
            (3600, " hours"),
            (DAY, " days"),
            (7 * DAY, " weeks"),
            (365 * DAY, " years"),
        ]
    )(value, decimals)


def _bytes(value: float, decimals: Decimals) -> str:
    return _scaled([(1024.0**power, f" {end}") for power, end in enumerate(("B", "KiB", "MiB", "GiB", "TiB"))])(
        value, decimals
    )


_UNITS: dict[str, Callable[[float, Decimals], str]] = {
    "short": _scaled(_thousands(["", " K", " Mil", " Bil", " Tri"])),
    "none": fixed,
    "locale": _locale,
    "percentunit": _percent,
    "s": _seconds,
    "bytes": _bytes,
    "eps": _rate("evt/s"),
    "ops": _rate("ops/s"),
}
