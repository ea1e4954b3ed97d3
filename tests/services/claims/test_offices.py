"""Where the institution keeps who belongs to which office, nobody acts for another one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from contracts.casework import Officer
from law.language.terms.errors import RuleSheetError
from services.claims.offices import Belonging, OfficeRegister
from services.claims.procedure import FILE, Procedure, standard_procedure
from tests.services.claims.contesting import DECIDED
from tests.services.claims.test_error_budget import NORTH, Office, small

SINCE = date(2020, 1, 1)
AWAY = Officer(staff=NORTH.staff.upper(), role=NORTH.role, office="south")


def kept(*belongings: Belonging) -> Procedure:
    """A procedure with a register of offices that holds from the first day."""
    rules = replace(small().error_budget, offices=OfficeRegister(belongings), offices_since=SINCE)
    return replace(standard_procedure(), error_budget=rules)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    assert NORTH.office is not None
    own = Belonging(NORTH.staff.casefold(), NORTH.office.lower(), SINCE)
    return Office.at_work(tmp_path, kept(own), people="ann")


def test_an_answer_for_another_office_is_refused_in_words_and_counted_nowhere(office: Office) -> None:
    office.decides("ann", officer=AWAY)
    assert office.refusals() == [f"on {DECIDED} {AWAY.staff} belonged to the office north, and cannot act for south"]
    assert office.against() == []


def test_an_answer_for_the_own_office_takes_effect(office: Office) -> None:
    office.decides("ann")
    assert (office.refusals(), len(office.against())) == ([], 1)


def test_an_officer_whom_the_register_does_not_know_decides_against_nobody(office: Office) -> None:
    office.decides("ann", officer=Officer(staff="nobody-1", role=NORTH.role, office="north"))
    assert "does not know to which office nobody-1 belonged" in office.refusals()[0]


def test_an_officer_who_moved_belongs_to_the_new_office_from_that_day_on() -> None:
    register = OfficeRegister((Belonging("staff-1", "north", SINCE), Belonging("staff-1", "south", DECIDED)))
    mover = Officer(staff="staff-1", role="adjudicator", office="South")
    assert register.why_not(mover, DECIDED) is None
    assert "belonged to the office north" in str(register.why_not(mover, date(2021, 1, 1)))


def test_an_institution_without_a_register_believes_what_an_act_says(tmp_path: Path) -> None:
    office = Office.at_work(tmp_path, small(), people="ann")
    office.decides("ann", officer=AWAY)
    assert len(office.against()) == 1


@pytest.mark.parametrize(
    ("entry", "reason"),
    [("{staff: Staff-17, office: North, from: 2020-01-01}", None), ("{staff: staff-17, from: 2020-01-01}", "office")],
)
def test_the_register_is_read_from_the_procedure_and_what_it_leaves_out_is_named(
    tmp_path: Path, entry: str, reason: str | None
) -> None:
    stated = f"offices: [{entry}]\n  offices_since:"
    (tmp_path / "procedure.yaml").write_text(FILE.read_text("utf-8").replace("offices_since:", stated, 1), "utf-8")
    if reason is not None:
        with pytest.raises(RuleSheetError, match=reason):
            Procedure.from_file(tmp_path / "procedure.yaml")
        return
    read = Procedure.from_file(tmp_path / "procedure.yaml").error_budget.offices
    assert read == OfficeRegister((Belonging("staff-17", "north", SINCE),))
