"""Who may take a matter, and who may give it to another. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.assignments import MatterKind
from services.claims.views import MatterInHand
from services.console.officers.officer import SignedIn
from services.console.officers.roles import Role

HANDLES: Mapping[MatterKind, tuple[Role, ...]] = {
    MatterKind.QUESTION: (Role.CLAIMS_EXAMINER, Role.SECOND_OFFICER),
    MatterKind.CLAIM: (Role.CLAIMS_EXAMINER, Role.SECOND_OFFICER),
    MatterKind.CONTEST: (Role.CLAIMS_EXAMINER, Role.SECOND_OFFICER, Role.APPEALS),
    MatterKind.REFERRAL: (Role.PLACEMENT_OFFICER,),
}
"""The roles that work on a matter."""
GIVES: Mapping[MatterKind, Role] = {
    MatterKind.QUESTION: Role.SECOND_OFFICER,
    MatterKind.CLAIM: Role.SECOND_OFFICER,
    MatterKind.CONTEST: Role.SECOND_OFFICER,
    MatterKind.REFERRAL: Role.PLACEMENT_OFFICER,
}
"""The role that may give what is nobody's, or another's."""
TAKE, GIVE, BACK = "take", "give", "give_back"


def role_for(officer: SignedIn, kind: MatterKind) -> Role | None:
    """In which role an officer works on such a matter; None if in none."""
    return next((role for role in HANDLES[kind] if role in officer.roles), None)


def acts_on(officer: SignedIn, kind: MatterKind, matter: MatterInHand | None) -> tuple[str, ...]:
    """What an officer may do with a matter: take what nobody has, give on what they have or may give."""
    if role_for(officer, kind) is None:
        return ()
    holder = matter.to if matter is not None else None
    is_mine = holder is not None and holder.is_one_of([officer.staff])
    may_give = is_mine or GIVES[kind] in officer.roles
    free = (TAKE,) if holder is None else ()
    return (*free, *((GIVE,) if may_give else ()), *((BACK,) if holder is not None and may_give else ()))
