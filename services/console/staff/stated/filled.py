"""A programme as the form shows it: each field as a person of the page's language would type it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from contracts.currencies import MINOR_DIGITS
from contracts.programmes import Cohort
from contracts.providers import ProgrammePublished
from contracts.values import Money
from services.console.staff.stated.programme_form import BOUNDS, COHORT_FIELDS
from services.letters.language import Language


def filled_of(programme: ProgrammePublished, language: Language) -> Mapping[str, str]:
    """The texts of the fields by name; what the programme does not say is empty."""
    asks, allowance = programme.requirements, programme.allowance
    amounts = [programme.cost, allowance.amount if allowance is not None else None]
    bounds = {f"{what}_{end}": getattr(asks, f"{what}_{end}") for what in BOUNDS for end in ("from", "below")}
    texts = {
        "key": programme.key,
        "title": programme.title,
        "kind": programme.kind.value,
        "target": programme.target.value,
        "legal_basis": programme.legal_basis,
        "place": programme.place or "",
        "region": programme.region or "",
        "occupations": _joined(programme.occupations),
        "languages": _joined(programme.languages),
        "regions": _joined(asks.regions),
        "worked_as": _joined(asks.worked_as),
        "lasts_days": _number(programme.lasts_days),
        "cost": _amount(amounts[0], language),
        "allowance": _amount(amounts[1], language),
        "currency": next((amount.currency for amount in amounts if amount is not None), ""),
        "per": allowance.per.value if allowance is not None else "",
    }
    return {**texts, **{name: _number(bound) for name, bound in bounds.items()}, **_cohorts(programme.cohorts)}


def ticked_of(programme: ProgrammePublished) -> Mapping[str, Sequence[str]]:
    """What is ticked where several may be."""
    asks = programme.requirements
    return {"occasions": list(asks.occasions), "lost_work_by": list(asks.lost_work_by or ())}


def _cohorts(cohorts: Sequence[Cohort]) -> Mapping[str, str]:
    values = {
        number: (one.key, str(one.seats), *map(_day, (one.opens_on, one.closes_on, one.starts_on, one.ends_on)))
        for number, one in enumerate(cohorts, start=1)
    }
    return {
        f"{name}_{number}": text
        for number, texts in values.items()
        for name, text in zip(COHORT_FIELDS, texts, strict=True)
    }


def _joined(codes: Sequence[str] | None) -> str:
    return ", ".join(codes or ())


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _amount(amount: Money | None, language: Language) -> str:
    if amount is None:
        return ""
    digits = MINOR_DIGITS[amount.currency]
    return language.number(Fraction(amount.minor, 10**digits), digits=digits)
