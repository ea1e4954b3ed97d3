"""A life becomes facts: everything it says and nothing else, the same each time, and its faults in a sentence."""

from __future__ import annotations

import contextlib
import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

import law.people
from contracts.about import ConditionAbout
from contracts.casework import Verdict
from contracts.claims import ClaimDecision, Ground
from contracts.intake import CertificationFiled, ClaimFiled, ClaimWithdrawn
from contracts.registry import ContributionRecorded, EmploymentEnded, Fact, ParticularStated, PersonRecorded
from contracts.values import Money, Period
from law.case.facts import FactSet
from law.catalogue import load_scheme
from law.decide.determine import determine
from law.people.as_facts import claim_of, facts_of
from law.people.life import (
    CLAIM,
    BenefitClaim,
    Certification,
    CertifiedPeriod,
    Job,
    Life,
    LifeFault,
    OfficerDecision,
    Pay,
    ReducedHours,
    Statement,
    SuspendedWork,
)
from law.people.stretches import paid_each, stretches

README = Path(law.people.__path__[0]) / "README.md"
SCHEME = load_scheme("uy/desempleo", accept_unverified=True)
ENDED = date(2025, 3, 1)
MARCH = Period(start=date(2025, 3, 1), end=date(2025, 4, 1))
AGAINST = OfficerDecision(
    about=ConditionAbout(condition="did_not_leave_by_choice"),
    verdict=Verdict.AGAINST_CLAIMANT,
    decided_on=MARCH.end,
    article="Art. 4",
    applies=MARCH,
    ground=Ground.QUIT,
)
WHOLE = Life(
    born="1985-06",
    jobs=(
        Job(
            started=date(2020, 1, 1),
            ended=ENDED,
            pay=paid_each("month", date(2024, 3, 1), 12, 50_000),
            reduced=(ReducedHours(Period.of_days(date(2023, 1, 1), 30), 1200),),
            suspended=(SuspendedWork(Period.of_days(date(2023, 6, 1), 30)),),
        ),
    ),
    stated=(Statement("has_family", value=True),),
    claims=(
        BenefitClaim(date(2021, 3, 1), key="before", withdrawn_on=date(2021, 3, 9)),
        BenefitClaim(ENDED, certifications=(Certification((CertifiedPeriod(MARCH),)),), decisions=(AGAINST,)),
    ),
)


def names(life: Life) -> list[str]:
    return [fact.name.partition(".")[2] for fact in facts_of(life, SCHEME)]


def fault(life: Life) -> str:
    with pytest.raises(LifeFault) as refused:
        facts_of(life, SCHEME)
    return str(refused.value)


def paid(amount: int | Decimal | Money) -> Money:
    (fact,) = facts_of(Life(jobs=(Job(pay=(Pay(MARCH, amount),)),)), SCHEME)
    assert isinstance(fact, ContributionRecorded)
    return fact.earnings


class TestFacts:
    def test_follow_the_parts_of_the_life(self) -> None:
        assert names(WHOLE) == [
            "person-recorded",
            "employment-started",
            "employment-ended",
            "hours-changed",
            "employment-suspended",
            *["contribution-recorded"] * 12,
            "particular-stated",
            "claim-filed",
            "claim-withdrawn",
            "claim-filed",
            "certification-filed",
            "claim-decision",
        ]

    def test_are_none_where_nothing_is_said(self) -> None:
        assert names(Life()) == []

    def test_are_the_same_for_the_same_life(self) -> None:
        assert facts_of(WHOLE, SCHEME) == facts_of(replace(WHOLE), SCHEME)

    def test_have_keys_of_their_own(self) -> None:
        facts = [fact for fact in facts_of(WHOLE, SCHEME) if isinstance(fact, Fact)]

        assert len({(fact.name, fact.key) for fact in facts}) == len(facts)

    def test_are_recorded_when_they_can_be_known_and_not_before(self) -> None:
        for fact in facts_of(WHOLE, SCHEME):
            match fact:
                case ContributionRecorded():
                    assert fact.recorded_at.date() == fact.period.end
                case EmploymentEnded():
                    assert fact.recorded_at.date() == fact.ended_on
                case ClaimFiled() | CertificationFiled():
                    assert fact.recorded_at.date() == fact.filed_on
                case ClaimWithdrawn():
                    assert fact.recorded_at.date() == fact.withdrawn_on

    def test_of_a_decision_name_the_question_it_answers(self) -> None:
        decision = next(fact for fact in facts_of(WHOLE, SCHEME) if isinstance(fact, ClaimDecision))

        assert (decision.claim, decision.question) == (CLAIM, "claim/did_not_leave_by_choice/quit")
        assert determine(claim_of(WHOLE, SCHEME)).timeline[0].cites == "Art. 4"


