"""The payments of one person: those in motion are loaded, older ones are read when an event names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID

from contracts.base import Envelope
from contracts.batches import BatchAct
from contracts.casework import HeldPaymentReleased, RepaymentConfirmed
from contracts.claims import ClaimDecision
from contracts.eligibility import DeathReported
from contracts.treasury import FundMoved
from contracts.values import Period
from services.payments.fund_rows import FundMovement
from services.payments.joined_account import JoinedAccount
from services.payments.model import Decided, Instruction, JournalEntry, PeriodKey, Position, Positions, end_to_end_of
from services.payments.obligations import KnownOrder, TaxChoice
from services.payments.recovery import Debt
from services.runtime.handling import Refused, State


class PositionStore(Protocol):
    """The stored positions, in the transaction of the batch."""

    def position(self, person: str, key: PeriodKey) -> Position | None:
        """The stored position."""

    def key_of(self, person: str, end_to_end: str) -> PeriodKey | None:
        """The key of the position whose payment has this identifier, if it is this person's."""

    def is_instructed(self, end_to_end: str) -> bool:
        """Whether anybody's payment has this identifier."""

    def orders_for(self, person: str, end_to_end: str) -> list[Envelope]:
        """Orders to pay a payment again that came before its return."""

    def fund_moved(self, fund: str, movement: str) -> FundMovement | None:
        """What was told of a fund under a reference."""

    def debts(self, person: str) -> Mapping[PeriodKey, tuple[Debt, ...]]:
        """All debts of a person, by position."""

    def said_of_debt(self, person: str, question: str) -> list[Envelope]:
        """All that was said of a debt, in the order of its days."""

    def over_until(self, person: str) -> date | None:
        """The last day that the person's partition has closed."""

    def attachment(self, person: str, key: str) -> KnownOrder:
        """What is known of an order of a court or agency."""

    def reaches(self, person: str) -> Mapping[PeriodKey, Period]:
        """All positions of a person, with the days within which each can meet another."""

    def is_dead(self, person: str) -> bool:
        """Whether the person was said to have died."""

    def death_number(self, person: str) -> int:
        """The number of what was last said of the person's death; 0 where nothing was."""


