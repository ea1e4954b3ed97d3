"""A batch: all sealed files of one day and currency, with where they stand and what was done with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from contracts.in_words import InWords
from contracts.values import Money
from services.payments.file_states import FileState
from services.payments.release import rows
from services.payments.release.model import ActKind, FileRelease, JudgedAct, ReleaseStanding
from services.payments.release.standing import standing_of


class NoSuchBatch(InWords):
    """No file of this day and currency is there; the sentence says so."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The files of one day and currency, and every act on any of them."""

    day: date
    currency: str
    files: tuple[FileRelease, ...]
    acts: tuple[JudgedAct, ...]

    @property
    def waiting(self) -> tuple[FileRelease, ...]:
        """The sealed files that nobody stopped and too few people released: what an officer acts on."""
        return tuple(each for each in self.files if _is_sealed(each) and each.standing is ReleaseStanding.WAITS)

    @property
    def stoppable(self) -> tuple[FileRelease, ...]:
        """The sealed files that nobody stopped, released or not."""
        return tuple(each for each in self.files if _is_sealed(each) and each.standing is not ReleaseStanding.STOPPED)

    @property
    def barred(self) -> frozenset[str]:
        """Who cannot release what waits: they proposed or released it before; casefolded."""
        keys = {each.file.key for each in self.waiting}
        done = (each.act for each in self.acts if each.act.kind is not ActKind.STOPPED)
        return frozenset(act.officer.casefold() for act in done if not keys.isdisjoint(act.files))

    @property
    def standing(self) -> str:
        """In one word: whether something waits, is stopped, is released, or has gone to the bank."""
        if self.waiting:
            return ReleaseStanding.WAITS.value
        if any(_is_sealed(each) for each in self.files):
            return "stopped" if any(each.standing is ReleaseStanding.STOPPED for each in self.files) else "released"
        return "stopped" if all(each.file.state == FileState.STOPPED for each in self.files) else "gone"


def _is_sealed(each: FileRelease) -> bool:
    return each.file.state == FileState.SEALED


def total_of(files: Sequence[FileRelease], currency: str) -> Money:
    """The sum of files of one currency."""
    return Money(minor=sum(each.file.total.minor for each in files), currency=currency)


def count_of(files: Sequence[FileRelease]) -> int:
    """How many payments files hold."""
    return sum(each.file.count for each in files)


def batch_of(connection: Connection, day: date, currency: str) -> Batch:
    """The batch of a day and currency. Raises `NoSuchBatch`."""
    files = rows.files_of(connection, day, currency)
    if not files:
        raise NoSuchBatch(f"No payment file of {day} in {currency} was sealed.")
    standings, judgements = standing_of(connection, files)
    return Batch(day, currency, tuple(standings), tuple(judgements))


def sealed_batches(connection: Connection) -> list[Batch]:
    """The batches of which a file lies sealed, oldest first."""
    keys = {(file.day, file.total.currency) for file in rows.files_in(connection, FileState.SEALED)}
    return [batch_of(connection, day, currency) for day, currency in sorted(keys)]


def batches_of(connection: Connection, day: date) -> list[Batch]:
    """The batches of a day."""
    return [batch_of(connection, day, currency) for currency in rows.currencies_of(connection, day)]
