"""From the forms of a matter to who has it next, or what is missing: by field, a phrase's key. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from contracts.assignments import Assigned, AssignedBecause, MatterKind
from contracts.casework import OfficeKey, Officer
from contracts.values import Key
from services.claims.views import MatterInHand
from services.console.acts.read_form import ReadForm
from services.console.officers.roles import Role
from services.console.staff.hands.rights import BACK, GIVE, HANDLES, TAKE

FIELDS: Mapping[str, tuple[str, ...]] = {
    TAKE: (),
    GIVE: ("staff", "role", "office", "because", "reasons"),
    BACK: ("back_because",),
}
"""What each form asks for, by what it does."""
WHY_GIVEN = (AssignedBecause.GIVEN, AssignedBecause.ABSENCE, AssignedBecause.WORKLOAD, AssignedBecause.CONFLICT)
_STAFF: TypeAdapter[str] = TypeAdapter(Key)
_OFFICE: TypeAdapter[str] = TypeAdapter(OfficeKey)


@dataclass(frozen=True, slots=True)
class HandOver:
    """A matter, who has it, who acts, and when."""

    kind: MatterKind
    record: str
    matter: MatterInHand | None
    by: Officer
    now: datetime

    @property
    def moment(self) -> datetime:
        """Now, and later than what was said of it before: in a world whose clock stands the latest counts as well."""
        return self.now if self.matter is None else max(self.now, self.matter.assigned_at + timedelta(seconds=1))


def taking_of(over: HandOver) -> Assigned:
    """The officer takes it."""
    return _assigned(over, over.by, AssignedBecause.TAKEN, None)


def giving_of(read: ReadForm, over: HandOver) -> Assigned | None:
    """Somebody else has it next; None where something is missing."""
    to, because, reasons = receiver_of(read, HANDLES[over.kind]), read.chosen("because", WHY_GIVEN), None
    if read.form.one("reasons"):
        reasons = read.words("reasons")
    if read.faults or to is None:
        return None
    return _assigned(over, to, AssignedBecause(because), reasons)


def receiver_of(read: ReadForm, roles: Sequence[Role]) -> Officer | None:
    """Who is to have it: by staff number, role and office."""
    staff, role = read.words("staff", _STAFF), read.chosen("role", roles)
    office = read.words("office", _OFFICE) if read.form.one("office") else None
    for name in ("staff", "office"):
        if read.faults.get(name) == "fault.words":
            read.faults[name] = "hand.fault.sign"
    return None if read.faults else Officer(staff=staff, role=role, office=office)


def giving_back_of(read: ReadForm, over: HandOver) -> Assigned | None:
    """Nobody has it next; why, is said."""
    reasons = read.words("back_because")
    return None if read.faults else _assigned(over, None, AssignedBecause.GIVEN_BACK, reasons)


def event_of(what: str, read: ReadForm, over: HandOver) -> Assigned | None:
    """What a form says; None where something is missing."""
    if what == TAKE:
        return taking_of(over)
    return giving_of(read, over) if what == GIVE else giving_back_of(read, over)


def _assigned(over: HandOver, to: Officer | None, because: AssignedBecause, reasons: str | None) -> Assigned:
    return Assigned(
        kind=over.kind,
        record=over.record,
        to=to,
        by=over.by,
        assigned_at=over.moment,
        because=because,
        reasons=reasons,
    )
