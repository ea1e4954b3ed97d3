"""How a question to the facts is answered, and a particular found, in an evaluation."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from datetime import date
from typing import TypeAlias, cast

from law.language.formula.tree import Ask, ParticularOf, written
from law.language.run.evaluation import AnyEvaluation, Looked
from law.language.run.rules import Rule
from law.language.sheet.scheme import LookBack, Scheme
from law.language.terms.derivation import VALUE, Step, given, new
from law.language.terms.questions import Answer, Figure, NamedParticular
from law.language.terms.units import DATE
from law.language.terms.values import Number, Unknown

Look: TypeAlias = Callable[[AnyEvaluation], Looked]
Put: TypeAlias = Callable[[AnyEvaluation, tuple[Step, ...]], Step]


def asked(
    tree: Ask, scheme: Scheme, looks: tuple[Look, ...], numbers: tuple[Rule[AnyEvaluation], ...]
) -> Rule[AnyEvaluation]:
    """The function that puts a question to the case; of a claim it is asked once, whatever asks it.

    `looks` are the question's windows, `numbers` the values it is asked with.
    """
    what, unit, of_claim = written(tree), tree.unit, tree.question.scope == "claim"
    plain = not numbers and not any(is_moved(scheme.windows[name], scheme) for name in tree.windows)
    put = _put_plainly(tree, scheme) if plain else _put(tree, scheme, looks)

    def rule(run: AnyEvaluation) -> Step:
        if of_claim:
            while run.outer is not None:
                run = run.outer
        key: Hashable = what
        asked_with: tuple[Step, ...] = ()
        if numbers:
            asked_with = tuple([number(run) for number in numbers])
            # A whole number and the fraction that equals it are each written out as they came.
            key = (what, *[(type(step[VALUE]), step[VALUE]) for step in asked_with])
        step = run.steps.get(key)
        if step is None:
            is_given = run.given and what in run.given
            step = given(what, run.given[what], unit) if is_given else put(run, asked_with)
            run.steps[key] = step
        return step

    return rule


def _put_plainly(tree: Ask, scheme: Scheme) -> Put:
    """The commonest case: nothing moves the windows, and no formula is asked with."""
    told, answer = _teller(tree, scheme), tree.question.answer
    parameters, names = tree.parameters, (*_particulars(tree, scheme), *tree.quantities, *tree.words)
    forms = tuple(scheme.windows[name].window for name in tree.windows)

    def put(run: AnyEvaluation, _asked_with: tuple[Step, ...]) -> Step:
        spans = [form.spans(run.anchor) for form in forms]
        return told(answer(run.case, *spans, *[_figure(name, run) for name in parameters], *names), ())

    return put


def _put(tree: Ask, scheme: Scheme, looks: tuple[Look, ...]) -> Put:
    told, answer = _teller(tree, scheme), tree.question.answer
    parameters, names = tree.parameters, (*_particulars(tree, scheme), *tree.quantities, *tree.words)

    def put(run: AnyEvaluation, asked_with: tuple[Step, ...]) -> Step:
        looked = [look(run) for look in looks]
        spans = [spans for spans, _ in looked]
        inputs = (*[step for _, steps in looked for step in steps], *asked_with)
        values = [step[VALUE] for step in asked_with]
        doubts = Unknown.among([*spans, *[step[VALUE] for step in inputs]])
        if doubts:
            return told(Answer(doubts), inputs)
        figures = [_figure(name, run) for name in parameters]
        return told(answer(run.case, *spans, *values, *figures, *names), inputs)

    return put


def _particulars(tree: Ask, scheme: Scheme) -> tuple[NamedParticular, ...]:
    return tuple(scheme.particulars[name].named for name in tree.particulars)


def _teller(tree: Ask, scheme: Scheme) -> Callable[[Answer, tuple[Step, ...]], Step]:
    what, unit = written(tree), tree.unit
    cites = "; ".join(scheme.windows[name].cites for name in tree.windows) or None

    def told(answer: Answer, inputs: tuple[Step, ...]) -> Step:
        return new(Step, ("question", what, answer.value, unit, cites, inputs + answer.parts, answer.facts))

    return told


def _figure(name: str, run: AnyEvaluation) -> Figure:
    parameter = run.rules.scheme.parameters[name]
    return Figure(parameter.under(run.law_days).value, parameter.on)


def is_moved(window: LookBack, scheme: Scheme) -> bool:
    """Whether a formula, or a fact of the case, says where the window stands."""
    moved = window.extended_by or window.not_before or window.as_of
    return moved is not None or window.window.anchor in scheme.vocabulary.anchors


def look_back(
    window: LookBack,
    scheme: Scheme,
    longer: Rule[AnyEvaluation] | None,
    bound: Rule[AnyEvaluation] | None,
    as_of: Rule[AnyEvaluation] | None,
) -> Look:
    """The function that finds where a window stands; the rules are those of what moves it."""
    form = window.window
    if not is_moved(window, scheme):
        return lambda run: (form.spans(run.anchor), ())
    moves = (longer, bound, as_of or _anchor(form.anchor, scheme))

    def look(run: AnyEvaluation) -> Looked:
        moved = [rule(run) if rule else None for rule in moves]
        by, first, day = [step[VALUE] if step else None for step in moved]
        steps = tuple([step for step in moved if step])
        doubts = Unknown.among((by, first, day))
        if doubts:
            return doubts, steps
        return form.spans(
            cast("date", day or run.anchor),
            longer=math.ceil(cast("Number", by or 0)),
            not_before=cast("date | None", first),
        ), steps

    def once(run: AnyEvaluation) -> Looked:
        looked = run.looks.get(window.name)
        if looked is None:
            looked = run.looks[window.name] = look(run)
        return looked

    return once


def _anchor(name: str, scheme: Scheme) -> Rule[AnyEvaluation] | None:
    answer = scheme.vocabulary.anchors.get(name)
    if answer is None:
        return None
    what = f"the day {name}"

    def rule(run: AnyEvaluation) -> Step:
        day = answer(run.case)
        return new(Step, ("question", what, day.value, DATE, None, (), day.facts))

    return rule


def unless_said_by_facts(facts: Rule[AnyEvaluation], unsaid: Rule[AnyEvaluation] | None) -> Rule[AnyEvaluation]:
    """What the facts say of a particular; `unsaid` holds only where they say nothing.

    Facts that contradict each other are doubt: what is merely presumed must not stand against them.
    """

    def rule(run: AnyEvaluation) -> Step:
        said = facts(run)
        value = said[VALUE]
        is_silent = isinstance(value, Unknown) and not any(doubt.facts for doubt in value.doubts)
        return unsaid(run) if unsaid is not None and is_silent else said

    return rule


def particular(tree: ParticularOf, scheme: Scheme, unsaid: Rule[AnyEvaluation] | None) -> Rule[AnyEvaluation]:
    """The function that finds what was stated of a person; where nothing was, `unsaid` holds, or nobody knows."""
    kind, unit, name = scheme.particulars[tree.name], tree.unit, tree.name
    stated = scheme.vocabulary.stated
    nobody_said = Unknown.because(kind.asks)
    key, what = f"{name}, as stated", f"stated({name})"

    def rule(run: AnyEvaluation) -> Step:
        step = run.steps.get(key)
        if step is None:
            step = run.steps[key] = as_stated(run)
        return step

    def as_stated(run: AnyEvaluation) -> Step:
        if run.given and name in run.given:
            return given(name, run.given[name], unit)
        answer = stated(run.case, kind.named, run.day)
        if answer is None:
            if unsaid is None:
                return Step("particular", name, nobody_said, unit, kind.cites)
            inner = unsaid(run)
            return new(Step, ("particular", name, inner[VALUE], unit, kind.cites, (inner,), ()))
        value = answer.value if isinstance(answer.value, Unknown) else kind.read(str(answer.value))
        if value is None:
            value = Unknown.because(f"What is stated under {name} is not understood. {kind.asks}", *answer.facts)
        return new(Step, ("particular", name, value, unit, kind.cites, (), answer.facts))

    def whether(run: AnyEvaluation) -> Step:
        is_stated = (
            bool(run.given and name in run.given) or stated(run.case, NamedParticular(name), run.day) is not None
        )
        return new(Step, ("particular", what, is_stated, unit, kind.cites, (), ()))

    return whether if tree.asks_whether else rule
