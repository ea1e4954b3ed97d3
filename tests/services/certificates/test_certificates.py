"""A certificate says what our facts say, line by line, and read elsewhere it decides as the statement of an office."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from contracts.base import Event
from contracts.employment import Absence, AbsenceRecorded, LeavingPayment, PaidBy, Separation, Standing
from contracts.registry import (
    ContributionRecorded,
    EmploymentStarted,
    FactRetracted,
    InsuredAbroad,
    PayBasis,
    PeriodAbroadCertified,
)
from contracts.values import Money, Period
from law.case.facts import FactSet
from law.case.published import as_published
from law.language.terms.calendar import add_months
from law.people.as_facts import facts_of
from law.people.life import BenefitClaim, Job, Life, PaidOnLeaving, Pay, Statement
from law.people.stretches import paid_each
from services.certificates.as_facts import NotACertificate, certificate_in, facts_in, taken_back
from services.certificates.from_facts import Issue, NotCertain, certificate_of
from services.certificates.model import InsuranceCertificate
from services.certificates.page import certificate_page
from services.commands.commands import TIDEOVER
from services.commands.lazy import command_line
from services.worlds import served_schemes
from tests.law.schemes.abroad import Claimant
from tests.stories.town import born, certifies, files_claim, lost_work, said, town, wages

ISSUE = Issue("2025-17", 1, "PL", "Zakład Ubezpieczeń Społecznych", date(2025, 2, 3))
SCHEME = served_schemes()["us/mississippi"]
WORKED = Period(start=date(2024, 2, 1), end=date(2024, 4, 1))
PERSON = "p-" + "7" * 32


def zloty(amount: int) -> Money:
    return Money(minor=100 * amount, currency="PLN")


def shop(**changes: object) -> Job:
    job = Job(
        key="shop",
        started=date(2024, 1, 1),
        ended=date(2024, 4, 1),
        minutes_weekly=1800,
        reason=Separation.WORKPLACE_CLOSED,
        pay=paid_each("month", date(2024, 2, 1), 2, zloty(4_000)),
    )
    return replace(job, **changes)  # type: ignore[arg-type]


def certified(*facts: Event, jobs: tuple[Job, ...] = ()) -> InsuranceCertificate:
    return certificate_of(FactSet([*facts_of(Life(jobs=jobs), SCHEME), *facts]), ISSUE)


def test_an_insured_period_has_its_days_pay_hours_reason_and_facts() -> None:
    (line,) = certified(jobs=(shop(),)).periods
    assert (line.kind, line.period, line.minutes_weekly) == (InsuredAbroad.EMPLOYED_INSURED, WORKED, 1800)
    assert (line.earned, line.monthly) == (zloty(8_000), zloty(4_000))
    assert line.reason is Separation.WORKPLACE_CLOSED
    assert line.facts == ("shop/2024-02-01", "shop/2024-03-01", "shop")


def test_a_month_without_contributions_parts_two_periods_and_is_not_called_uninsured() -> None:
    pay = (*shop().pay, *paid_each("month", date(2024, 5, 1), 1, zloty(4_000)))
    certificate = certified(jobs=(shop(pay=pay, ended=date(2024, 6, 1)),))
    assert [(line.period.start.month, line.reason) for line in certificate.periods] == [
        (2, None),
        (5, Separation.WORKPLACE_CLOSED),
    ]


def test_the_pay_of_a_month_is_an_average_over_whole_months_and_thirtieths() -> None:
    pay = (
        Pay(Period(start=date(2024, 2, 1), end=date(2024, 3, 1)), zloty(3_000)),
        Pay(Period(start=date(2024, 3, 1), end=date(2024, 3, 16)), zloty(1_500)),
    )
    (line,) = certified(jobs=(shop(pay=pay),)).periods
    assert line.monthly == zloty(3_000)


def test_work_without_any_contribution_is_work_without_insurance() -> None:
    (line,) = certified(jobs=(shop(pay=()),)).periods
    assert (line.kind, line.period.start, line.earned) == (InsuredAbroad.EMPLOYED_UNINSURED, date(2024, 1, 1), None)


def test_work_in_another_country_is_not_certified_as_uninsured_here() -> None:
    started, *others = facts_of(Life(jobs=(shop(pay=()),)), SCHEME)
    assert isinstance(started, EmploymentStarted)
    for country, lines in ((None, 1), ("PL", 1), ("EE", 0)):
        assert len(certified(started.model_copy(update={"country": country}), *others).periods) == lines


def test_a_job_whose_employer_paid_without_naming_a_job_is_not_certified_as_uninsured() -> None:
    second_job_there = shop(key="bar", started=date(2024, 2, 1), employer="shop", pay=())
    facts = facts_of(Life(jobs=(shop(), second_job_there)), SCHEME)
    unnamed = [
        fact.model_copy(update={"employment": None, "employer": "both"})
        if isinstance(fact, ContributionRecorded)
        else fact.model_copy(update={"employer": "both"})
        if isinstance(fact, EmploymentStarted)
        else fact
        for fact in facts
    ]
    assert {line.kind for line in certified(*unnamed).periods} == {InsuredAbroad.EMPLOYED_INSURED}


def test_the_reason_stands_with_the_period_in_which_the_work_ended_and_with_no_other() -> None:
    arrears = (*shop().pay, *paid_each("month", date(2024, 6, 1), 1, zloty(500)))
    certificate = certified(jobs=(shop(pay=arrears),))
    assert [line.reason for line in certificate.periods] == [Separation.WORKPLACE_CLOSED, None]
    assert [line.reason for line in certified(jobs=(shop(ended=date(2024, 9, 1)),)).periods] == [None]


def test_a_working_life_of_weeks_without_a_gap_is_one_line() -> None:
    weekly = paid_each("week", date(1975, 1, 6), 2_600, zloty(100))
    job = shop(started=date(1975, 1, 6), ended=weekly[-1].period.end, pay=weekly)
    (line,) = certified(jobs=(job,)).periods
    assert line.earned == zloty(260_000)


def test_self_employment_is_told_apart() -> None:
    started, *others = facts_of(Life(jobs=(shop(),)), SCHEME)
    assert isinstance(started, EmploymentStarted)
    own = started.model_copy(update={"standing": Standing.SELF_EMPLOYED})
    certificate = certified(own, *others)
    assert [line.kind for line in certificate.periods] == [InsuredAbroad.SELF_EMPLOYED_INSURED]
    assert [line.standing for line in certificate.jobs] == [Standing.SELF_EMPLOYED]


@pytest.mark.parametrize(("paid_by", "lines"), [(PaidBy.INSURANCE, 1), (PaidBy.EMPLOYER, 0), (None, 0)])
def test_sickness_that_an_insurance_pays_is_treated_as_insured(paid_by: PaidBy | None, lines: int) -> None:
    sick = AbsenceRecorded(
        key="sick",
        source_version=1,
        recorded_at=datetime(2024, 4, 1, tzinfo=UTC),
        period=WORKED,
        kind=Absence.SICKNESS,
        paid_by=paid_by,
    )
    kinds = [line.kind for line in certified(sick).periods]
    assert kinds == [InsuredAbroad.ASSIMILATED] * lines


def test_an_absence_that_is_foreseen_is_certified_up_to_the_day_of_issue() -> None:
    leave = AbsenceRecorded(
        key="leave",
        source_version=1,
        recorded_at=datetime(2025, 1, 2, tzinfo=UTC),
        period=Period(start=date(2025, 1, 1), end=date(2026, 1, 1)),
        kind=Absence.PARENTAL,
        paid_by=PaidBy.INSURANCE,
    )
    assert [line.period.end for line in certified(leave).periods] == [ISSUE.issued_on]
    later = leave.model_copy(update={"period": Period(start=ISSUE.issued_on, end=date(2026, 1, 1))})
    assert certified(later).periods == ()


def test_what_was_paid_on_leaving_is_certified_with_its_days() -> None:
    leaving = PaidOnLeaving(LeavingPayment.LEAVE_COMPENSATION, Money(minor=90_000, currency="USD"), WORKED)
    (payment,) = certified(jobs=(shop(paid_on_leaving=(leaving,)),)).payments
    assert (payment.kind, payment.covers, payment.facts) == (leaving.kind, WORKED, ("shop/leaving/1",))


def test_nothing_is_certified_while_a_fact_contradicts_itself() -> None:
    facts = facts_of(Life(jobs=(shop(),)), SCHEME)
    paid = next(fact for fact in facts if isinstance(fact, ContributionRecorded))
    with pytest.raises(NotCertain, match=paid.key):
        certified(*facts, paid.model_copy(update={"earnings": zloty(1)}))


def test_the_facts_of_a_certificate_keep_the_currency_and_name_the_certificate() -> None:
    certificate = certified(jobs=(shop(),))
    (fact,) = facts_in(certificate_in(certificate.model_dump_json()))
    assert (fact.country, fact.certificate, fact.key) == ("PL", "2025-17", "PL/2025-17/1")
    assert (fact.monthly, fact.basis) == (zloty(4_000), PayBasis.GROSS)
    assert (fact.period, fact.minutes_weekly, fact.reason) == (WORKED, 1800, Separation.WORKPLACE_CLOSED)


def test_a_later_version_takes_back_the_periods_that_it_no_longer_has() -> None:
    two = certified(jobs=(shop(), shop(key="bar", employer="bar")))
    one = certified(jobs=(shop(),)).model_copy(update={"version": 2})
    assert [fact.key for fact in taken_back(one, two)] == ["PL/2025-17/2"]
    corrected = FactSet([*facts_in(two), *facts_in(one), *taken_back(one, two)])
    assert len(corrected.of(PeriodAbroadCertified)) == 1
    with pytest.raises(NotACertificate, match="lower version"):
        list(taken_back(two, one))


@pytest.mark.parametrize("text", ["", "[]", '{"form": "tideover-u1-1"}', '{"form": "other"}'])
def test_what_is_no_certificate_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(NotACertificate, match="no certificate of insured periods"):
        certificate_in(text)


EDITED = {
    "twice": ('"kind":"employed_insured"', '"kind":"assimilated","kind":"employed_insured"', "the same thing twice"),
    "misspelt": ('"reason":', '"reazon":', "periods.0.reazon: is not a field that is known here"),
    "turned": ('"institution":"', '"institution":"\u202e', "signs that turn the direction of writing"),
    "ahead": ('"start":"2024-02-01","end":"2024', '"start":"2030-02-01","end":"2034', "begins after the day of issue"),
    "digits": ('"2024-02-01"', '"\u0662\u0660\u0662\u0664-02-01"', "a day from 1900 to 2100 is written"),
}


@pytest.mark.parametrize("edited", EDITED)
def test_a_certificate_that_was_changed_by_hand_is_refused_where_it_means_nothing(edited: str) -> None:
    written, changed, says = EDITED[edited]
    text = certified(jobs=(shop(),)).model_dump_json(exclude_none=True)
    assert written in text
    with pytest.raises(NotACertificate, match=says):
        certificate_in(text.replace(written, changed, 1))


def test_no_certificate_is_issued_on_a_day_that_has_not_come(tmp_path: Path) -> None:
    ahead = certified(jobs=(shop(),)).model_copy(update={"issued_on": date(2099, 12, 31)})
    (tmp_path / "u1.json").write_text(ahead.model_dump_json(), "utf-8")
    read = ["certificate", "read", str(tmp_path / "u1.json"), "--person", PERSON, "--dry-run"]
    came = CliRunner().invoke(command_line(TIDEOVER), read)
    assert isinstance(came.exception, NotACertificate)
    assert "the day has not come yet" in str(came.exception)


def claims_in(scheme: str, first: date) -> Claimant:
    """Somebody whose own insured time, eleven months, falls short by what was worked in Poland."""
    ended = add_months(first, 11)
    work = Job(key="florist", ended=ended, pay=paid_each("month", first, 11, 3_000))
    person = Claimant(scheme, date(2025, 3, 1)).says(work, born="1985-06", claims=(BenefitClaim(date(2025, 3, 1)),))
    return person.says(stated=(Statement("wage_tax_daily", "9.91"),)) if scheme == "de/alg1" else person


@pytest.mark.parametrize(
    ("worked", "own_from", "abroad_last"),
    [
        (WORKED, date(2024, 4, 1), False),
        (Period(start=date(2024, 12, 1), end=date(2025, 3, 1)), date(2024, 1, 1), True),
    ],
)
@pytest.mark.parametrize("scheme", ["de/alg1", "es/contributiva"])
def test_a_certificate_decides_as_the_statements_of_an_office(
    scheme: str, worked: Period, own_from: date, *, abroad_last: bool
) -> None:
    job = shop(started=worked.start, ended=worked.end, pay=(Pay(worked, zloty(8_000)),))
    by_form, by_office, without = (claims_in(scheme, own_from) for _ in range(3))
    by_form.facts += facts_in(certificate_in(certified(jobs=(job,)).model_dump_json()))
    by_office.says(
        stated=(
            Statement("insured_abroad", True, worked.start, worked.end),
            Statement("last_insured_abroad", abroad_last),
        )
    )
    form, office = as_published(by_form.determination()), as_published(by_office.determination())
    assert form == office
    assert (form.outcome == as_published(without.determination()).outcome) is abroad_last


@pytest.mark.parametrize("scheme", ["de/alg1", "es/contributiva"])
def test_our_own_certificate_that_comes_back_adds_nothing(scheme: str) -> None:
    came_back, without = (claims_in(scheme, date(2024, 4, 1)) for _ in range(2))
    own = certified(jobs=(shop(),)).model_copy(update={"country": scheme[:2].upper()})
    came_back.facts += facts_in(own)
    assert as_published(came_back.determination()) == as_published(without.determination())


def test_the_page_names_every_line_and_its_facts() -> None:
    certificate = certified(jobs=(shop(), shop(key="bar", employer="bar", pay=())))
    page = certificate_page(certificate.model_copy(update={"institution": "Fund <b>"}))
    assert "01 Insured employment" in page
    assert "8,000.00 PLN" in page
    assert "shop/2024-03-01" in page
    assert "03 Employment without insurance" in page
    assert "&lt;b&gt;" in page
    assert "<script" not in page


def test_the_page_shortens_the_keys_of_a_line_and_the_data_keep_them() -> None:
    fourteen = paid_each("month", date(2024, 2, 1), 14, zloty(100))
    certificate = certified(jobs=(shop(key="k" * 40, ended=date(2025, 4, 1), pay=fourteen),))
    page, keys = certificate_page(certificate), certificate.periods[0].facts
    assert "k" * 40 not in page
    assert "k" * 12 + "…" in page
    assert f"<code>and {len(keys) - 12} more</code>" in page
    assert all(key.startswith("k" * 40) for key in keys)


def test_a_certificate_goes_out_of_one_world_and_into_another(tmp_path: Path) -> None:
    laptop = town(tmp_path / "here")
    past = [born(), lost_work(), *(wages(month) for month in range(1, 25)), files_claim(), certifies(0)]
    laptop.publish(said(fact) for fact in past)
    laptop.run_until_quiet()
    laptop.close()
    line = command_line(TIDEOVER)
    office = ["--country", "US", "--institution", "MDES", "--reference", "u1-7", "--on", "2020-03-02"]
    written = CliRunner().invoke(line, ["certificate", "write", "p-", *office, "--folder", str(tmp_path / "here")])
    assert written.exit_code == 0, written.output
    told = json.loads(written.stdout)
    assert [period["period"] for period in told["periods"]] == [{"start": "2018-01-01", "end": "2020-01-01"}]
    assert [benefit["period"]["end"] for benefit in told["benefits"]] == ["2020-01-26"]
    (tmp_path / "u1.json").write_text(written.stdout, "utf-8")
    read = ["certificate", "read", str(tmp_path / "u1.json"), "--person", PERSON, "--folder", str(tmp_path / "there")]
    for _ in range(2):
        came = CliRunner().invoke(line, read)
        assert came.exit_code == 0, came.output
        assert "periods of US published: 1, taken back: 0." in came.output
    ahead = ["--on", "2099-12-31", "--folder", str(tmp_path / "here")]
    refused = CliRunner().invoke(line, ["certificate", "write", "p-", *office, *ahead])
    assert (refused.exit_code, "has not come yet" in refused.output) == (2, True)
    again = CliRunner().invoke(line, ["certificate", "write", PERSON, *office, "--folder", str(tmp_path / "there")])
    assert json.loads(again.stdout)["periods"] == [], "what another country certified is not ours to certify"


def test_a_name_is_no_pseudonym(tmp_path: Path) -> None:
    read = ["certificate", "read", str(tmp_path / "u1.json"), "--person", "Maple Example"]
    refused = CliRunner().invoke(command_line(TIDEOVER), read)
    assert refused.exit_code == 2
    assert "Maple" not in refused.output


def test_a_retraction_is_of_the_registry_s_own_kind() -> None:
    two = certified(jobs=(shop(), shop(key="bar", employer="bar")))
    (gone,) = taken_back(certified(jobs=(shop(),)).model_copy(update={"version": 2}), two)
    assert isinstance(gone, FactRetracted)
    assert gone.kind == PeriodAbroadCertified.name
