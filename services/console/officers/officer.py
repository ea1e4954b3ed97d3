"""Somebody who signed in."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.casework import Officer
from services.console.officers.roles import Role


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person of the institution, or of a provider, as the issuer of their sign-in says."""

    staff: str
    name: str
    roles: frozenset[Role]
    office: str | None = None
    person: str | None = None
    """Their own pseudonym, where they are insured themselves: their own case is nobody's but others'."""
    provider: str | None = None
    """For whom they run programmes, in the role of a provider."""

    def acting(self, role: Role) -> Officer:
        """The officer as an event names them."""
        return Officer(staff=self.staff, role=role.value, office=self.office)
