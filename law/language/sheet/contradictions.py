"""What is well formed and cannot be meant: waiting that never ends, a limit that nobody counts, a divisor of zero."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from law.language.formula.fixed import fixed
from law.language.formula.tree import (
    Choice,
    LookUp,
    Operation,
    ParameterAt,
    ParameterOf,
    QuantityOf,
    Tree,
    asks_in,
    children,
    named_in,
    walk,
)
from law.language.sheet.articles import Sections
from law.language.sheet.benefit import EXAMPLE_BENEFIT, EXAMPLE_WAITING
from law.language.sheet.by_figures import is_whole, with_nothing_drawn, worth_on_each_day
from law.language.sheet.scheme import Quantity, Scheme, Section
from law.language.terms.document import Entry
from law.language.terms.numerals import plain
from law.language.terms.units import DAYS

EXAMPLE_SERVED = """\
waiting:
  lasts: waiting_days
  served: waited          # under each_week: {unit: days, is: "min(payable_days(), waiting_left())"}"""
EXAMPLE_TOTAL = """\
benefit:
  rate: monthly_benefit
  limit: weeks_of_benefit
  total: whole_benefit     # a quantity in money, with what the law says a month of benefit is"""
EXAMPLE_CONSUMES = """\
benefit:
  limit: days_of_benefit
  week_amount: payment     # is: daily_benefit * days_due
  consumes: days_due       # is: min(payable_days(), benefit_left())"""
EXAMPLE_NOT_BELOW = "is: max(0, weekly_benefit_amount - week_earnings())"
EXAMPLE_DIVISOR = "is: if divisor = 0 then 0 else earnings / divisor"
DAYS_OF: Mapping[str, Fraction | int] = {"day": 1, "working_day": Fraction(7, 5), "week": 7, "month": 30, "year": 360}
"""At least so many days is each unit of time; the calendar's, to tell a wait that cannot end."""
UNIT_OF_PERIOD = {"a week": "week", "a calendar month": "month", "a month from the day the claim begins": "month"}
"""What one benefit period uses up of a limit, where the sheet does not say it with `consumes`."""
RULES: tuple[Section, ...] = (
    "quantities",
    "conditions",
    "each_week.quantities",
    "each_week.conditions",
    "each_day.quantities",
)


def refuse_contradictions(scheme: Scheme, sections: Sections) -> None:
    """Raise `RuleSheetError` for the first of them."""
    _refuse_less_than_nothing(scheme, sections)
    _refuse_endless_waiting(scheme, sections)
    _refuse_waiting_to_the_end(scheme, sections)
    _refuse_total_by_conversion(scheme, sections)
    _refuse_limit_not_counted(scheme, sections)
    _refuse_money_of_two_claims(scheme, sections)
    _refuse_divisors_of_zero(scheme, sections)
    _refuse_parts_of_a_time(scheme, sections)
    _refuse_steps_above_all_amounts(scheme, sections)


def _refuse_endless_waiting(scheme: Scheme, sections: Sections) -> None:
    waiting, entry = scheme.waiting, sections.whole("waiting", example=EXAMPLE_WAITING)
    if _is_nothing(waiting.lasts, scheme):
        return
    if waiting.served is not None:
        versions = scheme.in_every_version("each_week.quantities", scheme.week_quantities[waiting.served])
        if any(fixed(quantity.tree, with_nothing_drawn(scheme)) == 0 for quantity in versions):
            raise _field(entry, "served").wrong(
                "nothing is ever served of the waiting, so nobody would ever be paid.", example=EXAMPLE_SERVED
            )
        return
    served = _field(entry, "served_when")
    if fixed(waiting.served_when) is False:
        raise served.wrong("no period ever serves the waiting, so nobody would ever be paid.", example=EXAMPLE_WAITING)
    if fixed(waiting.served_when, with_nothing_drawn(scheme)) is False:
        raise served.wrong(
            "whoever earns nothing and has drawn nothing yet never serves the waiting, so they would never be paid.",
            example=EXAMPLE_WAITING,
        )
    if scheme.claim.period.what != "a week":
        raise served.wrong(
            f"waiting in {scheme.waiting.lasts.unit}s is served by weeks, and this benefit is paid by "
            f"{scheme.claim.period.what}: say with 'served' how much of it a period serves.",
            example=EXAMPLE_SERVED,
        )


def _refuse_waiting_to_the_end(scheme: Scheme, sections: Sections) -> None:
    """A wait that leaves no day of the benefit year, by the figures of any day."""
    waiting, year = scheme.waiting, scheme.parameters[scheme.claim.benefit_year.what]
    unit = waiting.lasts.unit.counted
    if unit is None or unit not in DAYS_OF or waiting.lasts.unit.per is not None:
        return
    shortest = min(Fraction(known.value) for known in year.values) * DAYS_OF[year.unit.counted or "year"]
    for lasts in worth_on_each_day(waiting.lasts, scheme):
        if isinstance(lasts, int | Fraction) and lasts * DAYS_OF[unit] >= shortest:
            raise _field(sections.whole("waiting", example=EXAMPLE_WAITING), "lasts").wrong(
                f"the waiting is as long as the benefit year ({year.name}), so nobody would ever be paid.",
                example=EXAMPLE_WAITING,
            )


