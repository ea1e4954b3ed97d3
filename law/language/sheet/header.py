"""Reads what a sheet says of the scheme as a whole: name, law, claim, appeal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from law.language.formula.names import Names
from law.language.sheet.articles import Sections
from law.language.sheet.claim_rules import (
    BenefitPeriod,
    ClaimDay,
    ClaimRules,
    LawOfWeek,
    PaidBy,
    Refusal,
    Said,
)
from law.language.sheet.establishments import EstablishmentRule
from law.language.sheet.safeguards import AppealRules
from law.language.sheet.scheme import WEEKDAYS
from law.language.sheet.transitions import read_transitions
from law.language.terms.citation import CITED, cited
from law.language.terms.document import Entry
from law.language.terms.numerals import plain
from law.language.terms.parameters import Parameter
from law.language.terms.units import DATE, DAYS, MONTHS, WEEKS, WORKING_DAYS, YEARS

Figures = Mapping[str, Parameter]

EXAMPLE = """\
scheme:
  name: us/mississippi
  title: Mississippi unemployment insurance
  country: US
  currency: USD
  about: A person who lost work is paid half of the weekly wage, for at most 26 weeks.
  law:
    - Miss. Code Ann. Title 71, Chapter 5
  not_covered:
    - extended benefits"""
EXAMPLE_CLAIM = """\
claim:
  begins:
    on: the day of filing
  benefit_year:
    lasts: benefit_year_length
    at: definition of benefit year"""
EXAMPLE_IN_TIME = """\
claim:
  begins:
    on: the first day without work, if filed in time
    within: filing_period   # a parameter in working days; the first day without work is the first of them"""
EXAMPLE_UNTIL = """\
claim:
  benefit_year:
    lasts: benefit_year_length
    until: end_of_right   # a quantity in the unit `date`: the first day on which nothing is paid any more"""
EXAMPLE_WEEK = """\
claim:
  benefit_week:
    begins_on: sunday"""
EXAMPLE_PERIOD = """\
claim:
  benefit_period:
    is: a calendar month
    paid_by: the day"""
EXAMPLE_ESTABLISHMENT = """\
claim:
  establishment:
    lasts: months_max
    anew_after: months_without"""
EXAMPLE_APPEAL = """\
appeal:
  to: the appeals tribunal
  within: appeal_period
  at: (1)"""


@dataclass(frozen=True, slots=True)
class Header:
    """The identity of a scheme."""

    name: str
    title: str
    country: str
    currency: str
    minor_units: int
    about: str
    law: tuple[str, ...]
    not_covered: tuple[str, ...]


def read_header(section: Entry, currencies: Mapping[str, int]) -> Header:
    """The `scheme` section; `currencies` gives the decimal digits of each currency. Raises `RuleSheetError`."""
    fields = section.fields(required="name title country currency about law", optional="not_covered", example=EXAMPLE)
    currency = fields["currency"].text(example="currency: USD")
    if currency not in currencies:
        raise fields["currency"].wrong(f"'{currency}' is not the code of a currency.", example="currency: USD")
    return Header(
        name=_matching(fields["name"], r"[a-z0-9]{2,10}/[a-z0-9-]{1,60}", "name: us/mississippi"),
        title=fields["title"].text(example=EXAMPLE),
        country=_matching(fields["country"], r"[A-Z]{2,3}", "country: US"),
        currency=currency,
        minor_units=10 ** currencies[currency],
        about=fields["about"].text(example=EXAMPLE),
        law=tuple(item.text(example=EXAMPLE) for item in fields["law"].items(example=EXAMPLE)),
        not_covered=tuple(item.text(example=EXAMPLE) for item in fields["not_covered"].items(example=EXAMPLE))
        if "not_covered" in fields
        else (),
    )


def read_claim(sections: Sections, names: Names, figures: Figures) -> ClaimRules:
    """The `claim` section, each key from the article that sets it: closed choices and the names of parameters."""
    fields = sections.fields(
        "claim",
        required="begins benefit_year certified_every week_law refusal",
        optional="benefit_week benefit_period transitions establishment",
        example=EXAMPLE_CLAIM,
    )
    begins, filed_within = _begins(fields["begins"], names, figures)
    period, paid_by = _period(fields.get("benefit_period"), begins)
    if "benefit_week" in fields:
        week = _chosen(fields["benefit_week"], "begins_on", WEEKDAYS)
    elif "week" in period.what or "week" in begins.what:
        raise fields["begins"].wrong("on which day does a benefit week begin?", example=EXAMPLE_WEEK)
    else:
        week = Said(WEEKDAYS[0], period.cites)
    week_law = _chosen(fields["week_law"], "as_on", get_args(LawOfWeek))
    return ClaimRules(
        begins=begins,
        benefit_year=_parameter(fields["benefit_year"], "lasts", names, figures, optional="until"),
        week_begins_on=week,
        certified_every=_parameter(fields["certified_every"], "lasts", names, figures),
        week_law=week_law,
        refusal=_chosen(fields["refusal"], "automatic", get_args(Refusal)),
        period=period,
        paid_by=paid_by,
        filed_within=filed_within,
        year_until=_until(fields["benefit_year"], names),
        transitions=read_transitions(fields["transitions"], week_law) if "transitions" in fields else (),
        establishment=_establishment(fields["establishment"], names, figures) if "establishment" in fields else None,
    )


