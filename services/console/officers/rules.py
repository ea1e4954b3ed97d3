"""What an officer may see of a person, and do in a case: by role, and by the case itself.

Nobody looks at their own case, nobody approves what they did themselves, a provider sees the people in its own
programmes. Where the role gives no right, an officer may look all the same with a reason, which an auditor reads; the
committee and providers may not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from contracts.casework import Officer
from contracts.console import ViewPurpose
from services.console.officers.officer import SignedIn
from services.console.officers.roles import NEVER_A_PERSON, PURPOSES, Role


class Denied(StrEnum):
    """Why not; each has a sentence in the words of the pages, `denied.<value>`."""

    ROLE = "role"
    OWN_CASE = "own_case"
    OFFICE = "office"
    PROVIDER = "provider"
    PROGRAMME = "programme"
    TOOK_PART = "took_part"


@dataclass(frozen=True, slots=True)
class CaseAtHand:
    """The case that somebody wants to see, or to act in."""

    person: str
    record: str | None = None
    """The claim, question or payment that is shown."""
    office: str | None = None
    """The office whose case it is, where one has it; officers of no office serve all."""
    provider: str | None = None
    """Whose programme the person is in."""
    took_part: frozenset[str] = frozenset()
    """The staff numbers of those who decided, proposed or reviewed it before."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A right to see: in which role, and what for."""

    role: Role
    purpose: ViewPurpose


def sight_of(officer: SignedIn, seen_by: Collection[Role], matter: CaseAtHand) -> Sight | Denied:
    """As whom an officer may see a case on a page that these roles see, or why they may not."""
    if officer.person == matter.person:
        return Denied.OWN_CASE
    looking = [role for role in Role if role in officer.roles and role in seen_by and role in PURPOSES]
    denials = [_outside(officer, role, matter) for role in looking]
    for role, denied in zip(looking, denials, strict=True):
        if denied is None:
            return Sight(role, PURPOSES[role])
    return next((denied for denied in denials if denied is not None), Denied.ROLE)


def _outside(officer: SignedIn, role: Role, matter: CaseAtHand) -> Denied | None:
    if role is Role.PROVIDER:
        return None if matter.provider is not None and matter.provider == officer.provider else Denied.PROVIDER
    elsewhere = None not in {officer.office, matter.office} and not _same(officer.office, matter.office)
    return Denied.OFFICE if elsewhere and role is not Role.AUDITOR else None


def may_break_glass(officer: SignedIn, matter: CaseAtHand) -> bool:
    """Whether the officer may look without a right to, if they say why."""
    return bool(officer.roles - NEVER_A_PERSON) and officer.person != matter.person


def role_behind_glass(officer: SignedIn) -> Role:
    """In which role an officer looks who has no right to: the first that may ever see a person."""
    return next(role for role in Role if role in officer.roles - NEVER_A_PERSON)


def why_not_act(officer: SignedIn, role: Role, matter: CaseAtHand) -> Denied | None:
    """Why an officer may not act in this role in a case; None if they may. A broken glass is for looking alone."""
    if role not in officer.roles:
        return Denied.ROLE
    if officer.person == matter.person:
        return Denied.OWN_CASE
    if (outside := _outside(officer, role, matter)) is not None:
        return outside
    return Denied.TOOK_PART if officer.acting(role).is_one_of(matter.took_part) else None


def staff_of(officers: Iterable[Officer | None]) -> frozenset[str]:
    """The staff numbers of officers."""
    return frozenset(officer.staff for officer in officers if officer is not None)


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one.casefold() == other.casefold()