class TestAJob:
    def test_of_which_nobody_reports_the_days_is_known_by_its_pay_alone(self) -> None:
        assert names(Life(jobs=(Job(pay=paid_each("week", ENDED, 2, 10)),))) == ["contribution-recorded"] * 2

    def test_that_is_not_insured_pays_without_a_fact(self) -> None:
        job = Job(started=ENDED, pay=paid_each("month", ENDED, 3, 10, insured=False))

        assert names(Life(jobs=(job,))) == ["employment-started"]

    def test_that_pays_twice_from_one_day_is_paid_twice(self) -> None:
        facts = FactSet(facts_of(Life(jobs=(Job(pay=(Pay(MARCH, 10), Pay(MARCH, 5))),)), SCHEME))

        assert [fact.earnings.minor for fact in facts.of(ContributionRecorded)] == [1000, 500]

    def test_whose_pay_is_stated_in_two_ways_under_one_key_is_in_doubt(self) -> None:
        facts = FactSet(facts_of(Life(jobs=(Job(pay=(Pay(MARCH, 10, key="a"), Pay(MARCH, 5, key="a"))),)), SCHEME))

        assert not facts.of(ContributionRecorded)
        assert len(facts.contradicted(ContributionRecorded)) == 2


class TestAnAmount:
    def test_is_whole_units_of_the_schemes_currency_or_money(self) -> None:
        assert paid(12) == Money(minor=1200, currency="UYU")
        assert paid(Decimal("12.34")) == Money(minor=1234, currency="UYU")
        assert paid(Money(minor=7, currency="EUR")) == Money(minor=7, currency="EUR")

    @given(st.integers(0, 10**9))
    def test_is_exact(self, minor: int) -> None:
        assert paid(Decimal(minor) / 100).minor == minor

    def test_with_more_digits_than_the_currency_is_refused(self) -> None:
        life = Life(jobs=(Job(key="shop", pay=(Pay(MARCH, Decimal("12.345")),)),))

        assert fault(life) == "the pay of job shop: 12.345 is not a whole number of the smallest unit of UYU"


@pytest.mark.parametrize(
    ("life", "says"),
    [
        (Life(born="June 1985"), "the person: a month of birth is written 1985-06, not June 1985"),
        (Life(born="1985-06", region="North Bank"), "the person: region: has characters"),
        (Life(jobs=(Job(key="shop", started=date(1850, 1, 1)),)), "job shop: recorded_at: a moment from 1900 to 2100"),
        (Life(jobs=(Job(pay=(Pay(MARCH, -1),)),)), "the pay of job job: minor: must be 0 or more"),
        (Life(stated=(Statement("rate", "about two"),)), "what is stated as rate: value: has characters"),
        (
            Life(claims=(BenefitClaim(certifications=(Certification(()),)),)),
            "claim claim: a certification names at",
        ),
        (
            Life(claims=(BenefitClaim(certifications=(Certification((CertifiedPeriod(MARCH),) * 2),)),)),
            "claim claim: message: the certified weeks must follow each other",
        ),
    ],
)
def test_what_no_institution_could_state_is_said_in_a_sentence_that_names_the_part(life: Life, says: str) -> None:
    assert fault(life).startswith(says)


