"""By what an entry of our account is recognised when another message tells of it again.

A bank gives each entry a reference of its own (AcctSvcrRef), unique for the account. A notification (camt.054) and the
statement after it (camt.053) tell of one entry under one reference; two entries have two.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace

from lxml import etree

from contracts.values import Money
from services.payments.bank.codes import no_reference
from services.payments.bank.documents import place_of, text_of

_DIGITS = 32


@dataclass(frozen=True, slots=True)
class EntryReference:
    """One reference of the bank, with account and side, as a digest; and the amount it stands for, where it is said."""

    digest: str
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class EntryIdentity:
    """How a booking is recognised: by references, or by its words in a statement that is sent again."""

    entry: str = ""
    """The place of its entry in the message."""
    references: tuple[EntryReference, ...] = ()
    key: str = ""
    """The same for the same booking in another message; empty where nothing tells."""

    @property
    def digests(self) -> frozenset[str]:
        """Its references without their amounts."""
        return frozenset(reference.digest for reference in self.references)

    @property
    def alone(self) -> frozenset[str]:
        """The references that stand for this booking and for no other transaction in its entry."""
        _, shares, within = self.key.partition("|")
        return frozenset({within.rstrip("?")}) & self.digests if shares else self.digests

    def in_doubt(self) -> EntryIdentity:
        """The same booking as a question of its own: it was understood, and does not fit what was said before."""
        return replace(self, key=f"{self.key}?" if self.key else "")

    def is_of(self, other: EntryIdentity) -> bool | None:
        """Whether the two are one booking; None where one has no reference, and nobody can tell."""
        if not self.references or not other.references:
            return None
        return not self.digests.isdisjoint(other.digests)


class Recognition:
    """Gives identities to the entries of one message, in their order."""

    def __init__(self) -> None:
        self._alike: Counter[str] = Counter()

    def of_entry(self, entry: etree._Element, whole: Money | None) -> EntryIdentity:
        """The identity of an entry as a whole; call it once for each."""
        own = _reference(entry, entry, text_of(entry, "AcctSvcrRef"), whole)
        return EntryIdentity(place_of(entry), own, own[0].digest if own else self._by_its_words(entry))

    @staticmethod
    def of_part(
        of_entry: EntryIdentity, entry: etree._Element, part: etree._Element, amount: Money | None
    ) -> EntryIdentity:
        """The identity of a transaction in an entry, which may be its only one."""
        if part is entry:
            return of_entry
        own = _reference(entry, part, text_of(part, "Refs/AcctSvcrRef"), amount)
        own = tuple(reference for reference in own if reference.digest not in of_entry.digests)
        key = of_entry.key
        if len(entry.findall("NtryDtls/TxDtls")) > 1:
            within = own[0].digest if own else text_of(part, "Refs/EndToEndId") or place_of(part)[len(of_entry.entry) :]
            key = f"{key}|{within}" if key else ""
        elif not of_entry.references and own:
            key = own[0].digest
        return EntryIdentity(of_entry.entry, (*of_entry.references, *own), key)

    def _by_its_words(self, entry: etree._Element) -> str:
        """An entry without a reference: the same words in a statement of the same name are the same entry."""
        statement = entry.getparent()
        name = None if statement is None else text_of(statement, "Id")
        if statement is None or name is None:
            return ""
        words = etree.tostring(entry, encoding="unicode", with_tail=False)
        digest = _digest(_account(statement), statement.tag, name, words)
        self._alike[digest] += 1
        return f"{digest}#{self._alike[digest]}"


def _reference(
    entry: etree._Element, part: etree._Element, text: str | None, amount: Money | None
) -> tuple[EntryReference, ...]:
    if text is None or no_reference(text):
        return ()
    side = text_of(part, "CdtDbtInd") or text_of(entry, "CdtDbtInd") or ""
    statement = entry.getparent()
    return (EntryReference(_digest("" if statement is None else _account(statement), side, text), amount),)


def _account(statement: etree._Element) -> str:
    written = text_of(statement, "Acct/Id/IBAN") or text_of(statement, "Acct/Id/Othr/Id") or ""
    return "".join(written.split()).upper()


def _digest(*texts: object) -> str:
    return hashlib.sha256("|".join(map(str, texts)).encode()).hexdigest()[:_DIGITS]


UNRECOGNISED = EntryIdentity()
"""Of what is no booking on an account, such as a status report: only its message and place say what it is."""
