"""Creditors in a story: what came back from the bank is ordered anew, and at rest they have what was taken for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pydantic_core import from_json

from contracts.casework import ReissueOrdered
from services.simulation.chronicle import Sent
from services.simulation.offices import TREASURER
from services.simulation.printed_law import remittances
from services.simulation.printed_law.evidence import Stated
from services.simulation.rules import Violation
from services.simulation.story_run import StoryRun

AFTER_THE_MONTH = 9
"""Days after a month by which all that was taken in it is ordered, as `terms/deductions.yaml` prints it."""


def came_back(run: StoryRun) -> list[Sent]:
    """Payments to creditors that came back and were not ordered anew."""
    return [
        sent
        for identity, sent in sorted(run.chronicle.to_creditors.items(), key=str)
        if sent.returned and str(identity) not in run.reissued
    ]


def order_anew(run: StoryRun) -> None:
    """A named person orders what came back to be sent again."""
    for sent in came_back(run):
        identity = str(sent.order.instruction)
        order = ReissueOrdered(instruction=sent.order.instruction, officer=TREASURER, ordered_on=run.today)
        run.publish(order, 0, f"sends-{identity}-again", subject=sent.person)
        run.reissued.add(identity)
        run.fired["a creditor is paid again"] += 1


def creditors_have_what_was_taken(run: StoryRun) -> Iterator[Violation]:
    """All of the months that are over, and never more than was taken."""
    paid = {
        payment.end_to_end: int(payment.amount.replace(".", ""))
        for payment in run.bank.payments
        if payment.booked and not payment.returned
    }
    until = ((run.closed or date.min + timedelta(days=99)) - timedelta(days=AFTER_THE_MONTH)).replace(day=1)
    run.fired["a creditor is paid"] += sum(
        sent.order.end_to_end in paid for sent in run.chronicle.to_creditors.values()
    )
    for fault in remittances.faults(list(_said(run)), paid, until):
        yield Violation("what was taken for others reaches them", fault)


def _said(run: StoryRun) -> Iterator[Stated]:
    seen: set[str] = set()
    for body in run.world.topics.get("payments", []):
        fields = from_json(body)
        if fields["id"] not in seen:
            seen.add(fields["id"])
            yield Stated(fields["type"].removeprefix("tideover.").rpartition(".v")[0], fields["data"])
