"""Whatever is held is held by a question that a named person can answer, and the answers end it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.about import WeekAbout
from contracts.casework import Verdict
from contracts.claims import Ground
from contracts.eligibility import DeterminationOutcome, WeekState
from contracts.registry import Separation
from contracts.values import Money, Period
from law.decide import week_ruling
from law.people.life import BenefitClaim, OfficerDecision
from services.claims.questions import Matter, from_assessment, from_determination
from services.eligibility.cache import DeterminedClaim
from services.eligibility.person import InsuredPerson
from services.eligibility.versions import assessed, determined
from tests.law.schemes.person import FILED, Person, in_mississippi, under_c168

QUESTIONS_MAX = 60
QUARTER = (date(2019, 4, 1), date(2019, 7, 1))

Deed = Callable[[Person], object]


def a_week(number: int, *, key: str, late: int = 0, **said: Any) -> Deed:
    """Certify a week, with whatever is strange about it."""
    return lambda person: person.certifies(replace(person.week(number), **said), key=key, late=late)


def odd(start: date, days: int, *, key: str) -> Deed:
    return a_week(1, key=key, period=Period.of_days(start, days))


def against(about: str, start: date, days: int, ground: Ground) -> Deed:
    return lambda person: person.is_decided(
        about, Verdict.AGAINST_CLAIMANT, applies=Period.of_days(start, days), ground=ground
    )


DEEDS: dict[str, Deed] = {
    "certifies the first week": a_week(1, key="a"),
    "is not available in the second": a_week(2, key="b", available=False),
    "did not look for work in the third": a_week(3, key="c", sought_work=False, able=False),
    "says the second again, differently": a_week(2, key="d", late=2),
    "says the second again under one version": a_week(2, key="b", late=1, sought_work=False),
    "states the fourth in two ways": lambda person: (a_week(4, key="e")(person), a_week(5, key="e")(person)),
    "earns euros in the fifth": a_week(5, key="f", earned=Money(minor=90_00, currency="EUR")),
    "certifies five days": odd(date(2020, 3, 29), 5, key="g"),
    "certifies from Monday": odd(date(2020, 4, 6), 7, key="h"),
    "earns across two quarters": lambda person: person.earned("900", date(2019, 6, 1), date(2019, 8, 1)),
    "has a quarter stated in two ways": lambda person: (
        person.earned("900", *QUARTER, key="w"),
        person.earned("800", *QUARTER, key="w"),
    ),
    "is referred and refuses": against("referral:1", date(2020, 4, 1), 9, Ground.REFUSAL),
    "is decided against from a Wednesday": against("referral:2", date(2020, 4, 8), 400, Ground.NO_EMPLOYMENT_SERVICE),
    "has two decisions in one week": against("referral:3", date(2020, 3, 31), 1, Ground.FRAUD),
    "takes the claim back": lambda person: person.withdraws(date(2020, 4, 15)),
    "files again": lambda person: person.claims(FILED + timedelta(days=7), claim="claim-2"),
    "certifies the second under the new claim": a_week(2, key="i", late=5),
    "certifies the sixth under the new claim": a_week(6, key="j", available=False),
    "says the second a third time": a_week(2, key="k", late=9, earned=Decimal(40)),
    "dies in the second": lambda person: person.says(born="1985-06", died_on=date(2020, 4, 1)),
}


def asked(person: Person) -> list[Matter]:
    """What the claims service would ask of the person's claims, as they stand."""
    matters: list[Matter] = []
    for claim, determination in person.determinations().items():
        if determination.outcome is DeterminationOutcome.WITHDRAWN:
            continue
        insured = InsuredPerson("p-1")
        event, _ = determined(insured, determination)
        matters += from_determination(event)
        for assessment in assessed(insured, DeterminedClaim(determination), person.assessments(claim), event):
            matters += from_assessment(assessment)
    return matters


def answered(person: Person, matter: Matter, *, against_claimant: bool) -> None:
    """A named officer answers; without a ground of the closed list only for the claimant, as claims sees to."""
    adverse = against_claimant and matter.ground is not None
    year = person.determination(matter.claim).benefit_year
    decision = OfficerDecision(
        about=matter.about,
        verdict=Verdict.AGAINST_CLAIMANT if adverse else Verdict.FOR_CLAIMANT,
        decided_on=date(2020, 6, 1),
        article="Art. 1",
        applies=Period.of_days((matter.period or year).start, 3) if adverse else None,
        ground=matter.ground,
        certification=matter.certification,
    )
    person.says(claims=(BenefitClaim(key=matter.claim, decisions=(decision,)),))


def is_doubt_about_a_week(matter: Matter) -> bool:
    """Whether it asks about a certified week on no ground."""
    return isinstance(matter.about, WeekAbout) and matter.ground is None


def ends(person: Person, verdicts: list[bool]) -> None:
    """Answer question after question, each once, until nothing is asked; then nothing may be held."""
    decided: set[str] = set()
    for number in range(QUESTIONS_MAX):
        matters = asked(person)
        if not matters:
            break
        matter = matters[number % len(matters)]
        assert matter.question("p") not in decided, f"asked again after its answer: {matter}"
        decided.add(matter.question("p"))
        answered(person, matter, against_claimant=verdicts[number % len(verdicts)])
        if is_doubt_about_a_week(matter):
            others = {doubt.question("p") for doubt in matters if is_doubt_about_a_week(doubt)} - decided
            left = {doubt.question("p") for doubt in asked(person)}
            assert others <= left, f"another question went with the answer to {matter}"
    assert not asked(person)
    for claim, found in person.determinations().items():
        assert found.outcome is not DeterminationOutcome.NEEDS_A_PERSON
        assert not [week for week in person.weeks(claim) if week.state is WeekState.HELD]


def someone(scheme: Callable[..., Person], reason: Separation, deeds: frozenset[str]) -> Person:
    person = scheme(*("2600",) * (4 if scheme is in_mississippi else 6), reason=reason)
    for name, deed in DEEDS.items():
        if name in deeds:
            deed(person)
    return person


@given(
    st.sampled_from([in_mississippi, under_c168]),
    st.sampled_from([Separation.LAID_OFF, Separation.VOLUNTARY, Separation.MISCONDUCT]),
    st.frozensets(st.sampled_from(sorted(DEEDS)), max_size=9),
    st.lists(st.booleans(), min_size=1, max_size=12),
)
@settings(max_examples=150, deadline=None)
def test_every_question_can_be_answered_and_its_answer_ends_it(
    scheme: Callable[..., Person], reason: Separation, deeds: frozenset[str], verdicts: list[bool]
) -> None:
    ends(someone(scheme, reason, deeds), verdicts)


@pytest.mark.parametrize("verdict", [True, False], ids=["against", "for"])
@pytest.mark.parametrize("deed", sorted(DEEDS))
def test_each_strange_thing_alone_ends_with_either_answer(deed: str, verdict: bool) -> None:  # noqa: FBT001
    deeds = frozenset({deed, "certifies the first week", "is not available in the second"})
    ends(someone(in_mississippi, Separation.LAID_OFF, deeds), [verdict])


def test_the_check_bites_when_an_answer_does_not_reach_the_week(monkeypatch: pytest.MonkeyPatch) -> None:
    person = someone(
        in_mississippi, Separation.LAID_OFF, frozenset({"is referred and refuses", "certifies from Monday"})
    )
    monkeypatch.setattr(week_ruling, "_decisions_on", lambda *_: [])

    with pytest.raises(AssertionError, match="asked again"):
        ends(person, [False])
