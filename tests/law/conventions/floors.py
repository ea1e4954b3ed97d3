"""The floors at a glance: every scheme of the catalogue beside the same table worked out from the laws by hand.

`python -m tests.law.conventions.floors` renews the table in the README.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from law.catalogue import load_scheme
from law.conventions.check import check_against_each
from law.conventions.declaration import Declaration
from law.conventions.files import HERE as CHECKS_HOME
from law.conventions.files import default_declaration, instrument_names, load_instrument
from law.conventions.model import ComplianceReport, Conclusion, Status

HERE = Path(__file__).parent
README = CHECKS_HOME / "README.md"
BEGINS, ENDS = "<!-- floors: renewed by `python -m tests.law.conventions.floors` -->", "<!-- end of floors -->"
COLUMNS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "waits 7 days at most": (("c102", "C102-24.3"),),
    "45 per cent": (("c102", "C102-65.1"),),
    "50 per cent": (("c168", "C168-15.1a"),),
    "13 weeks": (("c102", "C102-24.1a"), ("c102", "C102-24.2")),
    "26 weeks": (("c168", "C168-19.1"), ("c168", "C168-19.3")),
}
FIGURES = ("calendar days not paid", "break-even wage", "shortest", "average of the durations prescribed")


@dataclass(frozen=True)
class Cell:
    """What the engine shows of one floor, and what the table made by hand says, with the reason for a difference."""

    ours: Status
    figure: str
    by_hand: str
    why: str


def by_hand() -> dict[str, dict[str, list[str]]]:
    """For each scheme and column: the answer of the table made by hand, and why ours differs, if it does."""
    by_scheme: dict[str, dict[str, list[str]]] = yaml.safe_load((HERE / "floors_by_hand.yaml").read_text("utf-8"))
    return by_scheme


def report(name: str, instrument: str) -> ComplianceReport:
    """A scheme of the catalogue against an instrument, with its default declaration."""
    return next(report for report in reports(name) if report.instrument == instrument)


@cache
def reports(name: str) -> tuple[ComplianceReport, ...]:
    """A scheme of the catalogue against every instrument, with its default declaration."""
    declaration = Declaration().completed_by(default_declaration(name))
    instruments = [load_instrument(instrument) for instrument in instrument_names()]
    return check_against_each(load_scheme(name, accept_unverified=True), instruments, declaration)


def cells(name: str) -> Iterator[tuple[str, Cell]]:
    """One scheme's line of the table."""
    for column, requirements in COLUMNS.items():
        conclusions = [report(name, instrument).of(requirement) for instrument, requirement in requirements]
        hand, *why = by_hand()[name][column]
        yield column, Cell(_together(conclusions), _figure(conclusions), hand, why[0] if why else "")


def _together(conclusions: list[Conclusion]) -> Status:
    """The status of a floor that two requirements ask for: broken if one breaks it, else kept if one keeps it."""
    statuses = {conclusion.status for conclusion in conclusions}
    for status in (Status.NOT_MET, Status.MET, Status.NEEDS_EVIDENCE):
        if status in statuses:
            return status
    return Status.NOT_ASKED


def _figure(conclusions: list[Conclusion]) -> str:
    decisive = [conclusion for conclusion in conclusions if conclusion.status is not Status.NOT_ASKED] or conclusions
    figures = dict(figure for conclusion in decisive for figure in conclusion.figures)
    return "; ".join(f"{name} {figures[name]}" for name in FIGURES if name in figures)


def line(name: str) -> str:
    """A scheme's line of the table, in Markdown."""
    return f"| `{name}` | " + " | ".join(_cell(cell) for _, cell in cells(name)) + " |"


def _cell(cell: Cell) -> str:
    ours = f"{cell.ours.value} ({cell.figure})" if cell.figure else cell.ours.value
    return f"{ours}; by hand {cell.by_hand}: {cell.why}" if cell.why else ours


def table() -> str:
    """The table of the README, in Markdown."""
    heads = f"| Scheme | {' | '.join(COLUMNS)} |"
    return "\n".join([heads, "|---" * (len(COLUMNS) + 1) + "|", *(line(name) for name in by_hand())])


def with_table(text: str) -> str:
    """A text with the table between its marks renewed."""
    before, _, rest = text.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    return f"{before}{BEGINS}\n\n{table()}\n\n{ENDS}{after}"


if __name__ == "__main__":
    README.write_text(with_table(README.read_text("utf-8")), encoding="utf-8")
