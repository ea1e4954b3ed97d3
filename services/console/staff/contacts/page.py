"""The contacts about a claim, the latest first, and the form that notes one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from contracts.contacts import ContactDirection, ContactTopic
from contracts.intake import Channel
from services.claims.views import ContactInLog, claims_of, contacts_of
from services.console.acts.read_form import ReadForm
from services.console.acts.writing import moment_of
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand, Denied
from services.console.staff.contacts.contact_form import FIELDS, ContactAtHand, contact_of
from services.console.staff_page import AccessDenied, Content, GoTo, Listing, NotHere, StaffPage, Visit

ROWS_MAX = 100
NOTES = (Role.INTAKE, Role.CLAIMS_EXAMINER, Role.SECOND_OFFICER, Role.PLACEMENT_OFFICER)
"""Who notes contacts, in the first of these roles that they have."""
COLUMNS = ("day", "direction", "channel", "about", "officer")


@dataclass(frozen=True, slots=True)
class ContactLog:
    """A claim and the contacts about it."""

    claim: str
    contacts: Sequence[ContactInLog]
    case: CaseAtHand


def show(visit: Visit) -> Content:
    """The log."""
    return _content(visit, _log(visit), {})


def act(visit: Visit) -> Content | GoTo:
    """Note a contact."""
    log = _log(visit)
    role = next((role for role in NOTES if role in visit.officer.roles), None)
    if role is None:
        raise AccessDenied(Denied.ROLE, log.case)
    visit.may_act(role, log.case)
    address = visit.address(f"/people/{log.case.person}/claims/{log.claim}/contacts", done="noted")
    if visit.was_sent():
        return GoTo(address)
    read = ReadForm(visit.form)
    at_hand = ContactAtHand(log.claim, visit.officer.acting(role), visit.today, moment_of(visit.world))
    noted = contact_of(read, at_hand)
    if noted is None:
        return _content(visit, log, read.faults)
    visit.act(role, log.case, noted)
    return GoTo(address)


def _log(visit: Visit) -> ContactLog:
    """Raises `NotHere` where the person has no such claim, and `AccessDenied`."""
    person, key = visit.given["person"], visit.given["claim"]
    with visit.world.reading("claims") as connection:
        claims = claims_of(connection, person, visit.world.databases["claims"].partitions)
        contacts = [one for one in contacts_of(connection, person) if one.claim == key]
    if not any(claim.claim == key for claim in claims):
        raise NotHere
    case = CaseAtHand(person, record=key)
    visit.look_at(case)
    return ContactLog(key, contacts, case)


def _content(visit: Visit, log: ContactLog, faults: Mapping[str, str]) -> Content:
    page = min(_page(visit), max(0, len(log.contacts) - 1) // ROWS_MAX)
    filled = {name: visit.form.one(name) for name in FIELDS}
    if not visit.form.fields:
        filled["contacted_on"] = visit.today.isoformat()
    values = {
        "log": log,
        "rows": log.contacts[page * ROWS_MAX : (page + 1) * ROWS_MAX],
        "page": page,
        "is_last": (page + 1) * ROWS_MAX >= len(log.contacts),
        "columns": COLUMNS,
        "filled": filled,
        "ticked": visit.form.all_of("about"),
        "may_note": bool(set(NOTES) & visit.officer.roles),
        "directions": _choices(visit, "contact.direction", ContactDirection),
        "channels": _choices(visit, "referral.channel", Channel),
        "topics": _choices(visit, "contact.about", ContactTopic),
        "labels": {name: visit.say(f"contact.form.{name}") for name in FIELDS},
        "done": visit.query.get("done", ""),
    }
    columns = [visit.say(f"contact.column.{name}") for name in COLUMNS]
    rows = [
        [
            one.contacted_on.isoformat(),
            visit.say(f"contact.direction.{one.direction}"),
            visit.say(f"referral.channel.{one.channel}"),
            "; ".join(visit.say(f"contact.about.{topic}") for topic in one.about),
            one.officer.staff,
        ]
        for one in log.contacts
    ]
    told = {name: visit.say(fault) for name, fault in faults.items()}
    return Content(values, Listing(f"contacts-{log.claim}", columns, rows), told)


def _page(visit: Visit) -> int:
    asked = visit.query.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < len("10000") else 0


def _choices(visit: Visit, beginning: str, kinds: type[StrEnum]) -> list[dict[str, str]]:
    return [{"value": kind.value, "text": visit.say(f"{beginning}.{kind}"), "note": ""} for kind in kinds]


PAGES = (
    StaffPage(
        name="contacts",
        path="/people/{person}/claims/{claim}/contacts",
        seen_by=frozenset({*NOTES, Role.AUDITOR}),
        template="contacts/contacts.html.jinja",
        show=show,
        act=act,
        acts_as=frozenset(NOTES),
    ),
)
