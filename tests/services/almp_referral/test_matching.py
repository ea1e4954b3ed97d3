"""Which programmes fit whom: every criterion is said with what it asks and what the person has; there is no score."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from contracts.almp_referral import NoReferral, Occasion, ReferralMade, WhyNoReferral
from contracts.criteria import Criterion, Fits
from contracts.programme_matching import MatchMade
from contracts.programmes import ProgrammeKind
from contracts.registry import Separation, Sex
from services.almp_referral.match_in_words import lacking, misfit, reasons
from services.almp_referral.model import JobseekerProfile, age_on, in_order, judge, months_between
from services.almp_referral.procedure import standard_referral_procedure
from services.almp_referral.provider_file import synthetic_programmes
from tests.services.almp_referral.offering import NEXT_DAY, OFFERED, RULES, Office, Terms, day_closed, opened, recorded

DAY = date(2026, 3, 3)
NOTHING_KNOWN = JobseekerProfile(DAY, Occasion.BEFORE_EXHAUSTION, None, None, None, None, None)
PROGRAMMES = synthetic_programmes().programmes
ELECTRICIAN = PROGRAMMES[0].model_copy(
    update={"requirements": PROGRAMMES[0].requirements.model_copy(update={"worked_as": ("isco08:74", "isco08:8212")})}
)


def test_of_whom_nothing_is_known_each_criterion_says_what_is_missing() -> None:
    judged = {one.key: judge(one, NOTHING_KNOWN) for one in PROGRAMMES}
    assert [key for key, one in judged.items() if one.fits is Fits.YES] == ["programme-job-club"]
    young = judged["programme-first-steps"]
    assert [(one.criterion, one.fits) for one in young.criteria] == [
        (Criterion.OCCASION, Fits.YES),
        (Criterion.AGE, Fits.UNKNOWN),
    ]
    assert misfit(young) == (
        "Guidance and work trial for young people: it asks for age in years from 16 and below 25, which is not known"
    )
    assert lacking(judged.values()) == (
        Criterion.AGE,
        Criterion.SERVICE_MONTHS,
        Criterion.WEEKS_UNEMPLOYED,
        Criterion.REGION,
    )


def test_what_does_not_fit_outweighs_what_is_not_known() -> None:
    registering = replace(NOTHING_KNOWN, occasion=Occasion.REGISTRATION)
    (coast,) = [judge(one, registering) for one in PROGRAMMES if one.key == "programme-coast-works"]
    assert coast.fits is Fits.NO
    assert misfit(coast).endswith("it is not offered on this occasion")


@pytest.mark.parametrize(
    ("worked_as", "fits"),
    [
        ("isco08:7411", Fits.YES),
        ("isco08:8212", Fits.YES),
        ("esco:7412.2", Fits.YES),
        ("isco08:82", Fits.NO),
        (None, Fits.UNKNOWN),
    ],
)
def test_an_occupation_lies_in_the_group_that_is_asked_for(worked_as: str | None, fits: Fits) -> None:
    closed = replace(
        NOTHING_KNOWN,
        occasion=Occasion.REGISTRATION,
        lost_work_by=Separation.WORKPLACE_CLOSED,
        service_months=30,
        worked_as=worked_as,
    )
    assert judge(ELECTRICIAN, closed).fits is fits
    if fits is Fits.YES:
        assert "of the occupation it is for" in reasons(judge(ELECTRICIAN, closed))[-1]


def test_programmes_made_for_a_situation_are_asked_before_those_open_to_all_then_by_kind_then_by_id() -> None:
    ordered = in_order(reversed(PROGRAMMES), standard_referral_procedure().kinds_in_order)
    assert [one.key.removeprefix("programme-") for one in ordered] == [
        "structural-change",
        "first-steps",
        "experience-counts",
        "own-business",
        "new-trade",
        "coast-works",
        "job-club",
    ]
    assert in_order(PROGRAMMES, [ProgrammeKind.PUBLIC_WORKS])[0].kind is ProgrammeKind.PUBLIC_WORKS


ONLY_OLDER = Terms.of(RULES, OFFERED[: OFFERED.index("  - id: programme-open")])


def test_too_little_known_is_an_answer_of_its_own_and_names_what_is_missing(tmp_path: Path) -> None:
    office = Office(tmp_path, ONLY_OLDER)
    office.sees(opened("ann"), day_closed(NEXT_DAY))
    (none,) = office.said(NoReferral)
    assert none.why is WhyNoReferral.TOO_LITTLE_KNOWN
    assert none.lacks == (Criterion.AGE, Criterion.SERVICE_MONTHS)
    assert none.because.startswith("Too little is known to say which programme fits.")


def test_that_none_fits_names_for_each_programme_why(tmp_path: Path) -> None:
    office = Office(tmp_path, ONLY_OLDER)
    office.sees(recorded("ann", "2001-05"), opened("ann"), day_closed(NEXT_DAY))
    (none,) = office.said(NoReferral)
    assert (none.why, none.lacks) == (WhyNoReferral.NONE_FITS, None)
    assert "Experienced hands: it asks for age in years from 50; it is 24" in none.because


def test_where_no_provider_has_published_anything_the_person_is_told_so(tmp_path: Path) -> None:
    office = Office(tmp_path, Terms(ONLY_OLDER.procedure, replace(ONLY_OLDER.offered, programmes=())))
    office.sees(opened("ann"), day_closed(NEXT_DAY))
    assert [none.why for none in office.said(NoReferral)] == [WhyNoReferral.NONE_PUBLISHED]


def test_a_match_is_said_with_every_programme_and_every_criterion(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.sees(recorded("ann", "2001-05"), opened("ann"), day_closed(NEXT_DAY))
    (made,) = office.said(MatchMade, to="ann")
    assert [(one.programme, one.fits) for one in made.programmes] == [
        ("programme-open", Fits.YES),
        ("programme-older", Fits.NO),
    ]
    age = made.programmes[1].criteria[1]
    assert (age.criterion, age.fits, age.asks_from, age.has_number) == (Criterion.AGE, Fits.NO, 50, 24)
    assert made.referral == office.said(ReferralMade)[0].referral


@pytest.mark.parametrize(
    "flipped",
    [*({"sex": sex} for sex in Sex), {"national": True}, {"national": False}, {"dependants": 0}, {"dependants": 5}],
    ids=str,
)
def test_what_nobody_may_be_chosen_by_changes_nothing(tmp_path: Path, flipped: dict[str, object]) -> None:
    plain, other = Office(tmp_path / "plain"), Office(tmp_path / "other")
    for office, also in ((plain, {}), (other, flipped)):
        office.sees(recorded("ann", also=also), opened("ann"), day_closed(NEXT_DAY))
    assert other.said(MatchMade) == plain.said(MatchMade)
    assert other.said(ReferralMade) == plain.said(ReferralMade)


@pytest.mark.parametrize(
    ("birth_month", "day", "age"),
    [("1976-03", date(2026, 2, 28), 49), ("1976-03", date(2026, 3, 1), 50), ("2000-12", date(2026, 11, 30), 25)],
)
def test_age_is_counted_from_the_month_of_birth(birth_month: str, day: date, age: int) -> None:
    assert age_on(birth_month, day) == age


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2020, 1, 15), date(2021, 1, 14), 11),
        (date(2020, 1, 15), date(2021, 1, 15), 12),
        (date(2021, 1, 15), date(2020, 1, 15), 0),
    ],
)
def test_service_counts_whole_months(start: date, end: date, months: int) -> None:
    assert months_between(start, end) == months
