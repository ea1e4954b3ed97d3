"""What a sheet calls things: names, questions, rules and dated values in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from law.explain.graph import DerivationNode
from law.explain.version_taken import version_taken
from law.language.formula.tree import Ask, asks_in, written
from law.language.plain.prose import in_words, meaning_of
from law.language.sheet.formulas_of import trees_of
from law.language.sheet.scheme import Condition, Quantity, Scheme
from law.language.terms.parameters import DatedValue


@dataclass(frozen=True)
class SheetWording:
    """What a sheet calls things."""

    scheme: Scheme

    def meaning(self, name: str) -> str:
        """What a name stands for; a day's quantity with its day; a name that the sheet does not have, as it is."""
        plain, on, day = name.partition(" on ")
        if plain in self.conditions:
            return f"“{self.conditions[plain].meaning}”"
        try:
            return meaning_of(plain, self.scheme) + on + day
        except StopIteration:
            return name.replace("_", " ")

    @cached_property
    def conditions(self) -> Mapping[str, Condition]:
        """Those of the claim and those of each period."""
        return {**self.scheme.conditions, **self.scheme.week_conditions}

    @cached_property
    def quantities(self) -> Mapping[str, Quantity]:
        """Those of the claim, of each period, and of its days."""
        return {**self.scheme.quantities, **self.scheme.week_quantities, **self.scheme.day_quantities}

    @cached_property
    def questions(self) -> Mapping[str, Ask]:
        """Every question the sheet asks of the facts, as a derivation writes it."""
        return {written(ask): ask for tree in trees_of(self.scheme) for ask in asks_in(tree)}

    def question(self, what: str) -> str:
        """A question in words."""
        ask = self.questions.get(what)
        return in_words(ask, self.scheme) if ask else what.replace("_", " ")

    def rule(self, node: DerivationNode) -> str | None:
        """The rule that a step followed, in words; None if the sheet has none of that name."""
        plain, version = node.what.partition(" on ")[0], version_taken(self.scheme, node)
        rule: Quantity | Condition | None = version.rule if version else None
        rule = rule or self.quantities.get(plain) or self.conditions.get(plain)
        return in_words(rule.tree, self.scheme) if rule else None

    def entry(self, node: DerivationNode) -> DatedValue | None:
        """The dated value that a derivation took for a parameter; the newest if several have this value and law."""
        parameter = self.scheme.parameters.get(node.what.partition(" on ")[0])
        entries = parameter.values if parameter else ()
        same = (entry for entry in reversed(entries) if (entry.value, entry.cites) == (node.value, node.cites))
        return next(same, None)
