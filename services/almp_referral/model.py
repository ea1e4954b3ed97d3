"""Which programmes fit a person, each with every criterion that it asks. There is no score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.almp_referral import Occasion
from contracts.criteria import Criterion, Fits, JudgedCriterion
from contracts.occupations import lies_in
from contracts.programme_matching import JudgedProgramme
from contracts.programmes import ProgrammeKind
from contracts.providers import ProgrammePublished
from contracts.registry import Separation


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
    worked_as: str | None = None


def judge(programme: ProgrammePublished, person: JobseekerProfile) -> JudgedProgramme:
    """A programme held against a person: it fits, does not, or too little is known to say so."""
    criteria = tuple(_criteria(programme, person))
    answers = {criterion.fits for criterion in criteria}
    fits = Fits.NO if Fits.NO in answers else Fits.UNKNOWN if Fits.UNKNOWN in answers else Fits.YES
    return JudgedProgramme(
        programme=programme.key,
        version=programme.source_version,
        title=programme.title,
        fits=fits,
        criteria=criteria,
    )


def in_order(programmes: Iterable[ProgrammePublished], kinds: Sequence[ProgrammeKind]) -> list[ProgrammePublished]:
    """The order in which programmes are asked for a seat: those that state a requirement, then by kind, then by id."""
    place = {kind: number for number, kind in enumerate(kinds)}

    def order(programme: ProgrammePublished) -> tuple[bool, int, str, str]:
        return is_open_to_all(programme), place.get(programme.kind, len(place)), programme.kind, programme.key

    return sorted(programmes, key=order)


def is_open_to_all(programme: ProgrammePublished) -> bool:
    """Whether it asks for nothing but the occasion."""
    asked = programme.requirements.model_dump(exclude={"occasions"}, exclude_none=True)
    return not any(value not in ((), None) for value in asked.values())


def _criteria(programme: ProgrammePublished, person: JobseekerProfile) -> Iterator[JudgedCriterion]:
    asked = programme.requirements
    yield _listed(Criterion.OCCASION, asked.occasions, person.occasion)
    yield from _number(Criterion.AGE, person.age, asked.age_from, asked.age_below)
    yield from _number(
        Criterion.SERVICE_MONTHS, person.service_months, asked.service_months_from, asked.service_months_below
    )
    yield from _number(
        Criterion.WEEKS_UNEMPLOYED,
        person.weeks_unemployed,
        asked.weeks_unemployed_from,
        asked.weeks_unemployed_below,
    )
    if asked.regions:
        yield _listed(Criterion.REGION, asked.regions, person.region)
    if asked.lost_work_by:
        yield _listed(Criterion.LOST_WORK_BY, asked.lost_work_by, person.lost_work_by)
    if asked.worked_as:
        had = person.worked_as
        within = had is not None and any(lies_in(had, group) for group in asked.worked_as)
        yield _judged(Criterion.WORKED_AS, had, within=within, any_of=asked.worked_as)


def _number(criterion: Criterion, value: int | None, least: int | None, below: int | None) -> Iterator[JudgedCriterion]:
    if least is None and below is None:
        return
    within = value is not None and (least is None or value >= least) and (below is None or value < below)
    yield JudgedCriterion(
        criterion=criterion,
        fits=_fits(value, within=within),
        asks_from=least,
        asks_below=below,
        has_number=value,
    )


def _listed(criterion: Criterion, asked: Sequence[str], value: str | None) -> JudgedCriterion:
    return _judged(criterion, value, within=value in asked, any_of=asked)


def _judged(criterion: Criterion, value: str | None, *, within: bool, any_of: Sequence[str]) -> JudgedCriterion:
    return JudgedCriterion(
        criterion=criterion,
        fits=_fits(value, within=within),
        asks_any_of=tuple(str(one) for one in any_of),
        has=value,
    )


def _fits(value: object, *, within: bool) -> Fits:
    if value is None:
        return Fits.UNKNOWN
    return Fits.YES if within else Fits.NO


def age_on(birth_month: str, day: date) -> int:
    """Whole years on a day, counted from the first day of the month of birth."""
    year, month = (int(part) for part in birth_month.split("-"))
    return ((day.year - year) * 12 + day.month - month) // 12


def months_between(start: date, end: date) -> int:
    """Whole months from `start` up to, not including, `end`; none if it ends before."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(0, months - (1 if end.day < start.day else 0))
