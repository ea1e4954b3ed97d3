"""The procedure is data: dated, cited, complete, and silent about days it does not know."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from contracts.about import from_short
from services.claims.notices import says
from services.claims.procedure import FILE, Procedure, ProcedureFault, standard_procedure
from services.claims.questions import Matter
from tests.services.claims.telling import TOLD


def test_every_figure_says_where_it_comes_from() -> None:
    parameters = standard_procedure().parameters
    for name in type(parameters).model_fields:
        assert all(value.cites for value in getattr(parameters, name).values)


def test_a_day_before_the_first_value_has_no_procedure() -> None:
    with pytest.raises(LookupError, match="in force on 2014-12-31"):
        standard_procedure().parameters.reply_days.on(date(2014, 12, 31))


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
    with pytest.raises(ProcedureFault, match=named):
        Procedure.from_file(tmp_path / "procedure.yaml")


def test_a_very_long_question_is_cut_and_the_rights_of_the_person_never() -> None:
    matter = Matter("claim-1", from_short("separation"), "Why? " * 390, "§ 1", "x" * 1990)
    words = says(matter, TOLD, standard_procedure())
    assert len(words) == 2000
    assert words.endswith("Without a reply they decide on what is known then.")
    assert f"You may reply until {TOLD}" in words
