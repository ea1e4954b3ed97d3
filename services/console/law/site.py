"""How the pages of the law are answered: without sign-in, and with an officer's own menu where one is signed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from law.catalogue import load_scheme, scheme_names
from law.pages.html import law_style
from services.console.language import LANGUAGES, say
from services.console.law.page import ListedLaw, law_in_full, laws_listed, listed_law
from services.console.list_file import as_csv
from services.console.pages import page
from services.console.requests import language_of
from services.console.staff_page import Listing
from services.letters.language import Language

FrameOf = Callable[[Request], Mapping[str, Any]]
"""What stands around a page where somebody is signed in."""
COLUMNS = ("scheme", "name", "country", "since", "unverified")


def law_routes(frame_of: FrameOf | None) -> list[Route]:
    """The list, the page of each scheme, and their style; `frame_of` is None where nobody can sign in."""

    def listed(request: Request) -> Response:
        language = language_of(request)
        laws = laws_listed(language)
        if request.query_params.get("as") == "csv":
            return as_csv(_listing(laws, language))
        return page(request, "laws.html.jinja", language, {**_frame(request, frame_of), "laws": laws})

    def one(request: Request) -> Response:
        name = request.path_params["scheme"]
        if name not in scheme_names():
            raise HTTPException(404)
        scheme = load_scheme(name, accept_unverified=True)
        language = language_of(request)
        law = listed_law(scheme, language)
        values = {"scheme": scheme, "law": law, "body": law_in_full(name)}
        return page(request, "law.html.jinja", language, {**_frame(request, frame_of), **values})

    return [
        Route("/law.css", _style),
        Route("/{language}/law", listed),
        Route("/{language}/law/{scheme:path}", one),
    ]


def _frame(request: Request, frame_of: FrameOf | None) -> dict[str, Any]:
    around = {} if frame_of is None else frame_of(request)
    return {"officer": None, "here": "law", "queries": {code: {} for code in LANGUAGES}, **around}


def _listing(laws: list[ListedLaw], language: Language) -> Listing:
    instruments = sorted({instrument for law in laws for instrument, _ in law.conventions})
    columns = [say(language, f"law.{name}", {}) for name in COLUMNS]
    rows: list[list[str | int]] = []
    for law in laws:
        told = {instrument: _in_a_cell(counts) for instrument, counts in law.conventions}
        cells = [told.get(instrument, "") for instrument in instruments]
        rows.append([law.name, law.title, law.country, law.since, law.unverified, *cells])
    return Listing("law", [*columns, *instruments], rows)


def _in_a_cell(counts: Mapping[str, int]) -> str:
    return "; ".join(f"{status} {number}" for status, number in counts.items())


@cache
def _law_style() -> str:
    return law_style()


async def _style(_request: Request) -> Response:
    return Response(_law_style(), media_type="text/css")
