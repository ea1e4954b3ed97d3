"""What becomes of a file of contributions: its lines, its amounts, and what is said of the lines that are rejected."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracts.base import Envelope
from services.registry_kit.ingest import ingest, rejects_file, try_out
from tests.services.registry_kit.office import pseudonym, work_on, write_mapping

SOURCE = "https://fund.example.org"


@dataclass(frozen=True)
class Outcome:
    """What became of a file: its lines, the amounts by person and month in minor units, and why lines were rejected."""

    lines: int
    amounts: dict[tuple[str, str], int]
    rejected: dict[int, str]
    blank: int = 0
    continued: int = 0
    repeated: int = 0


def ingested(file: Path, mapping: dict[str, Any]) -> Outcome:
    """Read a file of contributions, first on trial and then in earnest, with the same outcome."""
    kept: list[Envelope] = []
    rules = write_mapping(file.with_name("map.yaml"), {"source": SOURCE, **mapping})
    *_, trial = try_out(work_on(file, rules))
    *_, last = ingest(work_on(file, rules), kept.extend)
    done = last.checkpoint
    assert (done.lines, done.published, done.rejected) == (
        trial.checkpoint.lines,
        trial.checkpoint.published,
        trial.checkpoint.rejected,
    )
    with rejects_file(file).open(encoding="utf-8", newline="") as rows:
        rejected = {int(row["line"]): row["reason"] for row in csv.DictReader(rows)}
    assert len(rejected) == done.rejected
    assert len(kept) + done.rejected + done.blank + done.continued + done.repeated == done.lines
    amounts = {(sent.subject, sent.data["period"]["start"][:7]): sent.data["earnings"]["minor"] for sent in kept}
    assert len(amounts) == len(kept)
    return Outcome(done.lines, amounts, rejected, done.blank, done.continued, done.repeated)


def of(number: str, month: str = "2020-03") -> tuple[str, str]:
    return pseudonym(number), month


def fields(**more: Any) -> dict[str, Any]:
    return {
        "key": {"join": ["firm", "month"]},
        "source_version": {"constant": 1},
        "recorded_at": {"constant": "2020-05-04T08:00:00Z"},
        "employer": "firm",
        "period": {"month": "month"},
        "earnings": {"column": "gross", "currency": "USD"},
    } | more
