"""Who is signed in: a row a session, found by the digest of what the browser's cookie holds.

A session ends half an hour after the last page, and at the end of a working day in any case (OWASP, Session Management
Cheat Sheet). It begins anew at each sign-in, so that a token from before is worth nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from services.console.officers.officer import SignedIn
from services.console.officers.roles import Role
from services.console.secrets import digest_of, new_secret
from services.console.tables import session

MINUTE_MS = 60_000
IDLE_MS = 30 * MINUTE_MS
WHOLE_MS = 10 * 60 * MINUTE_MS
NOTED_MS = MINUTE_MS
"""That a session goes on is written down once in so long, not with each page."""


@dataclass(frozen=True, slots=True)
class Session:
    """A session that goes on: who it is, and what their forms must bear."""

    officer: SignedIn
    csrf: str


def begin(connection: Connection, officer: SignedIn, now_ms: int, before: str | None = None) -> str:
    """Sign somebody in; the token for their browser. The session that the browser had before ends."""
    if before is not None:
        end(connection, before)
    token = new_secret()
    row = {
        "token": digest_of(token),
        "staff": officer.staff,
        "name": officer.name,
        "roles": " ".join(sorted(officer.roles)),
        "office": officer.office,
        "person": officer.person,
        "provider": officer.provider,
        "csrf": new_secret(),
        "begun_ms": now_ms,
        "seen_ms": now_ms,
    }
    connection.execute(delete(session).where(session.c.begun_ms < now_ms - WHOLE_MS))
    connection.execute(insert(session).values(row))
    return token


def session_of(connection: Connection, token: str, now_ms: int) -> tuple[Session, bool] | None:
    """The session of a token, and whether that it goes on is to be written down; None if there is none any more."""
    row = connection.execute(select(session).where(session.c.token == digest_of(token))).one_or_none()
    if row is None or now_ms >= row.begun_ms + WHOLE_MS or now_ms >= row.seen_ms + IDLE_MS:
        return None
    roles = frozenset(Role(role) for role in row.roles.split())
    officer = SignedIn(row.staff, row.name, roles, row.office, row.person, row.provider)
    return Session(officer, row.csrf), now_ms >= row.seen_ms + NOTED_MS


def goes_on(connection: Connection, token: str, now_ms: int) -> None:
    """Write down that a session goes on."""
    connection.execute(update(session).where(session.c.token == digest_of(token)).values(seen_ms=now_ms))


def end(connection: Connection, token: str) -> None:
    """Sign out."""
    connection.execute(delete(session).where(session.c.token == digest_of(token)))
