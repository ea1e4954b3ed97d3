"""How a question to the facts is answered, and a particular found, in an evaluation."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from datetime import date
from typing import TYPE_CHECKING, TypeAlias, cast

from law.language.formula.tree import Ask, ParticularOf, Tree
from law.language.sheet.scheme import LookBack, Scheme
from law.language.terms.derivation import VALUE, Step, new
from law.language.terms.questions import Answer, Figure
from law.language.terms.units import DATE
from law.language.terms.values import Number, Unknown
from law.language.terms.windows import Spans

if TYPE_CHECKING:
    from law.language.run.evaluation import Evaluation

Rule: TypeAlias = "Callable[[Evaluation], Step]"
Compile: TypeAlias = Callable[[Tree, Scheme], Rule]
Found = tuple[Spans | Unknown, tuple[Step, ...]]
Look: TypeAlias = "Callable[[Evaluation], Found]"
Put: TypeAlias = "Callable[[Evaluation, tuple[Step, ...]], Step]"


def asked(tree: Ask, scheme: Scheme, compile_: Compile) -> Rule:
    """The function that puts a question to the case; of a claim it is asked once, whatever asks it."""
    what, unit, of_claim = written(tree), tree.unit, tree.question.scope == "claim"
    numbers = tuple(compile_(value, scheme) for value in tree.values)
    put = _plainly_put(tree, scheme) if _is_plain(tree, scheme) else _put(tree, scheme, compile_)

    def rule(run: Evaluation) -> Step:
        if of_claim:
            while run.outer is not None:
                run = run.outer
        place: Hashable = what
        asked_with: tuple[Step, ...] = ()
        if numbers:
            asked_with = tuple([number(run) for number in numbers])
            # A whole number and the fraction that equals it are each written out as they came.
            place = (what, *[(type(step[VALUE]), step[VALUE]) for step in asked_with])
        found = run.steps.get(place)
        if found is None:
            given = run.given and what in run.given
            found = Step("given", what, run.given[what], unit) if given else put(run, asked_with)
            run.steps[place] = found
        return found

    return rule


def _plainly_put(tree: Ask, scheme: Scheme) -> Put:
    """The commonest case: nothing moves the windows, and no formula is asked with."""
    told, answer, parameters, particulars = (
        _teller(tree, scheme),
        tree.question.answer,
        tree.parameters,
        tree.particulars,
    )
    forms = tuple(scheme.windows[name].window for name in tree.windows)

    def put(run: Evaluation, _asked_with: tuple[Step, ...]) -> Step:
        spans = [form.spans(run.anchor) for form in forms]
        return told(answer(run.case, *spans, *[_figure(name, run) for name in parameters], *particulars), ())

    return put


def _put(tree: Ask, scheme: Scheme, compile_: Compile) -> Put:
    told, answer, parameters, particulars = (
        _teller(tree, scheme),
        tree.question.answer,
        tree.parameters,
        tree.particulars,
    )
    looks = tuple(_look(scheme.windows[name], scheme, compile_) for name in tree.windows)

    def put(run: Evaluation, asked_with: tuple[Step, ...]) -> Step:
        looked = [look(run) for look in looks]
        spans = [spans for spans, _ in looked]
        inputs = (*[step for _, steps in looked for step in steps], *asked_with)
        values = [step[VALUE] for step in asked_with]
        doubts = Unknown.among([*spans, *[step[VALUE] for step in inputs]])
        if doubts:
            return told(Answer(doubts), inputs)
        figures = [_figure(name, run) for name in parameters]
        return told(answer(run.case, *spans, *values, *figures, *particulars), inputs)

    return put


def _teller(tree: Ask, scheme: Scheme) -> Callable[[Answer, tuple[Step, ...]], Step]:
    what, unit = written(tree), tree.unit
    cites = "; ".join(scheme.windows[name].cites for name in tree.windows) or None

    def told(given: Answer, inputs: tuple[Step, ...]) -> Step:
        return new(Step, ("question", what, given.value, unit, cites, inputs + given.parts, given.facts))

    return told


def _is_plain(tree: Ask, scheme: Scheme) -> bool:
    return not tree.values and not any(_is_moved(scheme.windows[name], scheme) for name in tree.windows)


def _is_moved(window: LookBack, scheme: Scheme) -> bool:
    moved = window.extended_by or window.not_before or window.as_of
    return moved is not None or window.window.anchor in scheme.vocabulary.anchors


def written(tree: Ask) -> str:
    """The question as a sheet writes it, without its numbers: `earnings_in(base_period)`."""
    return f"{tree.question.name}({', '.join((*tree.windows, *tree.parameters, *tree.particulars))})"


def _look(window: LookBack, scheme: Scheme, compile_: Compile) -> Look:
    form = window.window
    if not _is_moved(window, scheme):
        return lambda run: (form.spans(run.anchor), ())
    moves = (window.extended_by, window.not_before, window.as_of)
    longer, bound, as_of = (compile_(tree, scheme) if tree else None for tree in moves)
    as_of = as_of or _anchor(form.anchor, scheme)

    def look(run: Evaluation) -> Found:
        found = [rule(run) if rule else None for rule in (longer, bound, as_of)]
        by, first, day = [step[VALUE] if step else None for step in found]
        steps = tuple([step for step in found if step])
        doubts = Unknown.among((by, first, day))
        if doubts:
            return doubts, steps
        return form.spans(
            cast("date", day or run.anchor),
            longer=math.ceil(cast("Number", by or 0)),
            not_before=cast("date | None", first),
        ), steps

    def once(run: Evaluation) -> Found:
        found = run.looks.get(window.name)
        if found is None:
            found = run.looks[window.name] = look(run)
        return found

    return once


def _anchor(name: str, scheme: Scheme) -> Rule | None:
    answer = scheme.vocabulary.anchors.get(name)
    if answer is None:
        return None
    what = f"the day {name}"

    def rule(run: Evaluation) -> Step:
        given = answer(run.case)
        return new(Step, ("question", what, given.value, DATE, None, (), given.facts))

    return rule


def _figure(name: str, run: Evaluation) -> Figure:
    parameter = run.rules.scheme.parameters[name]
    return Figure(parameter.on(run.law_day).value, parameter.on)


def particular(tree: ParticularOf, scheme: Scheme, compile_: Compile) -> Rule:
    """The function that finds what was stated of a person, or what holds if nothing was."""
    kind, unit, name = scheme.particulars[tree.name], tree.unit, tree.name
    stated = scheme.vocabulary.stated
    unsaid = compile_(kind.if_unsaid, scheme) if kind.if_unsaid else None
    nobody_said = Unknown.because(kind.asks)

    place, what = f"{name}, as stated", f"stated({name})"

    def rule(run: Evaluation) -> Step:
        found = run.steps.get(place)
        if found is None:
            found = run.steps[place] = as_stated(run)
        return found

    def as_stated(run: Evaluation) -> Step:
        if run.given and name in run.given:
            return Step("given", name, run.given[name], unit)
        said = stated(run.case, name, run.day)
        if said is None:
            if unsaid is None:
                return Step("particular", name, nobody_said, unit, kind.cites)
            inner = unsaid(run)
            return new(Step, ("particular", name, inner[VALUE], unit, kind.cites, (inner,), ()))
        value = said.value if isinstance(said.value, Unknown) else kind.read(str(said.value))
        if value is None:
            value = Unknown.because(f"What is stated under {name} is not understood. {kind.asks}", *said.facts)
        return new(Step, ("particular", name, value, unit, kind.cites, (), said.facts))

    def whether(run: Evaluation) -> Step:
        said = bool(run.given and name in run.given) or stated(run.case, name, run.day) is not None
        return new(Step, ("particular", what, said, unit, kind.cites, (), ()))

    return whether if tree.asks_whether else rule
