"""How the account of a pseudonym stands towards that of another which is the same person. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from contracts.eligibility import PersonsLinked
from contracts.joined_accounts import AccountShared, DebtToCollect

Said = tuple[int, bool]
"""The version of what was said of a merger, and whether it holds by that."""


@dataclass(frozen=True, slots=True)
class JoinedAccount:
    """What is known of another pseudonym of the person, what it was told, and what it told."""

    other: str
    mergers: Mapping[str, Said] = field(default_factory=dict)
    """By the merger's key."""
    sent: AccountShared | None = None
    heard: AccountShared | None = None
    set_aside: Mapping[str, int] = field(default_factory=dict)
    """By the question of a debt here: what the other may withhold for it until it asks anew, in minor units."""
    asks_again: bool = False
    """Whether what was answered may no longer be used; not stored, for it is told with the same batch."""

    @property
    def holds(self) -> bool:
        """Whether the two are one person by now."""
        return any(holds for _, holds in self.mergers.values())

    @property
    def asks(self) -> int:
        """The number of the last question; zero before any."""
        return self.sent.asks if self.sent else 0

    @property
    def debts(self) -> tuple[DebtToCollect, ...]:
        """The other's debts for which something may be withheld here: what answers the last question alone."""
        heard = self.heard
        return heard.debts if heard is not None and self.holds and self.asks and heard.answers == self.asks else ()

    def linked(self, event: PersonsLinked) -> JoinedAccount:
        """With what is said of a merger; an older version changes nothing."""
        known = self.mergers.get(event.merger)
        if known is not None and known[0] > event.version_said:
            return self
        return replace(self, mergers={**self.mergers, event.merger: (event.version_said, event.holds)})

    def hearing(self, event: AccountShared) -> JoinedAccount:
        """With what the other tells; where less may be withheld than before, it is asked anew."""
        was = self.heard
        asked_anew = was is None or was.asks != event.asks
        now = replace(self, heard=event, set_aside={} if asked_anew else self.set_aside)
        is_less = _sum_of(now.debts) < _sum_of(self.debts)
        return replace(now, asks_again=self.asks_again or is_less)

    def telling(self, event: AccountShared) -> JoinedAccount:
        """With what the other is told now; what it may withhold is set aside from then on."""
        aside = dict(self.set_aside)
        for debt in event.debts:
            aside[debt.question] = max(aside.get(debt.question, 0), debt.amount.minor)
        return replace(self, sent=event, set_aside=aside, asks_again=False)


def _sum_of(debts: tuple[DebtToCollect, ...]) -> int:
    return sum(debt.amount.minor for debt in debts)
