"""The roles in which people sign in, and what each looks at a person for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from contracts.console import ViewPurpose


class Role(StrEnum):
    """What somebody signed in is there for; the word stands as `officer.role` in what they do."""

    INTAKE = "intake"
    CLAIMS_EXAMINER = "claims-examiner"
    SECOND_OFFICER = "second-officer"
    PLACEMENT_OFFICER = "placement-officer"
    PROVIDER = "provider"
    PAYMENTS_OFFICER = "payments-officer"
    APPEALS = "tribunal-member"
    """Decides appeals, for a body that is independent of the institution."""
    QUALITY_OFFICER = "quality-officer"
    """Answers for how often decisions are wrong, and lets an office decide again; looks at nobody."""
    OVERSIGHT = "oversight"
    """A member of the committee: figures, and no person."""
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


PURPOSES: Mapping[Role, ViewPurpose] = {
    Role.INTAKE: ViewPurpose.INTAKE,
    Role.CLAIMS_EXAMINER: ViewPurpose.CASEWORK,
    Role.SECOND_OFFICER: ViewPurpose.SECOND_OFFICER,
    Role.PLACEMENT_OFFICER: ViewPurpose.REFERRAL,
    Role.PROVIDER: ViewPurpose.REFERRAL,
    Role.PAYMENTS_OFFICER: ViewPurpose.PAYMENT,
    Role.APPEALS: ViewPurpose.CONTEST,
    Role.AUDITOR: ViewPurpose.AUDIT,
}
"""What a role looks at people for; who is not here looks at nobody in the course of their work."""

NEVER_A_PERSON = frozenset({Role.OVERSIGHT, Role.PROVIDER})
"""Who may not even say why: the committee sees figures, and a provider the people in its own programmes."""
