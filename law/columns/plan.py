"""Compiles trees into a plan over columns: each distinct node once, in the order in which they need each other.

What is not known here is left to the exact evaluation for everybody who would need it, so that a new kind of node
or a new question can make a plan slower but never wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

from law.columns import law_steps
from law.columns.answers import ANCHORS, OF_CLAIM, OF_FACTS
from law.columns.chunk import Run
from law.columns.columns import Column, same
from law.columns.dated_columns import Cells, Figures
from law.columns.numbers import rounded
from law.columns.operations import OPERATIONS, among
from law.language.formula.tree import (
    AmongWords,
    Ask,
    Choice,
    Constant,
    LookUp,
    NotKnown,
    Operation,
    ParameterAt,
    ParameterOf,
    ParticularOf,
    QuantityOf,
    Tree,
    written,
)
from law.language.sheet.scheme import Scheme
from law.language.terms.windows import CLAIM, LEFT_OPEN

Place = int
Output = tuple[str, str]
"""What is asked for: `quantity`, `condition`, `rest` or `waiting`, and its name."""


class PlanStep(NamedTuple):
    """One column to work out: called with the run and the columns of other steps."""

    does: Callable[..., Any]
    inputs: tuple[Place, ...]


class Plan:
    """The steps that lead to some outputs of a scheme's claim rules, with given answers in the place of others.

    `given` names the given columns, and of each whether nothing is stated for some persons. With `facts` the
    questions may be put to histories; without, only to the claim itself.
    """

    def __init__(self, scheme: Scheme, outputs: Collection[Output], given: Mapping[str, bool], *, facts: bool) -> None:
        self.scheme = scheme
        self.steps: list[PlanStep] = []
        self.not_vectorised: set[str] = set()
        """What the plan leaves to the exact evaluation, in the words of the sheet."""
        self._given, self._facts = given, facts
        self._known: dict[Any, Place] = {}
        self.outputs = {output: self._output(output) for output in outputs}
        self.last_use = self._last_use()

    def _output(self, output: Output) -> Place:
        kind, name = output
        scheme = self.scheme
        if kind == "quantity":
            return self._quantity(name)
        if kind == "condition":
            return self.place(scheme.conditions[name].tree)
        return self.place(scheme.waiting.lasts if kind == "waiting" else scheme.rests[name].lasts)

    def _last_use(self) -> list[list[Place]]:
        """For each step the columns that nobody needs after it."""
        kept = set(self.outputs.values())
        free: list[list[Place]] = [[] for _ in self.steps]
        seen: set[Place] = set()
        for number in range(len(self.steps) - 1, -1, -1):
            for place in self.steps[number].inputs:
                if place not in seen and place not in kept:
                    free[number].append(place)
                seen.add(place)
        return free

    def carried_out(self, run: Run) -> dict[Output, Column]:
        """The outputs of a run, each step carried out once."""
        columns: list[Any] = [None] * len(self.steps)
        for number, (does, inputs) in enumerate(self.steps):
            columns[number] = does(run, *[columns[place] for place in inputs])
            for place in self.last_use[number]:
                columns[place] = None  # so that the memory, and the cache it lies in, serves the next column
        return {output: columns[place] for output, place in self.outputs.items()}

    def step(self, key: Any, does: Callable[..., Any], *inputs: Place) -> Place:
        """The place of a step; made once for each key."""
        if key not in self._known:
            self.steps.append(PlanStep(does, inputs))
            self._known[key] = len(self.steps) - 1
        return self._known[key]

    def place(self, tree: Tree) -> Place:
        """The place of the column that a tree comes to."""
        if tree not in self._known:
            self._known[tree] = self._compiled(tree)
        return self._known[tree]

    def given(self, name: str) -> Place:
        """The place of a given column."""
        return self.step(("given", name), lambda run: run.given[name].column)

    def _compiled(self, tree: Tree) -> Place:  # noqa: C901, PLR0911  one branch a kind of node
        match tree:
            case Constant(value=value):
                column = same(value)
                return self.step(tree, lambda _run: column)
            case ParameterOf(name=name):
                figures = Figures(self.scheme.parameters[name])
                return self.step(tree, lambda run: law_steps.figure(run, figures))
            case ParameterAt(name=name, day=day):
                figures = Figures(self.scheme.parameters[name])
                return self.step(tree, lambda run, on: law_steps.figure_at(run, figures, on), self.place(day))
            case QuantityOf(name=name):
                return self._quantity(name)
            case ParticularOf():
                return self._particular(tree)
            case LookUp(table=table, column=column_name, keys=keys, day=day):
                cells = Cells(self.scheme.tables[table], column_name)
                if day is not None:
                    places = map(self.place, (day, *keys))
                    return self.step(tree, lambda run, at, *on: law_steps.cell_at(run, cells, at, on), *places)
                return self.step(tree, lambda run, *on: law_steps.cell(run, cells, on), *map(self.place, keys))
            case Ask():
                return self._asked(tree)
            case Operation(operator=operator, operands=operands) if operator in OPERATIONS:
                does = OPERATIONS[operator]
                return self.step(tree, lambda _run, *on: does(*on), *map(self.place, operands))
            case AmongWords(operand=operand, words=words, contrary=contrary):
                return self.step(tree, lambda _run, on: among(on, words, contrary=contrary), self.place(operand))
            case Choice(test=test, then=then, otherwise=otherwise):
                parts = map(self.place, (test, then, otherwise))
                return self.step(tree, law_steps.choice, *parts)
            case NotKnown():
                return self.step(tree, law_steps.left_to_the_exact(tree.unit))
        return self.left_to_the_exact(tree, type(tree).__name__)

    def left_to_the_exact(self, tree: Tree, why: str) -> Place:
        """A column that means nothing; everybody is left to the exact evaluation."""
        self.not_vectorised.add(why)
        return self.step(tree, law_steps.left_to_the_exact(tree.unit))

    def _quantity(self, name: str) -> Place:
        if name in self._given:
            return self.given(name)
        quantity = self.scheme.quantities[name]
        inner, rounding = self.place(quantity.tree), quantity.rounding
        if rounding is None or not quantity.unit.is_number():
            return inner
        return self.step(
            ("rounded", inner, str(rounding)), lambda _run, on: rounded(on, rounding.way, rounding.step), inner
        )

    def _particular(self, tree: ParticularOf) -> Place:
        name, kind = tree.name, self.scheme.particulars[tree.name]
        if tree.asks_whether:
            return self.step(tree, lambda run: law_steps.is_stated(run, name))
        if name in self._given and not self._given[name]:
            return self.given(name)
        if kind.from_facts is not None:
            unsaid = self.step(("from_facts", name), law_steps.said_by_facts, self.place(kind.from_facts))
        elif kind.if_unsaid is not None:
            unsaid = self.place(kind.if_unsaid)
        else:
            unsaid = self.step(("unsaid", tree.unit), law_steps.unsaid(tree.unit))
        if name not in self._given:
            return unsaid
        return self.step(tree, lambda run, other: law_steps.stated(run, name, other), unsaid)

    def _asked(self, tree: Ask) -> Place:
        """The answers to a question. Raises `LookupError` if only facts could answer and there are none."""
        if written(tree) in self._given:
            return self.given(written(tree))
        name = tree.question.name
        if not self._facts and name not in OF_CLAIM:
            raise LookupError(f"{self.scheme.name} asks {written(tree)}, and no column is given for it")
        answer = OF_CLAIM.get(name) or OF_FACTS.get(name)
        anchors = [self.scheme.windows[window].window.anchor for window in tree.windows]
        split = any(self.scheme.windows[window].window.edge != LEFT_OPEN for window in tree.windows)
        if answer is None or split or not {*anchors} <= {CLAIM, *ANCHORS}:
            return self.left_to_the_exact(tree, written(tree))
        windows = [self._window(window) for window in tree.windows]
        values = [self.place(value) for value in tree.values]
        figures = [Figures(self.scheme.parameters[name]) for name in tree.parameters]
        return self.step(tree, law_steps.answered(answer, figures), *windows, *values)

    def _window(self, name: str) -> Place:
        window = self.scheme.windows[name]
        moves = {"longer": window.extended_by, "not_before": window.not_before, "as_of": window.as_of}
        moved = {move: self.place(tree) for move, tree in moves.items() if tree is not None}
        if "as_of" not in moved and window.window.anchor != CLAIM:
            moved["as_of"] = self.step(("anchor", window.window.anchor), ANCHORS[window.window.anchor])
        return self.step(("window", name), law_steps.window(window.window, tuple(moved)), *moved.values())
