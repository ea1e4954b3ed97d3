"""Elements of SVG, and how much room a text takes."""

from __future__ import annotations

from html import escape

FONT = "Inter, Helvetica, Arial, sans-serif"
INK, FAINT, LINE, PAPER, GROUND = "#24292e", "#6a737d", "#d5dae0", "#ffffff", "#f4f5f5"
_CHARACTER_WIDTH = 0.6
"""Of the size of the type, on average."""
Attribute = str | float


def element(name: str, *inside: str, **attributes: Attribute) -> str:
    """An element; underscores of attributes are hyphens. What stands inside is SVG already."""
    said = "".join(f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{said}>{''.join(inside)}</{name}>" if inside else f"<{name}{said}/>"


def text(words: str, x: float, y: float, *, size: float = 12, color: str = INK, **attributes: Attribute) -> str:
    """A line of text that stands on `y`."""
    return element("text", escape(words), x=x, y=y, font_size=size, fill=color, **attributes)


def box(x: float, y: float, width: float, height: float, **attributes: Attribute) -> str:
    """A rectangle."""
    return element("rect", x=x, y=y, width=width, height=height, **attributes)


def group(*inside: str, title: str, says: str = "") -> str:
    """Elements that belong together, with words for who cannot see them."""
    words = element("title", escape(title)) + (element("desc", escape(says)) if says else "")
    return element("g", words, *inside, role="group", aria_label=title)


def width_of(words: str, size: float) -> float:
    """About how wide a text is."""
    return len(words) * size * _CHARACTER_WIDTH


def shortened(words: str, width: float, size: float) -> str:
    """The text, cut where there is no room for all of it."""
    room = int(width / (size * _CHARACTER_WIDTH))
    return words if len(words) <= room else words[: max(1, room - 1)] + "…"


def _value(value: Attribute) -> str:
    if isinstance(value, str):
        return escape(value)
    return f"{value:.1f}".removesuffix(".0")
