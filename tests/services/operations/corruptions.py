"""What somebody with the database's own rights may do to it behind the engine's back, each named by the audit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, select, text, update

from contracts.base import derived_id
from services.claims.tables import claim, question
from services.claims.vault import vault
from services.eligibility.tables import assessment, determination, fact
from services.payments.tables import (
    bank_account,
    instruction,
    journal,
    overpayment_decision,
    payment_file,
    position,
    posting,
)
from services.runtime.database.store import chain_head, chain_link, inbox, outbox, parked, wake


@dataclass(frozen=True, slots=True)
class Corruption:
    """One deed: in which service's tables, what it does, and where the audit sees it."""

    words: str
    service: str
    tables: tuple[Table, ...]
    does: Callable[[Connection], object]
    seen: str
    """The `place` that an audit names."""


def first(connection: Connection, *columns: Column[Any]) -> Any:
    """The first row of a table, by its first column."""
    return connection.execute(select(*columns).order_by(columns[0]).limit(1)).one()


def flipped(content: bytes) -> bytes:
    """The same bytes but for one bit."""
    return content[:-1] + bytes([content[-1] ^ 1])


def changes(table: Table, key: str, column: str, to: Callable[[Any], Any]) -> Callable[[Connection], object]:
    """Another value in one column of the first row."""

    def does(connection: Connection) -> None:
        row = first(connection, table.c[key], table.c[column])
        connection.execute(update(table).where(table.c[key] == row[0]).values({column: to(row[1])}))

    return does


def removes(table: Table, key: str) -> Callable[[Connection], object]:
    """The first row is gone."""

    def does(connection: Connection) -> None:
        connection.execute(delete(table).where(table.c[key] == first(connection, table.c[key])[0]))

    return does


def exchanges(table: Table, key: str, *columns: str) -> Callable[[Connection], object]:
    """Two rows have each other's values."""

    def does(connection: Connection) -> None:
        own = [table.c[name] for name in columns]
        query = select(table.c[key], *own).order_by(table.c[key])
        rows = connection.execute(query).all()
        one, other = rows[0], next(row for row in reversed(rows) if row[1:] != rows[0][1:])
        for row, values in ((one, other[1:]), (other, one[1:])):
            given = dict(zip(columns, values, strict=True))
            connection.execute(update(table).where(table.c[key] == row[0]).values(given))

    return does


def exchanges_places(table: Table, serial: str) -> Callable[[Connection], object]:
    """Two rows that were written together stand in each other's place."""

    def does(connection: Connection) -> None:
        numbers = list(connection.scalars(select(table.c[serial]).order_by(table.c[serial])))
        aside, (low, high) = numbers[-1] + 1_000, numbers[:2]
        for before, after in ((low, aside), (high, low), (aside, high)):
            connection.execute(update(table).where(table.c[serial] == before).values({serial: after}))

    return does


def moves_money_to_another(connection: Connection) -> None:
    """Every line of a journal for a person names another one."""
    journal_id = first(connection, posting.c.journal, posting.c.person)[0]
    own = posting.c.journal == journal_id, posting.c.person.is_not(None)
    connection.execute(update(posting).where(*own).values(person="p-" + "6" * 32))
    connection.execute(update(journal).where(journal.c.id == journal_id).values(claim="another"))


def doubles_a_journal(connection: Connection) -> None:
    """A journal with its lines stands in the books a second time."""
    again = derived_id("a second time")
    whole = connection.execute(select(journal).order_by(journal.c.id).limit(1)).mappings().one()
    lines = connection.execute(select(posting).where(posting.c.journal == whole["id"])).mappings().all()
    connection.execute(journal.insert(), [dict(whole) | {"id": again}])
    connection.execute(posting.insert(), [dict(line) | {"journal": again} for line in lines])


def puts_in_a_publication(connection: Connection) -> None:
    """Something is said that no handler said."""
    said = {"event_id": derived_id("by hand"), "topic": "claims", "subject": "p-1", "type": "claims.opened"}
    connection.execute(outbox.insert(), [said | {"body": b"{}", "partition": 0, "number": 10**9}])


def rewrites_a_link(connection: Connection) -> None:
    """A link is made to fit a deleted row, without those behind it."""
    link = first(connection, chain_link.c.position, chain_link.c.body)
    connection.execute(update(chain_link).where(chain_link.c.position == link[0]).values(body=link[1][:-16]))


def empties_the_chain(connection: Connection) -> None:
    """No link and no head is left."""
    connection.execute(text("DELETE FROM chain_link"))
    connection.execute(text("DELETE FROM chain_head"))


