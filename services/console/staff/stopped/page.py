"""Payments that do not go on by themselves: the list by reason, and one with the order that a named person gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from contracts.base import Envelope, Event, Unreadable, read
from contracts.casework import HeldPaymentReleased, ReissueOrdered
from contracts.payments import PaymentReturned
from services.console.acts.read_form import ReadForm
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand
from services.console.paging import ROWS_A_PAGE, ListPage
from services.console.plain_figures import sum_in_units
from services.console.staff_page import Cell, Content, GoTo, Listing, NotHere, StaffPage, Visit
from services.payments.views import (
    StoppedPayment,
    StopReason,
    WantedAccount,
    count_stopped,
    stopped_payment,
    stopped_payments,
    wanted_accounts,
)

PAYMENTS = "payments"
SEEN_BY = frozenset({Role.PAYMENTS_OFFICER, Role.INTAKE, Role.AUDITOR})
ACCOUNT = "account"
KINDS = (*(reason.value for reason in StopReason), ACCOUNT)
COLUMNS = {
    StopReason.RETURNED.value: ("payment", "person", "amount", "due_on", "who"),
    StopReason.DEATH.value: ("payment", "person", "amount", "died_on", "who"),
    ACCOUNT: ("claim", "person", "who"),
}
FILE_ROWS_MAX = 10_000
SHOWN = 10
LABELS = {"checked": "stopped.checked", "reasons": "question.reasons"}
CHECKED = "yes"


def show_all(visit: Visit) -> Content:
    """One page of what waits for one reason; as a file all of it."""
    why = visit.query.get("why", "")
    why = why if why in KINDS else StopReason.RETURNED.value
    partitions = visit.world.databases[PAYMENTS].partitions
    with visit.world.reading(PAYMENTS) as connection:
        counts = count_stopped(connection, partitions)
        shown = ListPage.asked(visit.query, counts[why])
        start, most = (0, FILE_ROWS_MAX) if visit.query.get("as") == "csv" else (shown.start, ROWS_A_PAGE)
        payments: list[StoppedPayment] = []
        accounts: list[WantedAccount] = []
        if why == ACCOUNT:
            accounts = [*wanted_accounts(connection, partitions, start=start, most=most)]
        else:
            payments = [*stopped_payments(connection, StopReason(why), partitions, start=start, most=most)]
    values = {
        "why": why,
        "kinds": KINDS,
        "counts": counts,
        "payments": payments,
        "accounts": accounts,
        "columns": COLUMNS[why],
        "shown": shown,
        "cut": SHOWN,
    }
    columns = [visit.say(f"stopped.column.{name}") for name in COLUMNS[why]]
    columns += [] if why == ACCOUNT else [visit.say("list.currency")]
    rows = [_cells(visit, payment) for payment in payments]
    rows += [[each.claim[:SHOWN], each.person[:SHOWN], visit.say("stopped.who.account")] for each in accounts]
    return Content(values, Listing(f"payments-{why}", columns, rows))


def _cells(visit: Visit, payment: StoppedPayment) -> list[Cell]:
    day = payment.due_on if payment.why is StopReason.RETURNED else payment.died_on
    return [
        str(payment.payment)[:SHOWN],
        payment.person[:SHOWN],
        sum_in_units(payment.amount),
        day.isoformat() if day else None,
        visit.say(_who(payment)),
        payment.amount.currency,
    ]


def _who(payment: StoppedPayment) -> str:
    """The phrase that says who must act."""
    return "stopped.who.released" if payment.released_by else f"stopped.who.{payment.why}"


def show(visit: Visit) -> Content:
    """One payment that waits."""
    return _content(visit, _payment(visit), {})


def act(visit: Visit) -> Content | GoTo:
    """Pay again what came back, or release what is due to the dead."""
    person = visit.given["person"]
    matter = CaseAtHand(person, record=visit.given["payment"])
    here = GoTo(visit.address(f"/people/{person}/payments/{visit.given['payment']}", done="done"))
    payment = _payment(visit)
    visit.may_act(Role.PAYMENTS_OFFICER, matter)
    if visit.was_sent():
        return here
    read_form = ReadForm(visit.form)
    if visit.form.one("checked") != CHECKED:
        read_form.faults["checked"] = "stopped.fault.checked"
    reasons = read_form.words("reasons")
    if payment is None or payment.released_by:
        read_form.faults["checked"] = "stopped.fault.over"
    if read_form.faults or payment is None:
        faults = {name: visit.say(read_form.faults[name]) for name in LABELS if name in read_form.faults}
        return _content(visit, payment, faults)
    visit.act(Role.PAYMENTS_OFFICER, matter, _order(visit, payment, reasons), reasons)
    return here


def _order(visit: Visit, payment: StoppedPayment, reasons: str) -> Event:
    officer = visit.officer.acting(Role.PAYMENTS_OFFICER)
    if payment.why is StopReason.RETURNED:
        return ReissueOrdered(instruction=payment.payment, officer=officer, ordered_on=visit.today, reasons=reasons)
    return HeldPaymentReleased(instruction=payment.payment, officer=officer, released_on=visit.today, reasons=reasons)


def _payment(visit: Visit) -> StoppedPayment | None:
    """None where it waits no longer, or never did. Raises `NotHere` for what is no payment's id."""
    try:
        key = UUID(visit.given["payment"])
    except ValueError:
        raise NotHere from None
    with visit.world.reading(PAYMENTS) as connection:
        payment = stopped_payment(connection, visit.given["person"], key)
    visit.look_at(CaseAtHand(visit.given["person"], record=str(key)))
    return payment


def _content(visit: Visit, payment: StoppedPayment | None, faults: Mapping[str, str]) -> Content:
    may_act = payment is not None and not payment.released_by and Role.PAYMENTS_OFFICER in visit.officer.roles
    values = {
        "person": visit.given["person"],
        "payment": payment,
        "last_day": payment.period.end - timedelta(days=1) if payment else None,
        "who": _who(payment) if payment else "",
        "bank_code": _bank_code(visit.world.heard(visit.given["person"]), payment) if payment else None,
        "may_act": may_act,
        "labels": {name: visit.say(phrase) for name, phrase in LABELS.items()},
        "checks": [{"value": CHECKED, "text": visit.say(f"stopped.check.{payment.why}"), "note": ""}]
        if payment
        else [],
        "filled": {"reasons": visit.form.one("reasons"), "checked": visit.form.all_of("checked")},
        "sent": visit.query.get("done") == "done",
    }
    return Content(values, faults=faults)


def _bank_code(heard: Iterable[Envelope], payment: StoppedPayment) -> str | None:
    """The reason that the bank gave, by its ISO 20022 code."""
    codes = [event.bank_code for event in map(_returned, heard) if event and event.instruction == payment.payment]
    return codes[-1] if codes else None


def _returned(envelope: Envelope) -> PaymentReturned | None:
    if envelope.type != PaymentReturned.type_():
        return None
    try:
        event = read(envelope)
    except Unreadable:
        return None
    return event if isinstance(event, PaymentReturned) else None


PAGES = (
    StaffPage(
        name="payments",
        path="/payments",
        seen_by=SEEN_BY,
        template="stopped/payments.html.jinja",
        show=show_all,
        menu=41,
    ),
    StaffPage(
        name="payment",
        path="/people/{person}/payments/{payment}",
        seen_by=SEEN_BY,
        template="stopped/payment.html.jinja",
        show=show,
        act=act,
        acts_as=frozenset({Role.PAYMENTS_OFFICER}),
    ),
)
