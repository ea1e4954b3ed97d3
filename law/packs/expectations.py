"""What a case expects, asked of a claim under its law by the sheet's own names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from contracts.registry import ContributionRecorded
from law.case.case import Case, Imposed
from law.decide.rests_and_sanctions import sanction_of
from law.language.run.evaluation import Evaluation
from law.language.terms.questions import Question
from law.language.terms.tables import Table
from law.language.terms.values import Number
from law.language.terms.windows import Spans
from law.packs.certified import THIS_PERIOD
from law.packs.compare import OnlyQuoted, Opening, Quotations
from law.packs.formulas import Calls, Look, value_of
from law.packs.names import CaseNames, LeftOut
from law.packs.pack import Found

ALL, BY_FIGURES = "all_conditions", "all_conditions_by_figures"
"""In a map: whether every condition of the sheet holds; every one that no person must decide."""
YES, NO = "yes", "no"
PLAIN = frozenset({"number", "day"})
"""What a question may be asked with in an expectation."""


def expected_of(law: Evaluation[Case], names: CaseNames) -> Found:
    """By the names of the expectations; without what may be left out."""
    kind, look, known = names.kind, says(law, names), calls(law)
    answers: dict[str, Any] = {}
    for name, formula in kind.expect.items():
        try:
            answers[name] = _in_words(kind.in_words.get(name), value_of(formula, look, known))
        except LeftOut:
            continue
    bounds = {"tolerance": kind.tolerance, "noise": kind.noise}
    answers |= {name: value_of(written, look) for name, written in bounds.items() if written is not None}
    for name, held in kind.quotes.items():
        answers[name] = Quotations({own: answers[own] for own in held if own in answers})
    return answers | {name: OnlyQuoted() for name in kind.quoted}


def _in_words(words: dict[str, str] | None, value: Any) -> Any:
    if words is None:
        return value
    key = {True: YES, False: NO}[value] if isinstance(value, bool) else str(value)
    return Opening(words[key]) if key in words else value


def given_by(names: CaseNames) -> dict[str, Any]:
    """What the sheet need not work out; without what may be left out and is not stated."""
    given = {}
    for name, formula in names.kind.given.items():
        try:
            given[name] = value_of(formula, names)
        except LeftOut:
            continue
    return given


def says(law: Evaluation[Case], names: CaseNames) -> Look:
    """What a name stands for in an expectation: the sheet's rule of that name, else what the case states."""
    scheme, kind = law.rules.scheme, names.kind

    def look(name: str) -> Any:
        if name in names.periods:
            return _of_periods(names.periods, name)
        if name in (ALL, BY_FIGURES):
            asked = [
                condition.name
                for condition in scheme.conditions.values()
                if condition.name not in kind.without and not (name == BY_FIGURES and condition.by_a_person)
            ]
            return all(law.condition(condition).value is True for condition in asked)
        if name in scheme.conditions or name in law.rules.conditions:
            return law.condition(name).value
        if name in names.item:
            return names(name)
        try:
            return law.named(name).value
        except LookupError:
            return names(name)

    return look


def _of_periods(periods: Mapping[str, Any], name: str) -> Any:
    """Raises `LeftOut` where it is asked about this period, and there is none."""
    if name == THIS_PERIOD and periods[name] is None:
        raise LeftOut(name)
    return periods[name]


def calls(law: Evaluation[Case]) -> Calls:
    """Tables and plain questions of the sheet, where its windows and pay in them begin, what a decision takes."""
    scheme = law.rules.scheme

    def looked_up(table: Table) -> Callable[..., Any]:
        return lambda *keys: table.cell(table.under(law.law_days), None, keys)

    def spans(window: str) -> Spans:
        return scheme.windows[window].window.spans(law.anchor)

    def imposed(ground: str, days: int) -> Number:
        return sanction_of(law, ground, Imposed(days, before=0, in_all=days))

    def pay_begins(window: str) -> date | None:
        edges = spans(window)
        first, end = edges[0].start, edges[-1].end
        paid = [one.period for one in law.case.facts.of(ContributionRecorded)]
        return min((max(one.start, first) for one in paid if one.start < end and first < one.end), default=None)

    def put(question: Question) -> Callable[..., Any]:
        return lambda *told: question.answer(law.case, *told).value

    questions = scheme.vocabulary.questions.values()
    asked: Calls = {
        **{one.name: put(one) for one in questions if one.scope == "claim" and PLAIN.issuperset(one.takes)},
        "pay_begins": pay_begins,
        "window_begins": lambda name: spans(name)[0].start,
        "window_ends": lambda name: spans(name)[-1].end,
        "imposed": imposed,
    }
    return {**{name: looked_up(table) for name, table in scheme.tables.items()}, **asked}
