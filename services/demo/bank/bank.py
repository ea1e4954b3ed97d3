"""The small bank's own mind: it accepts or refuses files, settles on banking days, and sends some payments back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from threading import Lock
from typing import Any

from lxml import etree

from services.demo.bank.replies import VERSIONS, Held, Paid, notification, payment_return, statement, status_report

CLOSED = "AC04"
OWN_ACCOUNT = "NL41MOCK0000000001"
"""The payer's, as its files name it."""
SATURDAY = 5


@dataclass
class SmallBank:
    """A bank with a clock that only `advance_to` moves. Weekends are no banking days; it knows no holidays."""

    today: date
    closed: set[str] = field(default_factory=set)
    returning: dict[str, tuple[int, str]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    settling: dict[date, list[Paid]] = field(default_factory=lambda: defaultdict(list))
    going_back: dict[date, list[Paid]] = field(default_factory=lambda: defaultdict(list))
    waiting: list[dict[str, Any]] = field(default_factory=list)
    archive: list[dict[str, Any]] = field(default_factory=list)
    tells_balances: bool = False
    """Whether a statement tells of each day on which something was booked."""
    notifies: bool = True
    """Whether notifications come before it; without them the statement alone tells of entries, as many banks do."""
    balances: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    """What the payer's account holds, by currency."""
    lock: Lock = field(default_factory=Lock)

    def receive(self, body: bytes) -> bool:
        """Take a pain.001 and answer with a pain.002; whether the file as a whole was accepted."""
        with self.lock:
            root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
            file = root.findtext(".//{*}GrpHdr/{*}MsgId") or ""
            payments = [self._judged(file, element) for element in root.iter("{*}CdtTrfTxInf")]
            if code := self._fault(root, file, payments):
                self._send("pain.002", status_report(self._next("P002"), self.today, file, (), code))
                return False
            self.seen.add(file)
            self._send("pain.002", status_report(self._next("P002"), self.today, file, payments))
            asked = date.fromisoformat(root.findtext(".//{*}ReqdExctnDt/{*}Dt") or self.today.isoformat())
            day = banking_day(max(asked, self.today))
            self.settling[day] += [payment for payment in payments if not payment.code]
            self._release()
            return True

    def advance_to(self, day: date) -> None:
        """Move the clock; what falls due until then is booked and told. Never goes back."""
        with self.lock:
            self.today = max(self.today, day)
            self._release()

    def take(self, *, leave: bool = False) -> list[dict[str, Any]]:
        """The messages that were not collected yet; taken unless `leave`."""
        with self.lock:
            found = list(self.waiting)
            if not leave:
                self.waiting.clear()
            return found

    def _judged(self, file: str, transfer: etree._Element) -> Paid:
        amount = transfer.find("{*}Amt/{*}InstdAmt")
        account = transfer.findtext("{*}CdtrAcct/{*}Id/{*}IBAN") or transfer.findtext("{*}CdtrAcct/{*}Id/{*}Othr/{*}Id")
        code = CLOSED if account in self.closed else ""
        end_to_end = transfer.findtext("{*}PmtId/{*}EndToEndId") or ""
        currency, written = ("", "") if amount is None else (amount.get("Ccy", ""), amount.text or "")
        return Paid(file, end_to_end, written, currency, account or "", code)

    def _fault(self, root: etree._Element, file: str, payments: list[Paid]) -> str:
        """Why the whole file is refused: seen before, wrong count, wrong sum; empty if it is not."""
        if file in self.seen:
            return "DUPL"
        if root.findtext(".//{*}GrpHdr/{*}NbOfTxs") != str(len(payments)):
            return "AM18"
        total = sum(Decimal(payment.amount) for payment in payments)
        return "" if Decimal(root.findtext(".//{*}GrpHdr/{*}CtrlSum") or "0") == total else "AM10"

    def _release(self) -> None:
        """Book day by day what is due by now: what leaves, then what comes back."""
        due = {day for day in (*self.settling, *self.going_back) if day <= self.today}
        for day in sorted(due):
            leaving, back = self.settling.pop(day, []), self.going_back.pop(day, [])
            if leaving:
                self._notify(day, leaving, credit=False)
                self._plan_returns(day, leaving)
            back += self.going_back.pop(day, [])
            if back:
                self._send("pacs.004", payment_return(self._next("P004"), day, back))
                self._notify(day, back, credit=True)
            if self.tells_balances:
                self._state(day, leaving, back)
        if any(day <= self.today for day in self.going_back):
            self._release()

    def _notify(self, day: date, payments: list[Paid], *, credit: bool) -> None:
        if self.notifies:
            self._send("camt.054", notification(self._next("C054"), day, payments, credit=credit))

    def _state(self, day: date, left: list[Paid], back: list[Paid]) -> None:
        """A statement of the day for each currency in which something was booked."""
        for currency in sorted({payment.currency for payment in (*left, *back)}):
            out = [payment for payment in left if payment.currency == currency]
            in_ = [payment for payment in back if payment.currency == currency]
            before = self.balances[currency]
            after = before - sum(Decimal(one.amount) for one in out) + sum(Decimal(one.amount) for one in in_)
            self.balances[currency] = after
            held = Held(OWN_ACCOUNT, currency, before, after)
            self._send("camt.053", statement(self._next("C053"), day, held, out, in_))

    def _plan_returns(self, day: date, leaving: list[Paid]) -> None:
        for payment in leaving:
            if payment.account in self.returning:
                days, code = self.returning[payment.account]
                self.going_back[banking_day(day + timedelta(days=days))].append(replace(payment, code=code))

    def _send(self, kind: str, body: str) -> None:
        message = {"id": len(self.archive) + 1, "type": VERSIONS[kind], "body": body}
        self.waiting.append(message)
        self.archive.append(message)

    def _next(self, prefix: str) -> str:
        return f"SB-{prefix}-{len(self.archive) + 1:08d}"


def banking_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day
