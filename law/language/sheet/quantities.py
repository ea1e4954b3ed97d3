"""Reads the parts of a sheet that hold formulas: windows, quantities, conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import cast, get_args

from law.language.formula.check import checked, fits
from law.language.formula.names import Names
from law.language.formula.parser import parse_formula
from law.language.formula.tree import Tree, named_in
from law.language.sheet.exceptions import with_exceptions
from law.language.sheet.scheme import Condition, LookBack, Quantity, Template
from law.language.sheet.versions import RuleVersions, each_version, read_versions
from law.language.terms.citation import cited
from law.language.terms.dated import DatedEntries
from law.language.terms.document import Entry
from law.language.terms.rounding import parse_rounding
from law.language.terms.stretches import NEW_CLAIMS, Stretch
from law.language.terms.units import DATE, DAYS, YES_NO, Unit, parse_unit
from law.language.terms.windows import LEFT_OPEN, Edge, Window, parse_window

EXAMPLE_WINDOW = """\
base_period:
  meaning: The base period
  is: first 4 of the last 5 completed calendar quarters before the claim begins
  at: definition of base period"""
EXAMPLE_QUANTITY = """\
benefit:
  meaning: Benefit a week
  unit: USD/week
  is: benefit_share * earnings
  round: down to 1
  at: (1)(a)"""
EXAMPLE_CONDITION = """\
able:
  meaning: Able to work
  is: able_to_work()
  decided_by: a person
  question: Was the person able to work?
  ground: not_available
  met: The person was able to work.
  not_met: The person was not able to work.
  at: (1)"""

QUANTITY_SAYS = "except round"
"""What else a quantity may say, for all versions or for one."""


def formula(entry: Entry, names: Names) -> Tree:
    """The checked tree of a formula. Raises `RuleSheetError`."""
    text = entry.text(example="is: benefit_share * earnings")
    with entry.reading():
        return checked(parse_formula(text), names)


def yes_no(entry: Entry, names: Names) -> Tree:
    """The checked tree of a formula that answers yes or no."""
    tree = formula(entry, names)
    if tree.unit != YES_NO:
        raise entry.wrong(f"a condition is a yes or no, not {tree.unit}.", example="is: months >= months_min")
    return tree


def read_windows(
    entries: Mapping[str, Entry], names: Names, anchors: tuple[str, ...]
) -> dict[str, RuleVersions[LookBack]]:
    """All windows of a sheet; what moves a window may ask only of windows that nothing moves."""
    moves = " ".join((*MOVES, ACROSS))
    read = {
        name: read_versions(entry, required="meaning", optional=moves, own=moves, example=EXAMPLE_WINDOW)
        for name, entry in entries.items()
    }
    forms = {name: _one_form(versions, anchors) for name, versions in read.items()}
    moved = {
        name for name, versions in read.items() if any({*MOVES} & set(version.fields) for version in versions.known)
    }
    within = replace(names, windows={name: form for name, form in forms.items() if name not in moved})
    return {name: each_version(versions, partial(_window, name, anchors, within)) for name, versions in read.items()}


MOVES = ("extended_by", "not_before", "as_of")
ACROSS = "across_an_edge"


def _one_form(versions: DatedEntries[Stretch], anchors: tuple[str, ...]) -> Window:
    """The newest form; what is asked about a window depends on what it is made of, so that stays the same."""
    forms = [_form(version.fields["is"], anchors) for version in versions.known]
    for version, form in zip(versions.known, forms, strict=True):
        if form.bucket != forms[0].bucket:
            raise version.fields["is"].wrong(
                f"a window is made of the same parts in every version: {forms[0].bucket}s, not {form.bucket}s.",
                example=EXAMPLE_WINDOW,
            )
    return forms[-1]


def _form(entry: Entry, anchors: tuple[str, ...]) -> Window:
    with entry.reading():
        return parse_window(entry.text(example=EXAMPLE_WINDOW), anchors)


def _window(name: str, anchors: tuple[str, ...], names: Names, version: Stretch) -> LookBack:
    fields, law = version.fields, cited(version.entry, version.fields)
    window = _form(fields["is"], anchors)
    if ACROSS in fields:
        edge = cast("Edge", fields[ACROSS].one_of(*(word for word in get_args(Edge) if word != LEFT_OPEN)))
        window = replace(window, edge=edge)
    meaning = fields["meaning"].text(example="meaning: The base period")
    counted = DAYS if window.whole else Unit(powers=((window.unit, 1),))
    moved = [_moved(fields.get(field), names, unit) for field, unit in zip(MOVES, (counted, DATE, DATE), strict=True)]
    return LookBack(name, meaning, window, law.cites, law.unverified, *moved)


def _moved(entry: Entry | None, names: Names, unit: Unit) -> Tree | None:
    if entry is None:
        return None
    tree = formula(entry, names)
    if not fits(tree, unit):
        raise entry.wrong(f"this is {tree.unit}, not {unit}.", example="extended_by: min(weeks_ill, extension_max)")
    return tree


def read_quantities(entries: Mapping[str, Entry], names: Names) -> dict[str, RuleVersions[Quantity]]:
    """All quantities of a section; they may name each other in any order, never in a circle."""
    return read_together({"claim": entries}, {"claim": names})["claim"]


def read_together(
    sections: Mapping[str, Mapping[str, Entry]], names: Mapping[str, Names]
) -> dict[str, dict[str, RuleVersions[Quantity]]]:
    """The quantities of sections that may name each other, such as those of a period and of its days."""
    read = {
        scope: {
            name: read_versions(
                entry, required="meaning unit", optional=QUANTITY_SAYS, own=QUANTITY_SAYS, example=EXAMPLE_QUANTITY
            )
            for name, entry in entries.items()
        }
        for scope, entries in sections.items()
    }
    units = {
        scope: {
            name: _unit(versions.newest.fields["unit"], names[scope].currency) for name, versions in entries.items()
        }
        for scope, entries in read.items()
    }
    above: dict[str, Unit] = {}
    quantities: dict[str, dict[str, RuleVersions[Quantity]]] = {}
    for scope, entries in read.items():
        above |= units[scope]
        within = replace(
            names[scope],
            quantities={**names[scope].quantities, **above},
            daily=units.get("day", names[scope].daily),
            weekly=units.get("week", names[scope].weekly),
        )
        quantities[scope] = {
            name: each_version(versions, partial(_quantity, name, units[scope][name], within))
            for name, versions in entries.items()
        }
    together = {name: quantity for of_scope in quantities.values() for name, quantity in of_scope.items()}
    _refuse_circles(together, {name: entry for entries in sections.values() for name, entry in entries.items()})
    return quantities


def read_conditions(
    entries: Mapping[str, Entry], names: Names, *, grounds: frozenset[str]
) -> dict[str, RuleVersions[Condition]]:
    """All conditions of a section."""
    read = {
        name: read_versions(
            entry,
            required="meaning decided_by met not_met",
            optional="question ground extent",
            own="met not_met question extent",
            example=EXAMPLE_CONDITION,
        )
        for name, entry in entries.items()
    }
    if names.scope == "claim":
        _refuse_running_claims(read)
    return {name: each_version(versions, partial(_condition, name, names, grounds)) for name, versions in read.items()}


def _refuse_running_claims(conditions: Mapping[str, DatedEntries[Stretch]]) -> None:
    for versions in conditions.values():
        for version in versions.known:
            if version.applies.by == "period":
                raise version.fields["for"].wrong(
                    "a condition of the claim is answered once, by the law of the day the claim begins.",
                    example=f"for: {NEW_CLAIMS}   (or put the condition under each_week)",
                )


def _unit(entry: Entry, currency: str) -> Unit:
    with entry.reading():
        return parse_unit(entry.text(example="unit: USD/week"), currency=currency)


def _quantity(name: str, unit: Unit, names: Names, version: Stretch) -> Quantity:
    fields, law = version.fields, cited(version.entry, version.fields)
    tree = with_exceptions(formula(fields["is"], names), fields.get("except"), names)
    if not fits(tree, unit):
        raise fields["is"].wrong(
            f"the formula gives {tree.unit}, but the unit says {unit}.",
            example="is: weeks_max * weekly_benefit_amount   (in USD: week times USD/week is USD)",
        )
    rounding = None
    if "round" in fields:
        if not unit.is_number():
            raise fields["round"].wrong(
                f"{unit} cannot be rounded.", example="round: down to 1   (for an amount or a number)"
            )
        with fields["round"].reading():
            rounding = parse_rounding(fields["round"].text(example="round: down to 1"))
    meaning = fields["meaning"].text(example="meaning: Benefit a week")
    return Quantity(name, meaning, unit, tree, rounding, law.cites, law.unverified)


def _condition(name: str, names: Names, grounds: frozenset[str], version: Stretch) -> Condition:
    entry, fields = version.entry, version.fields
    by_a_person = fields["decided_by"].one_of("arithmetic", "a person") == "a person"
    if by_a_person and not {"question", "ground"} <= set(fields):
        raise entry.wrong("what a person decides needs the question and the ground.", example=EXAMPLE_CONDITION)
    ground = fields["ground"].one_of(*sorted(grounds)) if "ground" in fields else None
    law = cited(entry, fields)
    return Condition(
        name=name,
        meaning=fields["meaning"].text(example="meaning: Able to work"),
        tree=yes_no(fields["is"], names),
        by_a_person=by_a_person,
        met=_template(fields["met"], names),
        not_met=_template(fields["not_met"], names),
        question=fields["question"].text(example="question: Was the person able?") if "question" in fields else None,
        ground=ground,
        extent=_template(fields["extent"], names) if "extent" in fields else None,
        cites=law.cites,
        unverified=law.unverified,
    )


def _template(entry: Entry, names: Names) -> Template:
    text = entry.text(example="met: Wages of {base_period_wages} are enough.")
    pieces: list[tuple[str, str]] = []
    position = 0
    if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", text)):
        raise entry.wrong(
            "the sentence has a brace without its partner.", example="met: Wages of {base_period_wages} are enough."
        )
    for match in re.finditer(r"\{([^{}]*)\}", text):
        if match[1] not in {**names.parameters, **names.quantities, **names.particulars}:
            raise entry.wrong(
                f"the sentence names {{{match[1]}}}, which is neither parameter nor quantity nor particular.",
                example="met: Wages of {base_period_wages} are enough.",
            )
        pieces.append((text[position : match.start()], match[1]))
        position = match.end()
    return (*pieces, (text[position:], ""))


def _refuse_circles(quantities: Mapping[str, RuleVersions[Quantity]], entries: Mapping[str, Entry]) -> None:
    done: set[str] = set()
    needs = {
        name: sorted({read for version in versions.known for read in named_in(version.rule.tree)} & set(quantities))
        for name, versions in quantities.items()
    }
    while ready := [name for name in needs if name not in done and set(needs[name]) <= done]:
        done.update(ready)
    left = sorted(_in_circles({name: set(read) - done for name, read in needs.items() if name not in done}))
    if left:
        raise entries[left[0]].wrong(
            f"these quantities need each other in a circle: {', '.join(left)}.",
            example="each quantity may only use others that do not come back to it",
        )


def _in_circles(needs: dict[str, set[str]]) -> set[str]:
    """Those of them that come back to themselves, without those that only read one that does."""
    while idle := set(needs) - set().union(*needs.values()):
        needs = {name: read for name, read in needs.items() if name not in idle}
    return set(needs)
