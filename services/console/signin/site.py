"""The addresses of signing in and out (OpenID Connect Core 1.0, section 3.1: code flow, with PKCE of RFC 7636)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from services.console.acts.form import SentForm
from services.console.language import LANGUAGES, page_language
from services.console.pages import page
from services.console.requests import form_of, language_of, local
from services.console.secrets import challenge_of, new_secret, same
from services.console.signin import sessions
from services.console.signin.cookies import (
    BegunSignIn,
    begun_in,
    forget_begun,
    forget_session,
    keep_begun,
    keep_session,
    must_be_of,
    session_in,
    token_in,
)
from services.console.signin.development import PATH, DevelopmentIssuer
from services.console.signin.issuer import Issuer, SignInFault
from services.console.world import ConsoleWorld

SIGNED_IN = "/signed-in"
ASKED = ("redirect_uri", "state", "nonce", "code_challenge")
"""What the development issuer needs of what it is asked."""


@dataclass(frozen=True)
class SignInSite:
    """Signing in and out at the address `base`. With `development` the issuer is served here as well."""

    world: ConsoleWorld
    issuer: Issuer
    base: str
    development: DevelopmentIssuer | None = None

    @property
    def secure(self) -> bool:
        """Whether cookies go over HTTPS alone."""
        return self.base.startswith("https:")

    def routes(self) -> list[Route]:
        """Every address."""
        routes = [
            Route("/{language}/sign-in", self._begin),
            Route("/{language}/sign-out", self._out, methods=["POST"]),
            Route(SIGNED_IN, self._end),
        ]
        if self.development is not None:
            routes.append(Route(f"{PATH}/authorize", self._choose, methods=["GET", "POST"]))
        return routes

    async def _begin(self, request: Request) -> Response:
        return await run_in_threadpool(partial(self._to_issuer, request))

    def _to_issuer(self, request: Request) -> Response:
        """On to the issuer, which comes back to `SIGNED_IN`."""
        language = language_of(request)
        home = f"/{language.words.language}/home"
        begun = BegunSignIn(new_secret(), new_secret(), new_secret(), local(request.query_params.get("back", ""), home))
        asked = {
            "response_type": "code",
            "scope": "openid profile",
            "client_id": self.issuer.client,
            "redirect_uri": self.base + SIGNED_IN,
            "state": begun.state,
            "nonce": begun.nonce,
            "code_challenge": challenge_of(begun.verifier),
            "code_challenge_method": "S256",
            "ui_locales": language.words.language,
        }
        try:
            response = RedirectResponse(self.issuer.authorize_at(asked), 303)
        except SignInFault as fault:
            return _failed(request, language.words.language, fault)
        keep_begun(response, begun, secure=self.secure)
        return response

    async def _end(self, request: Request) -> Response:
        return await run_in_threadpool(partial(self._signed_in, request))

    def _signed_in(self, request: Request) -> Response:
        """Back from the issuer: whoever it names gets a session, and any session from before ends."""
        begun = begun_in(request, secure=self.secure)
        code = language_in(begun.back if begun else "")
        given = request.query_params
        if begun is None or not same(given.get("state", ""), begun.state):
            return _failed(request, code, SignInFault("This sign-in was not begun in this browser, or too long ago."))
        if "code" not in given:
            return _failed(request, code, SignInFault("The issuer of sign-ins did not sign you in."))
        try:
            officer = self.issuer.who(given["code"], begun.verifier, begun.nonce, self.base + SIGNED_IN)
        except SignInFault as fault:
            return _failed(request, code, fault)
        with self.world.own.begin() as connection:
            before = token_in(request, secure=self.secure)
            token = sessions.begin(connection, officer, self.world.now_ms(), before)
        response = RedirectResponse(begun.back, 303)
        keep_session(response, token, secure=self.secure)
        forget_begun(response, secure=self.secure)
        return response

    async def _out(self, request: Request) -> Response:
        return await run_in_threadpool(partial(self._signed_out, request, await form_of(request)))

    def _signed_out(self, request: Request, form: SentForm) -> Response:
        language = language_of(request)
        session, token = session_in(request, self.world, secure=self.secure), token_in(request, secure=self.secure)
        if session is not None and token is not None:
            must_be_of(session, form)
            with self.world.own.begin() as connection:
                sessions.end(connection, token)
        response = RedirectResponse(f"/{language.words.language}/", 303)
        forget_session(response, secure=self.secure)
        return response

    async def _choose(self, request: Request) -> Response:
        """The development issuer's page: who do you want to be?"""
        if self.development is None:
            raise HTTPException(404)
        if request.method == "POST":
            form = await form_of(request)
            asked = {name: form.one(name) for name in ASKED}
            try:
                granted = self.development.grant(form.one("staff"), asked)
            except SignInFault:
                raise HTTPException(400) from None
            back = urlencode({"code": granted, "state": asked["state"]})
            return RedirectResponse(f"{asked['redirect_uri']}?{back}", 303)
        code = request.query_params.get("ui_locales", "")
        language = page_language(code if code in LANGUAGES else LANGUAGES[0])
        content = {
            "officers": self.development.officers,
            "asked": {name: request.query_params.get(name, "") for name in ASKED},
        }
        return page(request, "development_issuer.html.jinja", language, content)


def language_in(address: str) -> str:
    """The language of an address of ours."""
    code = address.strip("/").partition("/")[0]
    return code if code in LANGUAGES else LANGUAGES[0]


def _failed(request: Request, code: str, fault: SignInFault) -> Response:
    return page(request, "sign_in_failed.html.jinja", page_language(code), {"fault": str(fault), "code": code}, 403)
