"""A cause in one sentence: what stood in the law or the facts before, what stands there now, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from law.explain.causes import Parting
from law.explain.graph import Node, differ
from law.language.formula.tree import Ask, asks_in, written
from law.language.plain.prose import in_words, meaning_of
from law.language.sheet.scheme import Condition, Quantity, Scheme
from law.language.terms.parameters import DatedValue
from law.language.terms.words import shown

PARTS_SHOWN_MAX = 6


@dataclass(frozen=True)
class Sheet:
    """What a sheet calls things."""

    scheme: Scheme

    def meaning(self, name: str) -> str:
        """What a name stands for; a day's quantity with its day, a name that the sheet has not as it is written."""
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
        trees = [rule.tree for rule in self.quantities.values()] + [rule.tree for rule in self.conditions.values()]
        return {written(ask): ask for tree in trees for ask in asks_in(tree)}

    def question(self, what: str) -> str:
        """A question in words."""
        ask = self.questions.get(what)
        return in_words(ask, self.scheme) if ask else what.replace("_", " ")

    def rule(self, name: str) -> str | None:
        """The rule of that name in words; None if the sheet has none."""
        plain = name.partition(" on ")[0]
        rule: Quantity | Condition | None = self.quantities.get(plain) or self.conditions.get(plain)
        return in_words(rule.tree, self.scheme) if rule else None

    def entry(self, node: Node) -> DatedValue | None:
        """The dated value that a derivation took for a parameter, the newest if the law said it more than once."""
        parameter = self.scheme.parameters.get(node.what.partition(" on ")[0])
        entries = parameter.values if parameter else ()
        return next((one for one in reversed(entries) if (one.value, one.cites) == (node.value, node.cites)), None)


@dataclass(frozen=True)
class Telling:
    """Tells causes of a difference between what one sheet gave before and what one gives now."""

    before: Sheet
    after: Sheet

    def sentence(self, cause: Parting) -> str:
        """The cause, without a full stop; it follows the word `because`."""
        if cause.by_rule:
            return self._rule(cause)
        match cause.after.kind:
            case "parameter":
                return self._parameter(cause)
            case "question" | "given" | "particular":
                return self._stated(cause)
            case "table":
                return f"the table “{self._name(cause.after)}” gave {cause.before.said} and gives {cause.after.said}"
            case "part":
                return f"{cause.after.what} {_moved(cause.before, cause.after)}{_facts(cause)}"
        return f"{self._name(cause.after)} changed {_moved(cause.before, cause.after)}{_facts(cause)}"

    def _name(self, node: Node) -> str:
        tables = (*self.after.scheme.tables.values(), *self.before.scheme.tables.values())
        for table in tables:
            if node.what == table.name:
                return table.meaning
            if node.what in table.columns:
                return table.columns[node.what].meaning
        return self.after.meaning(node.what)

    def _parameter(self, cause: Parting) -> str:
        old, new = self.before.entry(cause.before), self.after.entry(cause.after)
        now = f"{cause.after.said}{f' since {new.since}' if new else ''}"
        then = f"{cause.before.said}{f' (since {old.since})' if old else ''}"
        return f"{self._name(cause.after)} is {now} and was {then}"

    def _stated(self, cause: Parting) -> str:
        node = cause.after
        name = self.after.meaning(node.what) if node.kind == "particular" else self.after.question(node.what)
        was, now = cause.before.said, cause.after.said
        if node.kind == "particular" and bool(cause.before.facts) != bool(node.facts):
            was = f"{was} (not stated)" if not cause.before.facts else was
            now = f"{now} (not stated)" if not node.facts else now
        return f"{name} changed from {was} to {now}{_parts(cause)}{self._by_law(cause)}{_facts(cause)}"

    def _by_law(self, cause: Parting) -> str:
        """The figures of law that a question was asked with, which its answer depends on too."""
        ask = self.after.questions.get(cause.after.what)
        said = []
        for name in ask.parameters if ask else ():
            if name in self.before.scheme.parameters:
                unit = self.after.scheme.parameters[name].unit
                values = {one.value: one for one in self.after.scheme.parameters[name].values}
                said.append(f"{self.after.meaning(name)}, last {shown(next(reversed(values)), unit)}")
        return f", asked with {'; '.join(said)}" if said and not _moved_parts(cause) else ""

    def _rule(self, cause: Parting) -> str:
        name = cause.after.what
        old, new = self.before.rule(cause.before.what), self.after.rule(name)
        if old is None or new is None or old == new:
            return f"{self.after.meaning(name)} changed {_moved(cause.before, cause.after)}{_facts(cause)}"
        return f"{self.after.meaning(name)} follows another rule: it was [{old}] and is [{new}]"


def _moved(before: Node, after: Node) -> str:
    return f"from {before.said} to {after.said}"


def _moved_parts(cause: Parting) -> list[tuple[Node, Node]]:
    old = {node.what: node for node in cause.before.inputs if node.kind == "part"}
    now = [node for node in cause.after.inputs if node.kind == "part" and node.what in old]
    return [(old[node.what], node) for node in now if differ(old[node.what], node)]


def _parts(cause: Parting) -> str:
    """The buckets of an answer that changed, such as one quarter's wages."""
    moved = _moved_parts(cause)
    said = [f"{after.what} {_moved(before, after)}" for before, after in moved[:PARTS_SHOWN_MAX]]
    more = f", and {len(moved) - PARTS_SHOWN_MAX} more" if len(moved) > PARTS_SHOWN_MAX else ""
    return f" ({'; '.join(said)}{more})" if said else ""


def facts_of(cause: Parting) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The keys of the facts that came to count, that count no longer, and that say something else than before."""
    old, new = cause.before.facts, cause.after.facts
    moved = {key for before, after in _moved_parts(cause) for key in before.facts if key in after.facts}
    if not any(node.kind == "part" for node in cause.after.inputs):
        moved = set(old) & set(new)
    return _of(set(new) - set(old)), _of(set(old) - set(new)), _of(moved)


def _of(keys: set[str]) -> tuple[str, ...]:
    return tuple(sorted(keys))


def _facts(cause: Parting) -> str:
    came, went, moved = facts_of(cause)
    anew = "stated anew:" if len(moved) == 1 else "stated anew, one or more of:"
    said = [
        f"{words} {', '.join(keys[:PARTS_SHOWN_MAX])}{' and more' if len(keys) > PARTS_SHOWN_MAX else ''}"
        for words, keys in (
            ("now counts", came),
            ("no longer counts", went),
            (anew, moved),
        )
        if keys
    ]
    return f" [{'; '.join(said)}]" if said else ""
