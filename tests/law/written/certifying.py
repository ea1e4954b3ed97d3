"""Random certifications for any sheet: most ordinary, some late, out of order, with work, unready, or of no period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from random import Random

from contracts.about import ConditionAbout, WeekAbout
from contracts.casework import Verdict
from contracts.claims import Ground
from contracts.eligibility import DeterminationOutcome, Outcome
from contracts.values import Money, Period
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.case.model import Determination
from law.decide.all_claims import all_determined
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw
from law.people.as_facts import facts_of
from law.people.life import BenefitClaim, Certification, CertifiedPeriod, Life, OfficerDecision
from tests.law.written.persons import lives

OF_A_CERTIFICATION = (1, 1, 1, 2, 3, 6)
MINUTES_MAX = 7 * 24 * 60
FEW, MANY = 9, 60


ClaimAndOthers = tuple[ClaimUnderLaw, Determination, tuple[Determination, ...]]


def certifying(scheme: Scheme, count: int, seed: int) -> Iterator[ClaimAndOthers]:
    """The claims of so many random persons, as far as they can be determined, each with certified periods."""
    for life, dice in lives(scheme, count, seed):
        try:
            certified = _certified_life(life, scheme, dice)
            facts = FactSet(facts_of(certified, scheme))
            determinations = all_determined({scheme.name: scheme}, facts)
        except OutsideKnownLaw:
            continue
        yield from of_each_claim(scheme, facts, determinations)


def of_each_claim(
    scheme: Scheme, facts: FactSet, determinations: Mapping[str, Determination]
) -> Iterator[ClaimAndOthers]:
    """Every claim of a person, with its determination and those of the others."""
    for key, determination in determinations.items():
        others = tuple(other for other in determinations.values() if other is not determination)
        yield ClaimUnderLaw(scheme, facts, key), determination, others


def _certified_life(life: Life, scheme: Scheme, dice: Random) -> Life:
    """The person with periods certified under each claim, a third of them with a later claim too."""
    told, claims = life.claims, tuple[BenefitClaim, ...]()
    if dice.random() < 0.3 and told and told[-1].filed_on:
        told = (*told, BenefitClaim(told[-1].filed_on + timedelta(days=dice.randint(30, 500)), key="again"))
    for claim in told:
        facts = FactSet(facts_of(replace(life, claims=(*claims, claim)), scheme))
        determination = all_determined({scheme.name: scheme}, facts)[claim.key]
        certifications = tuple[Certification, ...]()
        if determination.outcome is not DeterminationOutcome.REFUSED or dice.random() < 0.2:  # these are all alike
            certifications = tuple(_certifications(determination, scheme, dice))
        decisions = (*_decisions(determination, dice), *_decisions_on_weeks(certifications, dice))
        claims = (*claims, replace(claim, decisions=decisions, certifications=certifications))
    return replace(life, claims=claims)


def _decisions_on_weeks(certifications: Iterable[Certification], dice: Random) -> Iterator[OfficerDecision]:
    """What a person decides on a few of the periods."""
    for certified in (period for certification in certifications for period in certification.periods):
        if dice.random() < 0.04:
            against = dice.random() < 0.5
            yield OfficerDecision(
                WeekAbout(first_day=certified.period.start),
                Verdict.AGAINST_CLAIMANT if against else Verdict.FOR_CLAIMANT,
                certified.period.end,
                "Art. 1",
                applies=certified.period if against else None,
                ground=dice.choice([None, *[Ground.NOT_AVAILABLE] * 20, *[Ground.MAINTAINED] * 6]),
            )


def _decisions(determination: Determination, dice: Random) -> Iterator[OfficerDecision]:
    """Of most claims that wait for a person, what a person decides on everything that is open."""
    if dice.random() < 0.1:
        return
    begins = determination.benefit_year.start
    for finding in determination.findings:
        if finding.outcome is Outcome.NEEDS_A_PERSON:
            against = dice.random() < 0.1
            days = Period.of_days(begins + timedelta(days=dice.randint(0, 30)), dice.randint(1, 60))
            yield OfficerDecision(
                ConditionAbout(condition=finding.condition),
                Verdict.AGAINST_CLAIMANT if against else Verdict.FOR_CLAIMANT,
                begins,
                finding.cites,
                applies=days if against else None,
                ground=finding.ground if against else None,
            )


def _certifications(determination: Determination, scheme: Scheme, dice: Random) -> Iterator[Certification]:
    most = dice.choice([FEW, FEW, FEW, MANY])
    periods = list(islice(determination.rhythm.periods(), dice.randint(1, most)))
    works = dice.choice([0, 0, 0.1, 0.5])
    certifications: list[Certification] = []
    while periods:
        together = dice.choice(OF_A_CERTIFICATION)
        own, periods = periods[:together], periods[together:]
        if dice.random() < 0.05:
            continue  # nothing is certified of these
        certified = tuple(_certified(period, determination, scheme.currency, dice, works) for period in own)
        late = timedelta(days=dice.choice([0, 0, 0, 40, 400]))
        certifications.append(Certification(certified, filed_on=own[-1].end + late))
    if dice.random() < 0.03 and certifications:
        certifications.append(_of_no_period(certifications[-1]))
    dice.shuffle(certifications)
    yield from certifications


def _of_no_period(last: Certification) -> Certification:
    """Days after the last period that are none."""
    end = last.periods[-1].period.end
    return Certification((CertifiedPeriod(Period.of_days(end, 3)),), filed_on=end + timedelta(days=3))


def _certified(
    period: Period, determination: Determination, currency: str, dice: Random, works: float
) -> CertifiedPeriod:
    ready = dice.random() < 0.97
    earned, minutes = 0, 0
    if dice.random() < works and determination.entitlement is not None:
        rate = determination.entitlement.benefit_rate.minor
        days = period.days if determination.entitlement.benefit_rate_per == "day" else 1
        earned = int(rate * days * dice.choice([0.1, 0.33, 0.5, 0.75, 1, 1.5, 3])) + dice.randint(0, 99)
        minutes = dice.randint(0, MINUTES_MAX // 3)
    elif dice.random() < works:
        minutes = dice.choice([30, 600, 2400])
    return CertifiedPeriod(
        period,
        earned=Money(minor=earned, currency=currency),
        minutes=minutes,
        able=ready or dice.random() < 0.5,
        available=ready or dice.random() < 0.5,
        sought_work=ready or dice.random() < 0.5,
    )
