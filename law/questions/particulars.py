"""What institutions stated of a person under the name of a particular: on one day, and over a stretch of days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from contracts.registry import ParticularStated
from law.case.case import Case
from law.language.terms.questions import Answer
from law.language.terms.values import Unknown

YES = "yes"


def stated_of(case: Case, name: str, day: date) -> Answer | None:
    """What holds on a day under the name of a particular: the statement that began last; None if there is none."""
    disputed = case.facts.contradicted(ParticularStated)
    if disputed and any(fact.particular == name for fact in disputed):
        return Answer(Unknown.because(f"What is stated under {name} contradicts itself: which is right?"))
    stated = _by_name(case).get(name)
    if stated is None:
        return None
    holding = [fact for fact in stated if fact.since <= day and (fact.until is None or day < fact.until)]
    if not holding:
        return None
    if len(holding) == 1:
        return Answer(holding[0].value, (holding[0].key,))
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


def days_with_yes(case: Case, name: str, start: date, end: date) -> Iterator[tuple[date, date, Answer]]:
    """The stretches within these days on which a particular is stated as yes, or in doubt, in order."""
    facts = [
        *_by_name(case).get(name, ()),
        *(fact for fact in case.facts.contradicted(ParticularStated) if fact.particular == name),
    ]
    edges = {start, end} | {
        day for fact in facts for day in (fact.since, fact.until) if day is not None and start < day < end
    }
    for first, last in pairwise(sorted(edges)):
        said = stated_of(case, name, first)
        if said is not None and (said.value == YES or isinstance(said.value, Unknown)):
            yield first, last, said
