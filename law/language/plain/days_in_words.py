"""From when until when something holds, and for which claims and periods, in words."""

from __future__ import annotations

from collections.abc import Mapping

from law.language.terms.dated import ChosenBy, DatedEntry

APPLIES: Mapping[ChosenBy, str] = {
    "law": "",
    "claim": " for new claims",
    "period": " for all claims, from their next period",
}


def span(entry: DatedEntry) -> str:
    """The days on which a value, a table or a version of a rule holds, and for which claims and periods."""
    until = f" up to {entry.until}" if entry.until else ""
    return f"from {entry.since}{until}{applies(entry)}"


def applies(entry: DatedEntry) -> str:
    """For which claims and periods it holds; nothing where it follows the law like any other figure."""
    by, first = entry.applies
    return f" for periods from {first}" if first else APPLIES[by]
