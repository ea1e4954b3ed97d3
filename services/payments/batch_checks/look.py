"""What officers look at before they release a batch: totals, what differs from the run before, checks, outliers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Connection

from contracts.values import Money
from services.payments import ledger
from services.payments.accounts import in_flight
from services.payments.bank import bank_file
from services.payments.bank.sealed_files import FileState, SealBroken, body_of
from services.payments.batch_checks.outliers import Beside, Outlier, OutlierKind, Rate, outliers
from services.payments.batch_checks.payments_in import EarlierPayment, PaymentToRelease, earlier_payments, payments_in
from services.payments.reconcile import differences
from services.payments.release import rows
from services.payments.release.batches import count_of, total_of
from services.payments.release.model import FileRelease
from services.payments.release.terms import ReleaseTerms, standard_terms
from services.runtime.privacy.cipher import Cipher

DAYS_OF_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must hold before files go: how many were looked at, how many do not fit, and what in words."""

    name: str
    looked_at: int
    faults: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """The run that this one is compared with: the last of the same weekday."""

    day: date
    payments: int
    total: Money


@dataclass(frozen=True, slots=True)
class Overview:
    """The table of a batch. Without a cipher nothing is said of accounts and bytes."""

    payments: int
    total: Money
    smallest: Money
    largest: Money
    before: EarlierRun | None
    checks: tuple[Check, ...]
    outliers: tuple[Outlier, ...]


@dataclass(frozen=True, slots=True)
class Beholder:
    """What whoever looks brings along: the key of files and accounts, the rates of claims, the institution's terms."""

    cipher: Cipher | None = None
    rates: Mapping[tuple[str, str], Rate] = field(default_factory=dict)
    terms: ReleaseTerms = field(default_factory=standard_terms)


def overview(connection: Connection, files: Sequence[FileRelease], beholder: Beholder) -> Overview:
    """What there is to see of these files, all of one day and currency. Raises `ValueError` for none."""
    day, currency = files[0].file.day, files[0].file.total.currency
    payments = payments_in(connection, [each.file.name for each in files])
    earlier = earlier_payments(connection, (payment.person for payment in payments), day)
    accounts = _accounts(connection, files, beholder.cipher)
    beside = Beside(
        day=day,
        arrears_weeks=beholder.terms.weeks_of_arrears(day),
        rates=beholder.rates,
        earlier=earlier,
        shared=_shared(payments, accounts),
        new_accounts=_new(connection, payments, accounts, earlier, beholder.cipher),
    )
    pointed_out = outliers(payments, beside)
    amounts = [payment.money.minor for payment in payments] or [0]
    return Overview(
        payments=count_of(files),
        total=total_of(files, currency),
        smallest=Money(minor=min(amounts), currency=currency),
        largest=Money(minor=max(amounts), currency=currency),
        before=_run_before(connection, day, currency, beholder.terms),
        checks=tuple(_checks(connection, files, payments, pointed_out, beholder)),
        outliers=tuple(pointed_out),
    )


def people_in(connection: Connection, files: Sequence[FileRelease]) -> set[str]:
    """Who is paid by these files."""
    return {payment.person for payment in payments_in(connection, [each.file.name for each in files])}


def _run_before(connection: Connection, day: date, currency: str, terms: ReleaseTerms) -> EarlierRun | None:
    for weeks in range(1, terms.weeks_to_compare(day) + 1):
        before = day - timedelta(days=DAYS_OF_A_WEEK * weeks)
        if files := [file for file in rows.files_of(connection, before, currency) if file.state != FileState.STOPPED]:
            minor = sum(file.total.minor for file in files)
            return EarlierRun(before, sum(file.count for file in files), Money(minor=minor, currency=currency))
    return None


