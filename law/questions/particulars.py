"""What institutions stated of a person under the name of a particular: on one day, and over a stretch of days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from contracts.registry import ParticularStated
from law.case.case import Case
from law.case.facts import FactSet
from law.language.terms.questions import Answer, NamedParticular
from law.language.terms.values import Unknown
from law.questions.days_of_facts import YES, edges_of, on_day

StatedStretch = tuple[date, date, Answer]
"""The first day, the day after the last, and what is stated of the days between."""


def stated_of(case: Case, particular: NamedParticular, day: date) -> Answer | None:
    """What holds on a day under the name of a particular: the statement that began last, else what facts say of it.

    None where nobody says anything.
    """
    name = particular.name
    disputed = case.facts.contradicted(ParticularStated)
    if disputed and any(fact.particular == name for fact in disputed):
        return Answer(Unknown.because(f"What is stated under {name} contradicts itself: which is right?"))
    stated = case.facts.once(_by_name).get(name, ())
    holding = [fact for fact in stated if fact.since <= day and (fact.until is None or day < fact.until)]
    if not holding:
        return on_day(case, particular.days_of, day) if particular.days_of else None
    if len(holding) == 1:
        return Answer(holding[0].value, (holding[0].key,))
    since = max(fact.since for fact in holding)
    newest = [fact for fact in holding if fact.since == since]
    keys = tuple(fact.key for fact in newest)
    if len({fact.value for fact in newest}) > 1:
        return Answer(Unknown.because(f"{name} is stated in different ways from {since}: which is right?", *keys), keys)
    return Answer(newest[0].value, keys)


def _by_name(facts: FactSet) -> dict[str, list[ParticularStated]]:
    by_name: dict[str, list[ParticularStated]] = {}
    for fact in facts.of(ParticularStated):
        by_name.setdefault(fact.particular, []).append(fact)
    return by_name


def days_with_yes(case: Case, particular: NamedParticular, start: date, end: date) -> Iterator[StatedStretch]:
    """The stretches within these days on which a particular holds, or is in doubt, in order."""
    facts = [
        *case.facts.once(_by_name).get(particular.name, ()),
        *(fact for fact in case.facts.contradicted(ParticularStated) if fact.particular == particular.name),
    ]
    changes = {day for fact in facts for day in (fact.since, fact.until) if day is not None}
    changes |= edges_of(case, particular.days_of)
    edges = {start, end} | {day for day in changes if start < day < end}
    for first, last in pairwise(sorted(edges)):
        answer = stated_of(case, particular, first)
        if answer is not None and (answer.value == YES or isinstance(answer.value, Unknown)):
            yield first, last, answer
