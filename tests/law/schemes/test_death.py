"""No day after a death is paid, and a week in which the death lies is asked about."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.about import ConditionAbout, WeekAbout
from contracts.casework import Verdict
from contracts.claims import Ground
from contracts.eligibility import Finding, Outcome, WeekState
from contracts.registry import PersonRecorded, Separation
from contracts.values import Period
from law.decide.deaths import ALIVE_AFTER, FILED_IN_LIFETIME
from law.people.life import BenefitClaim, OfficerDecision
from tests.law.schemes.abroad import GRANTED, WAITS, Claimant
from tests.law.schemes.person import Person, in_mississippi

BEGAN = date(2025, 3, 1)
EARLIER = datetime(2020, 1, 1, tzinfo=UTC)


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


DEATH = date(2025, 3, 10)
QUESTION = (
    "Record person says both that the person died on 2025-03-10 and that no death is known: is the person alive? "
    "Nothing is paid for later days, and nothing is refused, until this is settled or the record is corrected."
)


def recorded(person: Claimant, **changes: object) -> PersonRecorded:
    """The first record of a person, with changes."""
    return next(fact for fact in person.facts if isinstance(fact, PersonRecorded)).model_copy(update=changes)


def also_alive(person: Claimant, **changes: object) -> Claimant:
    """The same record says under the same version that no death is known."""
    person.facts.append(recorded(person, died_on=None, **changes))
    return person


def weekly(died_on: date | None) -> Claimant:
    """A person paid by the week, who certifies four weeks."""
    person = Claimant("us/new-york", date(2025, 3, 3)).earned(4000, 18).lost_work()
    return person.says(born="1985-06", died_on=died_on).claims().weeks(4)


def on_doubt(person: Claimant) -> Finding:
    """What is found on a death in doubt."""
    [finding] = [one for one in person.determination().findings if one.condition.startswith(ALIVE_AFTER)]
    return finding


def test_a_death_of_which_only_the_day_is_stated_in_two_ways_ends_benefit_with_the_earlier_one() -> None:
    person = german(DEATH)
    person.facts.append(recorded(person, died_on=date(2025, 3, 20)))
    assert person.paid == german(DEATH).paid
    person.facts.append(recorded(person, source_version=2, died_on=date(2025, 3, 20)))
    assert person.paid == german(date(2025, 3, 20)).paid, "a higher version settles it"


def test_a_death_that_one_version_states_and_denies_is_asked_and_pays_no_later_day() -> None:
    person = also_alive(german(DEATH))
    assert on_doubt(person).outcome is Outcome.NEEDS_A_PERSON
    assert on_doubt(person).question == QUESTION
    assert person.outcome == GRANTED, "days before the said death are not in doubt"
    assert [str(paid) for paid in person.paid] == ["414", "0"]
    assert [week.state for week in person.assessed()] == [WeekState.PAID, WeekState.HELD]


def test_the_order_of_the_two_statements_changes_nothing() -> None:
    person = also_alive(german(DEATH))
    turned = Claimant(person.name, person.on, [*reversed(person.facts)])
    assert (turned.determination(), turned.assessed()) == (person.determination(), person.assessed())


def test_a_weekly_benefit_waits_from_the_week_of_the_said_death_on() -> None:
    states = [week.state for week in also_alive(weekly(date(2025, 3, 19))).assessed()]
    assert states == [week.state for week in weekly(None).assessed()[:2]] + [WeekState.HELD] * 2


def test_a_death_that_another_record_does_not_know_is_asked_too() -> None:
    person = also_alive(german(DEATH), key="other-registry")
    finding = on_doubt(person)
    assert finding.because.startswith("Records other-registry and person say both that the person died on 2025-03-10")
    assert [str(paid) for paid in person.paid] == ["414", "0"]


def test_a_record_that_is_older_than_a_death_and_its_report_says_nothing_of_it() -> None:
    person = german(DEATH)
    report = recorded(person, recorded_at=datetime(2025, 3, 12, tzinfo=UTC))
    person.facts.append(report.model_copy(update={"key": "other-registry", "died_on": None, "recorded_at": EARLIER}))
    person.facts.remove(recorded(person))
    person.facts.append(report)
    assert not any(one.condition.startswith(ALIVE_AFTER) for one in person.determination().findings)
    assert [week.state for week in person.assessed()] == [WeekState.PAID, WeekState.OUTSIDE]


def test_a_correction_settles_a_death_in_doubt_either_way() -> None:
    died, alive = also_alive(german(DEATH)), also_alive(german(DEATH))
    died.facts.append(recorded(died, source_version=2))
    alive.facts.append(recorded(alive, source_version=2, died_on=None))
    assert (died.determination(), died.assessed()) == (german(DEATH).determination(), german(DEATH).assessed())
    assert (alive.determination(), alive.paid) == (german(None).determination(), german(None).paid)


def test_a_person_who_is_found_alive_is_paid_and_one_who_is_not_is_paid_for_no_later_day() -> None:
    about = ConditionAbout(condition=f"{ALIVE_AFTER}2025-03-10")
    alive, dead = also_alive(german(DEATH)), also_alive(german(DEATH))
    alive.says(claims=(BenefitClaim(decisions=(OfficerDecision(about, Verdict.FOR_CLAIMANT, BEGAN, "Art."),)),))
    days = Period(start=date(2025, 3, 11), end=date(2025, 3, 21))
    decision = OfficerDecision(about, Verdict.AGAINST_CLAIMANT, BEGAN, "Art.", days, Ground.NOT_AVAILABLE)
    dead.says(claims=(BenefitClaim(decisions=(decision,)),))
    assert alive.paid == german(None).paid
    assert dead.paid == german(DEATH).paid, "nor for days after those that the decision names"


def test_another_day_of_death_is_another_question() -> None:
    about = ConditionAbout(condition=f"{ALIVE_AFTER}2025-03-10")
    person = also_alive(german(date(2025, 4, 10)))
    person.says(claims=(BenefitClaim(decisions=(OfficerDecision(about, Verdict.FOR_CLAIMANT, BEGAN, "Art."),)),))
    assert on_doubt(person).outcome is Outcome.NEEDS_A_PERSON


NEW_YORK = date(2025, 3, 3)
WEEKS = 4


def withdrawn(person: Claimant, on: date | None) -> Claimant:
    """The claim is taken back on a day, if it is."""
    return person.says(claims=(BenefitClaim(withdrawn_on=on),)) if on else person


@pytest.mark.parametrize("days_before", [1, 2, 40])
def test_a_death_before_the_claim_is_named_by_its_own_day(days_before: int) -> None:
    died_on = NEW_YORK - timedelta(days=days_before)
    for week in answered(weekly(died_on), Verdict.FOR_CLAIMANT, FILED_IN_LIFETIME).assessed():
        assert week.because == f"The person died on {died_on}: no benefit is due for later days."


def test_a_claim_taken_back_after_a_death_names_both_by_their_own_days() -> None:
    died_on, taken_back = date(2025, 3, 9), date(2025, 3, 20)
    said = [week.because for week in withdrawn(weekly(died_on), taken_back).assessed()]
    assert said[1:] == [
        f"The person died on {died_on}: no benefit is due for later days.",
        f"The claim was taken back on {taken_back}.",
        f"The claim was taken back on {taken_back}.",
    ]


def test_a_refused_claim_that_is_taken_back_names_the_day_on_which_it_was() -> None:
    person = Claimant("us/new-york", NEW_YORK).earned(1, 18).lost_work().claims().weeks(2)
    assert [week.because for week in withdrawn(person, NEW_YORK + timedelta(days=30)).assessed()] == [
        "The claim was taken back on 2025-04-02."
    ] * 2


def answered(person: Claimant, verdict: Verdict, condition: str) -> Claimant:
    """A named person decided on a condition of the claim."""
    decision = OfficerDecision(ConditionAbout(condition=condition), verdict, NEW_YORK, "the article")
    return person.says(claims=(BenefitClaim(decisions=(decision,)),))


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("taken_back", [None, 2, 13])
def test_every_day_of_a_death_is_named_asked_about_once_and_no_later_day_is_paid(
    taken_back: int | None, verdict: Verdict
) -> None:
    """From before the claim to after the last week; an answer leaves nothing to ask about its week again."""
    alive = weekly(None).paid
    for day in range(-10, 7 * WEEKS + 2):
        died_on = NEW_YORK + timedelta(days=day)
        back = NEW_YORK + timedelta(days=taken_back) if taken_back else None
        person = withdrawn(weekly(died_on), back)
        if died_on < NEW_YORK:
            answered(person, Verdict.FOR_CLAIMANT, FILED_IN_LIFETIME)
        asked = [week for week in person.assessed() if week.question]
        assert len(asked) <= 1
        for week in person.assessed():
            named = re.findall(r"died on ([0-9-]+)", week.because)
            assert set(named) <= {str(died_on)}
            if week.period.start > died_on:
                assert week.amount.minor == 0
        for week in asked:
            assert week.period.start <= died_on < week.period.end
            about = WeekAbout(first_day=week.period.start)
            decision = OfficerDecision(about, verdict, died_on, "the article", applies=week.period)
            person.says(claims=(BenefitClaim(decisions=(decision,)),))
        assert not [week for week in person.assessed() if week.question], "an answered week asks again"
        assert all(now <= before for now, before in zip(person.paid, alive, strict=True))