@pytest.mark.parametrize(
    ("value", "word"),
    [(True, "yes"), (False, "no"), (8, "8"), (Decimal("0.07"), "0.07"), (Fraction(1, 3), "1/3"), (ENDED, "2025-03-01")],
)
def test_a_value_is_stated_as_institutions_state_it(value: bool | int | Decimal | Fraction | date, word: str) -> None:  # noqa: FBT001
    (fact,) = facts_of(Life(stated=(Statement("rate", value),)), SCHEME)

    assert isinstance(fact, ParticularStated)
    assert fact.value == word


class TestWhoCertifies:
    def test_does_so_under_the_last_claim(self) -> None:
        life = Life(claims=(BenefitClaim(ENDED, key="before"), BenefitClaim(ENDED)))
        certified = life.certifying(CertifiedPeriod(week) for week in stretches("week", ENDED, 2))
        filed = [fact for fact in facts_of(certified, SCHEME) if isinstance(fact, CertificationFiled)]

        assert [(fact.claim, fact.key) for fact in filed] == [
            (CLAIM, "claim/2025-03-01"),
            (CLAIM, "claim/2025-03-08"),
        ]

    def test_needs_a_claim(self) -> None:
        with pytest.raises(LifeFault, match="without a claim"):
            Life().certifying(())


def test_the_population_registry_knows_the_month_and_not_the_day() -> None:
    (fact,) = facts_of(Life(born="1985-06", region="north", dependants=2), SCHEME)

    assert isinstance(fact, PersonRecorded)
    assert (fact.birth_month, fact.valid_from, fact.region, fact.dependants) == (
        "1985-06",
        date(1985, 6, 1),
        "north",
        2,
    )


def test_a_life_is_read_from_yaml_under_the_names_of_its_fields() -> None:
    text = """
    born: 1985-06
    jobs:
      - ended: 2025-03-01
        pay: [{period: {start: 2025-03-01, end: 2025-04-01}, amount: "1234.56", minutes: "9600"}]
    claims:
      - filed_on: 2025-03-01
        decisions:
          - about: {kind: condition, condition: did_not_leave_by_choice}
            verdict: against_claimant
            decided_on: 2025-04-01
            article: Art. 4
            applies: {start: 2025-03-01, end: 2025-04-01}
            ground: quit
    """

    assert TypeAdapter(Life).validate_python(yaml.load(text, yaml.BaseLoader)) == Life(  # noqa: S506  words alone
        born="1985-06",
        jobs=(Job(ended=ENDED, pay=(Pay(MARCH, Decimal("1234.56"), 9600),)),),
        claims=(BenefitClaim(ENDED, decisions=(AGAINST,)),),
    )


def test_the_example_in_the_readme_prints_what_stands_below_it() -> None:
    example, printed = re.findall(r"```(?:python)?\n(.*?)```", README.read_text("utf-8"), re.DOTALL)[:2]
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(example, {})  # noqa: S102  it is ours

    assert out.getvalue() == printed


def test_the_parts_of_a_job_have_keys_of_their_own_however_long_its_own_is() -> None:
    february = Period(start=date(2025, 2, 1), end=MARCH.start)
    job = Job(
        started=ENDED,
        pay=(Pay(february, 100), Pay(february, 200)),
        reduced=(ReducedHours(MARCH, 600),),
        suspended=(SuspendedWork(february),),
    )
    jobs = (replace(job, key="A" * 80), replace(job, key="A" * 79 + "B"))
    keys = [(fact.name, fact.key) for fact in facts_of(Life(jobs=jobs), SCHEME) if isinstance(fact, Fact)]
    assert len(set(keys)) == len(keys) == 10