def _checks(
    connection: Connection,
    files: Sequence[FileRelease],
    payments: Sequence[PaymentToRelease],
    pointed_out: Sequence[Outlier],
    beholder: Beholder,
) -> Iterator[Check]:
    yield Check(
        "the sum of each file is on its way in the ledger", len(files), tuple(_off_the_ledger(connection, files))
    )
    yield Check("books, payments and periods agree", len(payments), tuple(differences(connection)))
    yield Check("no day of a person is paid twice", len(payments), tuple(_days_twice(payments)))
    if beholder.cipher is not None:
        bytes_ = tuple(_off_the_bytes(connection, files, beholder.cipher))
        yield Check("the sealed bytes are unchanged and say what the rows say", len(files), bytes_)
    if beholder.rates:
        yield _nothing_pointed_out(
            "nobody is above the most for their days", OutlierKind.ABOVE_THE_MOST, payments, pointed_out
        )
    if beholder.cipher is not None:
        yield _nothing_pointed_out("no two people share an account", OutlierKind.SHARED_ACCOUNT, payments, pointed_out)


def _nothing_pointed_out(
    name: str, kind: OutlierKind, payments: Sequence[PaymentToRelease], pointed_out: Sequence[Outlier]
) -> Check:
    faults = (f"{each.payment.end_to_end}: {each.says}" for each in pointed_out if each.kind is kind)
    return Check(name, len(payments), tuple(faults))


def _off_the_ledger(connection: Connection, files: Sequence[FileRelease]) -> Iterator[str]:
    balances = ledger.balances(connection)
    for file in (each.file for each in files if each.file.state == FileState.SEALED):
        booked = Money(
            minor=abs(balances.get((in_flight(file.name), file.total.currency), 0)), currency=file.total.currency
        )
        if booked != file.total:
            yield f"{file.name} holds {file.total}, and the books say {booked}"


def _days_twice(payments: Iterable[PaymentToRelease]) -> Iterator[str]:
    taken: defaultdict[str, list[PaymentToRelease]] = defaultdict(list)
    for payment in payments:
        for other in taken[payment.person]:
            if other.claim != payment.claim and any(
                mine.period.overlaps(theirs.period) for mine in payment.days for theirs in other.days
            ):
                yield f"{payment.end_to_end} and {other.end_to_end} pay for the same day"
        taken[payment.person].append(payment)


def _off_the_bytes(connection: Connection, files: Sequence[FileRelease], cipher: Cipher) -> Iterator[str]:
    for file in (each.file for each in files):
        try:
            control = bank_file.control_of(body_of(connection, cipher, file.name))
        except (SealBroken, bank_file.FileInconsistent) as fault:
            yield str(fault)
            continue
        if control != bank_file.Control(file.name, file.count, file.total.minor):
            yield f"the bytes of {file.name} do not say what its row says"


def _accounts(connection: Connection, files: Sequence[FileRelease], cipher: Cipher | None) -> dict[str, str]:
    """The account of each payment, by its identifier: in memory while somebody looks, and nowhere else."""
    accounts: dict[str, str] = {}
    for each in files if cipher is not None else ():
        accounts |= _accounts_in(connection, cipher, each.file.name)
    return accounts


def _accounts_in(connection: Connection, cipher: Cipher | None, name: str) -> dict[str, str]:
    if cipher is None:
        return {}
    try:
        return bank_file.accounts_in(body_of(connection, cipher, name))
    except (SealBroken, LookupError):
        return {}


def _shared(payments: Sequence[PaymentToRelease], accounts: Mapping[str, str]) -> dict[str, int]:
    people: defaultdict[str, set[str]] = defaultdict(set)
    for payment in payments:
        if account := accounts.get(payment.end_to_end):
            people[account].add(payment.person)
    return {person: len(theirs) for theirs in people.values() if len(theirs) > 1 for person in theirs}


def _new(
    connection: Connection,
    payments: Sequence[PaymentToRelease],
    accounts: Mapping[str, str],
    earlier: Mapping[str, Sequence[EarlierPayment]],
    cipher: Cipher | None,
) -> frozenset[str]:
    """Who is paid to another account than by the last file that they were in."""
    last = {person: before[-1] for person, before in earlier.items()}
    opened = {name: _accounts_in(connection, cipher, name) for name in sorted({one.file for one in last.values()})}
    return frozenset(
        payment.person
        for payment in payments
        if (before := last.get(payment.person))
        and (account := opened[before.file].get(before.end_to_end))
        and accounts.get(payment.end_to_end) not in {None, account}
    )


def kinds_of(pointed_out: Iterable[Outlier]) -> Mapping[OutlierKind, int]:
    """How many payments are pointed out for what."""
    return Counter(each.kind for each in pointed_out)
