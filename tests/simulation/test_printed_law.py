"""The second opinion on what is owed is a second one: it knows no line of the engine."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from contracts.currencies import MINOR_DIGITS
from law.language.sheet.load import load_file
from law.pages.markdown import markdown_page
from law.questions.vocabulary import VOCABULARY
from services.simulation.printed_law.evidence import Stated
from services.simulation.printed_law.owed import owed
from services.simulation.printed_law.schemes import SCHEMES
from services.simulation.short_time import SHORT_TIME
from services.simulation.world import SHEETS, schemes
from tests.shape.packages import imported_by
from tests.shape.tree import ROOT, name_of, python_files

OWN = "services.simulation.printed_law"
FOLDER = ROOT / "services" / "simulation" / "printed_law"


def foreign_imports(source: str) -> list[str]:
    """What a file imports of ours, its own package aside."""
    ours = ("contracts", "law", "services", "bench", "deploy", "tests")
    modules = imported_by(source)
    return [module for module in modules if module.split(".")[0] in ours and not module.startswith(OWN)]


def test_the_printed_law_imports_nothing_of_the_engine() -> None:
    assert foreign_imports("from law.case.facts import FactSet\nimport services.payments.handlers")
    files = [path for path in python_files("services") if FOLDER in path.parents]
    assert files
    assert not {name_of(path): found for path in files if (found := foreign_imports(path.read_text("utf-8")))}


def test_every_scheme_that_lives_are_lived_under_is_written_twice() -> None:
    assert {*SCHEMES, SHORT_TIME} == set(schemes())


def test_a_first_claim_in_mississippi_by_hand() -> None:
    """2,600 dollars in the best quarter are 100 a week; the first week is waited for, 60 earned take 20 off."""
    statements = [
        *(_wages(month, 26_000) for month in (date(2019, 1, 1), date(2019, 4, 1))),
        *(_wages(month, 117_000) for month in (date(2019, 7, 1), date(2019, 8, 1))),
        _wages(date(2019, 9, 1), 26_000),
        _wages(date(2018, 10, 1), 100_000),
        _fact("registry.employment-ended", "job", employment="job", ended_on="2020-01-10", reason="laid_off"),
        _fact("intake.claim-filed", "c", scheme="us/mississippi", filed_on="2020-01-14", unemployed_from="2020-01-10"),
        _fact(
            "intake.certification-filed",
            "k",
            claim="c",
            filed_on="2020-01-26",
            weeks=[_week("2020-01-12", "2020-01-19", 0), _week("2020-01-19", "2020-01-26", 6_000)],
        ),
    ]
    assert owed(statements, []) == {("c", "k", date(2020, 1, 12)): 0, ("c", "k", date(2020, 1, 19)): 8_000}


def test_a_claim_that_goes_on_with_the_one_before_by_hand() -> None:
    """1,300 a month are 165 a week; the claim of March keeps them where its own would be 150, and does not wait again.

    The supplement is 12.50 by then. Nothing is due under the first claim from the day on which the second begins.
    """
    months = (date(2019, 7, 1), date(2019, 8, 1), date(2019, 9, 1), date(2019, 10, 1))
    statements = [
        *(_wages(month, 130_000) for month in months),
        _fact("registry.employment-ended", "job", employment="job", ended_on="2020-01-03", reason="laid_off"),
        *_claims_and_certifies("first", "2020-01-06", "2020-01-06", "2020-01-13", "2020-03-02"),
        *_claims_and_certifies("again", "2020-03-02", "2020-03-02"),
    ]
    assert owed(statements, []) == {
        ("first", "k-first", date(2020, 1, 6)): 0,
        ("first", "k-first", date(2020, 1, 13)): 16_500,
        ("first", "k-first", date(2020, 3, 2)): 0,
        ("again", "k-again", date(2020, 3, 2)): 17_750,
    }


def _claims_and_certifies(claim: str, filed_on: str, *mondays: str) -> list[Stated]:
    weeks = [_week(monday, (date.fromisoformat(monday) + timedelta(days=7)).isoformat(), 0) for monday in mondays]
    return [
        _fact("intake.claim-filed", claim, scheme="simulated/dated", filed_on=filed_on, unemployed_from="2020-01-03"),
        _fact("intake.certification-filed", f"k-{claim}", claim=claim, filed_on="2020-03-09", weeks=weeks),
    ]


def _fact(name: str, key: str, **fields: object) -> Stated:
    return Stated(name, {"key": key, "source_version": 1, "recorded_at": "2020-01-02T09:00:00Z", **fields})


def _wages(month: date, minor: int) -> Stated:
    period = {"start": month.isoformat(), "end": month.replace(day=28).isoformat()}
    earnings = {"minor": minor, "currency": "USD"}
    return _fact("registry.contribution-recorded", f"w/{month}", period=period, earnings=earnings)


def _week(start: str, end: str, minor: int) -> dict[str, object]:
    ready = {"able": True, "available": True, "sought_work": True}
    return {"period": {"start": start, "end": end}, "earnings": {"minor": minor, "currency": "USD"}, **ready}


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_the_second_opinion_counts_in_the_schemes_currency(name: str) -> None:
    assert MINOR_DIGITS[schemes()[name].currency] == SCHEMES[name].digits


def test_the_page_beside_the_simulated_sheet_is_current() -> None:
    sheet = SHEETS / "dated.yaml"
    scheme = load_file(sheet, vocabulary=VOCABULARY, accept_unverified=True)
    assert sheet.with_suffix(".md").read_text("utf-8") == markdown_page(scheme)
