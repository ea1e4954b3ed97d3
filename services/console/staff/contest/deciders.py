"""Who decides a contest in which tier, and which contests somebody finds in their list. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from contracts.contest import Tier
from services.console.officers.officer import SignedIn
from services.console.officers.roles import Role

DECIDES: Mapping[Tier, tuple[Role, ...]] = {
    Tier.COMPLAINT: (Role.CLAIMS_EXAMINER, Role.SECOND_OFFICER),
    Tier.APPEAL: (Role.APPEALS,),
}
"""The institution looks at a complaint itself, by another officer; an appeal goes to the independent body alone."""
SEES_BOTH = frozenset({Role.INTAKE, Role.AUDITOR})


def deciding_role(officer: SignedIn, tier: Tier) -> Role | None:
    """In which role an officer decides in this tier; None if in none."""
    return next((role for role in DECIDES[tier] if role in officer.roles), None)


def listed_tiers(officer: SignedIn) -> frozenset[Tier]:
    """The tiers of which somebody sees the list: their own; intake and auditors see both."""
    if officer.roles & SEES_BOTH:
        return frozenset(Tier)
    return frozenset(tier for tier in Tier if deciding_role(officer, tier) is not None)


def took_part(officer: SignedIn, staff: Iterable[str]) -> bool:
    """Whether somebody decided before what is contested; capitals and small letters make nobody another person."""
    return officer.staff.casefold() in {number.casefold() for number in staff}
