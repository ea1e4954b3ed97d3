"""Questions about insured earnings in a window, over columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from law.columns.calendar import first_day_of
from law.columns.chunk import Run
from law.columns.dated_columns import Figures
from law.columns.integers import Whole
from law.columns.masks import Mask, either, some
from law.columns.numbers import Numbers, alike, chosen_of, compared, divided, plus, rounded, times
from law.columns.segments import any_of, begins_of, first_of, greatest, sums
from law.columns.windows import Look, bucket_of, seen_through
from law.language.terms.windows import MONTHS_OF


class Buckets(NamedTuple):
    """The buckets of a window in which a contribution lies, oldest first within a person; others hold zero."""

    persons: Any
    places: Any
    minor: Any
    first: Any
    """Person i has the buckets from `first[i]` up to `first[i+1]`."""
    doubt: Mask

    def only(self, kept: Any) -> Buckets:
        """Some of the buckets."""
        persons = self.persons[kept]
        return Buckets(persons, self.places[kept], self.minor[kept], first_of(persons, len(self.first) - 1), self.doubt)


def buckets(run: Run, look: Look) -> Buckets:
    """The earnings by bucket; doubt for whom a contribution crosses an edge or is in another currency."""
    rows, persons = run.histories.contributions, run.persons_of_contributions
    seen = seen_through(look, rows, persons)
    place, last = bucket_of(look, rows.start, persons), bucket_of(look, rows.end - 1, persons)
    crosses = (place != last) | (rows.start < look.since[persons]) | (rows.end > look.until[persons])
    doubtful = crosses if rows.foreign is None else crosses | rows.foreign
    doubt = some(any_of(seen.counts & doubtful, rows.first))
    inside = np.flatnonzero(seen.counts & ~doubtful)
    persons, place = persons[inside], place[inside]
    begins = begins_of(persons, place)
    minor = np.add.reduceat(rows.earnings[inside], begins) if len(begins) else rows.earnings[inside]
    persons = persons[begins]
    return Buckets(persons, place[begins], minor, first_of(persons, len(run)), either(doubt, seen.doubt))


def _money(run: Run, minor: Any, doubt: Mask) -> Numbers:
    return Numbers(Whole(minor), Whole(run.minor_units), doubt)


def earnings_in(run: Run, look: Look) -> Numbers:
    """All insured earnings within the window; only its outer edges matter."""
    rows, persons = run.histories.contributions, run.persons_of_contributions
    seen = seen_through(look, rows, persons)
    crosses = (rows.start < look.since[persons]) | (rows.end > look.until[persons])
    doubtful = crosses if rows.foreign is None else crosses | rows.foreign
    doubt = some(any_of(seen.counts & doubtful, rows.first))
    return _money(run, sums(np.where(seen.counts, rows.earnings, 0), rows.first), either(doubt, seen.doubt))


def highest_quarter(run: Run, look: Look) -> Numbers:
    """The insured earnings of the quarter in which they were highest."""
    found = run.once(buckets, look)
    return _money(run, greatest(found.minor, found.first, 0), found.doubt)


def buckets_with_earnings(run: Run, look: Look) -> Numbers:
    """In how many buckets of the window anything was earned."""
    found = run.once(buckets, look)
    return Numbers(Whole(sums(found.minor > 0, found.first)), unknown=found.doubt)


def average_monthly_earnings(run: Run, look: Look) -> Numbers:
    """The mean over the months with earnings; zero if there are none."""
    found = run.once(buckets, look)
    months = np.maximum(sums(found.minor > 0, found.first), 1)
    return Numbers(Whole(sums(found.minor, found.first)), Whole(months) * Whole(run.minor_units), found.doubt)


def earnings_of_best(run: Run, look: Look, number: Numbers) -> Numbers:
    """The earnings of so many buckets of the window in which they were highest."""
    return _best(run, run.once(buckets, look), number)


def capped_earnings_of_best(run: Run, look: Look, number: Numbers, most: Figures) -> Numbers:
    """The earnings of so many buckets in which they were highest, each up to the limit of its first day."""
    if look.window.unit not in MONTHS_OF:
        run.leave_all()
        return Numbers.same(0)
    found = run.once(buckets, look)
    found = found.only(found.minor > 0)
    months = (look.latest[found.persons] - found.places) * MONTHS_OF[look.window.unit]
    places = most.places(first_day_of(months))
    run.leave(some(any_of(places < 0, found.first)))
    capped = found.minor.copy()
    for place in np.unique(places[places >= 0]):
        limit, rest = divmod(most.fraction(int(place)) * run.minor_units, 1)
        if rest:
            run.leave_all()
            return Numbers.same(0)
        capped[places == place] = np.minimum(found.minor[places == place], int(limit))
    return _best(run, found._replace(minor=capped), number)


def _best(run: Run, found: Buckets, number: Numbers) -> Numbers:
    rank = np.arange(len(found.persons)) - found.first[found.persons]
    sorted_by_size = np.zeros((len(run), int(rank.max(initial=-1)) + 1), dtype=np.int64)
    sorted_by_size[found.persons, rank] = -found.minor
    sorted_by_size.sort(axis=1)
    taken = np.arange(sorted_by_size.shape[1]) < np.reshape(_so_many(number), (-1, 1))
    return _money(run, -np.where(taken, sorted_by_size, 0).sum(axis=1), found.doubt)


def earnings_of_latest(run: Run, look: Look, number: Numbers) -> Numbers:
    """The earnings of the last so many buckets of the window, whether or not anything was earned in them."""
    found = run.once(buckets, look)
    taken = found.places < np.broadcast_to(_so_many(number), (len(run),))[found.persons]
    return _money(run, sums(np.where(taken, found.minor, 0), found.first), found.doubt)


def earnings_of_latest_with_any(run: Run, look: Look, number: Numbers) -> Numbers:
    """The earnings of the last so many buckets in which anything was earned."""
    found = run.once(buckets, look)
    found = found.only(found.minor > 0)
    after = found.first[found.persons + 1] - 1 - np.arange(len(found.persons))
    taken = after < np.broadcast_to(_so_many(number), (len(run),))[found.persons]
    return _money(run, sums(np.where(taken, found.minor, 0), found.first), found.doubt)


def buckets_with_at_least(run: Run, look: Look, least: Numbers) -> Numbers:
    """In how many buckets of the window at least so much was earned."""
    found = run.once(buckets, look)
    earned, needed = compared(_money(run, found.minor, None), _each(least, found.persons))
    reached = sums(np.asarray(earned >= needed), found.first)
    nothing_needed = compared(least, Numbers.same(0))[0] <= 0
    empty = look.size - np.diff(found.first)
    return Numbers(Whole(reached + np.where(nothing_needed, empty, 0)), unknown=found.doubt)


def earnings_up_to(run: Run, look: Look, most: Numbers) -> Numbers:
    """The earnings of the window, each bucket up to a limit."""
    found = run.once(buckets, look)
    if not most.under.is_same:
        run.leave_all()
        return Numbers.same(0)
    run.leave(some(np.broadcast_to(compared(most, Numbers.same(0))[0] < 0, (len(run),))))
    earned, limit, under = alike(_money(run, found.minor, None), _each(most, found.persons))
    kept = earned.where(np.asarray(earned.values <= limit.values), limit)
    if kept.is_wide:
        run.leave_all()
        return Numbers.same(0)
    return Numbers(Whole(sums(np.broadcast_to(kept.values, found.minor.shape), found.first)), under, found.doubt)


def indexed_earnings(run: Run, look: Look, index: Figures) -> Numbers:
    """The earnings of each month raised from the index of its first day to that of the claim."""
    found = run.once(buckets, look)
    found = found.only(found.minor > 0)
    months = (look.latest[found.persons] - found.places) * MONTHS_OF[look.window.unit]
    places = index.places(first_day_of(months))
    run.leave(some(any_of(places < 0, found.first)))
    total = Numbers.same(0)
    for place in np.unique(places[places >= 0]):
        minor = sums(np.where(places == place, found.minor, 0), found.first)
        raised = plus(total, divided(_money(run, minor, None), index.entry(int(place))))
        # Those who earned nothing under an index keep the denominators they have, which stay small.
        total = chosen_of(minor > 0, raised, total)
    now, outside = index.on(run.law_days)
    run.leave(outside)
    raised = times(now, total)
    return Numbers(raised.over, raised.under, found.doubt)


def _so_many(number: Numbers) -> Any:
    return np.maximum(rounded(number, "down").over.values, 0)


def _each(numbers: Numbers, persons: Any) -> Numbers:
    """Each bucket's person's number."""
    over, under = (
        part if part.is_same else Whole(part.values[persons], part.most) for part in (numbers.over, numbers.under)
    )
    return Numbers(over, under)


ANSWERS: dict[str, Callable[..., Any]] = {
    "earnings_in": earnings_in,
    "earnings_without": earnings_in,  # histories hold no dated particulars, and no absences
    "highest_quarter": highest_quarter,
    "quarters_with_earnings": buckets_with_earnings,
    "months_with_earnings": buckets_with_earnings,
    "average_monthly_earnings": average_monthly_earnings,
    "earnings_of_best": earnings_of_best,
    "capped_earnings_of_best": capped_earnings_of_best,
    "earnings_of_latest": earnings_of_latest,
    "earnings_of_latest_with_any": earnings_of_latest_with_any,
    "buckets_with_at_least": buckets_with_at_least,
    "earnings_up_to": earnings_up_to,
    "indexed_earnings": indexed_earnings,
}
