"""An officer's act on a batch as it goes into the log: refused in words here where it could not count anyway."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from contracts.batches import BatchAct, BatchProposed, BatchReleased, BatchStopped, SealedFile
from contracts.casework import Officer
from contracts.in_words import InWords
from contracts.values import Money
from services.payments.release.batches import Batch, count_of, total_of
from services.payments.release.model import FileRelease

A = TypeVar("A", bound=BatchAct)


class NotActed(InWords):
    """An act on a batch cannot count; the sentence says why."""


@dataclass(frozen=True, slots=True)
class SignedAct:
    """Who acts, on which day, and why."""

    officer: Officer
    acted_on: date
    reasons: str


def proposal(batch: Batch, signed: SignedAct) -> BatchProposed:
    """The files that wait are put forward. Raises `NotActed` for somebody who released one of them, or for none."""
    files = _waiting(batch)
    if any(signed.officer.is_one_of(each.released_by) for each in files):
        raise NotActed(f"{signed.officer.staff} has released it: another person proposes it.")
    return _act(BatchProposed, batch, files, signed)


def release(batch: Batch, signed: SignedAct, seen: Money | None = None) -> BatchReleased:
    """The files that wait are let go; `seen` is the sum that the officer typed.

    Raises `NotActed` where it is another sum, where the same person proposed or released one of them, or for none.
    """
    files = _waiting(batch)
    total = total_of(files, batch.currency)
    if seen is not None and seen != total:
        raise NotActed(f"The officer says {seen}, and the files that wait hold {total}: look again.")
    for done, people in (("proposed", "proposed_by"), ("released", "released_by")):
        if any(signed.officer.is_one_of(getattr(each, people)) for each in files):
            raise NotActed(f"{signed.officer.staff} has {done} it: another person releases it.")
    return _act(BatchReleased, batch, files, signed)


def stop(batch: Batch, signed: SignedAct) -> BatchStopped:
    """The files that have not gone to the bank are stopped. Raises `NotActed` if all have gone or are stopped."""
    if not batch.stoppable:
        raise NotActed(f"No file of {batch.day} in {batch.currency} can be stopped: it has gone, or is stopped.")
    return _act(BatchStopped, batch, batch.stoppable, signed)


def _waiting(batch: Batch) -> tuple[FileRelease, ...]:
    if not batch.waiting:
        raise NotActed(f"No file of {batch.day} in {batch.currency} waits for release.")
    return batch.waiting


def _act(kind: type[A], batch: Batch, files: tuple[FileRelease, ...], signed: SignedAct) -> A:
    return kind(
        day=batch.day,
        files=tuple(SealedFile(name=each.file.name, sha256=each.file.sha256) for each in files),
        payments=count_of(files),
        total=total_of(files, batch.currency),
        officer=signed.officer,
        acted_on=signed.acted_on,
        reasons=signed.reasons,
    )
