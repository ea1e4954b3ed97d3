"""Grounds on which benefit is refused or suspended, each with a person decided against: C102 Art. 69, C168 Art. 20."""

from __future__ import annotations

from fractions import Fraction

from contracts.about import About, ConditionAbout, ReferralAbout
from contracts.casework import Verdict
from contracts.claims import Ground
from contracts.values import Period
from law.conventions.break_even import usual_wage
from law.conventions.examination import Examination
from law.conventions.model import (
    A_WAGE_WITH_BENEFIT,
    Conclusion,
    Requirement,
    met,
    needs_evidence,
    not_computed,
    not_met,
)
from law.conventions.numbers_in_words import hundredths
from law.conventions.replacement import floor_of
from law.conventions.trial import Trial
from law.language.sheet.scheme import DAYS_OF_A_WEEK, Scheme
from law.people.life import OfficerDecision
from law.people.other_workers import WorkerDecidedAgainst

REFERRAL = ReferralAbout(referral="referral-1")
"""What a decision is about whose ground is no condition of the claim: work that was offered."""


def grounds(examination: Examination, requirement: Requirement) -> Conclusion:
    """C102 Art. 69, C168 Art. 20: every ground of the sheet is one of the closed list of the instrument."""
    used, listed = used_in(examination.scheme), requirement.pairs("grounds")
    figures = tuple((ground, f"{listed.get(ground, 'not listed')} ({where})") for ground, where in sorted(used.items()))
    unlisted = sorted(used.keys() - listed.keys())
    if unlisted:
        where = "; ".join(f"{ground} ({used[ground]})" for ground in unlisted)
        return not_met(f"Benefit may be refused on grounds that are not in the closed list: {where}.", *figures)
    return met("Every ground of the sheet is in the closed list.", *figures)


def used_in(scheme: Scheme) -> dict[str, str]:
    """Where the sheet uses each ground."""
    conditions = {**scheme.conditions, **scheme.week_conditions}
    used = {condition.ground: f"condition {name}" for name, condition in conditions.items() if condition.ground}
    used |= {rest.ground: f"rest {name}" for name, rest in scheme.rests.items()}
    used |= {rule.ground: f"sanction on {ground}" for ground, rule in scheme.sanctions.items()}
    return used | {rule.ground: f"reduction on {ground}" for ground, rule in scheme.reductions.items()}


def prescribed_extent(examination: Examination, requirement: Requirement) -> Conclusion:
    """C168 Arts. 20 and 21(1), to a prescribed extent: after the days of a decision the person is paid again."""
    wage = usual_wage(examination, floor_of(examination, requirement))
    if wage is None:
        return not_computed(A_WAGE_WITH_BENEFIT)
    weeks, ends, figures = requirement.figures["weeks_decided"], [], []
    for ground, about in _decided_by_a_person(examination.scheme):
        trial = _against(examination, wage, ground, about, int(weeks))
        ends.append(_paid_after(trial, int(weeks)))
        figures.append((ground.replace("_", " "), _told(examination, trial, ends[-1])))
    if not figures:
        return not_computed("a ground on which a named person decides")
    person = examination.described(examination.person(wage))
    decided = f"a decision of {hundredths(weeks)} weeks"
    if all(amount is not None for amount in ends):
        return met(f"After {decided} the person is paid again, on every ground.", *figures, person=person)
    missing = "the law that lets all of the benefit be taken on that ground, and how far it may"
    return needs_evidence(
        f"After {decided} nothing is ever paid again on some ground.", missing, *figures, person=person
    )


def _decided_by_a_person(scheme: Scheme) -> list[tuple[str, About]]:
    """Every ground on which a decision takes days of the claim, with what the decision is about."""
    found: dict[str, About] = dict.fromkeys((*scheme.sanctions, *scheme.reductions), REFERRAL)
    found |= {
        condition.ground: ConditionAbout(condition=name)
        for name, condition in scheme.conditions.items()
        if condition.ground and condition.by_a_person
    }
    return sorted(found.items())


def _against(examination: Examination, wage: Fraction, ground: str, about: About, weeks: int) -> Trial:
    """The standard beneficiary, decided against for the first so many weeks, certified until the limit is reached."""
    worker = examination.person(wage)
    begins = examination.trials.determined(worker).determination.benefit_year.start
    decision = OfficerDecision(
        about,
        Verdict.AGAINST_CLAIMANT,
        worker.on,
        "as the scheme says",
        applies=Period.of_days(begins, weeks * DAYS_OF_A_WEEK),
        ground=Ground(ground),
    )
    return examination.trials.paid_out(examination.as_a(WorkerDecidedAgainst, worker, decision=decision))


def _paid_after(trial: Trial, weeks: int) -> Fraction | None:
    """What the first period after the decided days pays; None if none of them pays anything."""
    until = weeks * DAYS_OF_A_WEEK
    begun = trial.determination.benefit_year.start
    return next((paid.amount for paid in trial.paid if paid.amount and (paid.dates.start - begun).days >= until), None)


def _told(examination: Examination, trial: Trial, after: Fraction | None) -> str:
    if after is None:
        return f"nothing is paid again: {trial.because or 'nothing is left'}"
    return f"then paid {examination.money(after)}, for {hundredths(trial.weeks_paid)} weeks in all"
