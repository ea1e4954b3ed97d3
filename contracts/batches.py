"""What named officers do with a batch of sealed payment files before the bank gets it: propose, release, stop."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.base import Event, Part
from contracts.casework import Officer
from contracts.values import Count, Currency, Day, Money, Sentence

FILES_MAX = 1000
"""A million payments, since a file holds at most a thousand."""


class SealedFile(Part):
    """A sealed payment file: its name, and the SHA-256 of its bytes."""

    name: str = Field(min_length=1, max_length=35, pattern=r"^[A-Za-z0-9][A-Za-z0-9:_./\-]*$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class BatchAct(Event):
    """One named officer's act on files of one day and currency. The subject is the batch, as `batch_subject` names it.

    An act covers the files that it names and no other: what is sealed later for the same day needs acts of its own.
    """

    day: Day
    """The closed day whose files they are."""
    files: Annotated[tuple[SealedFile, ...], Field(min_length=1, max_length=FILES_MAX)]
    payments: Count
    """How many payments the officer saw in them."""
    total: Money
    """Their sum as the officer read it, in the currency of the files. Where it is another, the act does not count."""
    officer: Officer
    acted_on: Day
    reasons: Sentence


class BatchProposed(BatchAct):
    """An officer puts files forward for release; whoever does so cannot release them."""

    name: ClassVar[str] = "casework.batch-proposed"


class BatchReleased(BatchAct):
    """An officer looked at the checks and the sum, and lets files go to the bank; it takes another one as well."""

    name: ClassVar[str] = "casework.batch-released"


class BatchStopped(BatchAct):
    """An officer stops files that have not gone to the bank: their payments are due again, for the next run."""

    name: ClassVar[str] = "casework.batch-stopped"


def batch_subject(day: Day, currency: Currency) -> str:
    """The subject of acts on the files of a day and currency: nobody's pseudonym."""
    return f"batch-{day.isoformat()}-{currency}"
