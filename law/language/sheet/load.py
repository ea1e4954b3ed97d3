"""Reads a whole sheet into a scheme; whatever is wrong with it is a `RuleSheetError`, never anything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from law.language.formula.names import Names
from law.language.formula.tree import Tree
from law.language.sheet.articles import EXAMPLE_TWICE, Sections, read_articles
from law.language.sheet.benefit import (
    EXAMPLE_BENEFIT,
    EXAMPLE_WAITING,
    Rounded,
    declared_units,
    read_benefit,
    read_rests,
    read_sanctions,
    read_waiting,
    waiting_lasts,
)
from law.language.sheet.contradictions import refuse_contradictions
from law.language.sheet.fixed_at_the_beginning import refuse_changes_while_a_claim_runs
from law.language.sheet.formulas_of import quantities_added_up, words_asked
from law.language.sheet.header import EXAMPLE_APPEAL, Header, read_appeal, read_claim, read_header
from law.language.sheet.meaning import digest_of
from law.language.sheet.particulars import Particular, read_particulars
from law.language.sheet.quantities import read_conditions, read_quantities, read_together, read_windows
from law.language.sheet.read_tables import read_tables
from law.language.sheet.reductions import read_reductions
from law.language.sheet.safeguards import read_safeguards
from law.language.sheet.scheme import LookBack, Quantity, Scheme, Section, ThroughTime
from law.language.sheet.transitions import looks_at_spells, read_spells
from law.language.sheet.unverified import refuse_unverified
from law.language.sheet.versions import RuleVersions, newest
from law.language.terms.document import EXAMPLE_SHEET, Entry, read_document
from law.language.terms.errors import RuleSheetError
from law.language.terms.parameters import Parameter, read_parameters
from law.language.terms.questions import Vocabulary
from law.language.terms.tables import Table
from law.language.terms.units import Unit

NAMES: tuple[Section, ...] = (
    "particulars",
    "windows",
    "quantities",
    "each_week.quantities",
    "each_day.quantities",
    "conditions",
    "each_week.conditions",
    "rests",
)
"""The sections whose names, with those of parameters and tables, people tell apart by nothing but the name."""


def load_file(path: Path, *, vocabulary: Vocabulary, accept_unverified: bool = False) -> Scheme:
    """The scheme in a file. Raises `RuleSheetError`; also for unverified law unless that is accepted."""
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise RuleSheetError(f"this is not UTF-8: {error.reason}.", example=EXAMPLE_SHEET, file=str(path)) from None
    return load_text(text, file=str(path), vocabulary=vocabulary, accept_unverified=accept_unverified)


def load_text(text: str, *, file: str, vocabulary: Vocabulary, accept_unverified: bool = False) -> Scheme:
    """The scheme in a text. Raises `RuleSheetError`."""
    document = read_document(text, file=file)
    parts = document.fields(required="scheme articles", example=EXAMPLE_SHEET)
    header = read_header(parts["scheme"], vocabulary.currencies)
    sections = read_articles(parts["articles"])
    scheme = replace(_scheme(header, sections, vocabulary), file=file, text=text, digest=digest_of(document))
    refuse_changes_while_a_claim_runs(scheme, sections)
    refuse_contradictions(scheme, sections)
    scheme = replace(
        scheme,
        looks_at_spells=looks_at_spells(scheme),
        words_asked=words_asked(scheme),
        added_up=quantities_added_up(scheme),
    )
    if not accept_unverified:
        refuse_unverified(scheme)
    return scheme


@dataclass(frozen=True, slots=True)
class _Basis:
    """What the law consists of before any rule: figures, tables, particulars, windows."""

    parameters: dict[str, Parameter]
    tables: dict[str, Table]
    particulars: dict[str, Particular]
    windows: dict[str, RuleVersions[LookBack]]
    names: Names


@dataclass(frozen=True, slots=True)
class _Rules:
    """The quantities of the claim, of its periods and of their days, and the names under which each is known."""

    claim: dict[str, RuleVersions[Quantity]]
    week: dict[str, RuleVersions[Quantity]]
    day: dict[str, RuleVersions[Quantity]]
    claim_names: Names
    week_names: Names
    lasts: Tree

    def rounded_to(self, minor_units: int) -> Rounded:
        """The quantities whose rule rounds them to whole minor units."""
        return Rounded(
            frozenset(
                name
                for name, versions in (self.claim | self.week).items()
                if all(_rounds_to(version.rule, minor_units) for version in versions.known)
            )
        )


def _rounds_to(quantity: Quantity, minor_units: int) -> bool:
    return quantity.rounding is not None and (quantity.rounding.step * minor_units).denominator == 1


def _basis(sections: Sections, currency: str, vocabulary: Vocabulary) -> _Basis:
    parameters = read_parameters(sections.of("parameters"), currency=currency)
    tables = read_tables(sections.of("tables"), currency=currency)
    units = {name: parameter.unit for name, parameter in parameters.items()}
    declared = declared_units(sections, currency)
    names = Names(
        units, {}, {}, vocabulary.questions, currency, "claim", tables, day_facts=vocabulary.days_of, **declared
    )
    particulars = read_particulars(sections.of("particulars"), names)
    names = replace(names, particulars={name: particular.unit for name, particular in particulars.items()})
    windows = read_windows(sections.of("windows"), names, tuple(vocabulary.anchors))
    forms = {name: window.window for name, window in newest(windows).items()}
    return _Basis(parameters, tables, particulars, windows, replace(names, windows=forms))


def _rules(sections: Sections, basis: _Basis) -> _Rules:
    claim = read_quantities(sections.of("quantities"), basis.names)
    units = _units(claim)
    names = replace(basis.names, quantities=units)
    lasts = waiting_lasts(sections.whole("waiting", example=EXAMPLE_WAITING), names)
    names = replace(names, waiting=lasts.unit)
    scopes = {"week": replace(names, scope="week"), "day": replace(names, scope="day")}
    parts = {"week": sections.of("each_week.quantities"), "day": sections.of("each_day.quantities")}
    periods = read_together(parts, scopes)
    weekly, daily = _units(periods["week"]), _units(periods["day"])
    week_names = replace(scopes["week"], quantities=units | weekly, daily=daily, weekly=weekly)
    _refuse_double_names(sections, basis)
    return _Rules(claim, periods["week"], periods["day"], names, week_names, lasts)


def _scheme(header: Header, sections: Sections, vocabulary: Vocabulary) -> Scheme:
    basis = _basis(sections, header.currency, vocabulary)
    rules = _rules(sections, basis)
    grounds, names, week_names = vocabulary.grounds, rules.claim_names, rules.week_names
    waiting = sections.whole("waiting", example=EXAMPLE_WAITING)
    benefit = sections.whole("benefit", example=EXAMPLE_BENEFIT)
    spells = sections.of("spells").get("spells")
    every = _through_time(sections, basis, rules, grounds)
    return Scheme(
        name=header.name,
        title=header.title,
        country=header.country,
        currency=header.currency,
        minor_units=header.minor_units,
        about=header.about,
        law=header.law,
        not_covered=header.not_covered,
        articles=sections.articles,
        claim=read_claim(sections, names, basis.parameters),
        appeal=read_appeal(sections.whole("appeal", example=EXAMPLE_APPEAL), names, basis.parameters),
        parameters=basis.parameters,
        tables=basis.tables,
        particulars=basis.particulars,
        windows=newest(every.windows),
        quantities=newest(every.quantities),
        conditions=newest(every.conditions),
        week_quantities=newest(every.week_quantities),
        week_conditions=newest(every.week_conditions),
        day_quantities=newest(every.day_quantities),
        rests=read_rests(sections.of("rests"), names, grounds),
        sanctions=read_sanctions(sections.of("sanctions"), replace(names, scope="sanction"), grounds),
        reductions=read_reductions(sections.of("reductions"), names, basis.parameters, grounds),
        safeguards=read_safeguards(sections.of("safeguards"), basis.parameters, grounds),
        waiting=read_waiting(waiting, rules.lasts, week_names, basis.parameters),
        benefit=read_benefit(benefit, names, week_names, rules.rounded_to(header.minor_units)),
        vocabulary=vocabulary,
        spells=read_spells(spells, names) if spells else None,
        through_time=every.that_changed(),
    )


def _through_time(sections: Sections, basis: _Basis, rules: _Rules, grounds: frozenset[str]) -> ThroughTime:
    figures: list[Parameter | Table] = [*basis.parameters.values(), *basis.tables.values()]
    return ThroughTime(
        windows=basis.windows,
        quantities=rules.claim,
        conditions=read_conditions(sections.of("conditions"), rules.claim_names, grounds=grounds),
        week_quantities=rules.week,
        week_conditions=read_conditions(sections.of("each_week.conditions"), rules.week_names, grounds=grounds),
        day_quantities=rules.day,
        figures=tuple(figure for figure in figures if not figure.dated.by_law_alone),
    )


def _units(quantities: Mapping[str, RuleVersions[Quantity]]) -> dict[str, Unit]:
    return {name: quantity.unit for name, quantity in newest(quantities).items()}


def _refuse_double_names(sections: Sections, basis: _Basis) -> None:
    taken: set[str] = set(basis.parameters)
    for table in basis.tables.values():
        _refuse_taken(sections.of("tables"), {table.name, *table.columns} & taken, sections.of("tables")[table.name])
        taken |= {table.name, *table.columns}
    for section in NAMES:
        _refuse_taken(sections.of(section), set(sections.of(section)) & taken)
        taken |= set(sections.of(section))


def _refuse_taken(entries: Mapping[str, Entry], taken: set[str], table: Entry | None = None) -> None:
    for name in sorted(taken):
        place = entries.get(name, table)
        if place is not None:
            raise place.wrong(f"{name} already names something else.", example=EXAMPLE_TWICE)
