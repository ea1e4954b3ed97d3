"""Holds every stored debt against the rules: nothing without a decision, above its sum, or while it is disputed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from contracts.payments import CollectedBy
from services.payments.joined_tables import joined_account
from services.payments.model import ON_ITS_WAY, PaymentKind, PaymentStage
from services.payments.recoveries.retold import off_what_was_told, told_of_debts
from services.payments.recovery import Debt
from services.payments.recovery_rows import as_recovery
from services.payments.recovery_tables import recovery
from services.payments.tables import instruction, overpayment_decision, position

Period = tuple[str, str, str]
"""Person, claim and certification."""


def unlawful(connection: Connection, *, reads_words: bool = True) -> tuple[int, list[str]]:
    """How many debts there are, and every fault of one in words.

    Who only counts does not read what was said of debts, so that contests and days are not held against it.
    """
    decided = {row.cause: row for row in connection.execute(select(overpayment_decision))}
    told = told_of_debts(connection) if reads_words else None
    withheld = {str(row.id): row for row in connection.execute(_WITHHELD)}
    on_their_way = _untold(connection)
    faults, count = [], 0
    named: set[str] = set()
    repayments = Counter[str]()
    for row in connection.execute(select(recovery).order_by(recovery.c.person, recovery.c.question)):
        debt = as_recovery(row)
        count += 1
        decision = decided.get(debt.cause)
        of_this = [*_off_its_decision(row, decision), *_faults(debt), *_off_the_offsets(row, withheld, on_their_way)]
        if told is not None and decision is not None and decision.contest_until is not None:
            of_this += off_what_was_told(debt, decision.contest_until, told[row.person, debt.question])
        faults += [f"of the debt of question {debt.question} {fault}" for fault in of_this]
        named.update(money.reference for money in debt.collections)
        repayments.update(money.reference for money in debt.collections if money.by is CollectedBy.REPAYMENT)
    twice = sorted(reference for reference, times in repayments.items() if times > 1)
    faults += [f"the bank's money {reference} was taken as a repayment of several debts" for reference in twice]
    faults += [f"payment {offset} was withheld for no debt" for offset in sorted(set(withheld) - named - on_their_way)]
    return count, [*faults, *_off_the_positions(connection)]


_WITHHELD = select(instruction.c.id, instruction.c.person, instruction.c.amount_minor, instruction.c.withheld).where(
    instruction.c.kind == PaymentKind.OFFSET.value, instruction.c.stage == PaymentStage.WITHHELD.value
)


def _off_its_decision(row: Any, decision: Any) -> Iterator[str]:
    if decision is None or decision.person != row.person:
        yield "there is no decision of a named person"
    elif (decision.officer, decision.decided_on) != (row.officer, row.decided_on):
        yield "officer or day are not those of its decision"


def _untold(connection: Connection) -> set[str]:
    """What was withheld under one pseudonym and its news has not reached the account of the debt yet."""
    accounts = {(row.person, row.other): row for row in connection.execute(select(joined_account))}
    untold: set[str] = set()
    for (person, other), account in accounts.items():
        sent, there = account.sent, accounts.get((other, person))
        heard = there.heard if there else None
        if sent and (heard is None or heard["number"] < sent["number"]):
            untold.update(entry["offset"] for entry in sent.get("withheld", ()))
    return untold


def _off_the_offsets(row: Any, withheld: Mapping[str, Any], on_their_way: Collection[str]) -> Iterator[str]:
    """What came in by the debt against what was withheld for it by the payments."""
    debt = as_recovery(row)
    if row.collected_minor != debt.collected_minor:
        yield "another sum is said to be collected than came in"
    for money in debt.collections:
        offset = withheld.get(money.reference)
        if money.reference in on_their_way:
            continue
        if money.by is CollectedBy.OFFSET and money.minor != (offset.amount_minor if offset else 0):
            yield "another sum was collected than was withheld"
        elif offset and (offset.person, *offset.withheld[1:]) != (
            money.withheld_from or row.person,
            debt.claim,
            debt.certification,
            debt.question,
            *([row.person] if money.withheld_from else []),
        ):
            yield f"payment {money.reference} says that it was withheld for another one"


def _faults(debt: Debt) -> Iterator[str]:
    if debt.noticed_on is not None and debt.noticed_on > debt.decided_on:
        yield f"it was decided on {debt.decided_on}, before the person was told on {debt.noticed_on}"
    if not debt.decided_on <= debt.contest_until <= debt.collect_until:
        yield "the days to contest and to collect are not after the decision"
    if any(not act.officer for act in debt.given_up):
        yield "something was given up by nobody who is named"
    asked = debt.owed_minor + debt.collected_minor + debt.given_up_minor
    if asked > debt.decided_minor:
        yield f"{asked} were asked, collected or given up and {debt.decided_minor} decided, in minor units"
    for money in debt.collections:
        if money.confirmed_by in {money.told_by, *debt.officers} and not money.is_unconfirmed and money.told_by:
            yield f"the repayment {money.reference} was confirmed by {money.confirmed_by}, who told of it or decided"
    yield from _withheld_wrongly(debt)


def _withheld_wrongly(debt: Debt) -> Iterator[str]:
    for money in debt.collections:
        if money.by is not CollectedBy.OFFSET or not money.kept_minor:
            continue
        if any(dispute.covers(money.on) for dispute in debt.disputes):
            yield f"something was withheld on {money.on}, while it was disputed, and did not go back"
        if money.on <= debt.decided_on:
            yield f"something was withheld on {money.on}, before the decision"
        elif money.on <= debt.contest_until and not debt.disputes:  # a contest that fails moves that day
            yield f"something was withheld on {money.on}, before it was final"
        if debt.is_overturned:
            yield "something is kept although the decision was overturned"


def _refunded(connection: Connection) -> Counter[Period]:
    """What goes back, went back, or came back and waits, of each period."""
    refunded = Counter[Period]()
    own = instruction.c
    for row in connection.execute(select(instruction).where(own.kind == PaymentKind.REFUND.value)):
        is_moving = PaymentStage(row.stage) in ON_ITS_WAY
        refunded[row.person, row.claim, row.certification] += row.amount_minor if is_moving else row.held_minor
    return refunded


def _off_the_positions(connection: Connection) -> Iterator[str]:
    """The debts of each period against what the period and its decisions say of them."""
    sums: defaultdict[Period, Counter[str]] = defaultdict(Counter)
    for row in connection.execute(select(recovery)):
        of_period = sums[row.person, row.claim, row.certification]
        of_period.update(owed=row.owed_minor, decided=row.decided_minor)
        for money in as_recovery(row).collections:
            shown = 0 if money.is_unconfirmed else money.minor
            of_period.update(came_in=money.minor, goes_back=money.returned_minor, shown=shown)
    refunded = _refunded(connection)
    decided = Counter[Period]()
    for row in connection.execute(select(overpayment_decision)):
        decided[row.person, row.claim, row.certification] += row.amount_minor
    for row in connection.execute(select(position)):
        key = (row.person, row.claim, row.certification)
        debts = sums.pop(key, Counter())
        if debts["owed"] != row.final_minor:
            yield f"the debts of certification {row.certification} are not what the period says is owed"
        if (debts["came_in"], debts["goes_back"]) != (row.recovered_minor, row.to_return_minor):
            yield f"what came in for debts of certification {row.certification} is not what the period says of it"
        if refunded[key] > debts["shown"]:
            yield f"of certification {row.certification} more goes back than is shown to have come in"
        if debts["decided"] > decided[key]:
            yield f"of certification {row.certification} more is a debt than named persons decided"
    yield from (f"a debt of certification {key[2]} has no period" for key, debts in sums.items() if debts["owed"])
