"""What a sheet promises is paid to a named person, or the row does not say that it is met."""

from __future__ import annotations

from law.conventions.checks import CHECKS
from law.conventions.declaration import Declaration, DeclaredFact
from law.conventions.examination import Examination
from law.conventions.files import default_declaration, load_instrument
from law.conventions.model import Conclusion, Status
from law.language.sheet.scheme import Scheme
from tests.law.conventions.reports import of_catalogue
from tests.law.conventions.test_every_figure_bites import with_figure

COMPLETE, MINIMUM = "ilo/c168-complete", "ilo/c102-minimum"


def row(scheme: Scheme, requirement_id: str, declaration: Declaration | None = None) -> Conclusion:
    """What one row concludes of a scheme, by what is stated of it."""
    instrument = load_instrument(requirement_id.partition("-")[0].lower())
    [requirement] = [own for own in instrument.requirements if own.id == requirement_id]
    declared = (declaration or Declaration()).completed_by(default_declaration(scheme.name))
    return CHECKS[requirement.check](Examination(scheme, instrument, declared, None), requirement)


def figures(conclusion: Conclusion) -> dict[str, str]:
    return dict(conclusion.figures)


def test_a_first_phase_of_ten_weeks_is_no_duration_of_36_for_whoever_has_means() -> None:
    conclusion = row(with_figure(of_catalogue(COMPLETE), "initial_weeks_spell", "10"), "C168-19.1")
    assert conclusion.status is Status.NOT_MET
    assert "36 weeks by the limit of the law, of which 10 weeks are paid" in conclusion.because


def test_a_second_phase_below_the_floor_lowers_the_share_of_whoever_has_no_means() -> None:
    conclusion = row(with_figure(of_catalogue(COMPLETE), "initial_weeks_spell", "10"), "C168-15.1a")
    assert figures(conclusion)["break-even wage"] == "USD 1,906.67 a month", "twice 220 a week, by the month"


def test_a_family_asked_as_yes_or_no_is_that_of_the_standard_beneficiary_where_the_sheet_says_so() -> None:
    told = figures(row(of_catalogue("uy/desempleo"), "C102-65.5"))
    assert told["0 dependants"] != told["1 dependants"] == told["5 dependants"]


def test_a_family_of_which_nobody_says_what_it_answers_cannot_be_told() -> None:
    silent = of_catalogue("uy/desempleo", ("        describes: family\n", ""))
    conclusion = row(silent, "C102-65.1")
    assert conclusion.status is Status.NEEDS_EVIDENCE
    assert conclusion.because.startswith("Cannot be told: nobody says what the family")
    assert "has_family" in conclusion.because
    assert "describes: family" in conclusion.missing


ORIGIN = """\
articles:
  - article: none
    says: People of old families have the right.
    particulars:
      of_old_descent:
        meaning: Whether the person is of old descent
        unit: yes_no
        asks: Of what descent is the person
        if_unsaid: "yes"

"""


def test_a_rule_that_turns_on_social_origin_is_asked_about() -> None:
    uses = ("is: insured_months >= insured_months_min", "is: of_old_descent and insured_months >= insured_months_min")
    conclusion = row(of_catalogue(MINIMUM, ("articles:\n", ORIGIN), uses), "C168-6")
    assert conclusion.status is Status.NEEDS_EVIDENCE
    assert ("particular of_old_descent", "social origin") in conclusion.figures


def test_an_answer_that_decides_and_names_no_attribute_is_shown_to_the_reader() -> None:
    told = figures(row(of_catalogue("uy/desempleo"), "C102-68"))
    assert told["a worker who is no national"] == "treated as a national"
    assert told["other answers that decide"] == "paid_by, reduced_work, has_family"


def facts(**values: bool) -> Declaration:
    return Declaration(facts={name: DeclaredFact(value=value, cites="Act") for name, value in values.items()})


def test_who_must_take_part_follows_from_who_administers() -> None:
    scheme = of_catalogue(MINIMUM)
    department = {"administered_by_a_department_responsible_to_parliament": True}
    open_, met, missing = (
        row(scheme, "C168-29", facts(**department, **more))
        for more in (
            {},
            {"persons_protected_and_employers_advise": True},
            {"persons_protected_take_part_or_advise": True},
        )
    )
    assert (open_.status, met.status, missing.status) == (Status.NEEDS_EVIDENCE, Status.MET, Status.NEEDS_EVIDENCE)
    assert "persons_protected_and_employers_advise" in missing.missing


def test_who_works_half_time_is_paid_under_the_model_scheme_and_refused_where_hours_are_counted_in_full() -> None:
    assert row(of_catalogue(COMPLETE), "C168-25").status is Status.MET
    conclusion = row(of_catalogue("ca/ei-regular"), "C168-25")
    assert conclusion.status is Status.NOT_MET
    assert "700 hours" in conclusion.because
    assert "20 hours a week" in conclusion.person


def test_short_time_is_paid_where_a_sheet_of_short_time_says_so() -> None:
    conclusion = row(of_catalogue("de/kurzarbeitergeld"), "C168-10.2a")
    assert conclusion.status is Status.MET
    assert "on short time" in conclusion.person
    nobody = row(of_catalogue(MINIMUM), "C168-10.2a")
    assert nobody.status is Status.NEEDS_EVIDENCE


def test_every_group_of_new_applicants_is_tried_by_a_person_of_it() -> None:
    told = figures(row(of_catalogue(COMPLETE), "C168-26"))
    assert len(told) == 10
    assert set(told.values()) == {"paid USD 200.00 from 2024-01-08"}


def test_a_ground_is_shown_by_whoever_is_decided_against_and_paid_afterwards() -> None:
    conclusion = row(of_catalogue(COMPLETE), "C168-20-extent")
    assert conclusion.status is Status.MET
    assert {"misconduct", "quit", "refusal", "strike"} <= figures(conclusion).keys()


def test_whoever_claims_again_after_a_short_job_is_paid_at_once_under_one_case() -> None:
    conclusion = row(of_catalogue(COMPLETE), "C102-24.3b")
    assert conclusion.status is Status.MET
    assert "back at work from" in conclusion.person
