"""A provider's file and the procedure are data that others write: faults are named by file, line and reason."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.currencies import MINOR_DIGITS
from contracts.programmes import Requirements
from law.language.terms.errors import RuleSheetError
from services.almp_referral import procedure
from services.almp_referral.procedure import ReferralProcedure, standard_referral_procedure
from services.almp_referral.provider_file import FILE, ProviderFile, synthetic_programmes
from services.almp_referral.statements import ProviderStatement, StatedProgramme, StatementOf, day_of

TEXT = FILE.read_text("utf-8")
RULES = procedure.FILE.read_text("utf-8")
PROTECTED = ("sex", "national", "family", "children", "dependant", "health", "religion", "race", "score", "language")


def line_of(words: str, text: str = TEXT) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if words in line)


@pytest.mark.parametrize(
    ("right", "wrong", "at", "reason"),
    [
        ("kind: guidance", "kind: guidence", "kind: guidance", "is not one of: placement"),
        ("age_from: 16, age_below: 25", "age_from: 25, age_below: 25", "age_from: 16", "nobody fits"),
        ("seats: 80", "seats: eighty", "seats: 80", "is not a whole number from 0"),
        ("seats: 80", "places: 80", "seats: 80", "'places' is not known here"),
        ("id: programme-job-club", "id: job-club", "id: programme-job-club", "does not begin with programme-"),
        ("age_from: 16", "age_from: \u0661\u0666", "age_from: 16", "is not a whole number from 0"),
        ("seats: 80", "seats: 9999999999", "seats: 80", "is not a whole number"),
        ("age_from: 16", "sex: female, age_from: 16", "age_from: 16", "'sex' is not known here"),
        ("id: programme-job-club", "id: programme-own-business", "programmes:", "two programmes are called"),
        ("isco08:5322", "isco08:5399", "isco08:5322", "ISCO-08 has no such group"),
        ("closes_on: 2030-01-01", "starts_on: 2030-01-01, ends_on: 2029-01-01", "seats: 25", "must start before"),
        ("region: coast", "cost: 12.5 USD", "    region: coast", "is not an amount of a currency"),
    ],
)
def test_a_fault_is_named_by_file_line_and_reason(right: str, wrong: str, at: str, reason: str) -> None:
    with pytest.raises(RuleSheetError) as fault:
        ProviderFile.from_text(TEXT.replace(right, wrong), "programmes.yaml")
    first = str(fault.value).splitlines()[0]
    assert reason in first
    if reason != "two programmes are called":
        assert first.startswith(f"programmes.yaml:{line_of(at)}:")


@pytest.mark.parametrize(
    ("right", "wrong", "reason"),
    [
        ("value: 180", "value: never", "not an exact number"),
        ("order: registration_then_lottery", "order: best_prospects", "is not one of: registration_then_lottery"),
        ("kinds: [retraining", "kinds: [schooling", "is not one of: placement"),
    ],
)
def test_a_fault_of_the_procedure_is_named_too(right: str, wrong: str, reason: str) -> None:
    with pytest.raises(RuleSheetError) as fault:
        ReferralProcedure.from_text(RULES.replace(right, wrong), "procedure.yaml")
    first = str(fault.value).splitlines()[0]
    assert reason in first
    assert first.startswith(f"procedure.yaml:{line_of(right, RULES)}:")


def test_a_file_that_is_not_yaml_is_named_too() -> None:
    with pytest.raises(RuleSheetError, match=r"^broken.yaml:2: sheet: this is not YAML: "):
        ProviderFile.from_text("programmes:\n  - {id: [}", "broken.yaml")


def test_the_programmes_that_come_along_say_that_they_are_made_up() -> None:
    assert "THE PROGRAMMES IN THIS FILE ARE SYNTHETIC" in TEXT
    assert synthetic_programmes().provider.startswith("synthetic")


def test_no_requirement_asks_for_what_nobody_may_be_chosen_by() -> None:
    assert not [name for name in Requirements.model_fields for word in PROTECTED if word in name]


def test_an_amount_is_written_with_the_digits_of_its_currency() -> None:
    text = TEXT.replace("region: coast", "cost: 12.50 USD\n    allowance: {amount: 1500 JPY, per: day}")
    (coast,) = [one for one in ProviderFile.from_text(text, "p.yaml").programmes if one.cost is not None]
    assert coast.allowance is not None
    assert (coast.cost.minor if coast.cost else None, coast.allowance.amount.minor) == (1250, 1500)
    assert MINOR_DIGITS["JPY"] == 0


def test_seats_are_those_of_the_cohorts_that_are_open_on_the_day() -> None:
    def seats(identity: str, day: date) -> int:
        (programme,) = [one for one in synthetic_programmes().programmes if one.key == identity]
        statement = ProviderStatement(StatementOf.PROGRAMME, 1, "s", day_of(programme.recorded_at), programme)
        return StatedProgramme.by([statement]).seats_on(day)

    assert [seats("programme-experience-counts", date(year, 6, 1)) for year in (2025, 2026)] == [40, 50]
    assert [seats("programme-coast-works", day) for day in (date(2029, 12, 31), date(2030, 1, 1))] == [25, 0]


def test_the_same_file_gives_the_same_messages_so_that_sending_it_again_is_no_news() -> None:
    again = ProviderFile.from_text(TEXT, "programmes.yaml")
    assert [one.to_bytes() for one in again.messages()] == [one.to_bytes() for one in synthetic_programmes().messages()]


def test_the_rule_of_wait_lists_is_named_with_its_reason() -> None:
    rule = standard_referral_procedure().wait_list
    assert rule is not None
    assert rule.order == "registration_then_lottery"
    assert "nobody can choose" in rule.cites
