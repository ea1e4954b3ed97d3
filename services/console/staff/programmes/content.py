"""Which programmes somebody sees, and how a list of them is filtered. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from services.almp_referral.views import ListedProgramme
from services.console.officers.officer import SignedIn
from services.console.officers.roles import Role

SEES_ALL = frozenset({Role.PLACEMENT_OFFICER, Role.AUDITOR})
"""A provider, the one other role here, sees the programmes that it states itself."""


def sees_programmes_of(officer: SignedIn, provider: str) -> bool:
    """Whether somebody sees a provider's programmes."""
    return bool(SEES_ALL & officer.roles) or states(officer, provider)


def states(officer: SignedIn, provider: str) -> bool:
    """Whether somebody speaks for a provider."""
    return Role.PROVIDER in officer.roles and officer.provider == provider


def searched(listed: Iterable[ListedProgramme], text: str, kind: str) -> list[ListedProgramme]:
    """The programmes whose title, id or occupations hold a text, of a kind; empty words take all."""
    return [each for each in listed if kind in {"", each.programme.kind} and _holds(each, text.casefold())]


def _holds(listed: ListedProgramme, text: str) -> bool:
    programme = listed.programme
    words = (programme.title, programme.key, *(programme.occupations or ()))
    return any(text in word.casefold() for word in words)
