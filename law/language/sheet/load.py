"""Reads a whole sheet into a scheme; whatever is wrong with it is a `RuleSheetError`, never anything else."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from law.language.formula.names import Names
from law.language.formula.tree import Tree
from law.language.sheet.benefit import (
    Rounded,
    declared_units,
    read_benefit,
    read_rests,
    read_sanctions,
    read_waiting,
    waiting_lasts,
)
from law.language.sheet.header import read_appeal, read_claim, read_header
from law.language.sheet.particulars import Particular, read_particulars
from law.language.sheet.quantities import read_conditions, read_quantities, read_together, read_windows
from law.language.sheet.read_tables import read_tables
from law.language.sheet.scheme import LookBack, Quantity, Scheme
from law.language.sheet.transitions import looks_at_spells, read_spells
from law.language.sheet.unverified import refuse_unverified
from law.language.terms.document import Entry, read_document
from law.language.terms.errors import RuleSheetError
from law.language.terms.parameters import Parameter, read_parameters
from law.language.terms.questions import Vocabulary
from law.language.terms.tables import Table
from law.language.terms.units import Unit

SECTIONS = "scheme claim appeal parameters windows quantities conditions each_week waiting benefit"
OPTIONAL = "tables particulars each_day rests sanctions spells"
EXAMPLE = "scheme: ..., claim: ..., appeal: ..., parameters: ..., windows: ..., quantities: ..., conditions: ..., ..."
EXAMPLE_WEEK = "each_week: {quantities: {...}, conditions: {...}}"


def load_file(path: Path, *, vocabulary: Vocabulary, accept_unverified: bool = False) -> Scheme:
    """The scheme in a file. Raises `RuleSheetError`; also for unverified law unless that is accepted."""
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise RuleSheetError(f"this is not UTF-8: {error.reason}.", example=EXAMPLE, file=str(path)) from None
    return load_text(text, file=str(path), vocabulary=vocabulary, accept_unverified=accept_unverified)


def load_text(text: str, *, file: str, vocabulary: Vocabulary, accept_unverified: bool = False) -> Scheme:
    """The scheme in a text. Raises `RuleSheetError`."""
    document = read_document(text, file=file)
    sections = document.fields(required=SECTIONS, optional=OPTIONAL, example=EXAMPLE)
    scheme = _scheme(sections, vocabulary, file=file, text=text)
    scheme = replace(scheme, looks_at_spells=looks_at_spells(scheme))
    if not accept_unverified:
        refuse_unverified(scheme)
    return scheme


@dataclass(frozen=True, slots=True)
class _Basis:
    """What the law consists of before any rule: figures, tables, particulars, windows."""

    parameters: dict[str, Parameter]
    tables: dict[str, Table]
    particulars: dict[str, Particular]
    windows: dict[str, LookBack]
    names: Names


@dataclass(frozen=True, slots=True)
class _Rules:
    """The quantities of the claim, of its periods and of their days, and the names under which each is known."""

    claim: dict[str, Quantity]
    week: dict[str, Quantity]
    day: dict[str, Quantity]
    claim_names: Names
    week_names: Names
    lasts: Tree

    def rounded_to(self, minor_units: int) -> Rounded:
        """The quantities whose rule rounds them to whole minor units."""
        return Rounded(
            frozenset(
                name
                for name, quantity in (self.claim | self.week).items()
                if quantity.rounding and (quantity.rounding.step * minor_units).denominator == 1
            )
        )


def _basis(sections: Mapping[str, Entry], currency: str, vocabulary: Vocabulary) -> _Basis:
    parameters = read_parameters(sections["parameters"], currency=currency)
    tables = read_tables(sections["tables"], currency=currency) if "tables" in sections else {}
    units = {name: parameter.unit for name, parameter in parameters.items()}
    declared = declared_units(sections, currency)
    names = Names(units, {}, {}, vocabulary.questions, currency, "claim", tables, **declared)
    particulars = read_particulars(sections["particulars"], names) if "particulars" in sections else {}
    names = replace(names, particulars={name: particular.unit for name, particular in particulars.items()})
    windows = read_windows(sections["windows"], names, tuple(vocabulary.anchors))
    forms = {name: window.window for name, window in windows.items()}
    return _Basis(parameters, tables, particulars, windows, replace(names, windows=forms))


def _rules(sections: Mapping[str, Entry], basis: _Basis) -> _Rules:
    claim = read_quantities(sections["quantities"], basis.names)
    units = _units(claim)
    names = replace(basis.names, quantities=units)
    lasts = waiting_lasts(sections["waiting"], names)
    names = replace(names, waiting=lasts.unit)
    weekly = sections["each_week"].fields(required="quantities conditions", example=EXAMPLE_WEEK)
    parts = {"week": weekly["quantities"]}
    if "each_day" in sections:
        parts["day"] = sections["each_day"].fields(required="quantities", example=EXAMPLE_WEEK)["quantities"]
    scopes = {"week": replace(names, scope="week"), "day": replace(names, scope="day")}
    found = read_together(parts, {scope: scopes[scope] for scope in parts})
    week_names = replace(scopes["week"], quantities=units | _units(found["week"]), daily=_units(found.get("day", {})))
    _refuse_double_names(sections, parts, basis)
    return _Rules(claim, found["week"], found.get("day", {}), names, week_names, lasts)


def _scheme(sections: Mapping[str, Entry], vocabulary: Vocabulary, *, file: str, text: str) -> Scheme:
    header = read_header(sections["scheme"])
    basis = _basis(sections, header.currency, vocabulary)
    rules = _rules(sections, basis)
    grounds = vocabulary.grounds
    weekly = sections["each_week"].entries(example=EXAMPLE_WEEK)
    sanctioned = replace(rules.claim_names, scope="sanction")
    return Scheme(
        name=header.name,
        title=header.title,
        country=header.country,
        currency=header.currency,
        minor_units=header.minor_units,
        about=header.about,
        law=header.law,
        not_covered=header.not_covered,
        claim=read_claim(sections["claim"], rules.claim_names, basis.parameters),
        appeal=read_appeal(sections["appeal"], rules.claim_names, basis.parameters),
        parameters=basis.parameters,
        tables=basis.tables,
        particulars=basis.particulars,
        windows=basis.windows,
        quantities=rules.claim,
        conditions=read_conditions(sections["conditions"], rules.claim_names, grounds=grounds),
        week_quantities=rules.week,
        week_conditions=read_conditions(weekly["conditions"], rules.week_names, grounds=grounds),
        day_quantities=rules.day,
        rests=read_rests(sections["rests"], rules.claim_names, grounds) if "rests" in sections else {},
        sanctions=read_sanctions(sections["sanctions"], sanctioned, grounds) if "sanctions" in sections else {},
        waiting=read_waiting(sections["waiting"], rules.lasts, rules.week_names, basis.parameters),
        benefit=read_benefit(
            sections["benefit"], rules.claim_names, rules.week_names, rules.rounded_to(header.minor_units)
        ),
        vocabulary=vocabulary,
        file=file,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        spells=read_spells(sections["spells"], rules.claim_names) if "spells" in sections else None,
    )


def _units(quantities: Mapping[str, Quantity]) -> dict[str, Unit]:
    return {name: quantity.unit for name, quantity in quantities.items()}


def _refuse_double_names(sections: Mapping[str, Entry], parts: Mapping[str, Entry], basis: _Basis) -> None:
    taken: set[str] = set(basis.parameters)
    for table in basis.tables.values():
        _refuse_taken(sections["tables"], {table.name, *table.columns} & taken)
        taken |= {table.name, *table.columns}
    named = [sections[name] for name in ("particulars", "windows", "quantities") if name in sections]
    for section in (*named, *parts.values()):
        names = set(section.entries(example=EXAMPLE))
        _refuse_taken(section, names & taken)
        taken |= names


def _refuse_taken(section: Entry, taken: set[str]) -> None:
    for name in sorted(taken):
        place = section.entries(example=EXAMPLE).get(name, section)
        raise place.wrong(
            f"{name} already names something else.", example="give each parameter, window and quantity its own name"
        )
