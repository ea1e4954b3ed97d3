"""Panels of single values: numbers, bars and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deploy.grafana.lint import Json
from deploy.grafana.render.asking import Series
from deploy.grafana.render.field import Field, field_of
from deploy.grafana.render.room import Room
from deploy.grafana.render.svg import FAINT, GROUND, INK, LINE, box, element, shortened, text, width_of

BAR_MIN, BAR_MAX = 16.0, 30.0
NAMES_MAX_SHARE = 0.6
ROW = 26
VALUE = "${__value.raw}"
"""What stands in a link for the value that it hangs on."""
Drawn = Iterator[str]


def numbers(panel: Json, found: Sequence[Series], room: Room) -> Drawn:
    """Each value as large as there is room for, its name above it where there are several."""
    width, height = room.width, room.height
    across = width >= height
    count = len(found)
    wide, high = (width / count, height) if across else (width, height / count)
    mode = panel["options"].get("textMode", "auto")
    named = mode == "value_and_name" or (mode == "auto" and count > 1)
    shown = [(one.name, *_shown(panel, one)) for one in found]
    if mode == "name":
        shown = [(name, name, color) for name, _, color in shown]
    longest = max(len(words) for _, words, _ in shown)
    size = min(44.0, high * (0.4 if named else 0.55), wide * 0.85 / (longest * 0.62))
    for number, (name, words, color) in enumerate(shown):
        x, y = ((number + 0.5) * wide, 0.0) if across else (wide / 2, number * high)
        middle = y + high / 2 + size * 0.35
        if named:
            middle += size * 0.3
            small = min(14.0, high * 0.25)
            yield text(shortened(name, wide - 8, small), x, middle - size, size=small, text_anchor="middle")
        yield text(words, x, middle, size=size, color=color, text_anchor="middle", font_weight=600)


def bars(panel: Json, found: Sequence[Series], room: Room) -> Drawn:
    """A bar each from zero, its name before it and its value behind it."""
    width, height = room.width, room.height
    row = min(BAR_MAX, height / len(found))
    fit = int(height / BAR_MIN) if row < BAR_MIN else len(found)
    if fit < len(found):
        row, fit = BAR_MIN, fit - 1
        yield text(f"{len(found) - fit} more by scrolling", 0, height - 3, size=11, color=FAINT)
    size = min(13.0, row * 0.68)
    shown = [(one, *_shown(panel, one, number)) for number, one in enumerate(found)]
    names = min(max(width_of(one.name, size) for one in found) + 8, width * NAMES_MAX_SHARE)
    values = max(width_of(words, size) for _, words, _ in shown) + 8
    long = max(20.0, width - names - values)
    largest = max((one.last for one in found), default=0) or 1
    for number, (one, words, color) in enumerate(shown[:fit]):
        y = number * row
        line = y + row / 2 + size * 0.35
        yield text(shortened(one.name, names - 8, size), 0, line, size=size)
        yield box(names, y + 2, long, row - 4, fill=GROUND, rx=2)
        share = min(1.0, max(0.0, one.last / largest)) if one.last == one.last else 0.0
        if share:
            yield box(names, y + 2, max(1.0, long * share), row - 4, fill=color, rx=2, fill_opacity=0.85)
        yield text(words, names + long + 6, line, size=size, color=color if _by_threshold(panel, one) else INK)


def table(panel: Json, found: Sequence[Series], room: Room) -> Drawn:
    """A row each: labels and the value, under the names that the panel gives them."""
    width, height = room.width, room.height
    columns = columns_of(panel, found)
    wide = width / max(1, len(columns))
    for number, (_, heading) in enumerate(columns):
        yield text(shortened(heading, wide - 8, 12), number * wide, 14, color=FAINT, font_weight=600)
    fit = max(1, int(height / ROW) - 1)
    for row, one in enumerate(found[:fit], 1):
        y = row * ROW + 14
        yield element("line", x1=0, x2=width, y1=y - 18, y2=y - 18, stroke=LINE)
        for number, (key, heading) in enumerate(columns):
            field = field_of(panel, heading)
            words = field.text(one.last) if key == "Value" else one.labels.get(key, "")
            drawn = text(shortened(words, wide - 8, 13), number * wide, y, size=13, color=_ink(field, one, key))
            yield element("a", drawn, href=field.link.replace(VALUE, words)) if field.link and words else drawn
    if len(found) > fit:
        yield text(f"{len(found) - fit} more by scrolling", 0, height - 2, size=11, color=FAINT)


def columns_of(panel: Json, found: Sequence[Series]) -> list[tuple[str, str]]:
    """Each column's label and heading, in order."""
    keys = [*dict.fromkeys(key for one in found for key in one.labels), "Value"]
    columns = [(key, key) for key in keys]
    for change in panel.get("transformations", ()):
        if change["id"] != "organize":
            continue
        options = change["options"]
        order = options.get("indexByName", {})
        left = [key for key, _ in columns if not options.get("excludeByName", {}).get(key)]
        columns = [(key, options.get("renameByName", {}).get(key, key)) for key in left]
        columns.sort(key=lambda column: order.get(column[0], len(order)))
    return columns


def _ink(field: Field, one: Series, key: str) -> str:
    if field.link:
        return "#1f62c7"
    return field.color(one.last) if key == "Value" and field.by_threshold else INK


def _shown(panel: Json, one: Series, number: int = 0) -> tuple[str, str]:
    """The last value in words, and its colour."""
    field = field_of(panel, one.name)
    return field.text(one.last), field.color(one.last, number)


def _by_threshold(panel: Json, one: Series) -> bool:
    return field_of(panel, one.name).by_threshold
