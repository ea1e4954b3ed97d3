"""How a panel shows one value: unit, colour and words, from the panel's defaults and what overrides them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from deploy.grafana.lint import Json
from deploy.grafana.render.svg import INK
from deploy.grafana.render.units import Decimals, written

PALETTE = (
    "#56a64b", "#e0b400", "#3274d9", "#ff780a", "#e02f44", "#8f3bb8", "#1fa2a2", "#705da0",
    "#37872d", "#c15c17", "#447ebc", "#890f02", "#0a437c", "#6d1f62", "#508642", "#bf1b00",
)  # fmt: skip
COLORS = {
    "text": INK,
    "green": "#56a64b",
    "orange": "#e5730b",
    "red": "#e02f44",
    "blue": "#3274d9",
    "purple": "#8f3bb8",
}
_NAMES = {"unit": "unit", "decimals": "decimals", "noValue": "no_value"}
_LINKS = "links"


class NotDrawn(ValueError):
    """A dashboard uses something that this renderer does not know."""


@dataclass(frozen=True)
class Field:
    """How values of one name are shown."""

    unit: str
    decimals: Decimals
    steps: Sequence[Json]
    by_threshold: bool
    mapped: Mapping[str, Json]
    no_value: str
    link: str = ""

    def text(self, value: float) -> str:
        """The value in words."""
        if (mapped := self.mapped.get(f"{value:g}")) is not None:
            return str(mapped["text"])
        return written(value, self.unit, self.decimals)

    def color(self, value: float, number: int = 0) -> str:
        """The colour of a value; `number` is its place among the panel's series."""
        if (mapped := self.mapped.get(f"{value:g}")) is not None and "color" in mapped:
            return named(mapped["color"])
        if not self.by_threshold:
            return PALETTE[number % len(PALETTE)]
        return named([step["color"] for step in self.steps if step.get("value") is None or value >= step["value"]][-1])


def field_of(panel: Json, name: str = "") -> Field:
    """How a panel shows the values called `name`. Raises `NotDrawn` for what overrides in a way we do not know."""
    defaults = panel["fieldConfig"]["defaults"]
    field = Field(
        defaults.get("unit", "short"),
        defaults.get("decimals"),
        defaults.get("thresholds", {}).get("steps", [{"color": "green"}]),
        defaults.get("color", {}).get("mode") == "thresholds",
        {key: shown for one in defaults.get("mappings", ()) for key, shown in one["options"].items()},
        defaults.get("noValue", "No data"),
    )
    for one in panel["fieldConfig"].get("overrides", ()):
        if _matches(one["matcher"], name):
            for wanted in one["properties"]:
                field = _overridden(field, wanted)
    return field


def _matches(matcher: Json, name: str) -> bool:
    match matcher["id"]:
        case "byName":
            return bool(matcher["options"] == name)
        case "byRegexp":
            return re.search(matcher["options"].strip("/"), name) is not None
        case other:
            raise NotDrawn(f"The matcher {other} is not known.")


def _overridden(field: Field, wanted: Json) -> Field:
    key: str = wanted["id"]
    value: Any = wanted["value"]
    if key == _LINKS:
        return replace(field, link=value[0]["url"])
    if key not in _NAMES:
        raise NotDrawn(f"The property {key} is not known.")
    changed: dict[str, Any] = {_NAMES[key]: value}
    return replace(field, **changed)


def named(color: str) -> str:
    """A colour of Grafana by its name."""
    return COLORS.get(color, color)
