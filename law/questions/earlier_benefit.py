"""Questions about the person's claims before this one, and about what was drawn in time that rolls on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from law.case.case import Case
from law.case.earlier_claims import Used
from law.language.terms.calendar import add_months
from law.language.terms.questions import Answer, QuestionRegister
from law.language.terms.values import Number
from law.language.terms.windows import BEGINNING, Spans

REGISTER = QuestionRegister()


@REGISTER.question(
    unit="date",
    of_spells=True,
    sentence="the day after the last one that was waited for or paid under the claims before this one",
)
def earlier_spell_ended(case: Case) -> Answer:
    """A day before all others where nothing was."""
    ended = [spell.ended for spell in case.past if spell.ended]
    return Answer(max(ended, default=BEGINNING), tuple(spell.claim for spell in case.past))


@REGISTER.question(
    unit="date", of_spells=True, sentence="the day on which the person's claim before this one began, if not refused"
)
def earlier_spell_began(case: Case) -> Answer:
    """A day before all others where there is no claim before that gave a right."""
    if not case.past:
        return Answer(BEGINNING)
    return Answer(case.past[-1].begins, (case.past[-1].claim,))


@REGISTER.question(
    unit="date",
    of_spells=True,
    sentence="the day on which the right arose that was drawn on under the claim before this one",
)
def earlier_right_began(case: Case) -> Answer:
    """That of the first claim that drew on it; a day before all others where there is no claim before."""
    spells = list(case.past)
    if not spells:
        return Answer(BEGINNING)
    while len(spells) > 1 and spells[-1].carried:
        spells.pop()
    return Answer(spells[-1].begins, (spells[-1].claim,))


@REGISTER.question(
    unit="limit",
    of_spells=True,
    sentence="what was used up of the right that was drawn on under the claim before this one",
)
def earlier_benefit_used(case: Case) -> Answer:
    """By periods and sanctions, also under the claims whose right that one shares; zero where there is none."""
    if not case.past:
        return Answer(0)
    return Answer(_in_unit_of_limit(case, case.past[-1].spent), (case.past[-1].claim,))


@REGISTER.question(unit="limit", of_spells=True, sentence="what is left of the benefit of the claim before this one")
def earlier_benefit_left(case: Case) -> Answer:
    """In the unit in which the benefit is limited; zero where there is no claim before."""
    if not case.past:
        return Answer(0)
    last = case.past[-1]
    return Answer(_in_unit_of_limit(case, last.left), (last.claim,))


@REGISTER.question(unit="rate", of_spells=True, sentence="the rate of benefit of the claim before this one")
def earlier_rate(case: Case) -> Answer:
    """As it was determined; zero where there is no claim before."""
    if not case.past:
        return Answer(0)
    return Answer(case.major(case.past[-1].rate), (case.past[-1].claim,))


@REGISTER.question(
    unit="count", of_spells=True, sentence="the number of claims before this one under which something was drawn"
)
def claims_drawn_before(case: Case) -> Answer:
    """Claims of which nothing was used do not count."""
    drawn = [spell.claim for spell in case.past if any(used.amount for used in spell.used)]
    return Answer(len(drawn), tuple(drawn))


@REGISTER.question(
    unit="limit", takes=("any",), of_spells=True, sentence="what was used up of benefit within {0} under earlier claims"
)
def benefit_used_within(case: Case, spans: Spans) -> Answer:
    """By the periods that began within the window."""
    if not spans:
        return Answer(0)
    start, end = spans[0].start, spans[-1].end
    return _added(case, (used for used in _earlier(case) if start <= used.period.start < end))


@REGISTER.question(
    unit="limit",
    takes=("number",),
    scope="week",
    of_spells=True,
    sentence="what was used up of benefit in the {0} months before the period, under whatever claim",
)
def benefit_used_in_months_before(case: Case, number: Number) -> Answer:
    """A window that rolls on with the periods: those that began in so many months before this one."""
    first = case.certified().period.start
    return _since(case, add_months(first, -int(number)), first)


@REGISTER.question(
    unit="limit",
    scope="week",
    of_spells=True,
    sentence="what was used up of benefit in the period's calendar year before it, under whatever claim",
)
def benefit_used_in_year(case: Case) -> Answer:
    """From 1 January of the year in which the period begins."""
    first = case.certified().period.start
    return _since(case, first.replace(month=1, day=1), first)


def _since(case: Case, start: date, end: date) -> Answer:
    drawn = (*_earlier(case), *case.left().drawn)
    return _added(case, (used for used in drawn if start <= used.period.start < end))


def _earlier(case: Case) -> Iterable[Used]:
    return (used for spell in case.past for used in spell.used)


def _added(case: Case, drawn: Iterable[Used]) -> Answer:
    counted = [used for used in drawn if used.amount]
    total: Number = sum((used.amount for used in counted), start=0)
    return Answer(_in_unit_of_limit(case, total), tuple(dict.fromkeys(used.key for used in counted)))


def _in_unit_of_limit(case: Case, amount: Number) -> Number:
    return case.major(int(amount)) if case.limited_in_money else amount
