"""Every rule of a sheet with what it is found from: facts, figures, tables, other rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from law.language.formula.tree import Ask, LookUp, ParticularOf, Tree, named_in, parameters_in, walk
from law.language.plain.prose import figure_of, in_words
from law.language.plain.sentences import Sentence, from_lines, of_condition, of_quantity, of_waiting
from law.language.plain.tables_in_words import rests_and_sanctions
from law.language.sheet.scheme import Condition, Quantity, Scheme
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
    sentence: Sentence

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """What is read beside other rules, each with its kind."""
        listed = (("fact", self.facts), ("figure", self.figures), ("table", self.tables))
        return tuple((kind, words) for kind, all_words in listed for words in all_words)


def rules_of(scheme: Scheme) -> dict[str, Rule]:
    """All rules by name, in the order of the sheet; waiting and rests among them."""
    quantities = (scheme.quantities, scheme.day_quantities, scheme.week_quantities)
    found = [
        _quantity(one, scheme, kind)
        for kind, section in zip(_KINDS, quantities, strict=True)
        for one in section.values()
    ]
    found += [_condition(one, scheme) for one in (*scheme.conditions.values(), *scheme.week_conditions.values())]
    found.append(_waiting(scheme))
    found += _rests(scheme)
    return {rule.name: rule for rule in found}


_KINDS = ("", ", each day", "")


def _quantity(quantity: Quantity, scheme: Scheme, when: str) -> Rule:
    kind = f"{unit_in_words(quantity.unit)}{when}"
    return _rule(quantity.name, quantity.meaning, kind, (quantity.tree,), of_quantity(quantity, scheme), scheme)


def _condition(condition: Condition, scheme: Scheme) -> Rule:
    kind = BY_A_PERSON if condition.by_a_person else BY_ARITHMETIC
    return _rule(condition.name, condition.meaning, kind, (condition.tree,), of_condition(condition, scheme), scheme)


def _waiting(scheme: Scheme) -> Rule:
    trees = (scheme.waiting.lasts, scheme.waiting.served_when)
    return _rule(WAITING, "What is waited for at first", "nothing is paid", trees, of_waiting(scheme), scheme)


def _rests(scheme: Scheme) -> Iterator[Rule]:
    sentences = from_lines(rests_and_sanctions(scheme))
    for rest, sentence in zip(scheme.rests.values(), sentences, strict=False):
        yield _rule(f"rest-{rest.name}", rest.meaning, "the benefit rests", (rest.lasts,), sentence, scheme)


def _rule(  # noqa: PLR0913, PLR0917  each is one independent thing a diagram shows
    name: str, meaning: str, kind: str, trees: tuple[Tree, ...], sentence: Sentence, scheme: Scheme
) -> Rule:
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
        sentence=sentence,
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