@dataclass
class Claimant(State):
    """A person's positions, as stored and as they are now, and what is to be written beside them."""

    stored: PositionStore | None = None
    before: dict[PeriodKey, Position] = field(default_factory=dict)
    now: dict[PeriodKey, Position] = field(default_factory=dict)
    entries: list[JournalEntry] = field(default_factory=list)
    decisions: list[Decided] = field(default_factory=list)
    unmatched: list[tuple[str, Envelope]] = field(default_factory=list)
    """What the bank said of payments that are not sealed, by their identifier."""
    orders: list[tuple[str, Envelope]] = field(default_factory=list)
    """Orders to pay again that wait for a return, by the payment's identifier."""
    about_debts: list[tuple[str, Envelope]] = field(default_factory=list)
    """What was said of debts, by the question whose decision makes them."""
    claims_opened: list[str] = field(default_factory=list)
    """Claims of the person that were opened now."""
    batch_acts: list[tuple[BatchAct, Envelope]] = field(default_factory=list)
    """What officers did with sealed files; the subject is then a batch, and no person."""
    fund_moves: list[tuple[FundMoved, Envelope]] = field(default_factory=list)
    """What the treasury told of a fund; the subject is then the fund, and no person."""
    joined: dict[str, JoinedAccount] = field(default_factory=dict)
    """The accounts of pseudonyms that are, or were, said to be the same person, by pseudonym."""
    joined_now: set[str] = field(default_factory=set)
    """Those of which something changed now."""
    attachments: dict[str, KnownOrder] = field(default_factory=dict)
    """Orders of courts and agencies of which something was heard now."""
    choices: list[TaxChoice] = field(default_factory=list)
    """What the person chose of taxes now."""

    def attachment(self, key: str) -> KnownOrder:
        """What is known of an order of a court or agency, which may be nothing yet."""
        if key in self.attachments:
            return self.attachments[key]
        return self.stored.attachment(self.subject, key) if self.stored else KnownOrder(key)

    death: DeathReported | None = None
    """What is newly said of the person's death."""
    releases: list[HeldPaymentReleased] = field(default_factory=list)
    after_death: list[tuple[ClaimDecision, date]] = field(default_factory=list)
    """Decisions that what is due for days before a death is paid, with the day of the death."""

    def remember(self, position: Position) -> None:
        """Take a position as it is stored."""
        key = (position.claim, position.certification)
        self.now[key] = self.before[key] = position

    def keep(self, position: Position) -> None:
        """Take a position's new form."""
        self.now[position.claim, position.certification] = position

    def position(self, key: PeriodKey) -> Position | None:
        """The position as it is now, if there is one."""
        if key not in self.now and self.stored and (position := self.stored.position(self.subject, key)):
            self.remember(position)
        return self.now.get(key)

    def of_claim(self, claim: str) -> list[Position]:
        """All positions of a claim."""
        keys = sorted(key for key in self._reaches() if key[0] == claim)
        return [position for key in keys if (position := self.position(key)) is not None]

    def meeting(self, key: PeriodKey, days: Period) -> Positions:
        """The position of a key, and all that may hold or have paid for a day of it, or of one of those."""
        reaches = self._reaches()
        met, rest = [days, *([reaches.pop(key)] if key in reaches else [])], [key]
        while near := [other for other, reach in reaches.items() if any(reach.overlaps(period) for period in met)]:
            met += [reaches.pop(other) for other in near]
            rest += near
        return self._with_debts({own: position for own in rest if (position := self.position(own)) is not None})

    def _with_debts(self, positions: Positions) -> Positions:
        """These positions with those whose debts their payments pay off, and all that may meet those."""
        for position in positions.values():
            for payment in position.instructions:
                if payment.withheld and not payment.withheld.owed_by and payment.withheld.debt not in positions:
                    debt = self.position(payment.withheld.debt)
                    if debt is not None:
                        return self._with_debts({**self.meeting(debt.key, debt.reach), **positions})
        return positions

    def account_of(self, other: str) -> JoinedAccount:
        """How the account of another pseudonym stands, of which nothing may be known yet."""
        return self.joined.get(other) or JoinedAccount(other)

    def join(self, account: JoinedAccount) -> None:
        """Take an account's new form."""
        if account != self.joined.get(account.other):
            self.joined[account.other] = account
            self.joined_now.add(account.other)

    def set_aside(self, question: str, besides: str | None = None) -> int:
        """What of a debt others may withhold, in minor units; what one of them may, besides."""
        others = (account for account in self.joined.values() if account.other != besides)
        return sum(account.set_aside.get(question, 0) for account in others)

    @property
    def is_dead(self) -> bool:
        """Whether the person is said to have died: nothing is collected then."""
        if self.death is not None:
            return self.death.died_on is not None
        return self.stored is not None and self.stored.is_dead(self.subject)

    def owing(self) -> list[Position]:
        """All positions of which named persons decided an overpayment."""
        stored = set(self.stored.debts(self.subject)) if self.stored else set()
        keys = sorted(stored | {key for key, position in self.now.items() if position.recoveries})
        return [position for key in keys if (position := self.position(key)) is not None]

    def with_debt(self, question: str) -> Position | None:
        """The position of which the decision on a question made a debt, if one did."""
        return next((position for position in self.owing() if position.recovery(question)), None)

    def said_of_debt(self, question: str) -> list[Envelope]:
        """All that was said of a debt so far, as it came; of one moment, what confirms a repayment comes last."""
        stored = self.stored.said_of_debt(self.subject, question) if self.stored else []
        said = [*stored, *(envelope for about, envelope in self.about_debts if about == question)]
        shows = RepaymentConfirmed.type_()
        return sorted(said, key=lambda envelope: (envelope.time, envelope.type == shows, str(envelope.id)))

    @property
    def over_until(self) -> date | None:
        """The last day that the person's partition has closed; None while it has closed none."""
        return self.stored.over_until(self.subject) if self.stored else None

    def around(self, payment: Instruction) -> Positions:
        """The position of a payment, and those that may hold or have paid for a day of it."""
        return self.meeting(payment.key, payment.period)

    def _reaches(self) -> dict[PeriodKey, Period]:
        stored = self.stored.reaches(self.subject) if self.stored else {}
        return {**stored, **{key: position.reach for key, position in self.now.items()}}

    def paid_by(self, end_to_end: str) -> Instruction | None:
        """The payment with this identifier, if one was instructed for this person.

        Raises `Refused` if it was instructed for somebody else.
        """
        payment = self._find(end_to_end)
        named = self.subject == end_to_end  # nobody's payment had it when the message was read
        if payment is None and self.stored and not named and self.stored.is_instructed(end_to_end):
            raise Refused("bank-mismatch", "the bank names a payment that was never instructed for this subject")
        return payment

    def known(self, instruction: UUID) -> Instruction | None:
        """The payment with this id; None where none was instructed for this person."""
        return self._find(end_to_end_of(instruction))

    def instructed(self, instruction: UUID) -> Instruction:
        """The payment with this id. Raises `Refused` if there is none."""
        payment = self.known(instruction)
        if payment is None:
            raise Refused("out-of-order", "no payment with this id was instructed for this person")
        return payment

    def orders_for(self, end_to_end: str) -> list[Envelope]:
        """Orders to pay this payment again that came before its return."""
        stored = self.stored.orders_for(self.subject, end_to_end) if self.stored else []
        return [*stored, *(order for payment, order in self.orders if payment == end_to_end)]

    def _find(self, end_to_end: str) -> Instruction | None:
        if (payment := self._loaded(end_to_end)) is None and self.stored:
            key = self.stored.key_of(self.subject, end_to_end)
            if key and self.position(key):
                payment = self._loaded(end_to_end)
        return payment

    def _loaded(self, end_to_end: str) -> Instruction | None:
        for position in self.now.values():
            for instruction in position.instructions:
                if instruction.end_to_end == end_to_end:
                    return instruction
        return None
