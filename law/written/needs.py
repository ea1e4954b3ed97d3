"""What of a sheet is needed for every claim, what for some claims alone, and what may come out in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from law.language.formula.operations import LOGIC
from law.language.formula.tree import (
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
    TotalOf,
    Tree,
    children,
)
from law.language.sheet.scheme import Scheme
from law.language.terms.dated import LawDays
from law.language.terms.questions import Takes
from law.written.answers import OF_THE_CLAIM


@dataclass(frozen=True, slots=True)
class WindowOf:
    """A window of the sheet, as something that a formula needs."""

    name: str


Need: TypeAlias = QuantityOf | ParticularOf | WindowOf | Ask
"""What is worked out by a statement of its own."""
NEEDS = (QuantityOf, ParticularOf, WindowOf, Ask)
Node: TypeAlias = Tree | WindowOf
NOTHING_GIVEN: Mapping[Node, bool] = {}
OF_FIGURES: Takes = "parameter"


class Needs:
    """The needs of a sheet's rules on a day of the law, looked up once each; `roots` are worked out of every claim.

    Of a period nothing is looked up of what is `given`: it is worked out of the claim, and says whether it may be in
    doubt. Questions that are `certain` are never left open.
    """

    def __init__(
        self,
        scheme: Scheme,
        days: LawDays,
        roots: Iterable[Tree],
        given: Mapping[Node, bool] = NOTHING_GIVEN,
        certain: Collection[str] = OF_THE_CLAIM,
    ) -> None:
        self.scheme, self.days, self.given, self._certain = scheme, days, given, certain
        self.quantities = {**scheme.quantities, **scheme.week_quantities, **scheme.day_quantities}
        self._always: dict[Node, frozenset[Need]] = {}
        self._adds_doubt: dict[Node, bool] = {}
        self._may_be_outside: dict[Node, bool] = {}
        self.of_all = frozenset[Need]().union(*(self.always(root) for root in roots))
        """What every claim needs."""

    def always(self, node: Node) -> frozenset[Need]:
        """What is worked out whenever the node is."""
        if node not in self._always:
            own = frozenset([node]) if isinstance(node, NEEDS) else frozenset()
            self._always[node] = own | self._always_below(node)
        return self._always[node]

    def _always_below(self, node: Node) -> frozenset[Need]:
        match node:
            case Choice(test=test, then=then, otherwise=otherwise):
                return self.always(test) | (self.always(then) & self.always(otherwise))
            case Operation(operator=operator, operands=operands) if operator in LOGIC and not self.is_eager(node):
                return self.always(operands[0])
            case ParticularOf():
                return frozenset()
        return frozenset[Need]().union(*(self.always(below) for below in self.below(node)))

    def below(self, node: Node) -> tuple[Node, ...]:
        """Everything that the node may need, directly."""
        return () if node in self.given else self._below(node)

    def _below(self, node: Node) -> tuple[Node, ...]:
        scheme = self.scheme
        match node:
            case QuantityOf(name=name):
                return (self.quantities[name].tree,)
            case TotalOf(quantity=name, key=key):
                return tuple(QuantityOf(one, self.quantities[one].unit) for one in (name, key) if one is not None)
            case ParticularOf(name=name, asks_whether=whether):
                kind = scheme.particulars[name]
                return () if whether else tuple(tree for tree in (kind.from_facts, kind.if_unsaid) if tree)
            case WindowOf(name=name):
                window = scheme.windows[name]
                moves = (window.extended_by, window.not_before, window.as_of)
                return tuple(tree for tree in moves if tree)
            case Ask(windows=windows, values=values):
                return (*map(WindowOf, windows), *values)
        return children(node)

    def adds_doubt(self, node: Node) -> bool:
        """Whether it may come out in doubt or outside the known law where all that every claim needs did not."""
        if node not in self._adds_doubt:
            self._adds_doubt[node] = node not in self.of_all and (
                self.given[node] if node in self.given else self._may_fail(node)
            )
        return self._adds_doubt[node]

    def _may_fail(self, node: Node) -> bool:
        return self._fails_itself(node) or any(map(self.adds_doubt, self.below(node)))

    def _fails_itself(self, node: Node) -> bool:
        match node:
            case Ask(question=question):
                return question.name not in self._certain
            case ParticularOf() | ParameterAt() | LookUp() | NotKnown():
                return True
            case ParameterOf(name=name):
                return not self.is_known(name)
            case Operation(operator="/", operands=(_, divisor)):
                return not self.is_a_figure(divisor)
            case WindowOf(name=name):
                return self.scheme.windows[name].window.anchor in self.scheme.vocabulary.anchors
        return False

    def is_known(self, parameter: str) -> bool:
        """Whether the sheet knows a value of the parameter on the day."""
        return self.scheme.parameters[parameter].dated.under(self.days) is not None

    def is_a_figure(self, node: Node) -> bool:
        """Whether it is a number that the law of the day fixes, and not zero."""
        match node:
            case ParameterOf(name=name):
                entry = self.scheme.parameters[name].dated.under(self.days)
                return entry is not None and bool(entry.value)
            case Constant(value=value):
                return bool(value)
            case Operation(operator="*", operands=operands):
                return all(map(self.is_a_figure, operands))
            case QuantityOf(name=name):
                law = self.quantities[name]
                return node not in self.given and law.rounding is None and self.is_a_figure(law.tree)
        return False

    def is_eager(self, node: Operation) -> bool:
        """Whether every operand of `and` or `or` is looked at: one of them may be outside the known law.

        Where the law is not known, nothing is decided, whatever the other operands say.
        """
        return any(map(self.may_be_outside, node.operands[1:]))

    def may_be_outside(self, node: Node) -> bool:
        """Whether it may need law that the sheet does not know."""
        if node not in self._may_be_outside:
            self._may_be_outside[node] = self.given[node] if node in self.given else self._may_need_other_law(node)
        return self._may_be_outside[node]

    def _may_need_other_law(self, node: Node) -> bool:
        return self._is_outside_itself(node) or any(map(self.may_be_outside, self.below(node)))

    def _is_outside_itself(self, node: Node) -> bool:
        match node:
            case ParameterAt() | NotKnown():
                return True
            case LookUp(table=table, day=day):
                return day is not None or self.scheme.tables[table].dated.under(self.days) is None
            case ParameterOf(name=name):
                return not self.is_known(name)
            case Ask(question=question):
                return OF_FIGURES in question.takes
        return False


def uses_of(needs: Needs, roots: Iterable[Tree]) -> Counter[Need]:
    """How often each need stands in the formulas that are reached from the roots."""
    found: Counter[Need] = Counter()
    waiting: list[Node] = list(roots)
    while waiting:
        for node in _walked(needs, waiting.pop()):
            found[node] += 1
            if found[node] == 1:
                waiting += needs.below(node)
    return found


def _walked(needs: Needs, node: Node) -> Iterator[Need]:
    """The needs that a formula names, not those behind them."""
    if isinstance(node, NEEDS):
        yield node
        return
    for below in needs.below(node):
        yield from _walked(needs, below)
