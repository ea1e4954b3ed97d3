"""Reads how a benefit is paid: its rate and limit, waiting, rest beside severance pay, and what sanctions cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from law.language.formula.check import fits
from law.language.formula.names import Names
from law.language.formula.tree import Constant, Tree, parameters_in
from law.language.sheet.articles import Sections
from law.language.sheet.quantities import formula, yes_no
from law.language.sheet.scheme import DAYS_OF_A_WEEK, Benefit, Rest, Sanction, Stops, Waiting
from law.language.terms.citation import CITED, PLACE, WHOLE, cited
from law.language.terms.document import Entry
from law.language.terms.parameters import Parameter
from law.language.terms.units import COUNT, DATE, DAYS, MONTHS, WEEKS, WORKING_DAYS, YES_NO, Unit, money, parse_unit

EXAMPLE_BENEFIT = """\
benefit:
  rate: weekly_benefit_amount
  limit: total_benefit
  reference_earnings: highest_quarter_wages
  week_amount: payment"""
EXAMPLE_MOST = """\
benefit:
  limit: days_of_benefit
  total: most_in_all
  total_is_the_most: true"""
EXAMPLE_STOPS = """\
stops:
  after: periods_without_loss_max
  unless: loss_is_enough"""
EXAMPLE_WAITING = """\
waiting:
  lasts: waiting_period
  served_when: week_earnings() < earnings_max"""
EXAMPLE_REST = """\
rests:
  beside_severance:
    meaning: Rest beside severance pay
    begins: employment_ended()
    lasts: days_of_rest
    ground: other_benefit"""
EXAMPLE_SANCTION = """\
sanctions:
  quit:
    meaning: Gave up work
    lasts: quit_weeks
    consumes: max(days_imposed(), quarter)"""
RATES = ("day", "working_day", "week", "month")
REFERENCES = ("day", "week", "month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Rounded:
    """The quantities whose rule rounds them to whole minor units."""

    names: frozenset[str]

    def need(self, entry: Entry, unit: Unit | None) -> None:
        """Refuse money that is paid as it comes: no later step may round by its own lights."""
        name = entry.text(example=EXAMPLE_BENEFIT)
        if name not in self.names and unit is not None and unit.currency is not None:
            raise entry.wrong(
                f"{name} is paid, so its rule must round it to the currency's minor unit.",
                example="round: down to 0.01",
            )


class Declared(TypedDict):
    """The units of the benefit's limit and rate; None where the sheet is at fault."""

    limit: Unit | None
    rate: Unit | None


def declared_units(sections: Sections, currency: str) -> Declared:
    """The units of the benefit's limit and rate as their quantities declare them, before any formula is read."""
    return {"limit": _declared(sections, "limit", currency), "rate": _declared(sections, "rate", currency)}


def _declared(sections: Sections, field: str, currency: str) -> Unit | None:
    quantities = sections.of("quantities")
    benefit = sections.whole("benefit", example=EXAMPLE_BENEFIT).entries(example=EXAMPLE_BENEFIT)
    named = quantities.get(benefit[field].text(example=EXAMPLE_BENEFIT)) if field in benefit else None
    declared = named.entries(example=EXAMPLE_BENEFIT).get("unit") if named else None
    if declared is None:
        return None
    with declared.reading():
        return parse_unit(declared.text(example="unit: USD/week"), currency=currency)


def read_benefit(section: Entry, names: Names, week_names: Names, rounded: Rounded) -> Benefit:
    """The `benefit` section: which quantity is the rate, the limit, the reference, the amount of a period."""
    fields = section.fields(
        required="rate limit reference_earnings week_amount",
        optional=f"total total_is_the_most consumes stops {PLACE}",
        example=EXAMPLE_BENEFIT,
    )
    total = money(names.currency)
    limits = (total, WEEKS, DAYS, WORKING_DAYS, MONTHS)
    rate = _quantity(fields["rate"], names, tuple(money(names.currency, per) for per in RATES))
    limit = _quantity(fields["limit"], names, limits)
    earnings = _quantity(fields["reference_earnings"], names, tuple(money(names.currency, per) for per in REFERENCES))
    amount = _quantity(fields["week_amount"], week_names, (money(names.currency, "week"), total))
    for field in ("rate", "limit", "week_amount", "total"):
        if field in fields:
            rounded.need(fields[field], week_names.quantities.get(fields[field].text(example=EXAMPLE_BENEFIT)))
    consumes = fields.get("consumes")
    most = "total_is_the_most" in fields and fields["total_is_the_most"].flag()
    if most and ("total" not in fields or names.quantities[limit] == total):
        raise fields["total_is_the_most"].wrong("it bounds in money what 'limit' bounds in time.", example=EXAMPLE_MOST)
    return Benefit(
        rate,
        limit,
        earnings,
        amount,
        cited(section, fields).cites,
        _quantity(fields["total"], names, (total,)) if "total" in fields else None,
        _quantity(consumes, week_names, (names.quantities[limit],)) if consumes else None,
        _stops(fields["stops"], week_names) if "stops" in fields else None,
        most,
    )


