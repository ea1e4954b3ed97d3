"""What a scheme shows when it is checked against the Conventions, in one line an instrument; and as it is kept.

A check of all schemes takes two minutes, so what came of it is kept beside this file, with the sheet it was made from:
`python -m law.pages.convention_summary` renews what is of another sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from law.catalogue import load_scheme, scheme_names
from law.conventions.check import check_against_each
from law.conventions.declaration import Declaration
from law.conventions.files import default_declaration, instrument_names, load_instrument
from law.conventions.model import Status
from law.language.sheet.scheme import Scheme

COUNTED = (Status.NOT_MET, Status.MET, Status.NEEDS_EVIDENCE)
KEPT = Path(__file__).with_name("convention_summary.yaml")
DIGEST = "sheet"
Counts = Mapping[str, int]
"""Articles by their status."""


def counted(scheme: Scheme) -> Iterator[tuple[str, Counts]]:
    """Each instrument with how many articles are not met, met, or need evidence, on what the sheet alone says."""
    declared = Declaration().completed_by(default_declaration(scheme.name))
    names = instrument_names()
    for name, report in zip(names, check_against_each(scheme, map(load_instrument, names), declared), strict=True):
        yield name.upper(), {status.value: report.count(status) for status in COUNTED}


def floors_of(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """The same in words."""
    for instrument, counts in counted(scheme):
        yield instrument, ", ".join(f"{number} {status}" for status, number in counts.items())


def kept_counts(scheme: Scheme) -> Mapping[str, Counts]:
    """What came of the check when it was last made, by instrument; nothing where that was of another sheet."""
    kept = _kept().get(scheme.name, {})
    if kept.get(DIGEST) != scheme.digest:
        return {}
    return {instrument: counts for instrument, counts in kept.items() if instrument != DIGEST}


@cache
def _kept() -> Mapping[str, Mapping[str, Any]]:
    kept: Mapping[str, Mapping[str, Any]] = yaml.safe_load(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    return kept


def renew() -> None:
    """Check again the schemes whose sheet is another than the one that was checked, and keep what comes of it."""
    schemes = [load_scheme(name, accept_unverified=True) for name in scheme_names()]
    kept = {
        scheme.name: {DIGEST: scheme.digest, **(kept_counts(scheme) or dict(counted(scheme)))} for scheme in schemes
    }
    KEPT.write_text(yaml.safe_dump(kept, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    renew()
