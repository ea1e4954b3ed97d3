"""What holds for every person is proved by the solver; what does not is shown by a person whom the engine tries."""

from __future__ import annotations

from fractions import Fraction

import pytest
from typer.testing import CliRunner

from law.conventions.examination import Examination
from law.conventions.files import default_declaration, load_instrument
from law.conventions.proving import Proof, prove
from law.language.sheet.scheme import Scheme
from services.__main__ import app
from tests.law.conventions.reports import of_catalogue

MINIMUM, COMPLETE, REFERENCE = "ilo/c102-minimum", "ilo/c168-complete", "ilo/c168-reference"


def proof(scheme: Scheme, requirement_id: str, up_to: int | None = None) -> Proof:
    """What the solver says of one row."""
    instrument = load_instrument(requirement_id.partition("-")[0].lower())
    [requirement] = [own for own in instrument.requirements if own.id == requirement_id]
    examination = Examination(scheme, instrument, default_declaration(scheme.name), None)
    return prove(examination, requirement, None if up_to is None else Fraction(up_to))


@pytest.mark.parametrize(
    ("name", "requirement"),
    [
        (MINIMUM, "C102-24.3"),
        (MINIMUM, "C102-24.1a"),
        (REFERENCE, "C168-18.1"),
        (REFERENCE, "C168-19.1"),
        (COMPLETE, "C168-18.1"),
        (COMPLETE, "C168-19.1"),
    ],
)
def test_waiting_and_duration_of_the_model_schemes_are_proved_for_every_answer(name: str, requirement: str) -> None:
    assert proof(of_catalogue(name), requirement).proved is True


@pytest.mark.parametrize(
    ("name", "requirement", "kept_up_to"), [(MINIMUM, "C102-65.1", 5416), (COMPLETE, "C168-15.1a", 4333)]
)
def test_a_rate_is_proved_up_to_the_wage_of_its_maximum_and_broken_above_it(
    name: str, requirement: str, kept_up_to: int
) -> None:
    kept, broken = (proof(of_catalogue(name), requirement, up_to) for up_to in (kept_up_to, None))
    assert kept.proved is True
    assert broken.proved is False
    assert "average_monthly_earnings(reference_window) = " in broken.person
    assert "The engine: waits 7 days" in broken.person


def test_what_no_trial_showed_the_solver_finds() -> None:
    """Who was insured for a hundred months and more waits a day longer: no trial person was insured for so long."""
    longer = of_catalogue(
        MINIMUM,
        ("lasts: waiting_period", "lasts: waited"),
        (
            "    quantities:\n      weeks_of_benefit:\n",
            (
                "    quantities:\n      waited:\n        meaning: Days waited\n        unit: days\n        is: >-\n"
                "          if insured_months >= months_of_many then waiting_period + one_day else waiting_period\n"
                "      weeks_of_benefit:\n"
            ),
        ),
        (
            "      waiting_period:\n",
            (
                "      months_of_many:\n        meaning: Many months\n        unit: months\n        values:\n"
                "          - from: 2010-01-01\n            value: 100\n"
                "      one_day:\n        meaning: A day\n        unit: days\n        values:\n"
                "          - from: 2010-01-01\n            value: 1\n"
                "      waiting_period:\n"
            ),
        ),
    )
    found = proof(longer, "C102-24.3")
    assert found.proved is False
    assert "The engine: waits 14 days" in found.person, "weeks are waited for whole"


def test_a_shape_that_is_not_handed_over_is_named() -> None:
    found = proof(of_catalogue("bh/unemployment"), "C102-24.1a")
    assert found.proved is None
    assert "payable_days()" in found.because


def test_the_command_ends_with_zero_if_all_is_proved_and_with_one_if_not() -> None:
    def ends(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["scheme", "prove", MINIMUM, *words])
        return result.exit_code, result.output

    code, told = ends("--article", "C102-24.3")
    assert (code, told.startswith("C102 Art. 24(3) (C102-24.3): proved.")) == (0, True)
    code, told = ends("--article", "C102-65.1")
    assert (code, "does not hold" in told) == (1, True)
    code, told = ends("--article", "C102-1")
    assert code == 2
