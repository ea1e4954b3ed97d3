"""The pages of officers: a folder each, with its content, its template and its words. Each is found by its folder."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from services.console.staff_page import StaffPage

FOLDER = Path(__file__).parent


@cache
def staff_pages() -> tuple[StaffPage, ...]:
    """Every page: `PAGES` of each folder's `page.py`. Raises `TypeError` where two have one name or one address."""
    folders = sorted(path.parent.name for path in FOLDER.glob("*/page.py"))
    modules = [import_module(f"{__name__}.{folder}.page") for folder in folders]
    pages: tuple[StaffPage, ...] = tuple(page for module in modules for page in module.PAGES)
    for kind in ("name", "path"):
        values = [getattr(page, kind) for page in pages]
        if len(set(values)) < len(values):
            raise TypeError(f"two pages have the same {kind}: {sorted(values)}")
    return pages
