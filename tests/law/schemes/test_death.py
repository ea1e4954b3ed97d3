"""No day after a death is paid, and a week in which the death lies is asked about."""

from __future__ import annotations

from datetime import date, timedelta

from contracts.about import ConditionAbout
from contracts.casework import Verdict
from contracts.eligibility import Outcome, WeekState
from contracts.registry import PersonRecorded, Separation
from law.case.facts import FactSet
from law.decide.claims_after_death import FILED_IN_LIFETIME
from law.people.life import BenefitClaim, OfficerDecision
from tests.law.schemes.abroad import GRANTED, WAITS, Claimant
from tests.law.schemes.person import Person, in_mississippi

BEGAN = date(2025, 3, 1)


def german(died_on: date | None) -> Claimant:
    """Ten days of March at 41.40 a day, where the person dies on the tenth."""
    person = Claimant("de/alg1", BEGAN).earned(3000, 24).lost_work()
    person.says(born="1985-06", died_on=died_on).stated(wage_tax_daily="9.91")
    return person.claims().months(2)


def test_benefit_by_the_day_ends_with_the_day_of_death() -> None:
    alive, died = german(None), german(date(2025, 3, 10))
    assert died.outcome == GRANTED
    assert [str(paid) for paid in died.paid] == ["414", "0"]
    assert [week.state for week in died.assessed()] == [WeekState.PAID, WeekState.OUTSIDE]
    assert died.assessed()[1].because == "The person died on 2025-03-10: no benefit is due for later days."
    assert [str(paid) for paid in alive.paid] == ["1242", "1242"]


def test_a_death_before_the_claim_leaves_no_day() -> None:
    assert all(week.state == WeekState.OUTSIDE for week in german(BEGAN - timedelta(days=1)).assessed())


def test_a_claim_filed_after_the_day_of_death_says_so_and_waits_for_a_person() -> None:
    late, on_the_day = german(BEGAN - timedelta(days=1)), german(BEGAN)
    [finding] = [one for one in late.determination().findings if one.condition == FILED_IN_LIFETIME]
    assert finding.outcome is Outcome.NEEDS_A_PERSON
    assert finding.question == (
        "The claim was filed on 2025-03-01, and the registry says that the person died on 2025-02-28. "
        "Who filed it, and is the registry right?"
    )
    assert late.outcome == WAITS
    assert on_the_day.outcome == GRANTED


def test_a_person_may_let_a_claim_filed_after_the_day_of_death_stand() -> None:
    person = german(BEGAN - timedelta(days=1))
    about = ConditionAbout(condition=FILED_IN_LIFETIME)
    decision = OfficerDecision(about, Verdict.FOR_CLAIMANT, BEGAN, "the article")
    person.says(claims=(BenefitClaim(decisions=(decision,)),))
    assert person.outcome == GRANTED
    assert all(str(paid) == "0" for paid in person.paid), "no day after the death is paid all the same"


def test_a_death_after_the_last_certified_day_changes_no_period() -> None:
    assert german(date(2025, 6, 1)).paid == german(None).paid


def test_benefit_by_the_week_is_asked_about_for_the_week_of_the_death() -> None:
    person = Claimant("us/new-york", date(2025, 3, 3)).earned(4000, 18).lost_work()
    person.says(born="1985-06", died_on=date(2025, 3, 19)).claims().weeks(4)
    weeks = person.assessed()
    [asked] = [week for week in weeks if week.state == WeekState.HELD]
    assert asked.question == "The person died on 2025-03-19, in this period: is the period to be paid?"
    assert asked.period.start <= date(2025, 3, 19) < asked.period.end
    assert weeks[-1].state == WeekState.OUTSIDE


def test_an_employer_s_report_of_a_death_is_a_question_and_no_reason() -> None:
    person: Person = in_mississippi("5200", "5200", reason=Separation.DEATH)
    determination = person.determination()
    assert determination.outcome == WAITS
    asked = " ".join(finding.question or "" for finding in determination.findings)
    assert "An employer reports that the person died before" in asked


def test_a_death_of_which_only_the_day_is_stated_in_two_ways_ends_benefit_with_the_earlier_one() -> None:
    person = german(date(2025, 3, 10))
    (record,) = (fact for fact in person.facts if isinstance(fact, PersonRecorded))
    person.facts.append(record.model_copy(update={"died_on": date(2025, 3, 20)}))
    assert FactSet(person.facts).day_of_death() == date(2025, 3, 10)
    person.facts.append(record.model_copy(update={"died_on": None}))
    assert FactSet(person.facts).day_of_death() is None, "whether the person died at all is then not known"
    person.facts.append(record.model_copy(update={"source_version": 2, "died_on": date(2025, 3, 20)}))
    assert FactSet(person.facts).day_of_death() == date(2025, 3, 20), "a higher version settles it"
