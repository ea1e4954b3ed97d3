"""What two sheets, or one sheet on two days, say differently: article by article, each in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal, NamedTuple, TypeVar

from law.language.plain.by_article import SENTENCES, SET_APART, TITLES, headings_of
from law.language.plain.cited import Cited
from law.language.plain.tables_in_words import cell_in_words, head_in_words
from law.language.sheet.scheme import Condition, Quantity, Scheme, Section
from law.language.terms.dated import LawDays
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.parameters import DatedValue, Parameter
from law.language.terms.tables import Cell, Sheet, Table
from law.language.terms.words import shown

How = Literal["changed", "added", "removed"]
NOT_OF_THE_RULE = ("cites", "unverified", "meaning", "met", "not_met", "question", "extent")
"""What may differ between two sheets though the rule is one: its law, and its words for people."""


@dataclass(frozen=True, slots=True)
class LawOnDay:
    """A sheet as its law stands on a day."""

    scheme: Scheme
    on: date

    @property
    def law(self) -> Scheme:
        """The sheet with the one version of each rule that holds for a claim that begins on the day."""
        return self.scheme.on(LawDays.of(self.on))

    def __str__(self) -> str:
        return f"{self.scheme.name} on {self.on}"


@dataclass(frozen=True, slots=True)
class LawChange:
    """One thing that the second says differently than the first, and the article under which it stands."""

    article: str
    section: str
    name: str
    how: How
    says: str
    cites: str


class Kind(NamedTuple):
    """What is compared by name: what a change calls it, and the sections of a sheet that hold it."""

    word: str
    sections: tuple[Section, ...]


FIGURE, TABLE = Kind("figure", ("parameters",)), Kind("table", ("tables",))
RULES = (
    Kind("condition", ("conditions", "each_week.conditions")),
    Kind("amount", ("quantities", "each_week.quantities", "each_day.quantities")),
)
OTHERS = tuple(
    Kind(TITLES[section].lower(), (section,))
    for section in TITLES
    if section not in SET_APART and not any(section in kind.sections for kind in RULES)
)
"""What a sheet says in sentences that have no formula of their own."""


def law_difference(first: LawOnDay, second: LawOnDay) -> tuple[LawChange, ...]:
    """Everything that differs, in the order of the second sheet's articles; what only the first has comes last.

    Rules are compared by their names, whatever law they cite and whichever article they stand under.
    """
    both = _Both(first, second)
    changes = [*_figures(both), *_tables(both)]
    laws = first.law, second.law
    if laws[0] is not laws[1]:
        changes += [*_rules(both, *laws), *_others(both, *laws)]
    order = [article.heading for side in (second, first) for article in side.scheme.articles]
    return tuple(sorted(changes, key=lambda change: order.index(change.article)))


@dataclass(frozen=True, slots=True)
class _Both:
    """The two laws that are compared."""

    first: LawOnDay
    second: LawOnDay

    def change(self, kind: Kind, name: str, how: How, says: str, cites: str) -> LawChange:
        """A change under the article of the law that it is told of."""
        scheme = (self.first if how == "removed" else self.second).scheme
        heading = next(heading for section in kind.sections for heading in headings_of(scheme, section, (name,)))
        return LawChange(heading, kind.word, name, how, says.rstrip("."), cites)


def _figures(both: _Both) -> Iterator[LawChange]:
    first, second = both.first, both.second
    for name, old, new in _by_name(first.scheme.parameters, second.scheme.parameters):
        was, now = _value(old, first.on), _value(new, second.on)
        if old and new and was and now:
            if was.value != now.value or old.unit.written != new.unit.written:
                by_steps = _steps(new, first.on, second.on) if first.scheme is second.scheme else ""
                before = _figure(old, was) + (f" [{was.cites}]" if was.cites != now.cites else "")
                says = f"{new.meaning} was {before} and is {_figure(new, now)}{by_steps}"
                yield both.change(FIGURE, name, "changed", says, now.cites)
        elif new and now:
            yield both.change(FIGURE, name, "added", f"{new.meaning}: {_figure(new, now)}", now.cites)
        elif old and was:
            yield both.change(FIGURE, name, "removed", f"{old.meaning}: {_figure(old, was)}", was.cites)


def _value(parameter: Parameter | None, on: date) -> DatedValue | None:
    try:
        return parameter.on(on) if parameter else None
    except OutsideKnownLaw:
        return None


def _figure(parameter: Parameter, value: DatedValue) -> str:
    return f"{shown(value.value, parameter.unit)} (since {value.since})"


def _steps(parameter: Parameter, since: date, until: date) -> str:
    between = [value for value in parameter.values if min(since, until) < value.since <= max(since, until)]
    if len(between) < 2:
        return ""
    steps = (f"{shown(value.value, parameter.unit)} from {value.since}" for value in between[:-1])
    return f", by way of {', '.join(steps)}"


def _tables(both: _Both) -> Iterator[LawChange]:
    for name, old, new in _by_name(both.first.scheme.tables, both.second.scheme.tables):
        was, now = _sheet(old, both.first.on), _sheet(new, both.second.on)
        if old and new and was and now:
            if _read(old, was) != _read(new, now):
                rows = "; ".join(_differing_rows(old, was, new, now))
                says = f"{new.meaning} (since {now.since}) has different rows: {rows}"
                yield both.change(TABLE, name, "changed", says, now.cites)
        elif new and now:
            yield both.change(TABLE, name, "added", new.meaning, now.cites)
        elif old and was:
            yield both.change(TABLE, name, "removed", old.meaning, was.cites)


def _sheet(table: Table | None, on: date) -> Sheet | None:
    try:
        return table.on(on) if table else None
    except OutsideKnownLaw:
        return None


def _read(table: Table, sheet: Sheet) -> tuple[object, ...]:
    """All that a look-up can find."""
    return table.heads, sheet.rows, sheet.open_row, sheet.cells, table.otherwise


def _differing_rows(old: Table, was: Sheet, new: Table, now: Sheet) -> Iterator[str]:
    """The rows that differ, as the page of a scheme writes them."""
    before, after = (dict(zip(sheet.rows, sheet.cells, strict=False)) for sheet in (was, now))
    for head in dict.fromkeys((*before, *after)):
        if before.get(head) != after.get(head):
            cells = (_row(table, rows.get(head)) for table, rows in ((old, before), (new, after)))
            yield "{}: {} before, {} now".format(head_in_words(new.down, head), *cells)


def _row(table: Table, cells: tuple[Cell, ...] | None) -> str:
    if cells is None:
        return "no row"
    units = [column.unit for column in table.columns.values()] or [table.unit_of(None)] * len(cells)
    return " / ".join(cell_in_words(cell, unit) for cell, unit in zip(cells, units, strict=True))


def _rules(both: _Both, *laws: Scheme) -> Iterator[LawChange]:
    for kind in RULES:
        old, new = (_rules_of(law, kind) for law in laws)
        for name, was, now in _by_name(old, new):
            if was is None or now is None or _rule_alone(was[0]) != _rule_alone(now[0]):
                yield _told(both, kind, name, was[1] if was else None, now[1] if now else None)


def _rules_of(scheme: Scheme, kind: Kind) -> dict[str, tuple[Condition | Quantity, Cited]]:
    """The rules of a kind by name, each with its sentence."""
    conditions = {**scheme.conditions, **scheme.week_conditions}
    quantities = {**scheme.quantities, **scheme.week_quantities, **scheme.day_quantities}
    rules: Mapping[str, Condition | Quantity] = {**quantities, **conditions}
    return {name: (rules[name], next(iter(SENTENCES[section](name, scheme)))) for section, name in _names(scheme, kind)}


def _rule_alone(rule: Condition | Quantity) -> Condition | Quantity:
    """The rule without its law and its words for people."""
    blank: dict[str, Any] = {field.name: None for field in fields(rule) if field.name in NOT_OF_THE_RULE}
    return replace(rule, **blank)


def _others(both: _Both, *laws: Scheme) -> Iterator[LawChange]:
    for kind in OTHERS:
        old, new = (_said_of(law, kind) for law in laws)
        for name, was, now in _by_name(old, new):
            if was is None or now is None or was.text != now.text:
                yield _told(both, kind, name, was, now)


def _said_of(scheme: Scheme, kind: Kind) -> dict[str, Cited]:
    """What a section says under each name, as one sentence."""
    said = {name: tuple(SENTENCES[section](name, scheme)) for section, name in _names(scheme, kind)}
    return {name: replace(cited[0], text=" ".join(part.text for part in cited)) for name, cited in said.items()}


def _names(scheme: Scheme, kind: Kind) -> Iterator[tuple[Section, str]]:
    for article in scheme.articles:
        for section in kind.sections:
            yield from ((section, name) for name in article.holds.get(section, ()))


def _told(both: _Both, kind: Kind, name: str, before: Cited | None, after: Cited | None) -> LawChange:
    if before is not None and after is not None:
        says = f"{after.text.rstrip('.')}; it was: {before.text.rstrip('.')} [{before.cites}]"
        return both.change(kind, name, "changed", says, after.cites)
    if after is not None:
        return both.change(kind, name, "added", after.text, after.cites)
    return both.change(kind, name, "removed", before.text if before else "", before.cites if before else "")


Named = TypeVar("Named")


def _by_name(
    first: Mapping[str, Named], second: Mapping[str, Named]
) -> Iterator[tuple[str, Named | None, Named | None]]:
    for name in dict.fromkeys((*first, *second)):
        yield name, first.get(name), second.get(name)
