"""The procedure is data: dated, cited, complete, and silent about days it does not know."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from contracts.about import from_short
from law.language.terms.errors import RuleSheetError
from services.claims.notices import says
from services.claims.procedure import FILE, Procedure, standard_procedure
from services.claims.questions import Matter
from tests.services.claims.telling import TOLD


def test_every_figure_says_where_it_comes_from() -> None:
    procedure = standard_procedure()
    for parameter in (procedure.reply_days, procedure.delivery_days, procedure.appeal_days):
        assert all(value.cites for value in parameter.values)


def test_a_day_before_the_first_value_has_no_procedure() -> None:
    with pytest.raises(LookupError, match="no value of reply_days is known for 2014-12-31"):
        standard_procedure().reply_days.on(date(2014, 12, 31))


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        ("  strike: {words", "strike"),
        ('        cites: "Institution', "cites"),
        ("appeal_to", "appeal_to"),
    ],
)
def test_a_file_that_leaves_something_out_is_refused_by_name(tmp_path: Path, fault: str, named: str) -> None:
    lines = FILE.read_text("utf-8").splitlines()
    (tmp_path / "procedure.yaml").write_text("\n".join(line for line in lines if not line.startswith(fault)))
    with pytest.raises(RuleSheetError, match=named):
        Procedure.from_file(tmp_path / "procedure.yaml")


@pytest.mark.parametrize(
    ("right", "wrong", "reason"),
    [
        ("value: 14", "value: 14.5", "14.50 is not a whole number of zero or more"),
        ("value: 14", "value: -14", "-14 is no length of time"),
        ("from: 2015-01-01", "from: 2015-13-01", "'2015-13-01' is not a day"),
    ],
)
def test_a_figure_that_counts_no_days_is_refused_by_line_and_rule(
    tmp_path: Path, right: str, wrong: str, reason: str
) -> None:
    (tmp_path / "procedure.yaml").write_text(FILE.read_text("utf-8").replace(right, wrong, 1), "utf-8")
    with pytest.raises(RuleSheetError, match=rf"^procedure\.yaml:\d+: parameters\.reply_days.*: {re.escape(reason)}"):
        Procedure.from_file(tmp_path / "procedure.yaml")


def test_a_very_long_question_is_cut_and_the_rights_of_the_person_never() -> None:
    matter = Matter("claim-1", from_short("separation"), "Why? " * 390, "§ 1", "x" * 1990)
    words = says(matter, TOLD, standard_procedure())
    assert len(words) == 2000
    assert words.endswith("Without a reply they decide on what is known then.")
    assert f"You may reply until {TOLD}" in words
