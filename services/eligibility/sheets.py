"""The archive of sheets: whole, by the digest of their meaning, so that a decision is computed again by its own law."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from contracts.in_words import InWords
from law.language.sheet.load import load_text
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import RuleSheetError
from law.questions.vocabulary import VOCABULARY
from services.eligibility.tables import sheet
from services.runtime.database import chain
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared

COLUMNS = ("digest", "scheme", "text")
LOADED_MAX = 32
"""So many sheets stay in memory as schemes."""


class SheetNotKept(InWords):
    """A sheet that a decision cites cannot be had from the archive."""


def keep_sheets(connection: Connection, schemes: Sequence[Scheme]) -> None:
    """Write the sheets that are not kept yet; another worker may be writing the same at this moment."""
    if not schemes:
        return
    kept = _kept(connection, [scheme.digest for scheme in schemes])
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    for scheme in schemes:
        if scheme.digest in kept:
            continue
        row = (scheme.digest, scheme.name, scheme.text)
        values = dict(zip(COLUMNS, row, strict=True))
        if connection.execute(insert(sheet).values(values).on_conflict_do_nothing()).rowcount:
            chain.note(connection, sheet, COLUMNS, [row])


def _kept(connection: Connection, digests: Collection[str]) -> set[str]:
    return {row.digest for row in _KEPT.rows(connection, {"any_of": list(digests)})}


_KEPT = Prepared(select(sheet.c.digest).where(among(sheet.c.digest)))


def archived_sheet(connection: Connection, digest: str) -> Scheme:
    """The scheme by which a decision was made, out of the archive. Raises `SheetNotKept`."""
    row = connection.execute(select(sheet.c.scheme, sheet.c.text).where(sheet.c.digest == digest)).one_or_none()
    if row is None:
        raise SheetNotKept(f"The sheet {digest} is not in the archive.")
    try:
        scheme = _loaded(row.scheme, row.text)
    except RuleSheetError as fault:
        raise SheetNotKept(f"The archived sheet {digest} is not understood by this program: {fault}") from None
    if scheme.digest != digest:
        raise SheetNotKept(f"The archived sheet {digest} says something else than that: its digest is {scheme.digest}.")
    return scheme


@lru_cache(LOADED_MAX)
def _loaded(name: str, text: str) -> Scheme:
    return load_text(text, file=f"archived {name}", vocabulary=VOCABULARY, accept_unverified=True)
