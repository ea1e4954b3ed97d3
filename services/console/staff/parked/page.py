"""Parked events: an administrator sees what waits and why, has it tried again, or sets one aside, each with a reason.

Nothing of what a message says is shown, only its kind. The service that parked it carries the order out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from services.console.acts.parked_orders import GivenOrder, WantedOrder, give, orders_about, was_given
from services.console.acts.read_form import ReadForm
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand
from services.console.staff.parked.content import ParkedMessage, message_of
from services.console.staff.parked.inbox import show_inbox
from services.console.staff_page import Content, GoTo, NotHere, StaffPage, Visit
from services.names import SERVICES
from services.runtime.delivery.parked_orders import ParkedAct, carried_out
from services.runtime.delivery.parked_view import ParkedRow, first_waiting_of, parked_event
from services.runtime.delivery.parking import WAITING
from services.runtime.process.stopwatch import MILLI

SEEN_BY = frozenset({Role.ADMINISTRATOR})
LABELS = {"act": "parked.act", "reasons": "question.reasons"}
NOBODY = "message"
"""The case of a message of which nobody can tell whom it is about."""


@dataclass(frozen=True, slots=True)
class ToldOrder:
    """An order as the page tells of it."""

    given: GivenOrder
    on: date
    is_done: bool


@dataclass(frozen=True, slots=True)
class ParkedCase:
    """A parked event with what was ordered of it."""

    message: ParkedMessage
    first: int | None
    """The number of the first event of the same subject that waits; None where none does."""
    orders: list[ToldOrder]

    @property
    def waits(self) -> bool:
        """Whether something can be done with it."""
        return self.message.row.state == WAITING

    @property
    def is_being_done(self) -> bool:
        """Whether an order was given that the service has not carried out yet."""
        return any(not told.is_done for told in self.orders)


def show(visit: Visit) -> Content:
    """One parked event."""
    return _content(visit, _case(visit), {})


def act(visit: Visit) -> Content | GoTo:
    """Order that it is tried again, with all of its subject, or that it is set aside."""
    case = _case(visit)
    message = case.message
    here = GoTo(visit.address(f"/parked/{message.service}/{message.row.number}", done="done"))
    visit.may_act(Role.ADMINISTRATOR, CaseAtHand(message.row.subject or NOBODY))
    if was_given(visit.world, visit.form.key):
        return here
    read = ReadForm(visit.form)
    wanted, reasons = read.chosen("act", tuple(ParkedAct)), read.words("reasons")
    if not case.waits and "act" not in read.faults:
        read.faults["act"] = "parked.fault.over"
    if read.faults:
        return _content(visit, case, {name: visit.say(read.faults[name]) for name in LABELS if name in read.faults})
    order = WantedOrder(message.service, message.row.number, message.row.subject, ParkedAct(wanted), reasons)
    give(visit.world, visit.officer, visit.form.key, order)
    return here


def _case(visit: Visit) -> ParkedCase:
    """Raises `NotHere` where a service has no such event."""
    service, number = visit.given["service"], visit.given["number"]
    if service not in SERVICES or not number.isdecimal() or len(number) > len(str(2**53)):
        raise NotHere
    row, first, done = _parked(visit, service, int(number))
    with visit.world.own.reading() as connection:
        given = orders_about(connection, service, row.number, row.subject)
    return ParkedCase(message_of(service, row), first, [_told(each, done) for each in given])


def _parked(visit: Visit, service: str, number: int) -> tuple[ParkedRow, int | None, int]:
    """The event, the first of its subject that waits, and the last order that was carried out where it lies."""
    for connection in visit.world.reading_each(service):
        row = parked_event(connection, number)
        if row is not None:
            first = row.number if row.subject is None else first_waiting_of(connection, row.subject)
            return row, first, carried_out(connection)
    raise NotHere


def _told(given: GivenOrder, done: int) -> ToldOrder:
    on = datetime.fromtimestamp(given.ordered_ms / MILLI, UTC).date()
    return ToldOrder(given, on, is_done=given.order.number <= done)


def _content(visit: Visit, case: ParkedCase, faults: Mapping[str, str]) -> Content:
    values = {
        "case": case,
        "message": case.message,
        "row": case.message.row,
        "labels": {name: visit.say(phrase) for name, phrase in LABELS.items()},
        "acts": [
            {"value": own.value, "text": visit.say(f"parked.act.{own}"), "note": visit.say(f"parked.act.{own}.note")}
            for own in ParkedAct
        ],
        "wanted": {name: visit.form.one(name) for name in LABELS},
        "sent": visit.query.get("done") == "done",
    }
    return Content(values, faults=faults)


PAGES = (
    StaffPage(
        name="parked",
        path="/parked",
        seen_by=SEEN_BY,
        template="parked/parked.html.jinja",
        show=show_inbox,
        menu=70,
    ),
    StaffPage(
        name="parked_event",
        path="/parked/{service}/{number}",
        seen_by=SEEN_BY,
        template="parked/parked_event.html.jinja",
        show=show,
        act=act,
        acts_as=frozenset({Role.ADMINISTRATOR}),
    ),
)
