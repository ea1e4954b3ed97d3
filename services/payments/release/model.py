"""Who released which files: the acts as they were told, and which of them count. Pure; any order gives the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from contracts.values import Money


class ActKind(StrEnum):
    """What an officer does with files."""

    PROPOSED = "proposed"
    RELEASED = "released"
    STOPPED = "stopped"


class ReleaseStanding(StrEnum):
    """Where a file stands with those who must release it."""

    WAITS = "waits"
    RELEASED = "released"
    STOPPED = "stopped"


FileKey = tuple[str, str]
"""A file's name and the digest of its bytes."""


@dataclass(frozen=True, slots=True)
class OfficersAct:
    """One officer's act on files, as it was told."""

    cause: UUID
    kind: ActKind
    day: date
    payments: int
    total: Money
    officer: str
    role: str
    acted_on: date
    recorded_at: datetime
    reasons: str
    files: frozenset[FileKey]


@dataclass(frozen=True, slots=True)
class FileForRelease:
    """A sealed file, as far as its release asks for it."""

    name: str
    sha256: str
    day: date
    count: int
    total: Money
    state: str

    @property
    def key(self) -> FileKey:
        """The name and the digest of the bytes."""
        return self.name, self.sha256


@dataclass(frozen=True, slots=True)
class JudgedAct:
    """An act with why it does not count; empty if it does."""

    act: OfficersAct
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class FileRelease:
    """Who released a file, who proposed it, and where it stands."""

    file: FileForRelease
    needed: int
    released_by: tuple[str, ...]
    proposed_by: tuple[str, ...]
    stopped_by: tuple[str, ...]

    @property
    def standing(self) -> ReleaseStanding:
        """A stop ends it, whenever it was said."""
        if self.stopped_by:
            return ReleaseStanding.STOPPED
        return ReleaseStanding.RELEASED if len(self.released_by) >= self.needed else ReleaseStanding.WAITS


def judged(acts: Iterable[OfficersAct], files: Mapping[FileKey, FileForRelease]) -> list[JudgedAct]:
    """Every act in the order in which it was recorded, with why it does not count.

    A release or a proposal counts if each of its files lies here with the same bytes and they hold as many payments
    and as much money as the officer saw; a release, if the same person did not propose or release one of them before;
    a proposal, if the same person did not release one of them before. A stop counts for the files that lie here.
    """
    judgements: list[JudgedAct] = []
    for act in sorted(acts, key=_order):
        why_not = _off_the_files(act, files) or _said_before(act, judgements)
        judgements.append(JudgedAct(act, why_not))
    return judgements


def releases(
    files: Iterable[FileForRelease], judgements: Sequence[JudgedAct], needed: Mapping[date, int]
) -> list[FileRelease]:
    """Where each file stands by the acts that count; `needed` is how many people it takes, by the day of the file."""
    counting = [each.act for each in judgements if not each.why_not]
    return [
        FileRelease(
            file,
            needed[file.day],
            *(
                tuple(act.officer for act in counting if act.kind is kind and file.key in act.files)
                for kind in (ActKind.RELEASED, ActKind.PROPOSED, ActKind.STOPPED)
            ),
        )
        for file in files
    ]


def _order(act: OfficersAct) -> tuple[datetime, bool, UUID]:
    """By when it was recorded; a proposal before a release of the same moment, as the database's own check has it."""
    return act.recorded_at, act.kind is not ActKind.PROPOSED, act.cause


def _off_the_files(act: OfficersAct, files: Mapping[FileKey, FileForRelease]) -> str:
    seen = [files[key] for key in sorted(act.files) if key in files]
    if act.kind is ActKind.STOPPED and seen:
        return ""
    if len(seen) != len(act.files) or any(file.day != act.day for file in seen):
        return "It names a file that does not lie here with these bytes."
    count, minor = sum(file.count for file in seen), sum(file.total.minor for file in seen)
    if any(file.total.currency != act.total.currency for file in seen) or minor != act.total.minor:
        return f"The officer saw {act.total}, and the files hold {_sum_of(seen)}."
    if count != act.payments:
        return f"The officer saw {act.payments} payments, and the files hold {count}."
    return ""


def _sum_of(files: Sequence[FileForRelease]) -> str:
    """As much as there is of each currency."""
    currencies = sorted({file.total.currency for file in files})
    sums = {code: sum(file.total.minor for file in files if file.total.currency == code) for code in currencies}
    return " and ".join(str(Money(minor=minor, currency=code)) for code, minor in sums.items())


def _said_before(act: OfficersAct, before: Iterable[JudgedAct]) -> str:
    """Nobody releases what they proposed, or twice; nobody proposes what they released."""
    for earlier, why_not in ((each.act, each.why_not) for each in before):
        if act.kind is ActKind.STOPPED or earlier.kind is ActKind.STOPPED or earlier.files.isdisjoint(act.files):
            continue
        proposed_both = act.kind is earlier.kind is ActKind.PROPOSED
        counts = earlier.kind is ActKind.PROPOSED or not why_not
        if counts and not proposed_both and earlier.officer.casefold() == act.officer.casefold():
            return f"{act.officer} has {earlier.kind.value} it before, and it takes another person."
    return ""
