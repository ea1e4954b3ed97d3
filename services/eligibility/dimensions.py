"""What the facts say of a claim for statistics, in bands and groups. The law never asks for any of it here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from contracts.code_lists import group_of
from contracts.dimensions import AgeBand, Dimensions, Nationality, band_of
from contracts.intake import ClaimFiled, FilingRetracted
from contracts.registry import EmploymentEnded, EmploymentStarted, FactRetracted, PersonRecorded, Sex
from law.case.facts import FactSet
from law.case.population_record import registered_on
from services.eligibility.model import ReceivedFact

_DESCRIBING = {PersonRecorded.name, EmploymentStarted.name, EmploymentEnded.name, ClaimFiled.name}
_RETRACTING = {FactRetracted.name, FilingRetracted.name}


def dimensions_of(facts: FactSet, claim: ClaimFiled) -> Dimensions:
    """What holds on the day of filing of the person, and of the employment that was lost."""
    person, job = registered_on(facts, claim.filed_on), _lost_job(facts, claim)
    return Dimensions(
        sex=person.sex if person and person.sex is not Sex.UNKNOWN else None,
        age_band=_band(person.birth_month, claim.filed_on) if person else None,
        region=person.region if person else None,
        nationality=_nationality(person.national) if person else None,
        channel=claim.channel,
        contract=job.contract if job else None,
        industry=group_of(job.industry) if job and job.industry else None,
        occupation=group_of(job.occupation) if job and job.occupation else None,
    )


def may_describe(news: Iterable[ReceivedFact]) -> bool:
    """Whether any of the facts can change the dimensions of a claim."""
    return any(_kind_stated(fact.kind) in _DESCRIBING for fact in news)


def _kind_stated(kind: str) -> str:
    stated, _, retracted = kind.partition(":")
    return retracted if stated in _RETRACTING else stated


def _lost_job(facts: FactSet, claim: ClaimFiled) -> EmploymentStarted | None:
    """The employment that the claim names, else the one that ended last, else the one that began last."""
    begun = [fact for fact in facts.of(EmploymentStarted) if fact.started_on <= claim.filed_on]
    lost = claim.employment or _ended_last(facts, claim)
    of_it = [fact for fact in begun if lost in (None, fact.employment)]
    return max(of_it, key=lambda fact: (fact.started_on, fact.key), default=None)


def _ended_last(facts: FactSet, claim: ClaimFiled) -> str | None:
    ended = [fact for fact in facts.of(EmploymentEnded) if fact.ended_on <= claim.filed_on]
    last = max(ended, key=lambda fact: (fact.ended_on, fact.key), default=None)
    return last.employment if last else None


def _band(birth_month: str, on: date) -> AgeBand:
    """A person counts as born on the first day of the month of birth."""
    born = date.fromisoformat(f"{birth_month}-01")
    return band_of(on.year - born.year - (on.month < born.month))


def _nationality(national: bool | None) -> Nationality | None:  # noqa: FBT001 - as the registry says it
    if national is None:
        return None
    return Nationality.NATIONAL if national else Nationality.OTHER
