"""Holds every stored debt against the rules: nothing without a decision, above its sum, or while it is disputed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from contracts.payments import CollectedBy, InstructionKind
from services.payments.model import PaymentStage
from services.payments.recovery import Debt
from services.payments.recovery_rows import as_recovery
from services.payments.recovery_tables import recovery
from services.payments.tables import instruction, overpayment_decision, position


def unlawful(connection: Connection) -> tuple[int, list[str]]:
    """How many debts there are, and every fault of one in words."""
    decided = {row.cause: row for row in connection.execute(select(overpayment_decision))}
    withheld = {
        str(row.id): row
        for row in connection.execute(
            select(instruction.c.id, instruction.c.amount_minor, instruction.c.withheld).where(
                instruction.c.kind == InstructionKind.OFFSET.value, instruction.c.stage == PaymentStage.WITHHELD.value
            )
        )
    }
    faults, count = [], 0
    named: set[str] = set()
    for row in connection.execute(select(recovery).order_by(recovery.c.person, recovery.c.question)):
        debt = as_recovery(row)
        count += 1
        decision = decided.get(debt.cause)
        if decision is None or decision.person != row.person:
            faults.append(f"the debt of question {debt.question} has no decision of a named person")
        faults += [f"of the debt of question {debt.question} {fault}" for fault in _faults(debt)]
        for money in debt.collections:
            named.add(money.reference)
            offset = withheld.get(money.reference)
            if money.by is CollectedBy.OFFSET and money.minor != (offset.amount_minor if offset else 0):
                faults.append(f"of the debt of question {debt.question} another sum was collected than was withheld")
    lost = sorted(set(withheld) - named)
    faults += [f"payment {offset} was withheld for no debt" for offset in lost]
    return count, [*faults, *_off_the_positions(connection)]


def _faults(debt: Debt) -> Iterator[str]:
    asked = debt.owed_minor + debt.collected_minor + debt.given_up_minor
    if asked > debt.decided_minor:
        yield f"{asked} were asked, collected or given up and {debt.decided_minor} decided, in minor units"
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


def _off_the_positions(connection: Connection) -> Iterator[str]:
    """The debts of each period against what the period says of them."""
    owed = Counter[tuple[str, str, str]]()
    query = select(recovery.c.person, recovery.c.claim, recovery.c.certification, func.sum(recovery.c.owed_minor))
    for *key, minor in connection.execute(query.group_by(*query.selected_columns[:3])):
        owed[tuple(key)] = int(minor)
    own = position.c
    for person, claim, certification, final in connection.execute(
        select(own.person, own.claim, own.certification, own.final_minor)
    ):
        if owed.pop((person, claim, certification), 0) != final:
            yield f"the debts of certification {certification} are not what the period says is owed"
    yield from (f"a debt of certification {key[2]} has no period" for key, minor in owed.items() if minor)
