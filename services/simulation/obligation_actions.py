"""What makes a part of a benefit go to others, as plain data: tax that is chosen, orders of courts."""

from __future__ import annotations

from datetime import date
from typing import Literal

from services.simulation.life_action import LifeAction


class ChoosesTax(LifeAction):
    """The person asks that income tax be withheld, or that it be no longer."""

    do: Literal["chooses_tax"] = "chooses_tax"
    withhold: bool = True
    filed: date
    version: int = 1


class OrdersAttachment(LifeAction):
    """A court orders that a sum for each week goes to somebody else."""

    do: Literal["orders_attachment"] = "orders_attachment"
    key: str
    kind: str = "child_support"
    weekly: int
    currency: str = "USD"
    since: date
    until: date | None = None
    priority: int = 1
    claim: str | None = None
    version: int = 1


class LiftsOrder(LifeAction):
    """An order is lifted."""

    do: Literal["lifts_order"] = "lifts_order"
    key: str
    day: date
    version: int = 1
