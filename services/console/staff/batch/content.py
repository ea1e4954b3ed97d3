"""A batch of payment files as an officer reads it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from contracts.values import Money
from services.payments.edge import batches, look, outliers


@dataclass(frozen=True, slots=True)
class RunOfDay:
    """The files of one day, all currencies apart."""

    day: date
    payments: int
    total: Money


@dataclass(frozen=True, slots=True)
class PointedOut:
    """What is pointed out for one reason: how many payments, and the first of them."""

    kind: outliers.OutlierKind
    count: int
    shown: Sequence[outliers.Outlier]


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch in the list of those that lie sealed."""

    day: str
    currency: str
    told_day: str
    run: RunOfDay
    standing: str
    by: Sequence[str]

    @classmethod
    def of(cls, batch: batches.Batch, told_day: str) -> BatchRow:
        """The row of a batch; `told_day` is its day in the reader's language."""
        by = sorted({officer for each in batch.files for officer in each.released_by})
        return cls(batch.day.isoformat(), batch.currency, told_day, run_of(batch), batch.standing, by)


def run_of(batch: batches.Batch) -> RunOfDay:
    """A batch as a point of a row of days; what was stopped is not in it."""
    files = [each for each in batch.files if each.file.state != "stopped"]
    return RunOfDay(batch.day, batches.count_of(files), batches.total_of(files, batch.currency))


def pointed_out(found: Iterable[outliers.Outlier], shown_max: int) -> Sequence[PointedOut]:
    """What is pointed out, by its reason."""
    by_kind: dict[outliers.OutlierKind, list[outliers.Outlier]] = {}
    for each in found:
        by_kind.setdefault(each.kind, []).append(each)
    return [PointedOut(kind, len(by_kind[kind]), by_kind[kind][:shown_max]) for kind in sorted(by_kind)]


def change(overview: look.Overview) -> tuple[int, Fraction] | None:
    """How many payments more than in the run before, and the change of the sum in hundredths; None without one."""
    before = overview.before
    if before is None or before.total.minor == 0:
        return None
    difference = overview.total.minor - before.total.minor
    return overview.payments - before.payments, Fraction(difference * 100, before.total.minor)


def bars(runs: Sequence[RunOfDay]) -> Sequence[Fraction]:
    """The height of each day's bar, as a share of the highest."""
    most = max((run.total.minor for run in runs), default=0)
    return [Fraction(run.total.minor, most) if most else Fraction(0) for run in runs]
