"""How each question of the vocabulary is answered over columns; what is not listed is left to the exact evaluation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from law.columns import law_steps
from law.columns.chunk import Run
from law.columns.columns import Days
from law.columns.dated_columns import Figures
from law.columns.masks import either
from law.columns.numbers import Numbers, rounded
from law.columns.questions import claim, current_work, earlier_benefit, insured_earnings, insured_time, person_and_job
from law.columns.windows import Look, look_back
from law.language.formula.tree import Ask
from law.language.run.answer import written
from law.language.terms.windows import CLAIM

if TYPE_CHECKING:
    from law.columns.plan import Place, Plan

Answer = Callable[..., Any]

OF_CLAIM: dict[str, Answer] = {**claim.ANSWERS, **earlier_benefit.ANSWERS}
"""Questions that the claim itself answers, so that they need no facts."""
OF_FACTS: dict[str, Answer] = {
    **insured_earnings.ANSWERS,
    **insured_time.ANSWERS,
    **person_and_job.ANSWERS,
    **current_work.ANSWERS,
}
ANCHORS: dict[str, Answer] = person_and_job.ANCHORS


def compiled(plan: Plan, tree: Ask, *, facts: bool) -> Place:
    """The place of the answers to a question. Raises `LookupError` if only facts could answer and there are none."""
    name = tree.question.name
    if not facts and name not in OF_CLAIM:
        raise LookupError(f"{plan.scheme.name} asks {written(tree)}, and no column is given for it")
    answer = OF_CLAIM.get(name) or OF_FACTS.get(name)
    if answer is None or not all(plan.scheme.windows[name].window.anchor in (CLAIM, *ANCHORS) for name in tree.windows):
        return plan.left_to_the_exact(tree, written(tree))
    windows = [_looked(plan, window) for window in tree.windows]
    values = [plan.place(value) for value in tree.values]
    figures = [Figures(plan.scheme.parameters[name]) for name in tree.parameters]
    return plan.step(tree, lambda run, *on: _answered(run, answer, on, figures), *windows, *values)


def _answered(run: Run, answer: Answer, inputs: tuple[Any, ...], figures: Any) -> Any:
    found = answer(run, *inputs, *figures)
    return law_steps.doubtful(found, *(one.unknown for one in inputs))


def _looked(plan: Plan, name: str) -> Place:
    look = plan.scheme.windows[name]
    form = look.window
    moves = {"longer": look.extended_by, "not_before": look.not_before, "as_of": look.as_of}
    there = {move: plan.place(tree) for move, tree in moves.items() if tree is not None}
    if "as_of" not in there and form.anchor != CLAIM:
        anchor = ANCHORS[form.anchor]
        there["as_of"] = plan.step(("anchor", form.anchor), anchor)
    names = tuple(there)

    def does(run: Run, *columns: Any) -> Look:
        moved = dict(zip(names, columns, strict=True))
        unknown = either(*(column.unknown for column in columns))
        longer = _buckets_more(run, moved.get("longer"))
        return look_back(form, _days(run, moved.get("as_of")), longer, _whole(run, moved.get("not_before")), unknown)

    return plan.step(("window", name), does, *there.values())


def _days(run: Run, as_of: Days | None) -> Any:
    return run.begins if as_of is None else _whole(run, as_of)


def _whole(run: Run, days: Days | None) -> Any:
    if days is None:
        return None
    # Where the day is unknown the window is too; any day of the calendar will do meanwhile.
    known = np.broadcast_to(days.values, (len(run),))
    return known if days.unknown is None else np.where(days.unknown, run.begins, known)


def _buckets_more(run: Run, longer: Numbers | None) -> Any:
    if longer is None:
        return None
    more = np.broadcast_to(rounded(longer, "up").over.values, (len(run),))
    return more if longer.unknown is None else np.where(longer.unknown, 0, more)
