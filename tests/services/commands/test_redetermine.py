"""A new version of a sheet reaches whoever files again at once, and everybody else by an order in a person's name."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from contracts.casework import RecallOrdered
from contracts.eligibility import AssessmentMade, DeterminationMade
from law.catalogue import load_scheme
from law.language.sheet.load import load_text
from law.language.sheet.scheme import Scheme
from law.questions.vocabulary import VOCABULARY
from services.__main__ import app
from services.worlds import laptop_in
from tests.stories.contesting import told_by
from tests.stories.town import born, certifies, files_claim, fill, lost_work, said, town, wages

RUNNER = CliRunner()
SIGNED = ("--officer", "q-1", "--role", "head-of-benefits", "--reasons", "The Act of 2020 raises the share.")


def raised(name: str, **_: bool) -> Scheme:
    """The sheets of an institution whose Mississippi pays 1/24 of a quarter's wages."""
    scheme = load_scheme(name, accept_unverified=True)
    text = scheme.text.replace("value: 1/26", "value: 1/24")
    assert name != "us/mississippi" or text != scheme.text
    return load_text(text, file=f"{name}.yaml", vocabulary=VOCABULARY, accept_unverified=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A person claimed and certified two weeks, of which one was paid, before the new version was served."""
    with closing(town(tmp_path)) as laptop:
        facts = (*map(wages, range(7, 25)), born(), lost_work(), files_claim(), certifies(0))
        fill(laptop, [said(event) for event in facts])
    return tmp_path


def run(folder: Path, *words: str) -> str:
    result = RUNNER.invoke(app, ["redetermine", "us/mississippi", "--folder", str(folder), *words])
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()[-1]


def due(folder: Path) -> list[int]:
    """What the person was told to be due, in the order in which it was told."""
    with closing(laptop_in(folder)) as laptop:
        return [told.amount.minor for told in told_by(laptop, "eligibility", AssessmentMade)]


def test_whoever_certifies_again_is_determined_under_the_new_version_before_a_week_is_assessed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.worlds.load_scheme", raised)
    with closing(laptop_in(folder)) as laptop:
        fill(laptop, [said(certifies(1))])
        rates = [told.benefit_rate for told in told_by(laptop, "eligibility", DeterminationMade)]
    assert [rate.minor for rate in rates if rate] == [13800, 15000]
    assert due(folder) == [13800, 15000, 30000], "the week that was paid by the old rate is assessed anew as well"


def test_whoever_files_nothing_stays_under_the_old_version_until_a_named_person_orders_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = "Running claims that were determined under an older sheet of us/mississippi: {}."
    assert run(folder) == older.format(0)
    monkeypatch.setattr("services.worlds.load_scheme", raised)
    assert run(folder) == older.format(1)
    assert due(folder) == [13800]
    assert run(folder, "--order", "act-2020", *SIGNED) == "Determined anew: 1. Not yet: 0."
    assert due(folder) == [13800, 15000]
    assert run(folder, "--order", "act-2020", *SIGNED) == "Determined anew: 0. Not yet: 0."
    with closing(laptop_in(folder)) as laptop:
        (order,) = told_by(laptop, "casework", RecallOrdered)
    assert (order.officer.staff, order.law_since) == ("q-1", date(2019, 12, 29))


def test_nothing_is_ordered_without_a_named_person_and_reasons(folder: Path) -> None:
    words = ["redetermine", "us/mississippi", "--folder", str(folder), "--order", "act-2020"]
    for more in (SIGNED[:4], SIGNED[2:]):
        result = RUNNER.invoke(app, [*words, *more], env={"COLUMNS": "200"})
        assert result.exit_code == 2
        assert "name who answers for them" in result.output