def _refuse_less_than_nothing(scheme: Scheme, sections: Sections) -> None:
    """An amount that ends in a subtraction comes to less than nothing for somebody; one of nothing pays nobody."""
    benefit, waiting = scheme.benefit, scheme.waiting
    named = {"rate": benefit.rate, "limit": benefit.limit, "week_amount": benefit.week_amount, "total": benefit.total}
    for field, name in named.items():
        if name is not None and _is_nothing(QuantityOf(name, DAYS), scheme):
            raise _benefit(sections, field).wrong(
                f"{name} is always nothing, so nobody would ever be paid.", example=EXAMPLE_NOT_BELOW
            )
        if name is not None and _ends_in_subtraction(QuantityOf(name, DAYS), scheme):
            raise _benefit(sections, field).wrong(
                f"{name} may come to less than nothing: it subtracts, and nothing holds it at 0.",
                example=EXAMPLE_NOT_BELOW,
            )
    if _ends_in_subtraction(waiting.lasts, scheme):
        raise _field(sections.whole("waiting", example=EXAMPLE_WAITING), "lasts").wrong(
            "the waiting may come to less than nothing: it subtracts, and nothing holds it at 0.",
            example=EXAMPLE_NOT_BELOW,
        )


def _ends_in_subtraction(tree: Tree, scheme: Scheme) -> bool:
    match tree:
        case QuantityOf(name=name):
            trees = (tree for section in RULES for tree in _trees(section, name, scheme))
            return any(_ends_in_subtraction(below, scheme) for below in trees)
        case Choice(then=then, otherwise=otherwise):
            return _ends_in_subtraction(then, scheme) or _ends_in_subtraction(otherwise, scheme)
        case Operation(operator="-", operands=(whole, part)) if _is_part_of(part, whole):
            return False
        case Operation(operator="-" | "minus"):
            return True
        case Operation(operator="min" | "floor" | "ceil" | "round", operands=operands):
            return any(_ends_in_subtraction(operand, scheme) for operand in operands)
    return False


def _is_part_of(part: Tree, whole: Tree) -> bool:
    """Whether the one is never more than the other: a `min` of it, or one of what it is the `max` of."""
    match part, whole:
        case Operation(operator="min", operands=operands), _ if whole in operands:
            return True
        case _, Operation(operator="max", operands=operands) if part in operands:
            return True
    return part == whole


def _trees(section: Section, name: str, scheme: Scheme) -> tuple[Tree, ...]:
    """The formulas of a rule in all its versions; none if the section has no such rule."""
    rule = scheme.rules_of(section).get(name)
    if isinstance(rule, Quantity):
        return tuple(version.tree for version in scheme.in_every_version(section, rule))
    return () if rule is None else tuple(version.tree for version in scheme.in_every_version(section, rule))


def _refuse_total_by_conversion(scheme: Scheme, sections: Sections) -> None:
    benefit = scheme.benefit
    limit, rate = scheme.quantities[benefit.limit].unit, scheme.quantities[benefit.rate].unit
    if benefit.total is None and not limit.is_money() and limit.counted != rate.per:
        raise _benefit(sections, "limit").wrong(
            f"the limit is in {limit}s and the rate in {rate}: 'total' says what may be paid in all, "
            f"for the law says how many {limit}s a {rate.per} has.",
            example=EXAMPLE_TOTAL,
        )


def _refuse_limit_not_counted(scheme: Scheme, sections: Sections) -> None:
    benefit, period = scheme.benefit, scheme.claim.period.what
    limit = scheme.quantities[benefit.limit].unit
    if limit.is_money():
        return
    if benefit.consumes is None and limit.counted != UNIT_OF_PERIOD.get(period):
        raise _benefit(sections, "limit").wrong(
            f"the limit is in {limit}s and benefit is paid by {period}: 'consumes' says what a period uses up of it.",
            example=EXAMPLE_CONSUMES,
        )
    if _asks_what_is_left(benefit.week_amount, scheme) and not (
        benefit.consumes and _asks_what_is_left(benefit.consumes, scheme)
    ):
        raise _benefit(sections, "week_amount").wrong(
            f"{benefit.week_amount} is cut by benefit_left(), and what the period uses up is not: the rest would be "
            f"taken off twice.",
            example=EXAMPLE_CONSUMES,
        )


def _refuse_money_of_two_claims(scheme: Scheme, sections: Sections) -> None:
    if scheme.benefit.total_is_the_most and scheme.spells is not None and "limit" in scheme.spells.shares:
        raise _benefit(sections, "total_is_the_most").wrong(
            "claims that share their limit share no money: what was paid under the one before is not known here.",
            example="shares: [waiting, year]   (or a limit in money)",
        )


