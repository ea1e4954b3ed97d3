"""Writes the rules of a claim as Python statements, each rule once, in the order in which they need each other.

What every claim needs is worked out first. What only some claims need, and may be in doubt, is a function, called where
it is needed: doubt about what does not matter to a person leaves nobody to the evaluator.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager

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
    TotalOf,
    Tree,
)
from law.language.sheet.particulars import Particular
from law.language.sheet.scheme import Scheme
from law.language.terms.dated import LawDays
from law.language.terms.units import Unit
from law.written import asking
from law.written.answers import OF_THE_CLAIM
from law.written.expression import (
    Expression,
    Strength,
    alike,
    choice,
    compared,
    exact,
    extreme,
    joined,
    negative,
    number,
    product,
    quotient,
    rounded,
)
from law.written.layout import fitted, listed, literal, remark
from law.written.names import LocalNames, with_parts
from law.written.needs import Need, Needs, Node, WindowOf, uses_of

COMPARED = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
LOGICAL = {"and": (Strength.AND, "all_of"), "or": (Strength.OR, "any_of")}
OF_DAYS = {"days after": "days_after", "days before": "days_before", "months after": "months_after"}
NOTHING_GIVEN: Mapping[Need, Expression] = {}
ROUNDED_TO_ONE = {"ceil": "rounded_up", "round": "rounded_half_up"}


class Program:
    """The statements of a sheet's rules on a day of the law, as they are asked for.

    Above the function stand the `figures` of the law, `parts` of the sheet and `findings` that are the same for
    everybody; `lines` are its body, and `modules` are those whose questions it asks. What is `given` is known already.
    """

    of_every_claim: Mapping[str, str] = OF_THE_CLAIM
    """What is known of every claim without looking it up."""
    keeps_what_some_need = False
    """Whether a function of what only some need is worked out once, whoever calls it."""

    def __init__(
        self,
        scheme: Scheme,
        days: LawDays,
        roots: Iterable[Tree],
        given: Mapping[Need, Expression] = NOTHING_GIVEN,
        certain: Collection[str] = OF_THE_CLAIM,
    ) -> None:
        every = tuple(roots)
        self.scheme, self.days = scheme, days
        self.needs = Needs(scheme, days, every, {need: value.is_called for need, value in given.items()}, certain)
        self.figures: list[str] = []
        self.parts: list[str] = []
        self.findings: list[str] = []
        self.lines: list[str] = []
        self.modules: set[str] = set()
        self.names = LocalNames()
        self._uses: Counter[Need] = uses_of(self.needs, every)
        self._written: dict[object, Expression] = dict(given.items())
        self._for_some = False
        """Whether what is being written is reached by some claims alone."""

    @contextmanager
    def for_some(self) -> Iterator[None]:
        """What is written within is reached by some claims alone."""
        before, self._for_some = self._for_some, True
        try:
            yield
        finally:
            self._for_some = before

    def say(self, line: str = "") -> None:
        """A statement of the function."""
        self.lines += fitted(line)

    def remark(self, meaning: str, cites: str) -> None:
        """A comment above a statement: what it means, and where the law says so."""
        self.say()
        self.lines += remark(f"{meaning}. {cites}".strip())

    def expression(self, tree: Tree) -> Expression:  # noqa: C901, PLR0911  one branch a kind of node
        """Python for a formula; what it needs is written above first."""
        match tree:
            case Constant():
                return _constant(tree)
            case ParameterOf(name=name):
                return self.parameter(name)
            case QuantityOf() | ParticularOf(asks_whether=False):
                return self.needed(tree)
            case ParticularOf(name=name):
                return Expression(self.whether_stated(name))
            case Ask():
                return self.needed(tree) if self._uses[tree] > 1 else asking.asked(self, tree)
            case ParameterAt(name=name, day=day):
                of_every_day = self.constant(f"{name}_on", f"law.figure_on({name!r})")
                code = f"{of_every_day}({self.expression(day).code}).value"
                values = [entry.value for entry in self.scheme.parameters[name].values]
                return Expression(code, is_whole=all(isinstance(value, int) for value in values))
            case LookUp():
                return asking.looked_up(self, tree)
            case Operation():
                return self._operation(tree)
            case AmongWords(operand=operand, words=words, contrary=contrary):
                return self._among(self.expression(operand), words, contrary=contrary)
            case Choice(test=test, then=then, otherwise=otherwise):
                on = self.expression(test)
                with self.for_some():
                    return choice(on, self.expression(then), self.expression(otherwise))
            case NotKnown(rule=rule):
                return Expression(f"outside_known_law({literal(rule)})", is_whole=True)
            case TotalOf():
                raise LookupError(f"{tree.quantity} of each day is not known of a claim")

    def constant(self, wanted: str, code: str) -> str:
        """The name of a constant above the function, which is made once."""
        found = self._written.get(code)
        if found is None:
            found = self._written[code] = Expression(self.names.take(wanted.upper()))
            self.parts.append(f"{found.code} = {code}".replace("'", '"'))
        return found.code

    def _among(self, operand: Expression, words: tuple[str, ...], *, contrary: bool) -> Expression:
        if len(words) == 1:
            sign, other = "!=" if contrary else "==", literal(words[0])
        else:
            sign, other = "not in" if contrary else "in", listed(map(literal, words))
        return Expression(f"{operand.within(Strength.SUM)} {sign} {other}", Strength.COMPARISON)

    def parameter(self, name: str) -> Expression:
        """A figure of the law, as a constant above the function."""
        if name in self._written:
            return self._written[name]
        law = self.scheme.parameters[name]
        entry = law.dated.under(self.days)
        if entry is None:
            return Expression(f"outside_known_law({literal(name)})", is_whole=True)
        value = number(entry.value)
        called = self.names.take(with_parts(name, law.unit, value.times, self.scheme.minor_units).upper())
        self.figures += [*remark(f"{law.meaning} ({law.unit}). {entry.cites}"), f"{called} = {value.code}"]
        found = Expression(called, times=value.times, is_whole=True, constant=entry.value)
        self._written[name] = found
        return found

    def needed(self, need: Need) -> Expression:
        """What is worked out by a statement of its own, written above if it is not yet."""
        found = self._written.get(need)
        if found is not None:
            return found
        if self._for_some and self.needs.adds_doubt(need):
            return self._function(need)
        before, self._for_some = self._for_some, False
        body = self.body(need)
        self._for_some = before
        name, meaning, cites, unit = self.about(need)
        called = self.named(name, unit, body)
        self.remark(meaning, cites)
        self.say(f"{called} = {body.code}")
        return self.keep(need, Expression(called, times=body.times, is_whole=body.is_whole, constant=body.constant))

    def _function(self, need: Need) -> Expression:
        body = self.body(need)
        name, meaning, cites, unit = self.about(need)
        called = self.named(name, unit, body)
        self.remark(meaning, cites)
        if self.keeps_what_some_need:
            self.say("@cache")
        self.say(f"def {called}():")
        self.say(f"    return {body.code}")
        return self.keep(need, Expression(f"{called}()", times=body.times, is_whole=body.is_whole))

    def named(self, name: str, unit: Unit | None, body: Expression, names: LocalNames | None = None) -> str:
        """A name for a value, which says how many times as large it is written; here, or among other names."""
        return (names or self.names).take(with_parts(name, unit, body.times, self.scheme.minor_units) if unit else name)

    def known(self, tree: Tree) -> Expression | None:
        """What was written already, or is given; None where it is not."""
        return self._written.get(tree)

    def keep(self, need: Node, found: Expression) -> Expression:
        """What is written once and named wherever it is needed."""
        self._written[need] = found
        return found

    def about(self, need: Need) -> tuple[str, str, str, Unit | None]:
        """Name, meaning, citation and unit."""
        match need:
            case QuantityOf(name=name):
                law = self.needs.quantities[name]
                way = f", rounded {law.rounding}" if law.rounding else ""
                return name, f"{law.meaning} ({law.unit}{way})", law.cites, law.unit
            case ParticularOf(name=name):
                kind = self.scheme.particulars[name]
                return name, f"{kind.meaning} ({kind.unit})", kind.cites, kind.unit
            case WindowOf(name=name):
                window = self.scheme.windows[name]
                return name, f"{window.meaning}: {window.window.text}", window.cites, None
            case Ask():
                return asking.about(need)

    def body(self, need: Need) -> Expression:
        """Python for what is worked out by a statement of its own."""
        match need:
            case QuantityOf(name=name):
                law = self.needs.quantities[name]
                exactly = self.expression(law.tree)
                is_rounded = law.rounding is not None and law.unit.is_number()
                return rounded(exactly, law.rounding) if is_rounded and law.rounding else exactly
            case ParticularOf(name=name):
                return self.particular(self.scheme.particulars[name])
            case WindowOf(name=name):
                return asking.window(self, name)
            case Ask():
                return asking.asked(self, need)

    def particular(self, kind: Particular) -> Expression:
        """Python for a particular: what is stated, else what holds unsaid."""
        particular = self.constant(f"{kind.name}_stated", f"law.sheet.particulars[{kind.name!r}]")
        stated = self.stated(particular)
        with self.for_some():
            unsaid = self._unsaid(kind)
        said = Expression("said").scaled(unsaid.times)
        code = f"{unsaid.within(Strength.OR)} if (said := {stated}) is None else {said.code}"
        return Expression(code, Strength.CHOICE, unsaid.times)

    def stated(self, particular: str) -> str:
        """Python for what is stated under a particular."""
        return f"rows.stated({particular})"

    def whether_stated(self, name: str) -> str:
        """Python for whether anything is stated under the name of a particular."""
        return f"rows.is_stated({literal(name)})"

    def _unsaid(self, kind: Particular) -> Expression:
        """What holds where nothing is stated under a particular."""
        nobody_knows = Expression(f"doubtful({literal(kind.asks)})")
        unsaid = self.expression(kind.if_unsaid) if kind.if_unsaid else None
        if kind.from_facts is None:
            return unsaid or nobody_knows
        facts = self.expression(kind.from_facts)
        if unsaid is None:
            return facts
        one, two = alike(facts, unsaid)
        return Expression(f"unless_silent(lambda: {one.code}, lambda: {two.code})", times=one.times)

    def _operation(self, tree: Operation) -> Expression:  # noqa: C901, PLR0911  one branch a kind of operator
        operator, operands = tree.operator, tree.operands
        if operator in LOGICAL:
            return self._logic(tree)
        values = tuple([self.expression(operand) for operand in operands])
        match operator:
            case "+" | "-":
                return joined(operator, *values)
            case "*":
                return product(*values)
            case "/":
                return quotient(*values)
            case "minus":
                return negative(*values)
            case "min" | "max":
                return extreme(operator, values)
            case "not":
                return Expression(f"not {values[0].within(Strength.NOT)}", Strength.NOT)
            case "days from":
                later, earlier = values
                code = f"({later.within(Strength.SUM)} - {earlier.within(Strength.PRODUCT)}).days"
                return Expression(code, is_whole=True)
            case "days after" | "days before" | "months after":
                day, length = values
                return Expression(f"{OF_DAYS[operator]}({day.code}, {exact(length)})")
            case "floor" | "ceil" | "round":
                return self._to_one(operator, values[0])
        if operator in COMPARED:
            return compared(COMPARED[operator], *values)
        return Expression(f"EXACT[{literal(operator)}]({', '.join(map(exact, values))})")

    def _to_one(self, operator: str, value: Expression) -> Expression:
        if value.times == 1 and value.is_whole:
            return value
        if operator == "floor":
            return Expression(f"{value.within(Strength.PRODUCT)} // {value.times}", Strength.FLOOR, is_whole=True)
        return Expression(f"{ROUNDED_TO_ONE[operator]}({value.code}, {value.times})", is_whole=True)

    def _logic(self, tree: Operation) -> Expression:
        strength, of_every = LOGICAL[tree.operator]
        if self.needs.is_eager(tree):
            values = [self.expression(operand) for operand in tree.operands]
            return Expression(f"{of_every}({', '.join(value.code for value in values)})")
        first = self.expression(tree.operands[0])
        with self.for_some():
            others = [self.expression(operand) for operand in tree.operands[1:]]
        code = f" {tree.operator} ".join(value.within(strength) for value in (first, *others))
        return Expression(code, strength)


def _constant(constant: Constant) -> Expression:
    value = constant.value
    if isinstance(value, str):
        return Expression(literal(value))
    return Expression(repr(value)) if isinstance(value, bool) else number(value)
