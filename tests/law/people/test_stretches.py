"""Stretches follow each other: benefit periods of every kind, and pay that crosses no edge of the law."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.values import Money, Period
from law.case.benefit_periods import Rhythm
from law.case.claim_under_law import first_day
from law.catalogue import load_scheme, scheme_names
from law.conventions.files import load_instrument
from law.language.sheet.scheme import Scheme
from law.people.life import Job, Pay
from law.people.steady_worker import SteadyWorker
from law.people.stretches import Each, stretches

KINDS = ("a week", "two weeks", "a calendar month", "a month from the day the claim begins")
DAYS = st.dates(date(2019, 12, 1), date(2021, 3, 31))
CALENDAR = load_instrument("c102").calendar
SCHEME = load_scheme("uy/desempleo", accept_unverified=True)


@given(st.sampled_from(KINDS), DAYS, st.integers(0, 6))
def test_every_period_of_a_rhythm_is_a_benefit_period_and_begins_where_the_last_one_ends(
    kind: str, first: date, weekday: int
) -> None:
    rhythm = Rhythm(kind, weekday, Period.of_days(first, 365))
    periods = list(islice(rhythm.periods(), 12))

    assert all(earlier.end == later.start for earlier, later in pairwise(periods))
    assert all(rhythm.holds(period) for period in periods if period.end <= rhythm.year.end)
    assert periods[0].start <= first < periods[0].end


def test_a_month_from_a_day_that_the_next_one_lacks_ends_with_the_next_months_last_day() -> None:
    """Source: German Civil Code (BGB), section 188(3)."""
    rhythm = Rhythm(KINDS[-1], 0, Period.of_days(date(2021, 1, 31), 365))

    ends = [(period.end.month, period.end.day) for period in islice(rhythm.periods(), 3)]
    assert ends == [(3, 1), (3, 31), (5, 1)], "the first day that is no longer part of each"


@given(st.sampled_from(("week", "two weeks", "month", "quarter")), DAYS, st.integers(0, 24))
def test_stretches_begin_where_the_last_one_ends(each: Each, since: date, number: int) -> None:
    periods = list(stretches(each, since, number))

    assert len(periods) == number
    assert all(earlier.end == later.start for earlier, later in pairwise(periods))
    assert not periods or periods[0].start == since


def job_of(on: date, months: int, monthly: Fraction, scheme: Scheme) -> Job:
    worker = SteadyWorker(on, monthly, months, age=40, dependants=0, weekly_hours=40)
    (job,) = worker.life(scheme, CALENDAR).jobs
    return job


def cut(job: Job, on: date, scheme: Scheme) -> list[Period]:
    """The stretches of pay that an edge of one of the law's windows cuts."""
    begins = first_day(scheme, on, on)
    spans = [span for look in scheme.windows.values() for span in look.window.spans(begins)]
    edges = {edge for span in spans for edge in (span.start, span.end)}
    return [pay.period for pay in job.pay if any(pay.period.start < edge < pay.period.end for edge in edges)]


@pytest.mark.parametrize("name", scheme_names())
def test_steady_pay_crosses_no_edge_of_the_law(name: str) -> None:
    scheme = load_scheme(name, accept_unverified=True)

    @given(DAYS, st.integers(1, 40))
    def holds(on: date, months: int) -> None:
        assert not cut(job_of(on, months, Fraction(1000), scheme), on, scheme)

    holds()


def test_pay_of_a_whole_year_in_one_stretch_does_cross_them() -> None:
    year = Job(pay=(Pay(Period(start=date(2024, 3, 1), end=date(2025, 3, 1)), 12_000),))

    assert cut(year, date(2025, 3, 1), SCHEME)


@given(st.integers(1, 60), st.fractions(0, 10_000, max_denominator=7))
def test_steady_pay_comes_to_so_many_months_pay_whatever_is_rounded(months: int, monthly: Fraction) -> None:
    job = job_of(date(2025, 3, 1), months, monthly, SCHEME)
    earned = sum(pay.amount.minor for pay in job.pay if isinstance(pay.amount, Money))

    assert earned == round(months * monthly * SCHEME.minor_units)
    assert (job.pay[0].period.start, job.pay[-1].period.end) == (job.started, job.ended)
    assert all(earlier.period.end == later.period.start for earlier, later in pairwise(job.pay))
