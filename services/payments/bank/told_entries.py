"""What the bank has said of payments: reported once, recognised by its references, held against what comes later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

from sqlalchemy import Connection, select

from contracts.bank import BankResult
from services.payments.bank.evidence import Reported, Unclear
from services.payments.bank.references import EntryIdentity
from services.payments.model import PaymentStage
from services.payments.tables import told_entry
from services.runtime.database import chain
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks

ENDS = {
    BankResult.REJECTED: PaymentStage.REJECTED,
    BankResult.SETTLED: PaymentStage.SETTLED,
    BankResult.RETURNED: PaymentStage.RETURNED,
}
"""Where each word of the bank leaves a payment."""
_CONTRADICTS = {
    BankResult.REJECTED: {PaymentStage.SETTLED, PaymentStage.RETURNED},
    BankResult.SETTLED: {PaymentStage.REJECTED},
    BankResult.RETURNED: {PaymentStage.REJECTED},
}
_OWN = told_entry.c
_OF_PAYMENTS = Prepared(select(told_entry).where(among(_OWN.end_to_end)))
_UNDER_REFERENCES = Prepared(select(told_entry).where(among(_OWN.reference)))
_LATER = (PaymentStage.REJECTED, PaymentStage.SETTLED, PaymentStage.RETURNED)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was reported of a payment. `reference` is empty where the message named none."""

    end_to_end: str
    result: BankResult
    reference: str
    message: str
    moved_minor: int
    by_a_person: bool = False


@dataclass(slots=True)
class ToldEntries:
    """What was told of some payments, and under some references."""

    rows: dict[tuple[str, str, str], Told] = field(default_factory=dict)
    stages: dict[str, PaymentStage] = field(default_factory=dict)
    """Where the payments stand, by our own books and by what was told and is not booked yet."""
    fresh: list[Told] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        connection: Connection,
        stages: Mapping[str, PaymentStage],
        identifiers: Iterable[str],
        identities: Iterable[EntryIdentity],
    ) -> ToldEntries:
        """What was told of payments of these identifiers, or under these references; `stages` are our own books'."""
        told = cls(stages=dict(stages))
        digests = {digest for identity in identities for digest in identity.digests}
        for told_of, wanted in ((_OF_PAYMENTS, stages.keys() | set(identifiers)), (_UNDER_REFERENCES, digests)):
            for chunk in chunks(sorted(wanted)):
                for row in told_of.rows(connection, {"any_of": chunk}):
                    result = BankResult(row.result)
                    beside = (row.message, row.moved_minor, row.by_a_person)
                    told._take(Told(row.end_to_end, result, row.reference, *beside))
        return told

    @property
    def refused(self) -> set[str]:
        """The payments that the bank has refused."""
        return {identifier for identifier, stage in self.stages.items() if stage is PaymentStage.REJECTED}

    def doubt_of(self, report: Reported) -> str:
        """Why a report cannot be taken beside what was told before; empty if it can."""
        if self.stages.get(report.end_to_end) in _CONTRADICTS[report.result]:
            return "The bank contradicts what it said before."
        before = {
            told.reference
            for told in self.rows.values()
            if (told.end_to_end, told.result) == (report.end_to_end, report.result) and told.reference
        }
        if before and report.identity.references and before.isdisjoint(report.identity.digests):
            return "The bank books the payment again, as another entry: the reference is not the one it had before."
        if any(told.end_to_end != report.end_to_end for told in self._by_persons(report.identity)):
            return "A named person has said that this entry is another payment."
        return ""

    def explains(self, unclear: Unclear, message: str) -> str:
        """The other message that told what this entry is, if all of its amount is explained; else empty."""
        for reference in unclear.identity.references:
            rows = self.rows.values()
            told = [told for told in rows if told.reference == reference.digest and told.message != message]
            if told and reference.amount and sum(each.moved_minor for each in told) == reference.amount.minor:
                return told[0].message
        return ""

    def note(self, report: Reported, message: str) -> None:
        """Remember a report."""
        moved = report.moved or report.amount
        for reference in sorted(report.identity.digests) or [""]:
            told = Told(report.end_to_end, report.result, reference, message, moved.minor if moved else 0)
            if self._take(told):
                self.fresh.append(told)

    def save(self, connection: Connection) -> None:
        """Write what is new."""
        remember(connection, self.fresh)
        self.fresh = []

    def _take(self, told: Told) -> bool:
        key = (told.end_to_end, told.result.value, told.reference)
        if key in self.rows:
            return False
        self.rows[key] = told
        stage, now = ENDS[told.result], self.stages.get(told.end_to_end)
        if now not in _LATER or _LATER.index(now) < _LATER.index(stage):
            self.stages[told.end_to_end] = stage
        return True

    def _by_persons(self, identity: EntryIdentity) -> list[Told]:
        return [told for told in self.rows.values() if told.by_a_person and told.reference in identity.alone]


def remember(connection: Connection, told: Iterable[Told]) -> None:
    """Write what was told, except what stands there."""
    rows = {(each.end_to_end, each.result.value, each.reference): each for each in told}
    for chunk in chunks(rows):
        stored = _OF_PAYMENTS.rows(connection, {"any_of": [key[0] for key in chunk]})
        known = {(row.end_to_end, row.result, row.reference) for row in stored}
        fresh = [rows[key] for key in chunk if key not in known]
        chain.insert(connection, told_entry, [{**asdict(each), "result": each.result.value} for each in fresh])
