"""What a scheme shows when it is checked against the Conventions, in one line an instrument."""

from __future__ import annotations

from collections.abc import Iterator

from law.conventions.check import check_against
from law.conventions.declaration import Declaration
from law.conventions.files import default_declaration, instrument_names, load_instrument
from law.conventions.model import Status
from law.language.sheet.scheme import Scheme

COUNTED = (Status.NOT_MET, Status.MET, Status.NEEDS_EVIDENCE)


def floors_of(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Each instrument with the articles that are not met, met, or need evidence, on what the sheet alone says."""
    declared = Declaration().completed_by(default_declaration(scheme.name))
    for name in instrument_names():
        report = check_against(scheme, load_instrument(name), declared)
        yield name.upper(), ", ".join(f"{report.count(status)} {status.value}" for status in COUNTED)
