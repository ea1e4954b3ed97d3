"""Particulars: what a law asks of a person that no other fact states, each named, with a unit and a question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from contracts.in_words import either
from law.language.formula.check import checked, fits
from law.language.formula.names import Names
from law.language.formula.parser import parse_formula
from law.language.formula.tree import Tree, named_in
from law.language.sheet.described_persons import read_described
from law.language.terms.citation import CITED, cited
from law.language.terms.document import Entry
from law.language.terms.errors import FormulaError
from law.language.terms.numerals import number_in, parse_number, two_readings
from law.language.terms.questions import NamedParticular
from law.language.terms.units import YES_NO, Unit, category, parse_unit
from law.language.terms.values import Value

EXAMPLE = """\
wage_tax:
  meaning: Wage tax on the assessed pay
  unit: EUR/day
  asks: What is the wage tax?
  at: (1)"""


EXAMPLE_DAYS = """\
was_ill:
  meaning: Whether the person was ill on the day
  unit: yes_no
  asks: On which days was the person ill?
  days_of:
    absences: [sickness, injury]
  if_unsaid: "no\""""


@dataclass(frozen=True, slots=True)
class Particular:
    """A named value that an institution or an officer states of a person.

    `asks` is put to a person where nothing is stated; with `if_unsaid` that formula holds instead, unless the facts
    say otherwise by `from_facts`. One that is yes or no may hold on the days of facts, such as absences for sickness:
    `days_of` names them, and what is stated goes before them.
    """

    name: str
    meaning: str
    unit: Unit
    asks: str
    from_facts: Tree | None
    if_unsaid: Tree | None
    cites: str
    unverified: bool
    days_of: frozenset[tuple[str, str]] = frozenset()
    describes: Mapping[str, str] = field(default_factory=dict)
    """Which answer a person of a kind gives, by the kind: `family` and `yes`; of a number, the kind and its number."""

    @property
    def named(self) -> NamedParticular:
        """As a question to the facts is asked about it."""
        return NamedParticular(self.name, self.days_of)

    def fault_of(self, words: str) -> str | None:
        """What is wrong with a value in these words, in a sentence without its end; None if nothing is."""
        return fault_of(words, self.name, self.unit)

    def read(self, words: str) -> Value | None:
        """The value that was stated in these words; None if they are not of the particular's kind."""
        return value_in(words, self.unit)


def value_in(words: str, unit: Unit) -> Value | None:
    """A value of a unit in words; None if they are not of its kind."""
    match unit.kind:
        case "yes_no":
            return {"yes": True, "no": False}.get(words)
        case "date":
            return _day(words)
        case "category":
            return words if words in unit.members else None
    return number_in(words)


def fault_of(words: str, name: str, unit: Unit) -> str | None:
    """Why words are no value of what has this name and unit, in a sentence without its end; None if they are."""
    if value_in(words, unit) is not None and not (unit.is_number() and two_readings(words)):
        return None
    if not unit.is_number():
        wanted = {"yes_no": "yes or no", "date": "a day such as 2020-01-31"}.get(unit.kind)
        return f"'{words}' is no value of {name}: it is {wanted or either(sorted(unit.members))}"
    try:
        parse_number(words)
    except FormulaError as fault:
        return f"'{words}' is no value of {name}: {fault.sentence} It is written as in {fault.example}"
    return None


def read_particulars(entries: Mapping[str, Entry], names: Names) -> dict[str, Particular]:
    """All particulars of a sheet. What holds if nothing is stated may not depend on quantities."""
    units = {name: _unit(entry, names.currency) for name, entry in entries.items()}
    within = replace(names, particulars=units)
    return {name: _particular(name, entry, units[name], within) for name, entry in entries.items()}


def _fields(entry: Entry) -> dict[str, Entry]:
    return entry.fields(
        required="meaning asks", optional=f"unit words days_of from_facts if_unsaid describes {CITED}", example=EXAMPLE
    )


def _unit(entry: Entry, currency: str) -> Unit:
    fields = _fields(entry)
    if ("unit" in fields) == ("words" in fields):
        raise entry.wrong("a particular has a unit, or words that are the possible answers.", example=EXAMPLE)
    if "words" in fields:
        return category(*(item.text(example=EXAMPLE) for item in fields["words"].items(example=EXAMPLE)))
    with fields["unit"].reading():
        return parse_unit(fields["unit"].text(example="unit: EUR/day"), currency=currency)


def _particular(name: str, entry: Entry, unit: Unit, names: Names) -> Particular:
    fields = _fields(entry)
    law = cited(entry, fields)
    return Particular(
        name=name,
        meaning=fields["meaning"].text(example=EXAMPLE),
        unit=unit,
        asks=fields["asks"].text(example=EXAMPLE),
        from_facts=_formula("from_facts", name, fields, unit, names),
        if_unsaid=_formula("if_unsaid", name, fields, unit, names),
        cites=law.cites,
        unverified=law.unverified,
        days_of=_days_of(fields["days_of"], unit, names) if "days_of" in fields else frozenset(),
        describes=read_described(fields["describes"], unit) if "describes" in fields else {},
    )


def _days_of(entry: Entry, unit: Unit, names: Names) -> frozenset[tuple[str, str]]:
    if unit != YES_NO:
        raise entry.wrong("only a particular that is yes or no holds on the days of facts.", example=EXAMPLE_DAYS)
    kinds = entry.fields(required="", optional=" ".join(names.day_facts), example=EXAMPLE_DAYS)
    return frozenset(
        (kind, word.one_of(*sorted(names.day_facts[kind])))
        for kind, words in kinds.items()
        for word in words.items(example=EXAMPLE_DAYS)
    )


def _formula(key: str, name: str, fields: Mapping[str, Entry], unit: Unit, names: Names) -> Tree | None:
    if key not in fields:
        return None
    entry = fields[key]
    with entry.reading():
        tree = checked(parse_formula(entry.text(example=f"{key}: 0")), replace(names, particulars={}))
        if not fits(tree, unit):
            raise FormulaError(f"this gives {tree.unit}, but {name} is {unit}.", example=f"{key}: 0")
        if named_in(tree):
            raise FormulaError("what holds if nothing is stated uses no quantity.", example=f"{key}: 0")
    return tree


def _day(words: str) -> date | None:
    if re.fullmatch(r"(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}", words) is None:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:  # a thirtieth of February
        return None
