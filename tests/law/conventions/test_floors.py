"""Every sheet is checked against both Conventions; the table of floors is the engine's, each difference explained."""

from __future__ import annotations

import pytest

from law.catalogue import scheme_names
from law.conventions import files
from law.conventions.model import Status
from tests.law.conventions import floors

README = floors.README.read_text("utf-8")
AGREE = {"met": Status.MET, "not met": Status.NOT_MET, "depends": Status.NEEDS_EVIDENCE}


@pytest.mark.parametrize("name", scheme_names())
def test_every_sheet_is_checked_against_both_and_stands_in_the_table_as_the_engine_shows_it(name: str) -> None:
    for instrument in files.instrument_names():
        report = floors.report(name, instrument)
        for checked in report.checked:
            assert checked.conclusion.because, checked.requirement.id
            if checked.conclusion.status is Status.NEEDS_EVIDENCE:
                assert checked.conclusion.missing, checked.requirement.id
    if name in floors.by_hand():
        assert floors.line(name) in README, "python -m tests.law.conventions.floors renews the table"
        for column, cell in floors.cells(name):
            assert (cell.ours is AGREE[cell.by_hand]) == (not cell.why), f"{column}: {cell}"


def test_the_table_names_only_schemes_that_are_there() -> None:
    assert set(floors.by_hand()) <= set(scheme_names())
