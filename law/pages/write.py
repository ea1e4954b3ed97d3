"""Writes the pages of all schemes into a folder, or beside the sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from law.catalogue import SCHEMES
from law.language.sheet.scheme import Scheme
from law.pages.html import Floors, index_page, page_name, scheme_page
from law.pages.markdown import markdown_page

NO_FLOORS: Mapping[str, Floors] = {}


def html_pages(schemes: Sequence[Scheme], floors: Mapping[str, Floors]) -> Iterator[tuple[str, str]]:
    """File and content of every page for a browser; `index.html` lists them."""
    yield "index.html", index_page(schemes, floors)
    for scheme in schemes:
        yield page_name(scheme), scheme_page(scheme)


def beside(scheme: Scheme) -> Path:
    """Where the Markdown page of a sheet lies."""
    return SCHEMES / f"{scheme.name}.md"


def write_into(folder: Path, schemes: Sequence[Scheme], floors: Mapping[str, Floors] = NO_FLOORS) -> list[Path]:
    """Write the pages for a browser. Raises `OSError` where the folder cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_written(folder / name, content) for name, content in html_pages(schemes, floors)]


def write_beside(schemes: Sequence[Scheme]) -> list[Path]:
    """Write the Markdown pages beside the sheets."""
    return [_written(beside(scheme), markdown_page(scheme)) for scheme in schemes]


def _written(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path
