"""A person asks not to have to pay a debt back: the request is filed for them by whoever it came to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import TypeAdapter

from contracts.intake import Channel, WaiverRequested
from contracts.values import Key
from services.console.acts.form import SentForm
from services.console.acts.read_form import ReadForm
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand, Denied
from services.console.staff.intake.filings import DESK_CHANNELS, own_key
from services.console.staff.intake.receipts import receipts_about
from services.console.staff_page import AccessDenied, Content, GoTo, NotHere, StaffPage, Visit
from services.payments.edge import debt_in_hand
from services.payments.views import ListedRecovery

PAYMENTS = "payments"
FILES = (Role.INTAKE, Role.CLAIMS_EXAMINER)
FIELDS = ("filed_on", "channel", "new_facts")
_KEY: TypeAdapter[str] = TypeAdapter(Key)


def show(visit: Visit) -> Content:
    """The debt in short, the requests so far, and the form."""
    return _content(visit, _debt(visit), {})


def act(visit: Visit) -> Content | GoTo:
    """File the request."""
    debt = _debt(visit)
    role = next((role for role in FILES if role in visit.officer.roles), None)
    if role is None:
        raise AccessDenied(Denied.ROLE, _matter(debt))
    here = GoTo(visit.address(f"/people/{debt.person}/debts/{debt.debt.question}/request", done="done"))
    if visit.was_sent():
        return here
    requested = request_of(visit.form, debt, visit.today)
    if isinstance(requested, Mapping):
        return _content(visit, debt, requested)
    visit.act(role, _matter(debt), requested)
    return here


def request_of(form: SentForm, listed: ListedRecovery, today: date) -> WaiverRequested | Mapping[str, str]:
    """The request that a form files, or what is wrong with it; the same form files one request."""
    read = ReadForm(form)
    filed_on = read.day("filed_on", first=listed.debt.decided_on, last=today)
    channel = read.chosen("channel", DESK_CHANNELS)
    new_facts = _new_facts(read)
    if not listed.left.minor:
        read.faults["filed_on"] = "waiver.fault.nothing_left"
    return read.faults or WaiverRequested(
        question=listed.debt.question,
        request=own_key("w", form.key),
        filed_on=filed_on,
        channel=Channel(channel),
        new_facts=new_facts,
    )


def _new_facts(read: ReadForm) -> tuple[str, ...] | None:
    """The number of a paper that no earlier request named; None where nothing was typed."""
    if not read.form.one("new_facts"):
        return None
    number = read.words("new_facts", _KEY)
    if "new_facts" in read.faults:
        read.faults["new_facts"] = "debt.fault.reference"
    return (number,)


def _matter(listed: ListedRecovery) -> CaseAtHand:
    return CaseAtHand(listed.person, record=listed.debt.question)


def _debt(visit: Visit) -> ListedRecovery:
    """The debt that the address names. Raises `NotHere` and `AccessDenied`."""
    with visit.world.reading(PAYMENTS) as connection:
        in_hand = debt_in_hand(connection, visit.given["person"], visit.given["debt"], visit.today)
    if in_hand is None:
        raise NotHere
    visit.look_at(_matter(in_hand.listed))
    return in_hand.listed


def _content(visit: Visit, listed: ListedRecovery, faults: Mapping[str, str]) -> Content:
    typed = {name: visit.form.one(name) for name in FIELDS}
    if not visit.form.fields:
        typed["filed_on"] = visit.today.isoformat()
    values = {
        "listed": listed,
        "received": receipts_about(visit.world.heard(listed.person), {listed.debt.question}, WaiverRequested.name),
        "may_file": bool(listed.left.minor) and any(role in visit.officer.roles for role in FILES),
        "labels": {name: visit.say(f"waiver.{name}") for name in FIELDS},
        "filled": typed,
        "channels": [
            {"value": channel.value, "text": visit.say(f"intake.channel.{channel}"), "note": ""}
            for channel in DESK_CHANNELS
        ],
        "sent": visit.query.get("done") == "done",
    }
    return Content(values, faults={name: visit.say(faults[name]) for name in FIELDS if name in faults})


PAGES = (
    StaffPage(
        name="waiver_request",
        path="/people/{person}/debts/{debt}/request",
        seen_by=frozenset({*FILES, Role.AUDITOR}),
        template="waiver_request/waiver_request.html.jinja",
        show=show,
        act=act,
        acts_as=frozenset(FILES),
    ),
)
