"""The people who may sign in to a demonstration: one a role, and two where an act needs two."""

from __future__ import annotations

from services.console.officers.officer import SignedIn
from services.console.officers.roles import Role


def _officer(staff: str, name: str, *roles: Role, office: str | None = "delta") -> SignedIn:
    return SignedIn(staff, name, frozenset(roles), office)


OFFICERS = (
    _officer("officer-101", "Amina Diallo", Role.CLAIMS_EXAMINER),
    _officer("officer-102", "Ben Okafor", Role.CLAIMS_EXAMINER),
    _officer("officer-110", "Chen Li", Role.SECOND_OFFICER),
    _officer("officer-120", "Dora Novak", Role.INTAKE),
    _officer("officer-201", "Elena Cruz", Role.PLACEMENT_OFFICER),
    _officer("officer-301", "Farid Haddad", Role.PAYMENTS_OFFICER),
    _officer("officer-302", "Grace Kim", Role.PAYMENTS_OFFICER),
    _officer("member-1", "Henrik Dahl", Role.APPEALS, office=None),
    _officer("quality-1", "Nadia Petrov", Role.QUALITY_OFFICER, office="quality"),
    _officer("committee-1", "Ines Ramos", Role.OVERSIGHT, office=None),
    _officer("auditor-1", "Jonas Weber", Role.AUDITOR, office=None),
    _officer("operator-1", "Kofi Mensah", Role.ADMINISTRATOR, office=None),
    SignedIn("provider-1", "Lena Sato", frozenset({Role.PROVIDER}), provider="synthetic-employment-service"),
)
