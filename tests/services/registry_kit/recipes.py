"""The recipes of contracts/recipes at work: files of their shape, line by line, and what an institution then knows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import contracts
from contracts.base import Envelope
from services.registry_kit.facts import Reject
from services.registry_kit.input_line import InputLine
from services.registry_kit.mapping import Mapping as FileMapping
from services.registry_kit.mapping_file import read_mapping
from services.registry_kit.report_book import ReportBook
from services.registry_kit.reported_facts import ReportedFacts
from tests.services.registry_kit.office import KEYS

FOLDER = Path(contracts.__file__).parent / "recipes"
Line = Mapping[str, str]


def lines_of(file: str) -> list[dict[str, str]]:
    """The lines of an example, by column."""
    text = (FOLDER / file).read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text else ","))


@dataclass
class Reporting:
    """A source that reports under one mapping, and everything that was told of it."""

    mapping: FileMapping
    kind: str
    book: ReportBook = field(default_factory=lambda: ReportBook(None, "a source"))
    sent: list[Envelope] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)

    def report(self, *lines: Line) -> list[Envelope]:
        """Send lines; what is told by them."""
        reader = ReportedFacts(self.mapping, self.kind, KEYS, self.book)
        before = len(self.sent)
        for number, line in enumerate(lines, start=2):
            cells = {name: cell if cell.strip() not in self.mapping.empty else None for name, cell in line.items()}
            outcome = reader.of(InputLine(number, cells))
            if isinstance(outcome, Reject):
                self.rejected.append(outcome.reason)
            else:
                self.sent += outcome
        return self.sent[before:]

    def holding(self) -> dict[tuple[str, str], dict[str, Any]]:
        """By kind of fact and key, what holds once everything has arrived: the highest version, if not taken back."""
        last: dict[tuple[str, str], Envelope] = {}
        for envelope in self.sent:
            about = envelope.data.get("kind") if "fact-retracted" in envelope.type else _name(envelope)
            place = (str(about), str(envelope.data["key"]))
            if place not in last or last[place].data["source_version"] < envelope.data["source_version"]:
                last[place] = envelope
        return {place: dict(sent.data) for place, sent in last.items() if "fact-retracted" not in sent.type}

    def facts(self, name: str) -> list[dict[str, Any]]:
        """What holds of one kind, by the first day that it names."""
        held = [data for (kind, _), data in self.holding().items() if kind == f"registry.{name}"]
        return sorted(held, key=lambda data: str(data.get("period") or data.get("started_on") or data.get("ended_on")))

    def pay(self) -> list[tuple[str, int]]:
        """What holds of earnings: the first day of each period, and the minor units earned in it."""
        return [(data["period"]["start"], data["earnings"]["minor"]) for data in self.facts("contribution-recorded")]


def _name(envelope: Envelope) -> str:
    return envelope.type.removeprefix("tideover.").rpartition(".v")[0]


def recipe(name: str, kind: str) -> Reporting:
    """A recipe, with nothing reported yet."""
    return Reporting(read_mapping(FOLDER / f"{name}.yaml", kind), kind)


def changed(line: Line, **cells: str) -> dict[str, str]:
    """A line with other cells."""
    assert cells.keys() <= line.keys(), cells.keys() - line.keys()
    return {**line, **cells}


def all_told(name: str, kind: str, lines: Iterable[Line]) -> Reporting:
    """A recipe with all lines reported, none of them rejected."""
    reporting = recipe(name, kind)
    reporting.report(*lines)
    assert reporting.rejected == []
    return reporting
