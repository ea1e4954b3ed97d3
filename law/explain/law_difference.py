"""What two sheets, or one sheet on two days, say otherwise: figures, tables and rules, each in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, Literal

from law.language.plain.sentences import (
    Sentence,
    of_appeal,
    of_benefit,
    of_claim,
    of_condition,
    of_quantity,
    of_waiting,
)
from law.language.plain.tables_in_words import particulars, rests_and_sanctions
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.parameters import DatedValue, Parameter
from law.language.terms.tables import Sheet, Table
from law.language.terms.words import shown

How = Literal["changed", "added", "removed"]
Say = Callable[[Any, Scheme], Sentence]
NOT_OF_THE_RULE = ("cites", "unverified", "meaning")
"""What may differ between two sheets though the rule is one."""


@dataclass(frozen=True, slots=True)
class LawOnDay:
    """A sheet as its law stands on a day."""

    scheme: Scheme
    on: date

    def __str__(self) -> str:
        return f"{self.scheme.name} on {self.on}"


@dataclass(frozen=True, slots=True)
class LawChange:
    """One thing that the second says otherwise than the first."""

    section: str
    name: str
    how: How
    says: str
    cites: str


def law_difference(first: LawOnDay, second: LawOnDay) -> tuple[LawChange, ...]:
    """Everything that differs, figures first; rules are compared by their names, whatever law they cite."""
    found = [*_figures(first, second), *_tables(first, second)]
    if first.scheme is not second.scheme:
        found += _rules(first.scheme, second.scheme)
    return tuple(found)


def _figures(first: LawOnDay, second: LawOnDay) -> Iterator[LawChange]:
    for name, old, new in _by_name(first.scheme.parameters, second.scheme.parameters):
        was, now = (_on(one, side) for one, side in ((old, first), (new, second)))
        if was is None and now is None:
            continue
        meaning = (new or old).meaning
        if old is None or new is None or was is None or now is None:
            yield _one_sided(
                "figure", name, f"{meaning}: {_figure(new or old, now or was)}", now is not None, (now or was)
            )
        elif was.value != now.value or old.unit.written != new.unit.written:
            by_steps = _steps(new, first.on, second.on) if first.scheme is second.scheme else ""
            says = f"{meaning} was {_figure(old, was)} [{was.cites}] and is {_figure(new, now)}{by_steps}"
            yield LawChange("figure", name, "changed", says, now.cites)


def _on(parameter: Parameter | None, side: LawOnDay) -> DatedValue | None:
    try:
        return parameter.on(side.on) if parameter else None
    except OutsideKnownLaw:
        return None


def _figure(parameter: Parameter | None, value: DatedValue | None) -> str:
    return f"{shown(value.value, parameter.unit)} (since {value.since})" if parameter and value else "not known"


def _steps(parameter: Parameter, since: date, until: date) -> str:
    between = [one for one in parameter.values if min(since, until) < one.since <= max(since, until)]
    if len(between) < 2:
        return ""
    return ", by way of " + ", ".join(f"{shown(one.value, parameter.unit)} from {one.since}" for one in between[:-1])


def _tables(first: LawOnDay, second: LawOnDay) -> Iterator[LawChange]:
    for name, old, new in _by_name(first.scheme.tables, second.scheme.tables):
        was, now = _sheet(old, first.on), _sheet(new, second.on)
        if was is None and now is None:
            continue
        if old is None or new is None or was is None or now is None:
            yield _one_sided("table", name, (new or old).meaning, now is not None, now or was)
        elif _cells(old, was) != _cells(new, now):
            rows = "; ".join(_rows(old, was, new, now))
            says = f"{new.meaning} (since {now.since}) has other rows: {rows}"
            yield LawChange("table", name, "changed", says, now.cites)


def _sheet(table: Table | None, on: date) -> Sheet | None:
    try:
        return table.on(on) if table else None
    except OutsideKnownLaw:
        return None


def _cells(table: Table, sheet: Sheet) -> tuple[object, ...]:
    return table.heads, sheet.rows, sheet.open_row, sheet.cells, table.otherwise


def _rows(old: Table, was: Sheet, new: Table, now: Sheet) -> Iterator[str]:
    """The rows that differ, as the page of a scheme writes them."""
    before, after = (dict(zip(sheet.rows, sheet.cells, strict=False)) for sheet in (was, now))
    for head in dict.fromkeys((*before, *after)):
        if before.get(head) != after.get(head):
            cells = (_row(table, rows.get(head)) for table, rows in ((old, before), (new, after)))
            yield "{}: {} before, {} now".format(head if isinstance(head, str) else shown(head, new.down.unit), *cells)


def _row(table: Table, cells: tuple[Any, ...] | None) -> str:
    if cells is None:
        return "no row"
    columns = [one.unit for one in table.columns.values()] or [table.unit_of(None)] * len(cells)
    said = ("—" if cell is None else shown(cell, unit) for cell, unit in zip(cells, columns, strict=True))
    return " / ".join(said)


def _rules(old: Scheme, new: Scheme) -> Iterator[LawChange]:
    conditions = [{**one.conditions, **one.week_conditions} for one in (old, new)]
    quantities = [{**one.quantities, **one.week_quantities, **one.day_quantities} for one in (old, new)]
    both: tuple[tuple[str, list[Any], Say], ...] = (
        ("condition", conditions, of_condition),
        ("amount", quantities, of_quantity),
    )
    for section, kinds, say in both:
        for name, was, now in _by_name(kinds[0], kinds[1]):
            if was is None or now is None or _rule_alone(was) != _rule_alone(now):
                yield _rule(section, name, say(was, old) if was else None, say(now, new) if now else None)
    for section, said in SECTIONS.items():
        yield from _sentences(section, *([(text, cites) for text, cites in said(side)] for side in (old, new)))


def _rule(section: str, name: str, before: Sentence | None, after: Sentence | None) -> LawChange:
    if before is not None and after is not None:
        says = f"{_bare(after.text)}; it was: {_bare(before.text)} [{before.cites}]"
        return LawChange(section, name, "changed", says, after.cites)
    there = after or before
    text, cites = (there.text, there.cites) if there else ("", "")
    return LawChange(section, name, "added" if after else "removed", _bare(text), cites)


def _rule_alone(rule: Any) -> Any:
    """The rule without its law and its name for people."""
    blank = {one.name: "" for one in fields(rule) if one.name in NOT_OF_THE_RULE} if is_dataclass(rule) else {}
    said = {one: () for one in ("met", "not_met", "question", "extent") if hasattr(rule, one)}
    return replace(rule, **blank, **said)


def _sentences(section: str, before: list[tuple[str, str]], after: list[tuple[str, str]]) -> Iterator[LawChange]:
    old, new = ({text for text, _ in said} for said in (before, after))
    for text, cites in before:
        if text not in new:
            yield LawChange(section, "", "removed", _bare(text), cites)
    for text, cites in after:
        if text not in old:
            yield LawChange(section, "", "added", _bare(text), cites)


def _one_sided(section: str, name: str, says: str, there: bool, by: Any) -> LawChange:  # noqa: FBT001  in the second
    return LawChange(section, name, "added" if there else "removed", says, by.cites)


def _by_name(first: Mapping[str, Any], second: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name in dict.fromkeys((*first, *second)):
        yield name, first.get(name), second.get(name)


def _bare(text: str) -> str:
    return text.rstrip(".")


def _claim(scheme: Scheme) -> Iterator[tuple[str, str]]:
    for sentence in (*of_claim(scheme), of_waiting(scheme), of_benefit(scheme), of_appeal(scheme)):
        yield sentence.text, sentence.cites


SECTIONS: dict[str, Callable[[Scheme], Iterator[tuple[str, str]]]] = {
    "claim, waiting and limit": _claim,
    "rest and sanctions": lambda scheme: ((text, by.cites) for text, by in rests_and_sanctions(scheme)),
    "what is stated of the person": lambda scheme: ((text, by.cites) for text, by in particulars(scheme)),
}
"""What a sheet says in sentences of its own; a window's sentence is among the claim's."""
