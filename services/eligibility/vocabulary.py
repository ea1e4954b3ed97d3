"""The fixed vocabulary: every question a rule sheet may ask of the facts. Adding one is one tested entry.

The questions stand in `about_earnings`, `about_insurance`, `about_person` and `about_period`.
"""

from __future__ import annotations

from datetime import date

from contracts.claims import Ground
from contracts.registry import ParticularStated
from services.eligibility import about_earnings, about_insurance, about_period, about_person
from services.eligibility.case import Case
from services.eligibility.rulesheet.questions import Answer, Vocabulary
from services.eligibility.rulesheet.values import Unknown


def stated_of(case: Case, name: str, day: date) -> Answer | None:
    """What holds on a day under the name of a particular: the statement that began last; None if there is none."""
    by_name = _by_name(case)
    if name in {fact.particular for fact in case.facts.contradicted(ParticularStated)}:
        return Answer(Unknown.because(f"What is stated under {name} contradicts itself: which is right?"))
    stated = by_name.get(name, ())
    holding = [fact for fact in stated if fact.since <= day and (fact.until is None or day < fact.until)]
    if not holding:
        return None
    since = max(fact.since for fact in holding)
    newest = [fact for fact in holding if fact.since == since]
    keys = tuple(fact.key for fact in newest)
    if len({fact.value for fact in newest}) > 1:
        return Answer(Unknown.because(f"{name} is stated in different ways from {since}: which is right?", *keys), keys)
    return Answer(newest[0].value, keys)


def _by_name(case: Case) -> dict[str, list[ParticularStated]]:
    known = case.facts.memo.get(ParticularStated)
    if isinstance(known, dict):
        return known
    found: dict[str, list[ParticularStated]] = {}
    for fact in case.facts.of(ParticularStated):
        found.setdefault(fact.particular, []).append(fact)
    case.facts.memo[ParticularStated] = found
    return found


VOCABULARY = Vocabulary(
    questions={
        **about_earnings.REGISTER.questions,
        **about_insurance.REGISTER.questions,
        **about_person.REGISTER.questions,
        **about_period.REGISTER.questions,
    },
    grounds=frozenset(ground.value for ground in Ground),
    stated=stated_of,
    anchors=about_person.ANCHORS,
)
