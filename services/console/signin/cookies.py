"""The two cookies of the console: a session's, and that of a sign-in which was begun."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from services.console.acts.form import CSRF, SentForm
from services.console.language import LANGUAGES
from services.console.requests import local
from services.console.secrets import is_secret, same
from services.console.signin.sessions import Session, goes_on, session_of
from services.console.world import ConsoleWorld

SIGN_IN_SECONDS = 600


@dataclass(frozen=True, slots=True)
class BegunSignIn:
    """What a browser keeps while it is with the issuer: nobody else can end its sign-in, and it can end no other's."""

    state: str
    nonce: str
    verifier: str
    back: str


def _named(name: str, *, secure: bool) -> str:
    """With this prefix no other host of the domain can set a cookie of the name (RFC 6265bis, 4.1.3.2)."""
    return f"__Host-{name}" if secure else name


def session_in(request: Request, world: ConsoleWorld, *, secure: bool) -> Session | None:
    """The session of a request; None if nobody is signed in any more."""
    if (token := token_in(request, secure=secure)) is None:
        return None
    now = world.now_ms()
    with world.own.reading() as connection:
        found = session_of(connection, token, now)
    if found is None:
        return None
    session, is_news = found
    if is_news:
        with world.own.begin() as connection:
            goes_on(connection, token, now)
    return session


def must_be_of(session: Session, form: SentForm) -> None:
    """Raises `HTTPException` for a form that this sign-in was not given: another site may have sent it."""
    if not same(form.one(CSRF), session.csrf):
        raise HTTPException(403)


def token_in(request: Request, *, secure: bool) -> str | None:
    """What the browser holds of a session."""
    return request.cookies.get(_named("session", secure=secure))


def keep_session(response: Response, token: str, *, secure: bool) -> None:
    """Give a browser its session. It ends with the browser, or sooner."""
    response.set_cookie(_named("session", secure=secure), token, path="/", secure=secure, httponly=True, samesite="lax")


def forget_session(response: Response, *, secure: bool) -> None:
    """Take a session away."""
    response.delete_cookie(_named("session", secure=secure), path="/", secure=secure, httponly=True, samesite="lax")


def keep_begun(response: Response, begun: BegunSignIn, *, secure: bool) -> None:
    """Let a browser remember what it began."""
    text = urlsafe_b64encode(json.dumps(asdict(begun)).encode()).decode()
    name = _named("sign-in", secure=secure)
    response.set_cookie(name, text, SIGN_IN_SECONDS, path="/", secure=secure, httponly=True, samesite="lax")


def forget_begun(response: Response, *, secure: bool) -> None:
    """It ended, or came to nothing."""
    response.delete_cookie(_named("sign-in", secure=secure), path="/", secure=secure, httponly=True, samesite="lax")


def begun_in(request: Request, *, secure: bool) -> BegunSignIn | None:
    """What a browser began; None if it began nothing, or says nothing that can be read."""
    try:
        said = json.loads(urlsafe_b64decode(request.cookies.get(_named("sign-in", secure=secure), "").encode()))
        state, nonce, verifier, back = (str(said[name]) for name in ("state", "nonce", "verifier", "back"))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if not all(is_secret(text) for text in (state, nonce, verifier)):
        return None
    return BegunSignIn(state, nonce, verifier, local(back, f"/{LANGUAGES[0]}/home"))