def _refuse_divisors_of_zero(scheme: Scheme, sections: Sections) -> None:
    for section in RULES:
        for name, entry in sections.of(section).items():
            for tree in _trees(section, name, scheme):
                for divisor in _unguarded(tree, ()):
                    if _may_be_nothing(divisor, scheme):
                        raise _formula(entry).wrong(
                            f"this divides by {_named(divisor)}, which is 0.", example=EXAMPLE_DIVISOR
                        )


def _refuse_parts_of_a_time(scheme: Scheme, sections: Sections) -> None:
    """Nothing is multiplied a part of a time: who means whole months says what becomes of the rest."""
    for section in RULES:
        for name, entry in sections.of(section).items():
            for tree in _trees(section, name, scheme):
                for node in walk(tree):
                    if (
                        isinstance(node, Operation)
                        and node.operator == "power"
                        and not is_whole(node.operands[1], scheme)
                    ):
                        raise _formula(entry).wrong(
                            "power multiplies a whole number of times, and this may be a part of one: round it.",
                            example="is: first_rate * power(1 - fall_each_month, floor(months_of_fall))",
                        )


def _refuse_steps_above_all_amounts(scheme: Scheme, sections: Sections) -> None:
    """A rate is rounded to no more than the greatest amount that the law prints in its unit, or to one."""
    for rate in scheme.in_every_version("quantities", scheme.quantities[scheme.benefit.rate]):
        printed = [
            Fraction(known.value)
            for parameter in scheme.parameters.values()
            if parameter.unit == rate.unit
            for known in parameter.values
        ]
        if rate.rounding and printed and rate.rounding.step > max(Fraction(1), *printed):
            raise _benefit(sections, "rate").wrong(
                f"{rate.name} is rounded to {plain(rate.rounding.step)}, and the greatest amount in {rate.unit} that "
                f"the sheet has is {plain(max(printed))}: most rates would be nothing.",
                example="round: down to 1",
            )


def _unguarded(tree: Tree, tests: tuple[Tree, ...]) -> Iterator[Tree]:
    """What the formula divides by, except where a choice above asks about it first."""
    if isinstance(tree, Operation) and tree.operator == "/":
        divisor = tree.operands[1]
        named = [node for node in walk(divisor) if isinstance(node, ParameterOf | QuantityOf | LookUp)]
        if not any(node == divisor or node in named for test in tests for node in walk(test)):
            yield divisor
    if isinstance(tree, Choice):
        yield from _unguarded(tree.test, tests)
        for branch in (tree.then, tree.otherwise):
            yield from _unguarded(branch, (*tests, tree.test))
        return
    for child in children(tree):
        yield from _unguarded(child, tests)


def _may_be_nothing(tree: Tree, scheme: Scheme) -> bool:
    """Whether the sheet's own figures make it zero, on some day or for some row."""
    match tree:
        case ParameterOf(name=name) | ParameterAt(name=name):
            return any(value.value == 0 for value in scheme.parameters[name].values)
        case LookUp():
            return 0 in scheme.tables[tree.table].figures(tree.column)
        case QuantityOf(name=name) if name in scheme.quantities:
            return _may_be_nothing(scheme.quantities[name].tree, scheme)
    return 0 in worth_on_each_day(tree, scheme)


def _is_nothing(tree: Tree, scheme: Scheme) -> bool:
    """Whether it is zero whatever the facts and the day."""
    match tree:
        case ParameterOf(name=name):
            return all(value.value == 0 for value in scheme.parameters[name].values)
        case QuantityOf(name=name):
            trees = [tree for section in RULES for tree in _trees(section, name, scheme)]
            return all(_is_nothing(tree, scheme) for tree in trees)
        case Operation(operator="*", operands=operands):
            return any(_is_nothing(operand, scheme) for operand in operands)
    return set(worth_on_each_day(tree, scheme)) == {0}


def _asks_what_is_left(quantity: str, scheme: Scheme) -> bool:
    """Whether a quantity of the period asks what is left of the limit, itself or through others."""
    waiting, seen = [quantity], set[str]()
    while waiting:
        name = waiting.pop()
        rules = scheme.week_quantities if name in scheme.week_quantities else scheme.day_quantities
        if name in seen or name not in rules:
            continue
        seen.add(name)
        tree = rules[name].tree
        if any(ask.question.name == "benefit_left" for ask in asks_in(tree)):
            return True
        waiting += named_in(tree)
    return False


def _named(tree: Tree) -> str:
    return tree.table if isinstance(tree, LookUp) else getattr(tree, "name", "what is always nothing")


def _benefit(sections: Sections, field: str) -> Entry:
    return _field(sections.whole("benefit", example=EXAMPLE_BENEFIT), field)


def _field(entry: Entry, name: str) -> Entry:
    return entry.entries(example=EXAMPLE_BENEFIT)[name]


def _formula(entry: Entry) -> Entry:
    return entry.entries(example=EXAMPLE_DIVISOR).get("is", entry)
