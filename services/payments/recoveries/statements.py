"""What the account of one pseudonym tells that of another: what is asked, what may be withheld, what was withheld."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from uuid import UUID

from contracts.base import Envelope
from contracts.joined_accounts import AccountShared, DebtToCollect, Pause, WithheldForDebt
from contracts.values import Money
from services.payments.claimant import Claimant
from services.payments.joined_account import JoinedAccount
from services.payments.model import Instruction, PaymentStage, Position
from services.payments.recoveries.offsets import unsealed
from services.payments.recoveries.terms import Terms
from services.payments.recovery import Debt
from services.runtime.handling import To


def told_to_others(state: Claimant, terms: Terms, sealed: Collection[UUID] = ()) -> list[To]:
    """What the accounts of the person's other pseudonyms must hear by now; `sealed` payments ask for nothing more."""
    told: list[To] = []
    for account in list(state.joined.values()):
        event = _statement(state, account, terms, sealed)
        if event is not None:
            state.join(account.telling(event))
            told.append(To(account.other, event))
    return told


def settled(terms: Terms, state: Claimant, _cause: Envelope) -> list[To]:
    """What follows from all events of a batch together."""
    return told_to_others(state, terms)


def _statement(state: Claimant, account: JoinedAccount, terms: Terms, sealed: Collection[UUID]) -> AccountShared | None:
    """The next statement; None where nothing changed since the last one."""
    last = account.sent
    withheld = _withheld(state, account)
    asked = _withholdable(state, terms, sealed) if account.holds else ()
    news = (asked, len(withheld)) != ((last.withholdable, len(last.withheld)) if last else ((), 0))
    asks = account.asks + (account.asks_again or news)
    debts = tuple(_to_collect(state, account, terms)) if account.holds else ()
    event = AccountShared(
        other=state.subject,
        number=1 if last is None else last.number,
        asks=asks,
        withholdable=asked,
        answers=account.heard.asks if account.heard and debts else 0,
        debts=debts,
        withheld=withheld,
    )
    if last is None:
        return event if asked or debts or withheld else None
    return None if event == last else event.model_copy(update={"number": last.number + 1})


def _withheld(state: Claimant, account: JoinedAccount) -> tuple[WithheldForDebt, ...]:
    """All that was ever withheld here for debts of the other, as it stands now."""
    known = {entry.offset: entry for entry in account.sent.withheld} if account.sent else {}
    for position in state.now.values():
        for offset in position.instructions:
            if offset.withheld is not None and offset.withheld.owed_by == account.other:
                known[offset.id] = _entry(offset)
    return tuple(sorted(known.values(), key=lambda entry: (entry.withheld_on, str(entry.offset))))


def _entry(offset: Instruction) -> WithheldForDebt:
    debt = offset.withheld
    assert debt is not None  # noqa: S101 - only what was withheld for a debt is told
    minor = offset.amount_minor if offset.stage is PaymentStage.WITHHELD else 0
    return WithheldForDebt(
        offset=offset.id,
        payment=debt.payment,
        claim=debt.claim,
        certification=debt.certification,
        question=debt.question,
        amount=Money(minor=minor, currency=offset.currency),
        withheld_on=offset.due_on,
    )


def _withholdable(state: Claimant, terms: Terms, sealed: Collection[UUID] = ()) -> tuple[Money, ...]:
    """What may be withheld at most from the payments that are in no sealed file, by currency."""
    sums = Counter[str]()
    for payment in unsealed(state.now.values(), terms):
        if payment.id not in sealed:
            most = terms.most_withheld(payment.amount_minor, payment.currency, payment.period, payment.due_on)
            sums[payment.currency] += most
    return tuple(Money(minor=minor, currency=currency) for currency, minor in sorted(sums.items()) if minor)


def _to_collect(state: Claimant, account: JoinedAccount, terms: Terms) -> Iterator[DebtToCollect]:
    """For which debts the other may withhold how much: what is neither set aside elsewhere nor withheld here first."""
    if account.heard is None or state.is_dead:
        return
    wanted = {money.currency: money.minor for money in account.heard.withholdable}
    here = {money.currency: money.minor for money in _withholdable(state, terms)} if wanted else {}
    for position in state.owing() if wanted else ():
        for debt in position.recoveries:
            free = debt.owed_minor - here.get(position.currency, 0) - state.set_aside(debt.question, account.other)
            minor = min(free, wanted.get(position.currency, 0))
            if minor > 0 and (debt.instalments is None or debt.instalments.withheld):
                yield _granted(position, debt, minor)


def _granted(position: Position, debt: Debt, minor: int) -> DebtToCollect:
    def money(amount: int) -> Money:
        return Money(minor=amount, currency=position.currency)

    return DebtToCollect(
        claim=position.claim,
        certification=position.certification,
        question=debt.question,
        decision=debt.cause,
        amount=money(minor),
        left=money(debt.owed_minor),
        each=money(debt.instalments.each_minor) if debt.instalments else None,
        after=debt.contest_until,
        until=debt.collect_until,
        pauses=tuple(
            Pause(start=dispute.opened_on, end=dispute.closed_on) for dispute in debt.disputes if dispute.suspends
        ),
    )
