"""One debt: what a named person confirmed of an overpayment, when it is final, and what became of it. Pure values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from contracts.overpayment_causes import UNKNOWN
from contracts.payments import CollectedBy
from services.payments.recovery_steps import RecoveryStep


class DisputeKind(StrEnum):
    """Why nothing may be collected for the time being."""

    CONTEST = "contest"
    WAIVER_REQUEST = "waiver_request"
    SUSPENSION = "suspension"
    """A named officer stopped the collection for some days."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A contest, a request to waive the debt, or a suspension: from the day of filing to the day of the answer."""

    kind: DisputeKind
    key: str
    opened_on: date
    closed_on: date | None = None
    new_facts: bool = False
    """Whether a request to waive names facts that no earlier one named."""
    suspends: bool = True
    """Whether it stops the collection: a request that comes soon after another was refused does not by itself."""

    def covers(self, day: date) -> bool:
        """Whether nothing may be collected on a day; on the day on which it is settled one may again."""
        return self.suspends and self.opened_on <= day and (self.closed_on is None or day < self.closed_on)


@dataclass(frozen=True, slots=True)
class CollectedSum:
    """Money that came in for a debt."""

    by: CollectedBy
    reference: str
    """The offset's own id, or the bank's reference of a repayment; one reference counts once."""
    on: date
    minor: int
    returned_minor: int = 0
    """What of it goes back, or went back, to the person."""
    uncounted_minor: int = 0
    """What does not count beside it: of a repayment what waits to be confirmed, of an offset what was not due."""
    told_by: str = ""
    """The officer who told of a repayment."""
    confirmed_by: str | None = None
    """Another officer, or the bank's message, that shows a repayment as well."""
    withheld_from: str | None = None
    """The other pseudonym of the person from whose payment it was withheld."""

    @property
    def kept_minor(self) -> int:
        """What of it pays off the debt."""
        return self.minor - self.returned_minor

    @property
    def is_unconfirmed(self) -> bool:
        """Whether one officer's word is all that speaks for it; nothing of it goes back then."""
        return self.by is CollectedBy.REPAYMENT and self.confirmed_by is None


@dataclass(frozen=True, slots=True)
class Instalments:
    """At most so much at a time, withheld or paid in by the person, as a named officer set it."""

    each_minor: int
    withheld: bool
    agreed_on: date
    officer: str
    cause: UUID


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A named person's act that ends a debt: of a waiver, a writing off, or a decision that was changed."""

    step: RecoveryStep
    on: date
    officer: str
    cause: UUID
    minor: int
    """What was given up."""


@dataclass(frozen=True, slots=True)
class Debt:
    """A debt, known by the question whose decision made it one.

    Always: what is owed, collected and given up is no more than what was decided; what relief the law gave since is
    the rest. Sums are minor units of the position's currency.
    """

    question: str
    claim: str
    certification: str
    cause: UUID
    """The decision's event."""
    noticed_on: date | None
    decided_on: date
    contest_until: date
    """The last day on which the decision may be contested; it is final on the next."""
    collect_until: date
    """The last day on which it may be collected: years of limitation from when it was final."""
    officer: str
    decided_minor: int
    overpayment_cause: str = UNKNOWN
    owed_minor: int = 0
    collections: tuple[CollectedSum, ...] = ()
    instalments: Instalments | None = None
    disputes: tuple[Dispute, ...] = ()
    given_up: tuple[GivenUp, ...] = ()
    confirmed_by: str | None = None
    """The second officer of the decision, where two had to agree."""

    @property
    def officers(self) -> frozenset[str]:
        """Who decided it."""
        return frozenset({self.officer, *([self.confirmed_by] if self.confirmed_by else [])})

    @property
    def last_withheld_on(self) -> date | None:
        """The last day on which something was withheld for it."""
        return max((money.on for money in self.collections if money.by is CollectedBy.OFFSET), default=None)

    @property
    def unconfirmed_minor(self) -> int:
        """What came in on one officer's word alone."""
        return sum(money.minor for money in self.collections if money.is_unconfirmed)

    @property
    def waiting_minor(self) -> int:
        """What was told as repaid above the debt, and waits to be confirmed."""
        return sum(money.uncounted_minor for money in self.collections if money.is_unconfirmed)

    @property
    def in_vain_minor(self) -> int:
        """What was withheld for it and was not due, so that it paid nothing off."""
        return sum(money.uncounted_minor for money in self.collections if money.by is CollectedBy.OFFSET)

    @property
    def collected_minor(self) -> int:
        """Withheld and repaid, less what goes back."""
        return sum(collection.kept_minor for collection in self.collections)

    @property
    def room_minor(self) -> int:
        """What of the decided sum is neither owed nor collected nor given up: what may still become owed."""
        return max(0, self.decided_minor - self.owed_minor - self.collected_minor - self.given_up_minor)

    @property
    def given_up_minor(self) -> int:
        """All that was waived, written off or lifted by a named person."""
        return sum(act.minor for act in self.given_up)

    @property
    def last_act(self) -> GivenUp | None:
        """The act that ended it, if one did; that a decision was changed goes before all else."""
        ordered = sorted(self.given_up, key=lambda act: (act.step is RecoveryStep.OVERTURNED, act.on, str(act.cause)))
        return ordered[-1] if ordered else None

    @property
    def is_overturned(self) -> bool:
        """Whether the decision was changed."""
        return any(act.step is RecoveryStep.OVERTURNED for act in self.given_up)

    def step_on(self, day: date) -> RecoveryStep:
        """Where it stands on a day."""
        if self.is_overturned:
            return RecoveryStep.OVERTURNED
        if not self.owed_minor:
            return self.last_act.step if self.last_act else RecoveryStep.CLEARED
        if day > self.collect_until:
            return RecoveryStep.BARRED
        if any(dispute.covers(day) for dispute in self.disputes):
            return RecoveryStep.SUSPENDED
        return RecoveryStep.CONTESTABLE if day <= self.contest_until else RecoveryStep.FINAL

    def with_collection(self, collection: CollectedSum) -> Debt:
        """The same with this money in place of what was known of it."""
        others = tuple(known for known in self.collections if known.reference != collection.reference)
        ordered = sorted((*others, collection), key=lambda known: (known.on, known.reference))
        return replace(self, collections=tuple(ordered))

    @property
    def requests(self) -> tuple[Dispute, ...]:
        """The requests to waive it, in the order of their filing."""
        return tuple(one for one in self.disputes if one.kind is DisputeKind.WAIVER_REQUEST)

    @property
    def open_requests(self) -> tuple[str, ...]:
        """The keys of those that somebody has to decide; none once the decision was changed, which leaves no debt."""
        return () if self.is_overturned else tuple(one.key for one in self.requests if one.closed_on is None)

    def collection(self, reference: str) -> CollectedSum | None:
        """The money of this reference."""
        return next((known for known in self.collections if known.reference == reference), None)

    def with_dispute(self, dispute: Dispute) -> Debt:
        """The same with this dispute in place of what was known of it."""
        others = tuple(known for known in self.disputes if (known.kind, known.key) != (dispute.kind, dispute.key))
        return replace(self, disputes=tuple(sorted((*others, dispute), key=lambda known: (known.opened_on, known.key))))

    def dispute(self, kind: DisputeKind, key: str) -> Dispute | None:
        """What is known of a dispute."""
        return next((known for known in self.disputes if (known.kind, known.key) == (kind, key)), None)
