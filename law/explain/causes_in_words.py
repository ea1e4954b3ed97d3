"""A cause in one sentence: what the law or the facts said before, what they say now, and since when."""

from __future__ import annotations

from dataclasses import dataclass

from law.explain.causes import Divergence
from law.explain.graph import DerivationNode, differ
from law.explain.sheet_wording import SheetWording
from law.explain.version_taken import version_taken
from law.language.plain.days_in_words import span
from law.language.terms.words import shown

PARTS_SHOWN_MAX = 6


@dataclass(frozen=True)
class CauseWording:
    """Says why what one sheet gives now differs from what another, or the same, gave before."""

    before: SheetWording
    after: SheetWording

    def sentence(self, cause: Divergence) -> str:
        """The cause, without a full stop; it follows the word `because`."""
        if cause.by_rule:
            return self._rule(cause)
        match cause.after.kind:
            case "parameter":
                return self._parameter(cause)
            case "question" | "given" | "particular":
                return self._stated(cause)
            case "table":
                return f"the table “{self._name(cause.after)}” gave {cause.before.shown} and gives {cause.after.shown}"
            case "part":
                return f"{cause.after.what} {_from_to(cause.before, cause.after)}{_facts(cause)}"
        return f"{self._name(cause.after)} changed {_from_to(cause.before, cause.after)}{_facts(cause)}"

    def _name(self, node: DerivationNode) -> str:
        tables = (*self.after.scheme.tables.values(), *self.before.scheme.tables.values())
        for table in tables:
            if node.what == table.name:
                return table.meaning
            if node.what in table.columns:
                return table.columns[node.what].meaning
        return self.after.meaning(node.what)

    def _parameter(self, cause: Divergence) -> str:
        old, new = self.before.entry(cause.before), self.after.entry(cause.after)
        now = f"{cause.after.shown}{f' since {new.since}' if new else ''}"
        then = f"{cause.before.shown}{f' (since {old.since})' if old else ''}"
        return f"{self._name(cause.after)} is {now} and was {then}"

    def _stated(self, cause: Divergence) -> str:
        node = cause.after
        name = self.after.meaning(node.what) if node.kind == "particular" else self.after.question(node.what)
        was, now = cause.before.shown, cause.after.shown
        if node.kind == "particular" and bool(cause.before.facts) != bool(node.facts):
            was = f"{was} (not stated)" if not cause.before.facts else was
            now = f"{now} (not stated)" if not node.facts else now
        return f"{name} changed from {was} to {now}{_parts(cause)}{self._by_law(cause)}{_facts(cause)}"

    def _by_law(self, cause: Divergence) -> str:
        """The figures of law that a question was asked with, which its answer depends on too."""
        ask = self.after.questions.get(cause.after.what)
        parameters = self.after.scheme.parameters
        figures = [
            f"{self.after.meaning(name)}, last {shown(parameters[name].values[-1].value, parameters[name].unit)}"
            for name in (ask.parameters if ask else ())
            if name in self.before.scheme.parameters
        ]
        return f", asked with {'; '.join(figures)}" if figures and not _changed_parts(cause) else ""

    def _rule(self, cause: Divergence) -> str:
        name = cause.after.what
        old, new = self.before.rule(cause.before), self.after.rule(cause.after)
        if old is None or new is None or old == new:
            return f"{self.after.meaning(name)} changed {_from_to(cause.before, cause.after)}{_facts(cause)}"
        version = version_taken(self.after.scheme, cause.after)
        days = f", which holds {span(version)}" if version else ""
        return f"{self.after.meaning(name)} follows another rule: it was [{old}] and is [{new}]{days}"


def _from_to(before: DerivationNode, after: DerivationNode) -> str:
    return f"from {before.shown} to {after.shown}"


def _changed_parts(cause: Divergence) -> list[tuple[DerivationNode, DerivationNode]]:
    old = {node.what: node for node in cause.before.inputs if node.kind == "part"}
    now = [node for node in cause.after.inputs if node.kind == "part" and node.what in old]
    return [(old[node.what], node) for node in now if differ(old[node.what], node)]


def _parts(cause: Divergence) -> str:
    """The parts of an answer that changed, such as the wages of one quarter."""
    changed = _changed_parts(cause)
    parts = [f"{after.what} {_from_to(before, after)}" for before, after in changed[:PARTS_SHOWN_MAX]]
    more = f", and {len(changed) - PARTS_SHOWN_MAX} more" if len(changed) > PARTS_SHOWN_MAX else ""
    return f" ({'; '.join(parts)}{more})" if parts else ""


def facts_of(cause: Divergence) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The keys of the facts that count now, that count no longer, and that may have been restated."""
    old, new = set(cause.before.facts), set(cause.after.facts)
    restated = {key for before, after in _changed_parts(cause) for key in before.facts if key in after.facts}
    if not any(node.kind == "part" for node in cause.after.inputs):
        restated = old & new
    added, removed = (tuple(sorted(keys)) for keys in (new - old, old - new))
    return added, removed, tuple(sorted(restated))


def _facts(cause: Divergence) -> str:
    added, removed, restated = facts_of(cause)
    changes = (
        ("now counts", added),
        ("no longer counts", removed),
        ("restated:" if len(restated) == 1 else "restated, one or more of:", restated),
    )
    listed = [
        f"{words} {', '.join(keys[:PARTS_SHOWN_MAX])}{' and more' if len(keys) > PARTS_SHOWN_MAX else ''}"
        for words, keys in changes
        if keys
    ]
    return f" [{'; '.join(listed)}]" if listed else ""
