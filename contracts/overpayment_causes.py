"""What may have caused an overpayment, and who is responsible: the closed list of `overpayment_causes.csv`."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, NamedTuple

from contracts.code_lists import InTheList

TABLE = Path(__file__).with_suffix(".csv")
COMMENT = "#"


class Responsibility(StrEnum):
    """Who brought it about that too much was paid."""

    CLAIMANT = "claimant"
    INSTITUTION = "institution"
    EMPLOYER = "employer"
    REGISTRY = "registry"
    COURT = "court"
    MIXED = "mixed"
    UNKNOWN = "unknown"


class CauseInWords(NamedTuple):
    """A cause as people read it."""

    responsibility: Responsibility
    words: str
    source: str


def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith(COMMENT)))


CAUSES: Mapping[str, CauseInWords] = MappingProxyType(
    {row["code"]: CauseInWords(Responsibility(row["responsibility"]), row["words"], row["source"]) for row in _rows()}
)
"""Every cause by its code."""

UNTRUE = frozenset({"claimant-untrue"})
"""Causes for which years of limitation may be longer."""
UNKNOWN = "unknown"
"""The cause of decisions that name none."""

OverpaymentCause = Annotated[
    str,
    InTheList(
        tuple(CAUSES),
        "overpayment_cause",
        "the cause of an overpayment is one of the list, such as claimant-reported-late or unknown",
        "^[a-z][a-z-]{0,39}$",
    ),
]
"""A cause of the list."""
