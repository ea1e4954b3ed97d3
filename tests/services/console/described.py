"""The addresses of officers as an OpenAPI description, made from the table of pages and the forms that they show.

Nobody is given it: the console is for people. Tools that send what no form would are told by it what to begin with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any

from services.console.language import LANGUAGES
from services.console.staff import staff_pages
from services.console.staff_page import StaffPage

HOSTILE = "hostile"
"""The format of every text: what strategies of a test give for it."""
TEXT = {"type": "string", "format": HOSTILE}
ANYWHERE = ("as", "back", "done", "on", "by", "stage", "person", "after")
"""What some page or other reads of an address."""
_NAMED = re.compile(r'<(?:input|select|textarea|button)[^>]* name="([^"]+)"')


def description(shown: Mapping[str, str]) -> dict[str, Any]:
    """OpenAPI 3.1 of every page; `shown` is the HTML of pages by name, as far as a test can open them."""
    paths = {
        f"/{{language}}{page.path}": _operations(page, _NAMED.findall(shown.get(page.name, "")))
        for page in staff_pages()
    }
    return {"openapi": "3.1.0", "info": {"title": "Console", "version": "1"}, "paths": paths}


def _operations(page: StaffPage, names: Iterable[str]) -> dict[str, Any]:
    places = [name for _, name, _, _ in Formatter().parse(page.path) if name]
    parameters = [
        {"name": "language", "in": "path", "required": True, "schema": {"enum": list(LANGUAGES)}},
        *({"name": name, "in": "path", "required": True, "schema": TEXT} for name in places),
        *({"name": name, "in": "query", "schema": TEXT} for name in ANYWHERE),
    ]
    answers = {"responses": {"default": {"description": "A page that says what can be done next."}}}
    seen = {"get": {"parameters": parameters, **answers}}
    if page.act is None:
        return seen
    properties = dict.fromkeys(sorted({*names, "form", "act", "reasons"}), TEXT)
    form = {"type": "object", "properties": properties, "additionalProperties": False}
    body = {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": form}}}
    return {**seen, "post": {"parameters": parameters, "requestBody": body, **answers}}
