"""What employers wrote of how work ended: sealed beside the vault. Events carry only the key of a statement."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Column, Connection, DateTime, Index, LargeBinary, String, Table, Uuid, select

from contracts.written import PROSE, TURNING
from services.claims.tables import TABLES
from services.claims.vault import NoSuchPerson
from services.runtime.database import chain
from services.runtime.database.many_rows import among
from services.runtime.database.store import chunks, upsert
from services.runtime.privacy.cipher import Cipher, KeyDestroyed, KeyMissing

OFFICER_MAX, PURPOSE_MAX = 80, 500

employers_words = Table(
    "employers_words",
    TABLES,
    Column("subject", String(64), primary_key=True),
    Column("statement", String(80), primary_key=True),
    Column("words", LargeBinary, nullable=False),
    info=chain.current(),
)
"""One row a statement. Its key is a MAC of the words, so the words under a key never change."""


words_read = Table(
    "words_read",
    TABLES,
    Column("id", Uuid(), primary_key=True),
    Column("subject", String(64), nullable=False),
    Column("statement", String(80), nullable=False),
    Column("officer", String(OFFICER_MAX), nullable=False),
    Column("purpose", String(PURPOSE_MAX), nullable=False),
    Column("read_at", DateTime(timezone=True), nullable=False),
    Index("words_read_of", "subject"),
    info=chain.written_once(),
)
"""Who read which statement, when and what for; never the words."""


@dataclass(frozen=True, slots=True)
class NamedReader:
    """An officer who reads employers' words, and what for. Raises `ValueError` for what is blank or too long."""

    officer: str
    purpose: str

    def __post_init__(self) -> None:
        for name, said, most in (("officer", self.officer, OFFICER_MAX), ("purpose", self.purpose, PURPOSE_MAX)):
            if len(said) > most or re.match(PROSE, said) is None or TURNING.search(said):
                raise ValueError(
                    f"{name}: one to {most} letters say who reads and what for, without control characters"
                )


@dataclass(frozen=True, slots=True)
class StatedWords:
    """The words of one statement about a person. They are not printed, so that no log and no error can show them."""

    subject: str
    statement: str
    words: str = field(repr=False)


class NoSuchStatement(LookupError):
    """There are no words under this key."""


def of_whom_words_are_kept(connection: Connection, beginning: str) -> list[str]:
    """The people about whom words are kept and whose pseudonym begins so; at most two, enough to tell if it is one."""
    subject = employers_words.c.subject
    query = select(subject).where(subject.startswith(beginning, autoescape=True)).distinct().order_by(subject).limit(2)
    return list(connection.scalars(query))


class EmployersWords:
    """Keeps and opens the words of statements; who is erased from the key store has none."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def put(self, connection: Connection, stated: Iterable[StatedWords]) -> None:
        """Keep the words that are not kept yet, and none about a person who was erased: no file brings them back."""
        by_subject: dict[str, dict[str, str]] = {}
        for words in stated:
            by_subject.setdefault(words.subject, {})[words.statement] = words.words
        for subject, statement in self._kept(connection, by_subject):
            by_subject[subject].pop(statement, None)
        for subject in self._cipher.erased(by_subject):
            del by_subject[subject]
        sealed = self._cipher.seal({subject: statements for subject, statements in by_subject.items() if statements})
        rows = [
            {"subject": subject, "statement": statement, "words": words}
            for subject, statements in sealed.items()
            for statement, words in statements.items()
        ]
        upsert(connection, employers_words, rows)

    @staticmethod
    def _kept(connection: Connection, subjects: Iterable[str]) -> list[tuple[str, str]]:
        columns = employers_words.c
        query = select(columns.subject, columns.statement).where(among(columns.subject))
        return [(row[0], row[1]) for chunk in chunks(subjects) for row in connection.execute(query, {"any_of": chunk})]

    def read(self, connection: Connection, subject: str, reader: NamedReader, at: datetime) -> list[StatedWords]:
        """Everything that employers wrote of a person, by key, with a note of each reading. None where nothing is kept.

        Show it once the transaction is over, so that nobody reads without a note. Raises `NoSuchPerson` for an erased
        person, and notes nothing then.
        """
        kept = sorted(statement for _, statement in self._kept(connection, [subject]))
        words = [StatedWords(subject, statement, self.said(connection, subject, statement)) for statement in kept]
        notes = [
            {"id": uuid4(), "subject": subject, "statement": statement, **asdict(reader), "read_at": at}
            for statement in kept
        ]
        chain.insert(connection, words_read, notes)
        return words

    def said(self, connection: Connection, subject: str, statement: str) -> str:
        """The words of a statement. Raises `NoSuchStatement`, and `NoSuchPerson` if the person was erased."""
        columns = employers_words.c
        query = select(columns.words).where(columns.subject == subject, columns.statement == statement)
        words = connection.scalar(query)
        if words is None:
            raise NoSuchStatement("nobody kept words under this key")
        try:
            return self._cipher.open(subject, statement, words)
        except KeyDestroyed:
            raise NoSuchPerson("this person was erased") from None
        except KeyMissing:
            raise NoSuchPerson("this person's key is in no store that is open here") from None
