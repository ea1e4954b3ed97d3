"""Reads a whole sheet into a scheme; whatever is wrong with it is a `RuleSheetError`, never anything else."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.eligibility.rulesheet.check import Names
from services.eligibility.rulesheet.document import Entry, read_document
from services.eligibility.rulesheet.errors import RuleSheetError
from services.eligibility.rulesheet.header import Header, read_appeal, read_benefit, read_claim, read_header
from services.eligibility.rulesheet.parameters import Parameter, read_parameters
from services.eligibility.rulesheet.questions import Vocabulary
from services.eligibility.rulesheet.rules import cited, formula, read_conditions, read_quantities, read_windows, yes_no
from services.eligibility.rulesheet.scheme import (
    DAYS_OF_A_WEEK,
    Condition,
    LookBack,
    Quantity,
    Scheme,
    Waiting,
)
from services.eligibility.rulesheet.tree import Tree, parameters_in
from services.eligibility.rulesheet.units import DAYS, Unit
from services.eligibility.rulesheet.unverified import refuse_unverified

SECTIONS = "scheme claim appeal parameters windows quantities conditions each_week waiting benefit"
EXAMPLE = "scheme: ..., claim: ..., appeal: ..., parameters: ..., windows: ..., quantities: ..., conditions: ..., ..."
EXAMPLE_WEEK = "each_week: {quantities: {...}, conditions: {...}}"
EXAMPLE_WAITING = (
    'waiting: {lasts: waiting_period, served_when: week_earnings() < earnings_max, cites: "C168 Art. 18(1)"}'
)


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
    sections = document.fields(required=SECTIONS, example=EXAMPLE)
    header = read_header(sections["scheme"])
    parts = _parts(sections, header.currency, vocabulary)
    scheme = _scheme(sections, header, parts, vocabulary, file=file, text=text)
    if not accept_unverified:
        refuse_unverified(scheme)
    return scheme


@dataclass(frozen=True, slots=True)
class _Parts:
    parameters: dict[str, Parameter]
    windows: dict[str, LookBack]
    quantities: dict[str, Quantity]
    conditions: dict[str, Condition]
    week_quantities: dict[str, Quantity]
    week_conditions: dict[str, Condition]
    names: Names
    week_names: Names

    def rounded_to(self, minor_units: int) -> frozenset[str]:
        """The quantities whose rule rounds them to whole minor units."""
        return frozenset(
            name
            for name, quantity in (self.quantities | self.week_quantities).items()
            if quantity.rounding and (quantity.rounding.step * minor_units).denominator == 1
        )


def _parts(sections: Mapping[str, Entry], currency: str, vocabulary: Vocabulary) -> _Parts:
    parameters = read_parameters(sections["parameters"], currency=currency)
    windows = read_windows(sections["windows"])
    units = {name: parameter.unit for name, parameter in parameters.items()}
    forms = {name: window.window for name, window in windows.items()}
    bare = Names(units, {}, forms, vocabulary.questions, currency, "claim")
    quantities = read_quantities(sections["quantities"], bare)
    names = Names(units, _units(quantities), forms, vocabulary.questions, currency, "claim")
    weekly = sections["each_week"].fields(required="quantities conditions", example=EXAMPLE_WEEK)
    week_bare = Names(units, _units(quantities), forms, vocabulary.questions, currency, "week")
    week_quantities = read_quantities(weekly["quantities"], week_bare)
    week_units = _units(quantities) | _units(week_quantities)
    week_names = Names(units, week_units, forms, vocabulary.questions, currency, "week")
    _refuse_double_names(sections, weekly, parameters, windows, quantities)
    return _Parts(
        parameters,
        windows,
        quantities,
        read_conditions(sections["conditions"], names, grounds=vocabulary.grounds),
        week_quantities,
        read_conditions(weekly["conditions"], week_names, grounds=vocabulary.grounds),
        names,
        week_names,
    )


def _scheme(  # noqa: PLR0913  each is one finished part of the sheet
    sections: Mapping[str, Entry], header: Header, parts: _Parts, vocabulary: Vocabulary, *, file: str, text: str
) -> Scheme:
    return Scheme(
        name=header.name,
        title=header.title,
        country=header.country,
        currency=header.currency,
        minor_units=header.minor_units,
        about=header.about,
        law=header.law,
        not_covered=header.not_covered,
        claim=read_claim(sections["claim"], parts.names),
        appeal=read_appeal(sections["appeal"], parts.names),
        parameters=parts.parameters,
        windows=parts.windows,
        quantities=parts.quantities,
        conditions=parts.conditions,
        week_quantities=parts.week_quantities,
        week_conditions=parts.week_conditions,
        waiting=_waiting(sections["waiting"], parts.week_names, parts.parameters),
        benefit=read_benefit(sections["benefit"], parts.names, parts.week_names, parts.rounded_to(header.minor_units)),
        vocabulary=vocabulary,
        file=file,
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def _refuse_parts_of_weeks(lasts: Tree, entry: Entry, parameters: Mapping[str, Parameter]) -> None:
    # Benefit is certified by the week, so a week is waited for as a whole or paid; part of one would be guessed.
    for name in parameters_in(lasts):
        for value in parameters[name].values:
            if lasts.unit == DAYS and value.value % DAYS_OF_A_WEEK:
                raise entry.wrong(
                    f"{name} is not a whole number of weeks: weeks are waited for as a whole.",
                    example="waiting: {lasts: waiting_period, ...} with waiting_period of 7 days or 1 week",
                )


def _waiting(section: Entry, names: Names, parameters: Mapping[str, Parameter]) -> Waiting:
    fields = section.fields(required="lasts served_when cites", optional="unverified", example=EXAMPLE_WAITING)
    lasts = formula(fields["lasts"], names)
    if str(lasts.unit) not in ("day", "week"):
        raise fields["lasts"].wrong(f"waiting lasts days or weeks, not {lasts.unit}.", example=EXAMPLE_WAITING)
    _refuse_parts_of_weeks(lasts, fields["lasts"], parameters)
    law = cited(fields)
    return Waiting(lasts, yes_no(fields["served_when"], names), law.cites, law.unverified)


def _units(quantities: Mapping[str, Quantity]) -> dict[str, Unit]:
    return {name: quantity.unit for name, quantity in quantities.items()}


def _refuse_double_names(
    sections: Mapping[str, Entry],
    weekly: Mapping[str, Entry],
    parameters: Mapping[str, object],
    windows: Mapping[str, object],
    quantities: Mapping[str, object],
) -> None:
    taken: set[str] = set(parameters)
    for section, names in ((sections["windows"], windows), (sections["quantities"], quantities)):
        _refuse_taken(section, set(names) & taken)
        taken |= set(names)
    _refuse_taken(weekly["quantities"], taken & set(weekly["quantities"].entries(example=EXAMPLE)))


def _refuse_taken(section: Entry, taken: set[str]) -> None:
    for name in sorted(taken):
        raise section.entries(example=EXAMPLE)[name].wrong(
            f"{name} already names something else.", example="give each parameter, window and quantity its own name"
        )