def _establishment(entry: Entry, names: Names, figures: Figures) -> EstablishmentRule:
    fields = entry.fields(required="lasts anew_after", optional=CITED, example=EXAMPLE_ESTABLISHMENT)
    named = {field: fields[field].text(example=EXAMPLE_ESTABLISHMENT) for field in ("lasts", "anew_after")}
    for field, name in named.items():
        if names.parameters.get(name) != MONTHS:
            raise fields[field].wrong(f"{name} is not a parameter in months.", example=EXAMPLE_ESTABLISHMENT)
        _refuse_no_time(fields[field], figures[name], EXAMPLE_ESTABLISHMENT)
    law = cited(entry, fields)
    return EstablishmentRule(named["lasts"], named["anew_after"], law.cites, law.unverified)


def _begins(entry: Entry, names: Names, figures: Figures) -> tuple[Said, str | None]:
    fields = entry.fields(required="on", optional=f"within {CITED}", example=EXAMPLE_CLAIM)
    law = cited(entry, fields)
    begins = Said(fields["on"].one_of(*get_args(ClaimDay)), law.cites, law.unverified)
    if begins.what.endswith("if filed in time") != ("within" in fields):
        raise entry.wrong(
            "'within' stands with a day that a claim has if it is filed in time.", example=EXAMPLE_IN_TIME
        )
    if "within" not in fields:
        return begins, None
    within = fields["within"].text(example=EXAMPLE_IN_TIME)
    if names.parameters.get(within) != WORKING_DAYS:
        raise fields["within"].wrong(f"{within} is not a parameter in working days.", example=EXAMPLE_IN_TIME)
    _refuse_no_time(fields["within"], figures[within], EXAMPLE_IN_TIME)
    return begins, within


def _period(entry: Entry | None, begins: Said) -> tuple[Said, PaidBy]:
    if entry is None:
        return Said("a week", begins.cites), "the period"
    fields = entry.fields(required="is paid_by", optional=CITED, example=EXAMPLE_PERIOD)
    law = cited(entry, fields)
    kind = fields["is"].one_of(*get_args(BenefitPeriod))
    paid_by: PaidBy = "the day" if fields["paid_by"].one_of(*get_args(PaidBy)) == "the day" else "the period"
    return Said(kind, law.cites, law.unverified), paid_by


def read_appeal(section: Entry, names: Names, figures: Figures) -> AppealRules:
    """The `appeal` section."""
    fields = section.fields(required="to within", optional=CITED, example=EXAMPLE_APPEAL)
    within = fields["within"].text(example=EXAMPLE_APPEAL)
    if names.parameters.get(within) != DAYS:
        raise fields["within"].wrong(f"{within} is not a parameter in days.", example=EXAMPLE_APPEAL)
    _refuse_no_time(fields["within"], figures[within], EXAMPLE_APPEAL)
    law = cited(section, fields)
    return AppealRules(fields["to"].text(example=EXAMPLE_APPEAL), within, law.cites, law.unverified)


def _chosen(entry: Entry, field: str, choices: tuple[str, ...]) -> Said:
    fields = entry.fields(required=field, optional=CITED, example=EXAMPLE_CLAIM)
    law = cited(entry, fields)
    return Said(fields[field].one_of(*choices), law.cites, law.unverified)


def _until(entry: Entry, names: Names) -> str | None:
    fields = entry.entries(example=EXAMPLE_UNTIL)
    if "until" not in fields:
        return None
    name = fields["until"].text(example=EXAMPLE_UNTIL)
    if names.quantities.get(name) != DATE:
        raise fields["until"].wrong(f"{name} is not a quantity that is a day.", example=EXAMPLE_UNTIL)
    return name


def _parameter(entry: Entry, field: str, names: Names, figures: Figures, *, optional: str = "") -> Said:
    fields = entry.fields(required=field, optional=f"{optional} {CITED}", example=EXAMPLE_CLAIM)
    name = fields[field].text(example=EXAMPLE_CLAIM)
    if names.parameters.get(name) not in (DAYS, WEEKS, MONTHS, YEARS):
        raise fields[field].wrong(f"{name} is not a parameter in days, weeks, months or years.", example=EXAMPLE_CLAIM)
    _refuse_no_time(fields[field], figures[name], EXAMPLE_CLAIM)
    law = cited(entry, fields)
    return Said(name, law.cites, law.unverified)


def _refuse_no_time(entry: Entry, parameter: Parameter, example: str) -> None:
    """A claim, a certification and a right to contest last for a whole unit at least."""
    for value in parameter.values:
        if value.value < 1 or value.value.denominator != 1:
            raise entry.wrong(
                f"{parameter.name} is {plain(value.value)} from {value.since}: it must be a whole number, 1 at least.",
                example=example,
            )


def _matching(entry: Entry, pattern: str, example: str) -> str:
    text = entry.text(example=example)
    if not re.fullmatch(pattern, text):
        raise entry.wrong(f"'{text}' has not the right form.", example=example)
    return text
