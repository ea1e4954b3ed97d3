"""Compares the books, the payments, the sealed files and the bank; lists every difference in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, select

from contracts.casework import HeldPaymentReleased, ReissueOrdered
from contracts.payments import CreditorKind
from services.payments import ledger
from services.payments.accounts import (
    BENEFIT,
    CASH,
    CHARGES,
    CLEARING,
    CORRECTION,
    DEDUCTED,
    FUND,
    IN_FLIGHT,
    PAYABLE,
    RECEIVABLE,
    RETURNS,
    WAIVED,
    WRITTEN_OFF,
    collected_under,
)
from services.payments.acts_of_no_payment import NAMED_BY_ORDER, acts_of_no_payment
from services.payments.bank import bank_file, interlock
from services.payments.bank.open_items import ItemState
from services.payments.bank.sealed_files import FileState, SealBroken, body_of
from services.payments.bank_results import MAY_COME_BACK
from services.payments.days_waiting import WAITS
from services.payments.deduction_tables import deduction, remittance
from services.payments.model import ON_ITS_WAY, PaymentKind, PaymentStage
from services.payments.movements import ACCOUNT_OF
from services.payments.tables import (
    bank_account,
    instruction,
    left_out,
    open_item,
    payment_file,
    position,
    reissue_order,
    unmatched_entry,
)
from services.runtime.privacy.cipher import Cipher

Sums = Counter[tuple[str, str]]
"""Amounts by what they are of and currency."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """One sealed file: what it says, and what became of its payments."""

    name: str
    state: str
    currency: str
    count: int
    control_sum_minor: int
    in_flight_minor: int
    settled_minor: int
    came_back_minor: int


@dataclass(frozen=True, slots=True)
class Report:
    """What was compared, what differs, and what waits for somebody."""

    trial_balance: dict[str, int]
    files: tuple[FileLine, ...]
    differences: tuple[str, ...]
    waiting: tuple[str, ...]


def reconcile(connection: Connection, cipher: Cipher | None = None) -> Report:
    """Compare everything; with a cipher the stored bytes of all files are opened and counted too."""
    files = _files(connection)
    faults = differences(connection, files)
    if cipher:
        faults += [words for line in files for words in _of_the_bytes(connection, cipher, line)]
    return Report(ledger.trial_balance(connection), tuple(files), tuple(faults), tuple(_waiting(connection)))


def differences(connection: Connection, files: Sequence[FileLine] | None = None) -> list[str]:
    """Every difference in words, from amounts and states alone: no key and no account is needed."""
    balances = Counter(ledger.balances(connection))
    return [
        *_of_the_books(connection),
        *_of_the_accounts(connection, balances),
        *_of_the_positions(connection),
        *(words for line in files or _files(connection) for words in _of_a_file(line, balances)),
        *_of_the_bank(connection),
    ]


def _of_the_books(connection: Connection) -> list[str]:
    off_balance = [
        f"journal {journal} is off by {off} {currency} in minor units"
        for journal, currency, off in ledger.unbalanced(connection)
    ]
    parts = [
        f"journal {journal} has {found} of its {lines} lines" for journal, found, lines in ledger.incomplete(connection)
    ]
    return [*off_balance, *parts]


def _of_the_accounts(connection: Connection, balances: Sums) -> list[str]:
    """Each account against the rows it must equal."""
    expected = _expected(connection)
    booked: Sums = Counter()
    for (account, currency), minor in balances.items():
        booked[collected_under(account), currency] += minor
        if collected_under(account) == CORRECTION:  # corrections stand against the benefit they correct
            booked[BENEFIT, currency] += minor
        if collected_under(account) == FUND:  # what the treasury put in stands beside the payments
            booked[CASH, currency] += minor
        if account == CLEARING:  # withheld under one pseudonym, and not counted under the other yet
            booked[CASH, currency] += minor
        if account == CHARGES:  # what the bank kept for itself has left cash beside the payments
            booked[CASH, currency] += minor
    names = (CASH, PAYABLE, BENEFIT, RECEIVABLE, WAIVED, WRITTEN_OFF, RETURNS, *DEDUCTED)
    currencies = sorted({currency for _, currency in (*booked, *expected)})
    return [
        f"{name} has {booked[name, currency]} {currency}, the payments say {expected[name, currency]}, in minor units"
        for name in names
        for currency in currencies
        if booked[name, currency] != expected[name, currency]
    ]


def _expected(connection: Connection) -> Sums:
    """What the rows say that each account holds."""
    expected: Sums = Counter()
    for row in connection.execute(_BY_STAGE):
        if row.stage == PaymentStage.SETTLED.value:
            expected[CASH, row.currency] -= row.amount
        if row.stage == PaymentStage.WITHHELD.value:  # recovered, and never came in as cash
            expected[CASH, row.currency] -= row.amount
        if row.stage == PaymentStage.DUE.value:
            expected[PAYABLE, row.currency] -= row.amount
        if row.debit_untold:  # it came back, and the bank has not told yet when it left
            expected[CASH, row.currency] += row.amount
            expected[RETURNS, row.currency] -= row.amount
        expected[PAYABLE, row.currency] -= row.held
    for taken in connection.execute(_DEDUCTED):
        expected[ACCOUNT_OF[CreditorKind(taken.creditor)], taken.currency] -= taken.amount
    for sent in connection.execute(_REMITTED):
        expected[ACCOUNT_OF[CreditorKind(sent.kind)], sent.currency] += sent.amount
    for sums in connection.execute(_BY_CURRENCY):
        expected[BENEFIT, sums.currency] += sums.target
        expected[RECEIVABLE, sums.currency] += sums.owed
        expected[WAIVED, sums.currency] += sums.waived
        expected[WRITTEN_OFF, sums.currency] += sums.written_off
        expected[CASH, sums.currency] += sums.recovered
        expected[PAYABLE, sums.currency] -= sums.return_waits
    return expected


_OWED = case(
    (
        instruction.c.stage.in_([stage.value for stage in ON_ITS_WAY]),
        instruction.c.amount_minor,
    ),
    else_=instruction.c.held_minor,
)
_SAME_PLACE: ColumnElement[bool] = and_(
    *(instruction.c[name] == position.c[name] for name in ("person", "claim", "certification"))
)
_SAME_DEDUCTED: ColumnElement[bool] = and_(
    *(deduction.c[name] == position.c[name] for name in ("person", "claim", "certification"))
)
_BY_STAGE = select(
    instruction.c.stage,
    instruction.c.currency,
    instruction.c.debit_untold,
    func.sum(instruction.c.amount_minor).label("amount"),
    func.sum(instruction.c.held_minor).label("held"),
).group_by(instruction.c.stage, instruction.c.currency, instruction.c.debit_untold)
_DEDUCTED = select(
    deduction.c.creditor, deduction.c.currency, func.sum(deduction.c.amount_minor).label("amount")
).group_by(deduction.c.creditor, deduction.c.currency)
_REMITTED = select(
    remittance.c.kind, remittance.c.currency, func.sum(remittance.c.amount_minor).label("amount")
).group_by(remittance.c.kind, remittance.c.currency)
_BY_CURRENCY = select(
    position.c.currency,
    func.sum(position.c.target_minor).label("target"),
    func.sum(position.c.proposed_minor + position.c.final_minor).label("owed"),
    func.sum(position.c.waived_minor).label("waived"),
    func.sum(position.c.written_off_minor).label("written_off"),
    func.sum(position.c.recovered_minor).label("recovered"),
    func.sum(position.c.return_waits_minor).label("return_waits"),
).group_by(position.c.currency)


def _of_the_positions(connection: Connection) -> list[str]:
    """Paid, on its way, held or taken for others, less overpaid or recovered, is what was last found due: each period.

    What one paid for another's days is taken from the one and counted for the other.
    """
    to_the_person = instruction.c.kind != PaymentKind.REMITTANCE.value
    owed = select(func.coalesce(func.sum(_OWED), 0)).where(_SAME_PLACE, to_the_person).scalar_subquery()
    for_others = select(func.coalesce(func.sum(deduction.c.amount_minor), 0)).where(_SAME_DEDUCTED).scalar_subquery()
    overpaid = (
        position.c.proposed_minor + position.c.final_minor + position.c.waived_minor + position.c.written_off_minor
    )
    to_come = owed + for_others + position.c.return_waits_minor
    off = to_come - position.c.recovered_minor - overpaid - position.c.lent_minor - position.c.target_minor
    query = select(position.c.certification, off.label("off")).where(off != 0).order_by(position.c.certification)
    lent = func.sum(position.c.lent_minor)
    waits = select(position.c.certification).where(WAITS).order_by(position.c.certification)
    by_person = select(position.c.person, lent.label("off")).group_by(position.c.person, position.c.currency)
    return [
        *(
            f"the period of certification {row.certification} is off by {row.off} in minor units"
            for row in connection.execute(query)
        ),
        *(f"certification {key} is due days that another is paid for" for key in connection.scalars(waits)),
        *(
            f"what the certifications of {row.person} paid for each other is off by {row.off} in minor units"
            for row in connection.execute(by_person.having(lent != 0))
        ),
    ]


def _of_the_bank(connection: Connection) -> list[str]:
    """What the bank may have done and the books do not hold."""
    kept = select(unmatched_entry.c.misfit, func.count()).group_by(unmatched_entry.c.misfit)
    return [
        *(f"{name} may be at the bank and is not known here as sent" for name in interlock.held(connection)),
        *(
            f"{count} entries of the bank name payments that are not sealed here"
            if misfit is None
            else f"{count} entries of the bank do not fit the payment they name: {misfit}"
            for misfit, count in connection.execute(kept)
        ),
    ]


def _files(connection: Connection) -> list[FileLine]:
    sums: dict[str, Sums] = {}
    query = select(instruction.c.file, instruction.c.stage, func.sum(instruction.c.amount_minor))
    for name, stage, minor in connection.execute(query.group_by(instruction.c.file, instruction.c.stage)):
        sums.setdefault(name or "", Counter())[stage, ""] += int(minor)
    columns = (column for column in payment_file.c if column.name != "body_sealed")
    rows = connection.execute(select(*columns).order_by(payment_file.c.day, payment_file.c.name))
    return [_line(row, sums.get(row.name, Counter())) for row in rows]


def _line(row: Any, sums: Sums) -> FileLine:
    return FileLine(
        name=row.name,
        state=row.state,
        currency=row.currency,
        count=row.count,
        control_sum_minor=row.control_sum_minor,
        in_flight_minor=sums[PaymentStage.BATCHED.value, ""],
        settled_minor=sums[PaymentStage.SETTLED.value, ""],
        came_back_minor=sums[PaymentStage.REJECTED.value, ""] + sums[PaymentStage.RETURNED.value, ""],
    )


def _of_a_file(line: FileLine, balances: Sums) -> list[str]:
    differences = []
    total = line.in_flight_minor + line.settled_minor + line.came_back_minor
    given_back = line.control_sum_minor if line.state == FileState.STOPPED else 0
    if total + given_back != line.control_sum_minor:
        differences.append(f"{line.name} says {line.control_sum_minor} and its payments add up to {total}")
    booked = -balances[f"{IN_FLIGHT}{line.name}", line.currency]
    if booked != line.in_flight_minor:
        differences.append(f"{line.name} has {line.in_flight_minor} without an answer and the books say {booked}")
    return differences


def _of_the_bytes(connection: Connection, cipher: Cipher, line: FileLine) -> list[str]:
    try:
        control = bank_file.control_of(body_of(connection, cipher, line.name))
    except (SealBroken, bank_file.FileInconsistent) as fault:
        return [str(fault)]
    if control == bank_file.Control(line.name, line.count, line.control_sum_minor):
        return []
    return [f"the bytes of {line.name} say {control.count} payments of {control.sum_minor}, its row says otherwise"]


def _waiting(connection: Connection) -> list[str]:
    """Nothing here is wrong; each needs somebody or something to happen."""
    states = Counter({row.state: row.count_ for row in connection.execute(_FILE_STATES)})
    accounts = select(bank_account.c.person).where(bank_account.c.account_sealed.is_not(None))
    without = select(func.count()).where(
        instruction.c.stage == PaymentStage.DUE.value, instruction.c.person.not_in(accounts)
    )
    to_creditors = instruction.c.kind == PaymentKind.REMITTANCE.value
    left = [(row.count_, f"payments fit into no file: {row.why}") for row in connection.execute(_LEFT_OUT)]
    held = select(func.count()).where(instruction.c.held_minor > 0)
    of_no_payment = acts_of_no_payment(connection)
    doubtful = states[FileState.UNKNOWN.value] + states[FileState.SENDING.value]
    counts = (
        *left,
        (doubtful, "files of which we do not know whether the bank has them; its own word ends the doubt"),
        (states[FileState.SEALED.value], "sealed files not sent yet"),
        (states[FileState.REJECTED.value], "files refused by the bank as a whole"),
        (connection.scalar(without.where(~to_creditors)) or 0, "payments due to people whose bank details are missing"),
        (connection.scalar(without.where(to_creditors)) or 0, "payments due to creditors of whom no account is known"),
        (connection.scalar(held) or 0, "payments that came back and wait for a person to order a new attempt"),
        (
            connection.scalar(_EARLY_ORDERS) or 0,
            "orders to pay again wait for a return booked by their day; if it was booked later, order anew",
        ),
        (of_no_payment[ReissueOrdered.name], "orders to pay again name no payment of the person's"),
        (of_no_payment[HeldPaymentReleased.name], "releases after a death name no payment of the person's"),
        (
            connection.scalar(_OPEN_ITEMS) or 0,
            "entries of the bank that nobody understood and that wait for a person: tideover bank waiting",
        ),
    )
    return [f"{count} {words}" for count, words in counts if count]


_FILE_STATES = select(payment_file.c.state, func.count().label("count_")).group_by(payment_file.c.state)
_LEFT_OUT = (
    select(left_out.c.why, func.count(left_out.c.instruction.distinct()).label("count_"))
    .join(instruction, instruction.c.id == left_out.c.instruction)
    .where(instruction.c.stage == PaymentStage.DUE.value)
    .group_by(left_out.c.why)
    .order_by(left_out.c.why)
)
_NEXT = instruction.alias()
_EARLY_ORDERS = (
    select(func.count())
    .select_from(reissue_order)
    .join(instruction, NAMED_BY_ORDER)
    .where(
        instruction.c.stage.in_([stage.value for stage in MAY_COME_BACK]) | (instruction.c.held_minor > 0),
        ~exists().where(
            *(_NEXT.c[name] == instruction.c[name] for name in ("person", "claim", "certification", "sequence")),
            _NEXT.c.attempt == instruction.c.attempt + 1,
        ),
    )
)
_OPEN_ITEMS = select(func.count()).where(open_item.c.state == ItemState.WAITING.value)
