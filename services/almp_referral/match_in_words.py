"""The criteria of a match as English sentences, for the events that carry words; letters and pages have their own."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.criteria import Criterion, Fits, JudgedCriterion
from contracts.occupations import title_of
from contracts.programme_matching import JudgedProgramme

_NUMBERS = {
    Criterion.AGE: "age in years",
    Criterion.SERVICE_MONTHS: "service in the last work, in months",
    Criterion.WEEKS_UNEMPLOYED: "full weeks without work",
}
_ASKED_FOR = {
    Criterion.OCCASION: "it is not offered on this occasion",
    Criterion.REGION: "it is for other regions",
    Criterion.LOST_WORK_BY: "it is for people who lost their work in another way",
    Criterion.WORKED_AS: "it is for people of another occupation",
}
_NOT_KNOWN = {
    Criterion.REGION: "it is for some regions, and the person's is not known",
    Criterion.LOST_WORK_BY: "it asks how the work was lost, which is not known",
    Criterion.WORKED_AS: "it asks for the occupation of the work that was lost, which is not known",
}


def reasons(judged: JudgedProgramme) -> tuple[str, ...]:
    """Why a programme fits, a sentence for each criterion; of an officer's choice also what does not fit."""
    return tuple(_reason(criterion) for criterion in judged.criteria)


def misfit(judged: JudgedProgramme) -> str:
    """Why a programme does not fit: of the criteria that do not, the first."""
    first = next((one for one in judged.criteria if one.fits is judged.fits), judged.criteria[0])
    return f"{judged.title}: {_misfit(first)}"


def lacking(judged: Iterable[JudgedProgramme]) -> tuple[Criterion, ...]:
    """What would have to be known of the person for programmes against which nothing speaks."""
    lacks = {
        criterion.criterion
        for programme in judged
        if programme.fits is Fits.UNKNOWN
        for criterion in programme.criteria
        if criterion.fits is Fits.UNKNOWN
    }
    return tuple(criterion for criterion in Criterion if criterion in lacks)


def _reason(judged: JudgedCriterion) -> str:
    if judged.fits is not Fits.YES:
        sentence = _misfit(judged)
        return f"{sentence[0].upper()}{sentence[1:]}."
    if (name := _NUMBERS.get(judged.criterion)) is not None:
        return f"{name[0].upper()}{name[1:]}: {judged.has_number}, asked for is {_bounds(judged)}."
    has = (judged.has or "").replace("_", " ")
    return {
        Criterion.OCCASION: f"Offered on the occasion of {has}.",
        Criterion.REGION: f"It is for people in this region ({judged.has}).",
        Criterion.LOST_WORK_BY: f"The work was lost in the way it is for ({has}).",
        Criterion.WORKED_AS: f"The work that was lost is of the occupation it is for ({_occupation(judged.has)}).",
    }[judged.criterion]


def _misfit(judged: JudgedCriterion) -> str:
    if (name := _NUMBERS.get(judged.criterion)) is not None:
        asked = f"it asks for {name} {_bounds(judged)}"
        known = judged.has_number is not None
        return f"{asked}; it is {judged.has_number}" if known else f"{asked}, which is not known"
    return (_NOT_KNOWN if judged.fits is Fits.UNKNOWN else _ASKED_FOR)[judged.criterion]


def _bounds(judged: JudgedCriterion) -> str:
    least = f"from {judged.asks_from}" if judged.asks_from is not None else ""
    below = f"below {judged.asks_below}" if judged.asks_below is not None else ""
    return " and ".join(bound for bound in (least, below) if bound)


def _occupation(code: str | None) -> str:
    title = title_of(code) if code else None
    return f"{code}, {title}" if title else str(code)
