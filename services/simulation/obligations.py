"""What makes a part of a benefit go to others: tax that is chosen, orders of courts; and what was heard of it when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.simulation.life import Filed, SimulatedLife
from services.simulation.obligation_actions import ChoosesTax, LiftsOrder, OrdersAttachment


def obligations(life: SimulatedLife, own: Filed) -> None:
    """Tax is chosen, revoked, chosen again; courts order more than may be taken, from one claim or all, and lift it."""
    first, last = own.on, own.certified[-1][2]
    for _ in range(life.dice.randint(0, 3)):
        on = life.dice.choice((first, first + (last - first) / 2, last))
        filed = on + timedelta(days=life.dice.choice((-20, 0, 0, 15)))
        life.add(ChoosesTax, on, withhold=life.dice.randrange(3) > 0, filed=filed)
    for number in range(life.dice.randint(0, 2)):
        key, on = f"o-{own.claim}-{number}", first + timedelta(days=life.dice.randint(-3, 25))
        fields = {
            "key": key,
            "kind": life.dice.choice(("child_support", "child_support", "child_support", "other")),
            "weekly": life.dice.choice((1_000, 7_000, 90_000)),
            "currency": life.scheme.currency,
            "since": on - timedelta(days=life.dice.choice((0, 10, -10))),
            "priority": life.dice.randint(1, 2),
            "claim": own.claim if life.dice.randrange(3) == 0 else None,
        }
        life.add(OrdersAttachment, on, version=life.version(key), **fields)
        if life.dice.randrange(3) == 0:
            fields["weekly"] = life.dice.choice((500, 12_000))
            life.add(OrdersAttachment, on + timedelta(days=8), version=life.version(key), **fields)
        if life.dice.randrange(3) == 0:
            life.add(LiftsOrder, on + timedelta(days=15), key=key, day=on + timedelta(days=20))


@dataclass
class HeardObligations:
    """What was certainly heard of orders and choices when a day was closed.

    Where something was told between two works of the transport, nobody can say whether the closing came before it.
    """

    by: dict[date, Mapping[str, int]] = field(default_factory=dict)
    """By closed day, how much of each topic was heard before; of a day that was closed twice, at first."""
    unsure: set[tuple[str, date]] = field(default_factory=set)
    """People and days of whom nobody can say."""
    _told_of: set[str] = field(default_factory=set)
    _closing: set[date] = field(default_factory=set)
    _carried: Mapping[str, int] = field(default_factory=dict)

    def told(self, subject: str) -> None:
        """Something was told of a person's orders or choices."""
        self._told_of.add(subject)

    def closed(self, day: date, people: Collection[str]) -> None:
        """A day was closed."""
        self._closing.add(day)
        if day in self.by:
            self.unsure |= {(subject, day) for subject in people}
        self.by.setdefault(day, self._carried)

    def carried(self, lengths: Mapping[str, int]) -> None:
        """The transport has worked; so much is in each topic."""
        self.unsure |= {(subject, day) for subject in self._told_of for day in self._closing}
        self._carried = lengths
        self._told_of.clear()
        self._closing.clear()
