"""The Norwegian report (a-melding): messages that replace, moves that are no ends, leave in part."""

from __future__ import annotations

import pytest

from tests.services.registry_kit.recipes import all_told, changed, lines_of

OCTOBER, NOVEMBER, DECEMBER, MOVED = lines_of("amelding.csv")
PARENTAL, LAID_OFF_FOR_A_TIME, SERVICE = lines_of("permisjoner.csv")
LATER = "2020-02-10T10:00:00+01:00"


def test_hours_are_the_share_of_a_full_post_to_the_nearest_minute() -> None:
    first, second = all_told("amelding-starts", "employment-started", [OCTOBER, MOVED]).facts("employment-started")
    assert (first["minutes_weekly"], first["full_post"]) == (1800, 2250), "80 percent of 37.5 hours"
    assert (second["minutes_weekly"], second["full_post"]) == (710, 2130), "33.33 percent of 35.5 hours"
    [unknown] = all_told("amelding-starts", "employment-started", [changed(OCTOBER, timer_full_stilling="")]).facts(
        "employment-started"
    )
    assert unknown.keys() & {"minutes_weekly", "full_post"} == set()


def test_occupations_travel_with_two_digits() -> None:
    [started] = all_told("amelding-starts", "employment-started", [OCTOBER]).facts("employment-started")
    assert started["occupation"] == "styrk98:75"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("arbeidstakerHarSagtOppSelv", "voluntary"),
        ("kontraktEngasjementEllerVikariatErUtloept", "fixed_term_ended"),
        ("arbeidsgiverHarSagtOppArbeidstaker", "not_said"),
    ],
)
def test_an_employer_who_dismissed_does_not_say_whether_it_was_redundancy_or_misconduct(code: str, reason: str) -> None:
    [ended] = all_told("amelding-ends", "employment-ended", [changed(DECEMBER, aarsak=code)]).facts("employment-ended")
    assert (ended["reason"], ended["code"], ended["ended_on"]) == (reason, f"amelding:{code}", "2020-01-01")


@pytest.mark.parametrize(
    "code", ["endringIOrganisasjonEllerByttetJobbInternt", "byttetLoennssystemEllerRegnskapsfoerer"]
)
def test_a_move_and_another_payroll_system_are_no_ends(code: str) -> None:
    told = all_told("amelding-ends", "employment-ended", [changed(MOVED, aarsak=code)])
    assert told.sent == []


def test_a_job_that_should_never_have_been_reported_is_taken_back_with_its_end() -> None:
    never = changed(DECEMBER, aarsak="arbeidsforholdetSkulleAldriVaertRapportert", levert=LATER)
    starts = all_told("amelding-starts", "employment-started", [OCTOBER, never, NOVEMBER])
    ends = all_told("amelding-ends", "employment-ended", [DECEMBER, never])
    assert starts.facts("employment-started") == ends.facts("employment-ended") == []
    assert [sent.data["source_version"] for sent in (*starts.sent, *ends.sent)] == [1, 2, 1, 2]


def test_a_message_that_replaces_another_restates_the_month_whichever_comes_first() -> None:
    replaced = changed(DECEMBER, fastloenn="26000,00", melding="M-9", levert=LATER)
    for order in ([DECEMBER, replaced], [replaced, DECEMBER]):
        told = all_told("amelding-pay", "contribution", order)
        assert told.pay() == [("2019-12-01", 3_100_000)]


def test_the_pay_of_a_month_is_told_with_its_kinds() -> None:
    [paid] = all_told("amelding-pay", "contribution", [OCTOBER]).facts("contribution-recorded")
    assert paid["earnings"] == {"minor": 5_320_050, "currency": "NOK"}
    assert {part["kind"]: part["amount"]["minor"] for part in paid["parts"]} == {
        "basic": 5_200_000,
        "overtime": 120_050,
    }


def test_leave_in_part_leaves_the_hours_that_are_still_worked() -> None:
    told = all_told("permisjoner-absence", "absence", [PARENTAL, LAID_OFF_FOR_A_TIME, SERVICE])
    parental, service = told.facts("absence-recorded")
    assert (parental["kind"], parental["minutes_weekly_left"]) == ("parental", 720), "40 percent of 30 hours"
    assert (service["kind"], service["minutes_weekly_left"]) == ("service", 0)
    assert parental["period"] == {"start": "2018-03-01", "end": "2018-09-01"}


def test_a_lay_off_for_a_time_is_the_employer_s_and_no_absence() -> None:
    told = all_told("permisjoner-suspended", "employment-suspended", [PARENTAL, LAID_OFF_FOR_A_TIME, SERVICE])
    [suspended] = told.facts("employment-suspended")
    assert suspended["period"] == {"start": "2019-02-04", "end": "2019-02-25"}
    told.report(changed(LAID_OFF_FOR_A_TIME, slettet="ja", levert=LATER))
    assert told.facts("employment-suspended") == []
