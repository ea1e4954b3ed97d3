"""`tideover scheme check`: what it prints, how it ends, and what it says of files it cannot use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from services.__main__ import app
from tests.law.conventions.reports import HERE, X

DECLARED, PROTECTED = str(HERE / "declared_x.yaml"), str(HERE / "protected_x.csv")


def check(*arguments: str) -> Result:
    """The command's end and its output."""
    return CliRunner().invoke(app, ["scheme", "check", *arguments])


def test_a_reference_scheme_ends_well_and_shows_each_article_with_figures_and_person() -> None:
    result = check("ilo/c102-minimum", "--instrument", "c102")
    assert result.exit_code == 0, result.output
    assert "C102 Art. 24(1)(a)" in result.output
    assert "shortest: 13 weeks" in result.output
    assert "break-even wage: USD 5,416.67 a month" in result.output
    assert "Person: laid off on" in result.output
    assert "[C102 Art. 24(3)]" in result.output


def test_a_scheme_that_breaks_an_article_ends_with_one() -> None:
    result = check("vn/bhtn", "--instrument", "c102")
    assert result.exit_code == 1
    assert "14 calendar days are not paid; at most 7 are allowed." in " ".join(result.output.split())


def test_declaration_and_data_are_read_and_the_report_names_them() -> None:
    result = check(str(X), "--instrument", "c168", "--declaration", DECLARED, "--data", PROTECTED, "--json")
    assert result.exit_code == 1, "64 per cent are protected, 85 are required"
    (report,) = json.loads(result.output)
    assert report["scheme"] == "test/scheme-x"
    assert report["law_of"] == "2025-09-01"
    assert {len(report[digest]) for digest in ("scheme_sha256", "declaration_sha256", "data_sha256")} == {64}
    broken = [article for article in report["articles"] if article["status"] == "not met"]
    assert [article["id"] for article in broken] == ["C168-11.1"]
    assert ["share", "64 %"] in broken[0]["figures"]


def test_both_instruments_are_checked_if_none_is_named() -> None:
    result = check("ilo/c168-reference", "--json")
    assert result.exit_code == 0, result.output
    assert [report["instrument"] for report in json.loads(result.output)] == ["c102", "c168"]


def test_the_law_of_a_day_may_be_asked_for() -> None:
    result = check("id/jkp", "--instrument", "c168", "--on", "2024-09-01", "--json")
    (report,) = json.loads(result.output)
    rate = next(article for article in report["articles"] if article["id"] == "C168-15.1a")
    assert rate["status"] == "not met", "45 and then 25 per cent until 2025"
    assert "25 %" in rate["because"]


BAD = [
    ("wages: {minimum: {monthly: a lot, cites: none}}", "wages.minimum.monthly"),
    ("reference_wage: E", "reference_wage"),
    ("unheard: of", "unheard"),
    ("resources: {employees: 1, employers: 1}", "resources.cites"),
    ("exceptions: [{article: 15(2), status: renounced, cites: a letter}]", "exception 15(2): renounced_from goes with"),
    ("- a list", "declared.yaml:1: the file: must be an object of named fields."),
    ("wages: [", "this is not YAML: a brace or bracket is opened and not shut."),
    (
        "member: A\nreference_wage: D\nmember: B\n",
        "declared.yaml:3: the file: 'member' stands twice: in line 1, and here.",
    ),
    (
        "member: A\nresources: {employees: 1.000}\n",
        "declared.yaml:2: resources.employees: '1.000' may be read as 1000 or 1.",
    ),
    (
        "member: A\nreferense_wage: D\n",
        "declared.yaml:2: referense_wage: there is no field referense_wage; do you mean",
    ),
    ("reference_wage: E", "For example: {member: Made-up Land, reference_wage: D, wages:"),
]


@pytest.mark.parametrize(("text", "says"), BAD)
def test_a_declaration_that_cannot_be_used_is_refused_in_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "declared.yaml"
    path.write_text(text, encoding="utf-8")
    ends_with_two(check("ilo/c102-minimum", "--declaration", str(path)), says)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("earnings\n100\n", "no column per"),
        ("earnings,per\n", "names no person"),
        ("earnings,per\n1e3,month\n", ":2: earnings is not a number"),
        ("earnings,per\n-5,month\n", "earnings is negative"),
        ("earnings,per\n100,fortnite\n", "not a time basis"),
        ("earnings,per,name\n100,month,Ann\n", "the column name is not known"),
    ],
)
def test_data_that_cannot_be_used_are_refused_in_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "protected.csv"
    path.write_text(text, encoding="utf-8")
    ends_with_two(check("ilo/c102-minimum", "--data", str(path)), says)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("xx/none",), "there is no scheme xx/none"),
        (("none.yaml",), "there is no file none.yaml"),
        (("ilo/c102-minimum", "--instrument", "c999"), "There is no instrument c999"),
        (("ilo/c102-minimum", "--declaration", "none.yaml"), "none.yaml cannot be read"),
        (("ilo/c102-minimum", "--on", "1999-01-01"), "is known for 1998-12-27"),
    ],
)
def test_what_is_not_there_is_named_in_one_sentence(arguments: tuple[str, ...], says: str) -> None:
    ends_with_two(check(*arguments), says)


def ends_with_two(result: Result, says: str) -> None:
    assert result.exit_code == 2, result.output
    assert says in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""
