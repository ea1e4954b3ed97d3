"""Officers' acts that name no payment of their person's: kept and counted, and whoever acted is told."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, exists, func, select

from contracts.casework import HeldPaymentReleased, ReissueOrdered
from contracts.kept_acts import PaymentActKept
from services.payments.held_tables import payment_release
from services.payments.tables import instruction, reissue_order

KEEPABLE = (HeldPaymentReleased.name, ReissueOrdered.name)
"""The names of these acts."""
NAMED_BY_ORDER = (instruction.c.end_to_end == reissue_order.c.end_to_end) & (
    instruction.c.person == reissue_order.c.person
)
OWN_RELEASE = (payment_release.c.instruction == instruction.c.id) & (payment_release.c.person == instruction.c.person)


def names_no_payment(act: HeldPaymentReleased | ReissueOrdered) -> PaymentActKept:
    """Tells who acted that no such payment of this person is known."""
    return PaymentActKept(
        act=act.name,
        about=str(act.instruction),
        officer=act.officer,
        reason="no payment with this id was instructed for this person so far: the act is kept, and takes effect as "
        "soon as one is",
    )


def acts_of_no_payment(connection: Connection) -> Mapping[str, int]:
    """How many there are, by the name of their event."""
    orders = select(func.count()).select_from(reissue_order).where(~exists().where(NAMED_BY_ORDER))
    releases = select(func.count()).select_from(payment_release).where(~exists().where(OWN_RELEASE))
    return {
        HeldPaymentReleased.name: connection.scalar(releases) or 0,
        ReissueOrdered.name: connection.scalar(orders) or 0,
    }