SEEN_BY_ANY_AUDIT = (
    Corruption("an outbox row deleted", "claims", (outbox,), removes(outbox, "position"), "outbox/gone"),
    Corruption(
        "an outbox row changed", "payments", (outbox,), changes(outbox, "position", "body", flipped), "outbox/changed"
    ),
    Corruption(
        "two publications' bodies exchanged",
        "eligibility",
        (outbox,),
        exchanges(outbox, "position", "body"),
        "outbox/changed",
    ),
    Corruption("a publication put in by hand", "almp_referral", (outbox,), puts_in_a_publication, "outbox/foreign"),
    Corruption("an inbox row deleted", "claims", (inbox,), removes(inbox, "event_id"), "inbox/gone"),
    Corruption(
        "an inbox row of another content",
        "payments",
        (inbox,),
        changes(inbox, "event_id", "content", flipped),
        "inbox/changed",
    ),
    Corruption("a parked event deleted", "eligibility", (parked,), removes(parked, "number"), "parked/gone"),
    Corruption(
        "a parked event let go on by hand",
        "claims",
        (parked,),
        changes(parked, "number", "state", lambda _: "replayed"),
        "parked/changed",
    ),
    Corruption(
        "a day that somebody waits for deleted", "almp_referral", (wake,), removes(wake, "subject"), "wake/gone"
    ),
    Corruption("a fact deleted", "eligibility", (fact,), removes(fact, "number"), "fact/gone"),
    Corruption(
        "a fact given to another person",
        "eligibility",
        (fact,),
        changes(fact, "number", "subject", lambda _: "p-" + "6" * 32),
        "fact/changed",
    ),
    Corruption(
        "an assessment changed",
        "eligibility",
        (assessment,),
        changes(assessment, "assessment", "content", flipped),
        "assessment/changed",
    ),
    Corruption(
        "a derivation changed",
        "eligibility",
        (assessment,),
        changes(assessment, "assessment", "derivation", flipped),
        "assessment/changed",
    ),
    Corruption(
        "a determination changed",
        "eligibility",
        (determination,),
        changes(determination, "determination", "derivation", flipped),
        "determination/changed",
    ),
    Corruption(
        "another version counts",
        "eligibility",
        (assessment,),
        changes(assessment, "assessment", "latest", lambda latest: not latest),
        "assessment",
    ),
    Corruption(
        "all questions deleted",
        "claims",
        (question,),
        lambda connection: connection.execute(delete(question)),
        "question/gone",
    ),
    Corruption(
        "a claim closed by hand",
        "claims",
        (claim,),
        changes(claim, "claim", "state", lambda _: "closed"),
        "claim/changed",
    ),
    Corruption(
        "two identities exchanged",
        "claims",
        (vault,),
        exchanges(vault, "subject", "name", "national_id", "born_on"),
        "vault/changed",
    ),
    Corruption(
        "two people's bank details exchanged",
        "payments",
        (bank_account,),
        exchanges(bank_account, "person", "account_sealed"),
        "bank_account/changed",
    ),
    Corruption(
        "a byte of a sealed file changed",
        "payments",
        (payment_file,),
        changes(payment_file, "name", "body_sealed", flipped),
        "payment_file/changed",
    ),
    Corruption(
        "a sent file sealed again",
        "payments",
        (payment_file,),
        changes(payment_file, "name", "state", lambda _: "unknown"),
        "payment_file/changed",
    ),
    Corruption(
        "money moved to another person, with its journal",
        "payments",
        (posting, journal),
        moves_money_to_another,
        "posting/changed",
    ),
    Corruption(
        "a posting's account changed",
        "payments",
        (posting,),
        changes(posting, "journal", "account", lambda _: "cash:bank"),
        "posting/changed",
    ),
    Corruption("a journal doubled", "payments", (journal, posting), doubles_a_journal, "journal/foreign"),
    Corruption(
        "a decision on an overpayment changed",
        "payments",
        (overpayment_decision,),
        changes(overpayment_decision, "cause", "officer", lambda _: "nobody"),
        "overpayment_decision/changed",
    ),
    Corruption(
        "a payment given to another day",
        "payments",
        (instruction,),
        changes(instruction, "id", "due_on", lambda day: day.replace(year=1999)),
        "instruction/changed",
    ),
    Corruption("a position forgotten", "payments", (position,), removes(position, "certification"), "position/gone"),
    Corruption("a link rewritten", "oversight", (chain_link,), rewrites_a_link, "chain/0"),
    Corruption("a link deleted", "almp_referral", (chain_link,), removes(chain_link, "position"), "chain/0"),
    Corruption("the chain emptied", "oversight", (chain_link, chain_head), empties_the_chain, "inbox/foreign"),
)
"""Seen by an audit that knows nothing but the databases."""
