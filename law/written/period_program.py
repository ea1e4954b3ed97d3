"""Writes the rules of a certified period, and of each of its days: what a day has is a list over the days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from law.language.formula.tree import Ask, ParticularOf, QuantityOf, TotalOf, Tree
from law.language.sheet.scheme import Scheme
from law.language.terms.dated import LawDays
from law.written.answers import COUNTED, OF_THE_CLAIM
from law.written.expression import Expression
from law.written.layout import literal
from law.written.names import LocalNames
from law.written.needs import Need, Needs, Node
from law.written.period_answers import MAY_BE_OPEN, OF_THE_PERIOD, of_the_period
from law.written.program import Program

OF_ANY_CLAIM = {name: OF_THE_CLAIM[name] for name in ("claim_day", "claim_begins")}
"""Periods are certain of claims that are not the first of their person, too."""
CERTAIN = frozenset({*OF_THE_CLAIM, *OF_THE_PERIOD} - {*MAY_BE_OPEN})


class CannotBeWritten(Exception):
    """A rule of a period that written law has no Python for."""


class ProgramOfItsClaim(Program):
    """The statements of what certified periods need of their claim."""

    of_every_claim = OF_ANY_CLAIM
    keeps_what_some_need = True  # one period after another asks for it


class PeriodProgram(Program):
    """The statements of the rules of a period; `given` is what the claim's own rules came to."""

    of_every_claim = OF_ANY_CLAIM
    keeps_what_some_need = True  # a list over the days is asked for by each element of another

    def __init__(
        self,
        scheme: Scheme,
        days: LawDays,
        roots: tuple[Tree, ...],
        given: Mapping[Need, Expression],
        names: LocalNames,
    ) -> None:
        super().__init__(scheme, days, roots, given, CERTAIN)
        self.names = names
        self._of_a_day = False
        """Whether what is being written is of each day."""

    def expression(self, tree: Tree) -> Expression:
        """Python for a formula of the period, or of the day that is being written."""
        match tree:
            case Ask():
                known = self.known(tree) or of_the_period(tree, self.scheme)
                if known is not None:
                    return known
                if self._of_a_day and tree.values:
                    raise CannotBeWritten(f"{tree.question.name} is asked of each day with what only the day says")
            case ParticularOf(asks_whether=False) if self._of_a_day:
                return self.particular(self.scheme.particulars[tree.name])
            case TotalOf():
                return self._total(tree)
            case QuantityOf() if tree.name in self.scheme.day_quantities and self._of_a_day:
                return self._of_the_day(self.needed(tree))
        return super().expression(tree)

    def body(self, need: Need) -> Expression:
        """Python for what is worked out by a statement of its own: a value, or a list over the days."""
        of_days = isinstance(need, QuantityOf) and need.name in self.scheme.day_quantities
        with self._each_day(of_days=of_days):
            body = super().body(need)
        if not of_days:
            return body
        code = f"[{body.code} for at, day in enumerate(rows.days)]"
        return Expression(code, times=body.times, is_whole=body.is_whole)

    @contextmanager
    def _each_day(self, *, of_days: bool) -> Iterator[None]:
        before, self._of_a_day = self._of_a_day, of_days
        try:
            yield
        finally:
            self._of_a_day = before

    def _of_the_day(self, every: Expression) -> Expression:
        return Expression(f"{every.code}[at]", times=every.times, is_whole=every.is_whole)

    def _total(self, tree: TotalOf) -> Expression:
        every = self._list(tree.quantity)
        if tree.over == "all":
            return Expression(f"sum({every.code})", times=every.times, is_whole=every.is_whole)
        found = self.known(tree)
        if found is None:
            name, code, meaning = self._sums(tree, every)
            unit = self.needs.quantities[tree.quantity].unit
            called = self.named(name, unit, every)
            self.remark(meaning, "")
            self.say(f"{called} = {code}")
            found = self.keep(tree, Expression(called, times=every.times, is_whole=every.is_whole))
        return self._of_the_day(found)

    def _sums(self, tree: TotalOf, every: Expression) -> tuple[str, str, str]:
        """Name, Python and meaning of a sum that each day has."""
        meaning = self.needs.quantities[tree.quantity].meaning
        before = "before it" if tree.over == "before" else ""
        if tree.key is None:
            said = f"Of each day, the sum over the days {before}: {meaning}"
            return f"{tree.quantity}_before", f"period_answers.sums_before({every.code})", said
        keys, sums = self._list(tree.key), "sums_before_alike" if before else "sums_of_alike"
        said = f"Of each day, the sum over the days {before} of the same {tree.key}: {meaning}".replace("  ", " ")
        name = f"{tree.quantity}{'_before' if before else ''}_by_{tree.key}"
        return name, f"period_answers.{sums}({every.code}, {keys.code})", said

    def _list(self, name: str) -> Expression:
        return self.needed(QuantityOf(name, self.needs.quantities[name].unit))

    def stated(self, particular: str) -> str:
        """Python for what is stated under a particular, of the period or of the day."""
        return f"rows.stated_on({particular}, day)" if self._of_a_day else super().stated(particular)

    def whether_stated(self, name: str) -> str:
        """Python for whether anything is stated, of the period or of the day."""
        return f"rows.is_stated_on({literal(name)}, day)" if self._of_a_day else super().whether_stated(name)


def asked_of_claim(scheme: Scheme, days: LawDays, roots: tuple[Tree, ...]) -> list[QuantityOf | Ask]:
    """What the rules of a period need of the claim's own, in the order in which they name it."""
    needs = Needs(scheme, days, ())
    found: dict[QuantityOf | Ask, None] = {}
    seen: set[Node] = set()
    waiting: list[Node] = list(reversed(roots))
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        if isinstance(node, QuantityOf | Ask) and _is_of_claim(node, scheme):
            found[node] = None
        else:
            waiting += reversed(needs.below(node))
    return list(found)


def _is_of_claim(node: QuantityOf | Ask, scheme: Scheme) -> bool:
    """Whether it is worked out of the claim: its quantities, and questions that look back on its rows."""
    if isinstance(node, QuantityOf):
        return node.name in scheme.quantities
    looks_back = bool(node.windows or node.values or node.parameters) or node.question.name in COUNTED
    return node.question.scope == "claim" and looks_back
