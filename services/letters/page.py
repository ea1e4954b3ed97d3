"""A letter as one HTML page without scripts or further files; it prints on paper as it stands."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import jinja2

from services.letters.written import WrittenLetter, WrittenLine


def as_page(letter: WrittenLetter) -> str:
    """The page of a letter."""
    return _TEMPLATES.get_template("letter.html.jinja").render(letter=letter)


def _groups(lines: Iterable[WrittenLine]) -> list[tuple[str, list[WrittenLine]]]:
    """Lines of one kind that follow each other."""
    return [(kind, list(same)) for kind, same in groupby(lines, key=lambda line: line.kind)]


_TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("services.letters"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(groups=_groups)
