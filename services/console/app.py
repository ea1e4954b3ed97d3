"""The application: which address is answered by which page, and what every answer bears."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from law.catalogue import load_scheme, scheme_names
from services.console.calculator.page import calculator_page, in_each_language, schemes_listed
from services.console.language import LANGUAGES, page_language
from services.console.pages import page
from services.letters.language import Language

STYLE = Path(__file__).parent / "static" / "console.css"
ALWAYS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""No script, no font and no picture from elsewhere; no figure that somebody typed stays anywhere."""


def application(today: Callable[[], date]) -> Starlette:
    """The console; `today` is the clock of the machine, or of a simulation."""
    app = Starlette(
        routes=[
            Route("/", _begin),
            Route("/console.css", _style),
            Route("/{language}/", _schemes),
            Route("/{language}/estimate/{scheme:path}", _calculator),
        ],
        middleware=[Middleware(_Headers)],
        exception_handlers={HTTPException: _refused},
    )
    app.state.today = today
    return app


async def _begin(request: Request) -> Response:
    """To the language that the browser asks for, as far as there are words in it."""
    asked = [
        part.partition(";")[0].strip().partition("-")[0]
        for part in request.headers.get("accept-language", "").split(",")
    ]
    chosen = next((code for code in asked if code in LANGUAGES), LANGUAGES[0])
    return RedirectResponse(f"/{chosen}/")


async def _style(_request: Request) -> Response:
    return FileResponse(STYLE, media_type="text/css")


def _schemes(request: Request) -> Response:
    language = _language(request)
    return page(request, "schemes.html.jinja", language, {"schemes": schemes_listed(scheme_names(), language)})


def _calculator(request: Request) -> Response:
    name = request.path_params["scheme"]
    if name not in scheme_names():
        raise HTTPException(404)
    scheme = load_scheme(name, accept_unverified=True)
    language = _language(request, scheme.country)
    query = dict(request.query_params)
    content = calculator_page(scheme, query, language, request.app.state.today())
    content["queries"] = in_each_language(scheme, query, language)
    return page(request, "calculator.html.jinja", language, content)


def _language(request: Request, country: str = "") -> Language:
    """The language that an address names. Raises `HTTPException` where there are no words in it."""
    code = request.path_params["language"]
    if code not in LANGUAGES:
        raise HTTPException(404)
    return page_language(code, country)


async def _refused(request: Request, fault: Exception) -> Response:
    """A page that says what to do next, where there is nothing at an address."""
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    code = request.url.path.strip("/").partition("/")[0]
    language = page_language(code if code in LANGUAGES else LANGUAGES[0])
    return page(request, "refused.html.jinja", language, {}, status)


class _Headers(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        response.headers.update(ALWAYS)
        return response
