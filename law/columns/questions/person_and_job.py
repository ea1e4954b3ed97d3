"""Questions about the person and the employment that was lost, over columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from law.columns.calendar import completed_years, first_day_of, month_of
from law.columns.chunk import Run
from law.columns.columns import Days, Words, number_of
from law.columns.histories import NONE, Histories
from law.columns.integers import Whole
from law.columns.masks import some
from law.columns.numbers import Numbers
from law.columns.segments import any_of, greatest, last_where
from law.language.terms.windows import BEGINNING
from law.questions.person_and_job import MINUTES_OF_AN_HOUR, NO_REASON


def separation_reason(run: Run) -> Words:
    """The reported reason of the employment that ended last before filing; doubt if several ended then, and differ."""
    jobs, (last_day, known) = run.histories.jobs, run.once(_last_end, run.histories)
    if not len(jobs):
        return Words(np.int64(0), ("",), some(~known))
    ends_last = (jobs.ended == last_day[run.persons_of_jobs]) & (jobs.ended != NONE)
    chosen = last_where(ends_last, jobs.first)
    places = jobs.reason.places[chosen]
    not_said = np.array([word in NO_REASON for word in jobs.reason.words], dtype=np.bool_)
    differs = any_of(ends_last & (jobs.reason.places != places[run.persons_of_jobs]), jobs.first)
    return Words(places, jobs.reason.words, some(~known | differs | not_said[places]))


def employment_ended(run: Run) -> Days:
    """The first day without the employment that was over last before filing."""
    day, known = run.once(_last_end, run.histories)
    return Days(np.where(known, day, run.begins), some(~known))


def unemployed_from(run: Run) -> Days:
    """The day that the claim states."""
    return Days(run.histories.claimants.without_work_from)


def _last_end(run: Run, histories: Histories) -> tuple[Any, Any]:
    jobs = histories.jobs
    claimants = histories.claimants
    over_by = np.maximum(claimants.filed, claimants.without_work_from)
    before_filing = jobs.ended <= over_by[run.persons_of_jobs]
    last = greatest(np.where(before_filing, jobs.ended, NONE), jobs.first, NONE)
    return last, last != NONE


def years_with_employer(run: Run) -> Numbers:
    """Completed years from the day the lost employment began to the day it ended."""
    jobs, (last_day, known) = run.histories.jobs, run.once(_last_end, run.histories)
    if not len(jobs):
        return Numbers(Whole(0), unknown=some(~known))
    chosen = last_where((jobs.ended == last_day[run.persons_of_jobs]) & (jobs.ended != NONE), jobs.first)
    began = jobs.started[chosen]
    unknown = ~known | (began == NONE)
    years = completed_years(np.where(unknown, run.begins, began), np.where(unknown, run.begins, last_day))
    return Numbers(Whole(years), unknown=some(unknown))


def usual_weekly_hours(run: Run) -> Numbers:
    """Of the employment that began last before the claim was filed."""
    jobs = run.histories.jobs
    if not len(jobs):
        return Numbers(Whole(0), unknown=np.bool_(True))
    begun = (jobs.started != NONE) & (jobs.started <= run.histories.claimants.filed[run.persons_of_jobs])
    last_day = greatest(np.where(begun, jobs.started, NONE), jobs.first, NONE)
    chosen = last_where(begun & (jobs.started == last_day[run.persons_of_jobs]), jobs.first)
    unknown = (chosen < 0) | (jobs.minutes_weekly[chosen] == NONE)
    minutes = np.where(unknown, 0, jobs.minutes_weekly[chosen])
    return Numbers(Whole(minutes), Whole(MINUTES_OF_AN_HOUR), some(unknown))


def earlier_claim_began(run: Run) -> Days:
    """The day of filing of the claim before; a day before all others where there is none."""
    earlier = run.histories.claimants.earlier_claim
    return Days(np.where(earlier == NONE, number_of(BEGINNING), earlier))


def months_since_birth(run: Run) -> Numbers:
    """Calendar months from the month of birth to the month of the claim."""
    born, unknown = _born(run)
    return Numbers(Whole(month_of(run.histories.claimants.filed) - born), unknown=unknown)


def age(run: Run) -> Numbers:
    """In completed years on the day of filing; a person counts as born on the first day of the month of birth."""
    return age_on(run, Days(run.histories.claimants.filed))


def age_on(run: Run, day: Days) -> Numbers:
    """In completed years on that day."""
    born, unknown = _born(run)
    years = completed_years(first_day_of(born), np.broadcast_to(day.values, (len(run),)))
    return Numbers(Whole(years), unknown=unknown)


def dependants(run: Run) -> Numbers:
    """As the population registry says."""
    claimants = run.histories.claimants
    known = claimants.born != NONE
    return Numbers(Whole(np.where(known, claimants.dependants, 0)), unknown=some(~known))


def region(run: Run) -> Words:
    """As the population registry writes it."""
    claimants = run.histories.claimants
    return Words(claimants.region.places, claimants.region.words, some(claimants.born == NONE))


def _born(run: Run) -> tuple[Any, Any]:
    born = run.histories.claimants.born
    nobody_says = born == NONE
    return np.where(nobody_says, 0, born), some(nobody_says)


ANSWERS: dict[str, Callable[..., Any]] = {
    "separation_reason": separation_reason,
    "employment_ended": employment_ended,
    "years_with_employer": years_with_employer,
    "usual_weekly_hours": usual_weekly_hours,
    "earlier_claim_began": earlier_claim_began,
    "months_since_birth": months_since_birth,
    "age": age,
    "age_on": age_on,
    "dependants": dependants,
    "region": region,
}
ANCHORS: dict[str, Callable[..., Any]] = {
    "the employment ended": employment_ended,
    "unemployment began": unemployed_from,
}
"""The days, beside the claim's own, before which a window may look back."""
