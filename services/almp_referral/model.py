"""Which programmes fit a person, each with its reasons in words. There is no score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from contracts.almp_referral import Occasion
from contracts.registry import Separation
from services.almp_referral.catalogue import Criteria, Programme


@dataclass(frozen=True, slots=True)
class JobseekerProfile:
    """What matching may look at, as known on the day; None where it is not known."""

    on: date
    occasion: Occasion
    age: int | None
    region: str | None
    service_months: int | None
    weeks_unemployed: int | None
    lost_work_by: Separation | None


@dataclass(frozen=True, slots=True)
class Fit:
    """A programme that fits, and why."""

    programme: str
    reasons: tuple[str, ...]


class DoesNotFit(Exception):
    """A programme does not fit; the message says by which criterion."""


def match(
    programmes: Iterable[Programme], person: JobseekerProfile, also: tuple[str, ...] = ()
) -> tuple[list[Fit], list[str]]:
    """The programmes that fit in the order of the catalogue, and for each other one why it does not."""
    fits, misfits = [], []
    for programme in programmes:
        try:
            reasons = tuple(_reasons(programme, person))
        except DoesNotFit as because:
            misfits.append(f"{programme.title}: {because}")
        else:
            fits.append(Fit(programme.id, (f"{programme.title} ({programme.cites}).", *reasons, *also)))
    return fits, misfits


def _reasons(programme: Programme, person: JobseekerProfile) -> Iterator[str]:
    criteria = programme.criteria
    if person.occasion not in criteria.occasions:
        raise DoesNotFit("it is not offered on this occasion")
    if programme.seats_on(person.on) == 0:
        raise DoesNotFit("it has no seats at this time")
    yield "Offered on the occasion of " + person.occasion.value.replace("_", " ") + "."
    yield from _span("age in years", person.age, criteria.age_from, criteria.age_below)
    yield from _span(
        "service in the last work, in months",
        person.service_months,
        criteria.service_months_from,
        criteria.service_months_below,
    )
    yield from _span(
        "full weeks without work",
        person.weeks_unemployed,
        criteria.weeks_unemployed_from,
        criteria.weeks_unemployed_below,
    )
    yield from _places(criteria, person)


def _span(what: str, value: int | None, least: int | None, below: int | None) -> Iterator[str]:
    if least is None and below is None:
        return
    bounds = " and ".join(
        bound for bound in (f"from {least}" if least is not None else "", f"below {below}" if below else "") if bound
    )
    if value is None:
        raise DoesNotFit(f"it asks for {what} {bounds}, which is not known")
    if (least is not None and value < least) or (below is not None and value >= below):
        raise DoesNotFit(f"it asks for {what} {bounds}; it is {value}")
    yield f"{what[0].upper()}{what[1:]}: {value}, asked for is {bounds}."


def _places(criteria: Criteria, person: JobseekerProfile) -> Iterator[str]:
    if criteria.regions:
        if person.region not in criteria.regions:
            raise DoesNotFit("it is for other regions")
        yield f"It is for people in this region ({person.region})."
    if criteria.lost_work_by:
        if person.lost_work_by not in criteria.lost_work_by:
            raise DoesNotFit("it is for people who lost their work in another way")
        yield f"The work was lost in the way it is for ({person.lost_work_by.value.replace('_', ' ')})."


def age_on(birth_month: str, day: date) -> int:
    """Whole years on a day, counted from the first day of the month of birth."""
    year, month = (int(part) for part in birth_month.split("-"))
    return ((day.year - year) * 12 + day.month - month) // 12


def months_between(start: date, end: date) -> int:
    """Whole months from `start` up to, not including, `end`; none if it ends before."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(0, months - (1 if end.day < start.day else 0))
