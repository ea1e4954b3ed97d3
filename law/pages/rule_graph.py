"""Every rule of a sheet with what it is found from: facts, figures, tables, other rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from law.language.formula.tree import Ask, LookUp, ParticularOf, Tree, named_in, parameters_in, walk
from law.language.plain.prose import figure_of, in_words
from law.language.sheet.scheme import Condition, Quantity, Scheme, Section
from law.language.terms.words import unit_in_words

WAITING = "waiting"
BY_A_PERSON, BY_ARITHMETIC = "condition; only a person finds against it", "condition; arithmetic"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as the diagrams show it: `reads` names other rules, the rest is words."""

    name: str
    meaning: str
    kind: str
    reads: tuple[str, ...]
    facts: tuple[str, ...]
    figures: tuple[str, ...]
    tables: tuple[str, ...]

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """What is read beside other rules, each with its kind."""
        listed = (("fact", self.facts), ("figure", self.figures), ("table", self.tables))
        return tuple((kind, words) for kind, all_words in listed for words in all_words)


def rules_of(scheme: Scheme) -> dict[str, Rule]:
    """All rules by name, in the order of the sheet; waiting and rests among them."""
    rules = [
        *(_quantity("quantities", quantity, scheme) for quantity in scheme.quantities.values()),
        *(_quantity("each_day.quantities", quantity, scheme) for quantity in scheme.day_quantities.values()),
        *(_quantity("each_week.quantities", quantity, scheme) for quantity in scheme.week_quantities.values()),
        *(_condition("conditions", condition, scheme) for condition in scheme.conditions.values()),
        *(_condition("each_week.conditions", condition, scheme) for condition in scheme.week_conditions.values()),
    ]
    rules += [_waiting(scheme), *_rests(scheme)]
    return {rule.name: rule for rule in rules}


def _quantity(section: Section, quantity: Quantity, scheme: Scheme) -> Rule:
    kind = f"{unit_in_words(quantity.unit)}{', each day' if section == 'each_day.quantities' else ''}"
    trees = tuple(version.tree for version in scheme.in_every_version(section, quantity))
    return _rule(quantity.name, quantity.meaning, kind, trees, scheme)


def _condition(section: Section, condition: Condition, scheme: Scheme) -> Rule:
    kind = BY_A_PERSON if condition.by_a_person else BY_ARITHMETIC
    trees = tuple(version.tree for version in scheme.in_every_version(section, condition))
    return _rule(condition.name, condition.meaning, kind, trees, scheme)


def _waiting(scheme: Scheme) -> Rule:
    trees = (scheme.waiting.lasts, scheme.waiting.served_when)
    return _rule(WAITING, "What is waited for at first", "nothing is paid", trees, scheme)


def _rests(scheme: Scheme) -> Iterator[Rule]:
    for rest in scheme.rests.values():
        trees = (rest.lasts,) if rest.begins is None else (rest.lasts, rest.begins)
        yield _rule(rest_rule(rest.name), rest.meaning, "the benefit rests", trees, scheme)


def rest_rule(name: str) -> str:
    """The name of a rest among the rules."""
    return f"rest-{name}"


def _rule(name: str, meaning: str, kind: str, trees: tuple[Tree, ...], scheme: Scheme) -> Rule:
    every = [node for tree in trees for node in walk(tree)]
    figures = {figure: None for tree in trees for figure in sorted(parameters_in(tree))}
    facts = dict.fromkeys(_fact(node, scheme) for node in every if isinstance(node, Ask | ParticularOf))
    tables = dict.fromkeys(scheme.tables[node.table].meaning for node in every if isinstance(node, LookUp))
    return Rule(
        name=name,
        meaning=meaning,
        kind=kind,
        reads=tuple(sorted({read for tree in trees for read in named_in(tree)})),
        facts=tuple(facts),
        figures=tuple(f"{scheme.parameters[figure].meaning}: {figure_of(figure, scheme)}" for figure in figures),
        tables=tuple(tables),
    )


def _fact(node: Ask | ParticularOf, scheme: Scheme) -> str:
    if isinstance(node, ParticularOf):
        return scheme.particulars[node.name].meaning
    return begun(in_words(node, scheme).replace("[", "").replace("]", ""))


def begun(text: str) -> str:
    """The words as they begin a line."""
    return text[:1].upper() + text[1:]


def ancestors(names: set[str], rules: Mapping[str, Rule]) -> set[str]:
    """These rules and all that they are found from."""
    seen: set[str] = set()
    ahead = list(names)
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead += rules[name].reads
    return seen
