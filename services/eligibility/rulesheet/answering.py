"""How a question to the facts is answered, and a particular found, in an evaluation."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeAlias, cast

from services.eligibility.rulesheet.derivation import Step
from services.eligibility.rulesheet.questions import Answer, Figure
from services.eligibility.rulesheet.scheme import LookBack, Scheme
from services.eligibility.rulesheet.tree import Ask, ParticularOf, Tree
from services.eligibility.rulesheet.units import DATE, Unit, money
from services.eligibility.rulesheet.values import Number, Unknown
from services.eligibility.rulesheet.windows import Span

if TYPE_CHECKING:
    from services.eligibility.rulesheet.evaluate import Evaluation

new = tuple.__new__  # as in `compiling`
PARTS_MAX = 60  # of a longer window only the parts that hold something are written out
Rule: TypeAlias = "Callable[[Evaluation], Step]"
Compile: TypeAlias = Callable[[Tree, Scheme], Rule]
Found = tuple[tuple[Span, ...] | Unknown, tuple[Step, ...]]
Look: TypeAlias = "Callable[[Evaluation], Found]"


def asked(tree: Ask, scheme: Scheme, compile_: Compile) -> Rule:
    """The function that puts a question to the case; of a claim it is asked once, whatever asks it."""
    what, unit, of_claim = written(tree), tree.unit, tree.question.scope == "claim"
    numbers = tuple(compile_(value, scheme) for value in tree.values)
    answered = _answered(tree, scheme, compile_, numbers)

    def rule(run: Evaluation) -> Step:
        if of_claim:
            while run.outer is not None:
                run = run.outer
        place = what if not numbers else f"{what} with {[number(run).value for number in numbers]}"
        found = run.steps.get(place)
        if found is None:
            given = run.given and what in run.given
            found = Step("given", what, run.given[what], unit) if given else answered(run)
            run.steps[place] = found
        return found

    return rule


def _answered(tree: Ask, scheme: Scheme, compile_: Compile, numbers: tuple[Rule, ...]) -> Rule:
    windows = tuple(scheme.windows[name] for name in tree.windows)
    looks = tuple(_look(window, scheme, compile_) for window in windows)
    what, answer, parameters, particulars = written(tree), tree.question.answer, tree.parameters, tree.particulars
    cites = "; ".join(window.cites for window in windows) or None
    told = _teller(what, tree.unit, cites, money(scheme.currency))
    if not numbers and all(_is_plain(window, scheme) for window in windows):
        forms = tuple(window.window for window in windows)

        def plainly(run: Evaluation) -> Step:
            # The commonest case, written out: nothing moves the windows, and no formula is asked with.
            spans = [form.spans(run.anchor) for form in forms]
            return told(answer(run.case, *spans, *[_figure(name, run) for name in parameters], *particulars), ())

        return plainly

    def rule(run: Evaluation) -> Step:
        spans, inputs = _all(looks, run)
        values = [number(run) for number in numbers]
        inputs += tuple(values)
        doubts = Unknown.of(*spans, *(step.value for step in inputs))
        if doubts.doubts:
            return Step("question", what, doubts, tree.unit, cites, inputs)
        figures = [_figure(name, run) for name in parameters]
        return told(answer(run.case, *spans, *[step.value for step in values], *figures, *particulars), inputs)

    return rule


def _teller(what: str, unit: Unit, cites: str | None, part_unit: Unit) -> Callable[[Answer, tuple[Step, ...]], Step]:
    def told(given: Answer, inputs: tuple[Step, ...]) -> Step:
        long = len(given.parts) > PARTS_MAX
        parts = tuple(
            [
                new(Step, ("part", what, value, part_unit, None, (), facts))
                for what, value, facts in given.parts
                if facts or not long
            ]
        )
        return Step("question", what, given.value, unit, cites, inputs + parts, given.facts)

    return told


def _is_plain(window: LookBack, scheme: Scheme) -> bool:
    moved = window.extended_by or window.not_before or window.as_of
    return moved is None and window.window.anchor not in scheme.vocabulary.anchors


def written(tree: Ask) -> str:
    """The question as a sheet writes it, without its numbers: `earnings_in(base_period)`."""
    return f"{tree.question.name}({', '.join((*tree.windows, *tree.parameters, *tree.particulars))})"


def _all(looks: tuple[Look, ...], run: Evaluation) -> tuple[list[tuple[Span, ...] | Unknown], tuple[Step, ...]]:
    found = [look(run) for look in looks]
    return [spans for spans, _ in found], tuple(step for _, steps in found for step in steps)


def _look(window: LookBack, scheme: Scheme, compile_: Compile) -> Look:
    form = window.window
    moves = (window.extended_by, window.not_before, window.as_of)
    longer, bound, as_of = (compile_(tree, scheme) if tree else None for tree in moves)
    anchor = _anchor(form.anchor, scheme)
    if longer is None and bound is None and as_of is None and anchor is None:
        return lambda run: (form.spans(run.anchor), ())

    def look(run: Evaluation) -> Found:
        found = [rule(run) if rule else None for rule in (longer, bound, as_of or anchor)]
        steps = tuple(step for step in found if step)
        doubts = Unknown.of(*(step.value for step in steps))
        if doubts.doubts:
            return doubts, steps
        by, first, day = (step.value if step else None for step in found)
        return form.spans(
            cast("date", day or run.anchor),
            longer=math.ceil(cast("Number", by or 0)),
            not_before=cast("date | None", first),
        ), steps

    return look


def _anchor(name: str, scheme: Scheme) -> Rule | None:
    answer = scheme.vocabulary.anchors.get(name)
    if answer is None:
        return None

    def rule(run: Evaluation) -> Step:
        given = answer(run.case)
        return Step("question", f"the day {name}", given.value, DATE, None, (), given.facts)

    return rule


def _figure(name: str, run: Evaluation) -> Figure:
    parameter = run.rules.scheme.parameters[name]

    def on(day: date) -> Number:
        return parameter.on(day).value

    return Figure(parameter.on(run.law_day).value, on)


def particular(tree: ParticularOf, scheme: Scheme, compile_: Compile) -> Rule:
    """The function that finds what was stated of a person, or what holds if nothing was."""
    kind, unit, name = scheme.particulars[tree.name], tree.unit, tree.name
    stated = scheme.vocabulary.stated
    unsaid = compile_(kind.if_unsaid, scheme) if kind.if_unsaid else None
    nobody_said = Unknown.because(kind.asks)

    place = f"{name}, as stated"

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
            return Step("particular", name, inner.value, unit, kind.cites, (inner,))
        value = said.value if isinstance(said.value, Unknown) else kind.read(str(said.value))
        if value is None:
            value = Unknown.because(f"What is stated under {name} is not understood. {kind.asks}", *said.facts)
        return Step("particular", name, value, unit, kind.cites, (), said.facts)

    def whether(run: Evaluation) -> Step:
        said = bool(run.given and name in run.given) or stated(run.case, name, run.day) is not None
        return Step("particular", f"stated({name})", said, unit, kind.cites)

    return whether if tree.asks_whether else rule
