"""What employers wrote of how work ended: sealed beside the vault. Events carry only the key of a statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Column, Connection, LargeBinary, String, Table, select

from services.claims.tables import TABLES
from services.claims.vault import NoSuchPerson
from services.runtime.database import chain
from services.runtime.database.many_rows import among
from services.runtime.database.store import chunks, upsert
from services.runtime.privacy.cipher import Cipher, KeyDestroyed, KeyMissing

employers_words = Table(
    "employers_words",
    TABLES,
    Column("subject", String(64), primary_key=True),
    Column("statement", String(80), primary_key=True),
    Column("words", LargeBinary, nullable=False),
    info=chain.current(),
)
"""One row a statement. Its key is a MAC of the words, so the words under a key never change."""


@dataclass(frozen=True, slots=True)
class StatedWords:
    """The words of one statement about a person. They are not printed, so that no log and no error can show them."""

    subject: str
    statement: str
    words: str = field(repr=False)


class NoSuchStatement(LookupError):
    """There are no words under this key."""


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