def _stops(entry: Entry, names: Names) -> Stops:
    fields = entry.fields(required="after unless", optional=WHOLE, example=EXAMPLE_STOPS)
    periods = fields["after"].text(example=EXAMPLE_STOPS)
    if names.parameters.get(periods) != COUNT:
        raise fields["after"].wrong(f"{periods} is not a parameter that counts.", example=EXAMPLE_STOPS)
    unless = _quantity(fields["unless"], names, (YES_NO,))
    return Stops(periods, unless, cited(entry, fields).cites)


def _quantity(entry: Entry, names: Names, units: tuple[Unit, ...]) -> str:
    name = entry.text(example=EXAMPLE_BENEFIT)
    if names.quantities.get(name) not in units:
        wanted = " or ".join(str(unit) for unit in units)
        raise entry.wrong(f"{name} is not a quantity in {wanted}.", example=EXAMPLE_BENEFIT)
    return name


def waiting_lasts(section: Entry, names: Names) -> Tree:
    """How long waiting lasts: days or weeks; any number where the sheet says what a period serves of it."""
    fields = section.fields(required="lasts", optional=f"served_when served {CITED}", example=EXAMPLE_WAITING)
    lasts = formula(fields["lasts"], names)
    if not lasts.unit.is_number() or ("served" not in fields and str(lasts.unit) not in ("day", "week")):
        raise fields["lasts"].wrong(f"waiting lasts days or weeks, not {lasts.unit}.", example=EXAMPLE_WAITING)
    return lasts


def read_waiting(section: Entry, lasts: Tree, names: Names, parameters: Mapping[str, Parameter]) -> Waiting:
    """The `waiting` section."""
    fields = section.fields(required="lasts", optional=f"served_when served {CITED}", example=EXAMPLE_WAITING)
    if "served" not in fields:
        if "served_when" not in fields:
            raise section.wrong("'served_when' is missing.", example=EXAMPLE_WAITING)
        _refuse_parts_of_weeks(lasts, fields["lasts"], parameters)
    served = _quantity(fields["served"], names, (lasts.unit,)) if "served" in fields else None
    law = cited(section, fields)
    served_when = yes_no(fields["served_when"], names) if "served_when" in fields else Constant(True, YES_NO)
    return Waiting(lasts, served_when, law.cites, law.unverified, served)


def _refuse_parts_of_weeks(lasts: Tree, entry: Entry, parameters: Mapping[str, Parameter]) -> None:
    # Benefit is certified by the week, so a week is waited for as a whole or paid; part of one would be guessed.
    for name in parameters_in(lasts):
        for value in parameters[name].values:
            if lasts.unit == DAYS and value.value % DAYS_OF_A_WEEK:
                raise entry.wrong(
                    f"{name} is not a whole number of weeks: weeks are waited for as a whole.",
                    example="a waiting period of 7 days, or of 1 week",
                )


def read_rests(entries: Mapping[str, Entry], names: Names, grounds: frozenset[str]) -> dict[str, Rest]:
    """For how long the benefit rests by arithmetic, each with its ground of the closed list."""
    rests: dict[str, Rest] = {}
    for name, entry in entries.items():
        fields = entry.fields(required="meaning lasts ground", optional=f"begins {CITED}", example=EXAMPLE_REST)
        law = cited(entry, fields)
        lasts = _in_days(fields["lasts"], names, EXAMPLE_REST)
        ground = fields["ground"].one_of(*sorted(grounds))
        meaning = fields["meaning"].text(example=EXAMPLE_REST)
        begins = _day(fields["begins"], names) if "begins" in fields else None
        rests[name] = Rest(name, meaning, lasts, begins, ground, law.cites, law.unverified)
    return rests


def _day(entry: Entry, names: Names) -> Tree:
    tree = formula(entry, names)
    if tree.unit != DATE:
        raise entry.wrong(f"a rest begins on a day, not on {tree.unit}.", example=EXAMPLE_REST)
    return tree


def read_sanctions(entries: Mapping[str, Entry], names: Names, grounds: frozenset[str]) -> dict[str, Sanction]:
    """What a decision on each ground costs: its length in law, and how much of the limit it uses up."""
    sanctions: dict[str, Sanction] = {}
    for ground, entry in entries.items():
        if ground not in grounds:
            raise entry.wrong(f"'{ground}' is no ground of the closed list.", example=EXAMPLE_SANCTION)
        fields = entry.fields(required="meaning lasts consumes", optional=CITED, example=EXAMPLE_SANCTION)
        consumes = formula(fields["consumes"], names)
        if names.limit is None or not fits(consumes, names.limit):
            raise fields["consumes"].wrong(
                f"this is {consumes.unit}, but the benefit is limited in {names.limit}.", example=EXAMPLE_SANCTION
            )
        law = cited(entry, fields)
        lasts = formula(fields["lasts"], names)
        meaning = fields["meaning"].text(example=EXAMPLE_SANCTION)
        sanctions[ground] = Sanction(ground, meaning, lasts, consumes, law.cites, law.unverified)
    return sanctions


def _in_days(entry: Entry, names: Names, example: str) -> Tree:
    tree = formula(entry, names)
    if not fits(tree, DAYS):
        raise entry.wrong(f"this is {tree.unit}, not days.", example=example)
    return tree
