"""The application: which address is answered by which page, and what every answer bears."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from anyio import to_thread
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from law.catalogue import load_scheme, scheme_names
from services.console.calculator.page import calculator_page, in_each_language, schemes_listed
from services.console.language import LANGUAGES, page_language
from services.console.law.site import law_routes
from services.console.pages import page
from services.console.requests import language_of
from services.console.signin.site import SignInSite, language_in
from services.console.staff_site import StaffSite
from services.console.world import AT_ONCE
from services.runtime.process.logs import log

STYLE = Path(__file__).parent / "static" / "console.css"
ALWAYS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
"""No script, no font and no picture from elsewhere; no figure that somebody typed stays anywhere."""
RETRY_SECONDS = 60
LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
ONLY_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}


@dataclass(frozen=True)
class Staffed:
    """Where officers sign in, and what they work on."""

    sign_in: SignInSite

    @property
    def site(self) -> StaffSite:
        """The pages of officers."""
        return StaffSite(self.sign_in.world, secure=self.sign_in.secure)

    def routes(self) -> list[Route]:
        """The addresses for officers."""
        return [*self.sign_in.routes(), *self.site.routes()]

    def middleware(self) -> list[Middleware]:
        """Only its own name is answered: another site whose name was made to lead here is not."""
        name = urlsplit(self.sign_in.base).hostname
        return [Middleware(TrustedHostMiddleware, allowed_hosts=[str(name)], www_redirect=False)]


def application(today: Callable[[], date], staffed: Staffed | None = None) -> Starlette:
    """The console; `today` is the clock of the machine, or of a simulation. Without `staffed` it is for citizens."""
    secure = staffed is not None and staffed.sign_in.secure
    app = Starlette(
        routes=[
            Route("/", _begin),
            Route("/console.css", _style),
            Route("/{language}/", _schemes),
            Route("/{language}/estimate/{scheme:path}", _calculator),
            *law_routes(None if staffed is None else staffed.site.frame_of),
            *(staffed.routes() if staffed else ()),
        ],
        middleware=[Middleware(_Headers, secure=secure), *(staffed.middleware() if staffed else ())],
        exception_handlers={HTTPException: _refused, OperationalError: _busy, Exception: _refused},
        lifespan=_few_at_once,
    )
    app.state.today = today
    app.state.staffed = staffed is not None
    return app


@asynccontextmanager
async def _few_at_once(_app: Starlette) -> AsyncIterator[None]:
    """Pages are made in threads; the rest wait in line."""
    to_thread.current_default_thread_limiter().total_tokens = AT_ONCE
    yield


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
    language = language_of(request)
    content = {"schemes": schemes_listed(scheme_names(), language), "staffed": request.app.state.staffed}
    return page(request, "schemes.html.jinja", language, content)


def _calculator(request: Request) -> Response:
    name = request.path_params["scheme"]
    if name not in scheme_names():
        raise HTTPException(404)
    scheme = load_scheme(name, accept_unverified=True)
    language = language_of(request, scheme.country)
    query = dict(request.query_params)
    content = calculator_page(scheme, query, language, request.app.state.today())
    content["queries"] = in_each_language(scheme, query, language)
    return page(request, "calculator.html.jinja", language, content)


async def _refused(request: Request, fault: Exception) -> Response:
    """A page that says what to do next, where there is nothing at an address, or nothing can be answered."""
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    why = "missing" if status == 404 else "failed" if status >= 500 else "unread"
    language = page_language(language_in(request.url.path))
    response = page(request, "refused.html.jinja", language, {"why": why}, status)
    response.headers.update(ALWAYS)  # what fails is answered outside the middleware
    return response


async def _busy(request: Request, fault: Exception) -> Response:
    """A page that says to come back: the database is locked by others, or does not answer."""
    cause = getattr(fault, "orig", None)
    if isinstance(cause, sqlite3.OperationalError) and cause.sqlite_errorcode not in LOCKED:
        raise fault  # SQLite says so of a mistake of ours as well
    log.warning("database_busy", error=type(cause or fault).__name__, why="A page was answered with 503.")
    language = page_language(language_in(request.url.path))
    response = page(request, "refused.html.jinja", language, {"why": "busy"}, 503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


class _Headers(BaseHTTPMiddleware):
    def __init__(self, app: object, *, secure: bool) -> None:
        super().__init__(app)  # type: ignore[arg-type]
        self.headers = {**ALWAYS, **(ONLY_HTTPS if secure else {})}

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        response.headers.update(self.headers)
        return response
