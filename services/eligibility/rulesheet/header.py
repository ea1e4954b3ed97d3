"""Reads what a sheet says of the scheme as a whole: name, law, claim, appeal, benefit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import get_args

from services.eligibility.rulesheet.check import Names
from services.eligibility.rulesheet.document import Entry
from services.eligibility.rulesheet.rules import cited
from services.eligibility.rulesheet.scheme import (
    WEEKDAYS,
    AppealRules,
    Benefit,
    ClaimDay,
    ClaimRules,
    LawOfWeek,
    Refusal,
    Said,
)
from services.eligibility.rulesheet.units import DAYS, WEEKS, Unit, money

EXAMPLE = (
    "scheme: {name: us/mississippi, title: ..., country: US, currency: {code: USD, minor_units: 100}, about: ..., "
    "law: [Miss. Code Ann. Title 71, Chapter 5], not_covered: [...]}"
)
EXAMPLE_CLAIM = (
    'claim: {begins: {on: the day of filing, cites: "..."}, benefit_year: {lasts: benefit_year, cites: "..."}}'
)
EXAMPLE_APPEAL = 'appeal: {to: the appeals tribunal, within: appeal_period, cites: "C168 Art. 27(1)"}'
EXAMPLE_BENEFIT = (
    "benefit: {rate: weekly_benefit_amount, limit: total_benefit, reference_earnings: highest_quarter_wages, "
    'week_amount: payment, cites: "..."}'
)


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


def read_header(section: Entry) -> Header:
    """The `scheme` section. Raises `RuleSheetError`."""
    fields = section.fields(required="name title country currency about law", optional="not_covered", example=EXAMPLE)
    currency = fields["currency"].fields(required="code minor_units", example=EXAMPLE)
    return Header(
        name=_matching(fields["name"], r"[a-z0-9]{2,10}/[a-z0-9-]{1,60}", "name: us/mississippi"),
        title=fields["title"].text(example=EXAMPLE),
        country=_matching(fields["country"], r"[A-Z]{2,3}", "country: US"),
        currency=_matching(currency["code"], r"[A-Z]{3}", "code: USD"),
        minor_units=int(_matching(currency["minor_units"], r"1|10|100|1000", "minor_units: 100")),
        about=fields["about"].text(example=EXAMPLE),
        law=tuple(item.text(example=EXAMPLE) for item in fields["law"].items(example=EXAMPLE)),
        not_covered=tuple(item.text(example=EXAMPLE) for item in fields["not_covered"].items(example=EXAMPLE))
        if "not_covered" in fields
        else (),
    )


def read_claim(section: Entry, names: Names) -> ClaimRules:
    """The `claim` section: closed choices and the names of parameters."""
    fields = section.fields(
        required="begins benefit_year benefit_week certified_every week_law refusal", example=EXAMPLE_CLAIM
    )
    return ClaimRules(
        begins=_chosen(fields["begins"], "on", get_args(ClaimDay)),
        benefit_year=_parameter(fields["benefit_year"], "lasts", names),
        week_begins_on=_chosen(fields["benefit_week"], "begins_on", WEEKDAYS),
        certified_every=_parameter(fields["certified_every"], "lasts", names),
        week_law=_chosen(fields["week_law"], "as_on", get_args(LawOfWeek)),
        refusal=_chosen(fields["refusal"], "automatic", get_args(Refusal)),
    )


def read_appeal(section: Entry, names: Names) -> AppealRules:
    """The `appeal` section."""
    fields = section.fields(required="to within cites", optional="unverified", example=EXAMPLE_APPEAL)
    within = fields["within"].text(example=EXAMPLE_APPEAL)
    if names.parameters.get(within) != DAYS:
        raise fields["within"].wrong(f"{within} is not a parameter in days.", example=EXAMPLE_APPEAL)
    law = cited(fields)
    return AppealRules(fields["to"].text(example=EXAMPLE_APPEAL), within, law.cites, law.unverified)


def read_benefit(section: Entry, names: Names, week_names: Names, rounded: frozenset[str]) -> Benefit:
    """The `benefit` section: which quantity is the rate, the limit, the reference, the amount of a week.

    Money that is paid must be among the `rounded` quantities: no later step may round by its own lights.
    """
    fields = section.fields(required="rate limit reference_earnings week_amount cites", example=EXAMPLE_BENEFIT)
    weekly, total = money(names.currency, "week"), money(names.currency)
    rate = _quantity(fields["rate"], names, (weekly,))
    limit = _quantity(fields["limit"], names, (total, WEEKS))
    reference = fields["reference_earnings"]
    periods = tuple(money(names.currency, per) for per in ("day", "week", "month", "quarter", "year"))
    earnings = _quantity(reference, names, periods)
    amount = _quantity(fields["week_amount"], week_names, (weekly,))
    for field in ("rate", "limit", "week_amount"):
        name = fields[field].text(example=EXAMPLE_BENEFIT)
        if name not in rounded and week_names.quantities[name] != WEEKS:
            raise fields[field].wrong(
                f"{name} is paid, so its rule must round it to the currency's minor unit.",
                example="round: down to 0.01",
            )
    return Benefit(rate, limit, earnings, amount, fields["cites"].text(example=EXAMPLE_BENEFIT))


def _quantity(entry: Entry, names: Names, units: tuple[Unit, ...]) -> str:
    name = entry.text(example=EXAMPLE_BENEFIT)
    if names.quantities.get(name) not in units:
        wanted = " or ".join(str(unit) for unit in units)
        raise entry.wrong(f"{name} is not a quantity in {wanted}.", example=EXAMPLE_BENEFIT)
    return name


def _chosen(entry: Entry, field: str, choices: tuple[str, ...]) -> Said:
    fields = entry.fields(required=f"{field} cites", optional="unverified", example=EXAMPLE_CLAIM)
    law = cited(fields)
    return Said(fields[field].one_of(*choices), law.cites, law.unverified)


def _parameter(entry: Entry, field: str, names: Names) -> Said:
    fields = entry.fields(required=f"{field} cites", optional="unverified", example=EXAMPLE_CLAIM)
    name = fields[field].text(example=EXAMPLE_CLAIM)
    if names.parameters.get(name) not in (DAYS, WEEKS):
        raise fields[field].wrong(f"{name} is not a parameter in days or weeks.", example=EXAMPLE_CLAIM)
    law = cited(fields)
    return Said(name, law.cites, law.unverified)


def _matching(entry: Entry, pattern: str, example: str) -> str:
    text = entry.text(example=example)
    if not re.fullmatch(pattern, text):
        raise entry.wrong(f"'{text}' has not the right form.", example=example)
    return text
