"""How far the law lets benefit be reduced: told to the claimant with the notice, held against an officer's answer."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from contracts.claims import ReductionBounds
from contracts.values import Period
from law.language.terms.calendar import add_months
from law.language.terms.words import share_in_words

DAYS_OF = {"day": 1, "week": 7}  # the calendar's, not the law's


def in_words(bounds: ReductionBounds) -> str:
    """The greatest reduction and the longest time possible, for a notice."""
    return (
        f"A decision may reduce your benefit{_shares(bounds)}{_times(bounds)}{_ends(bounds)}, "
        f"and can take no more ({bounds.cites})."
    )


def why_not_allowed(share: str | None, applies: Period, told: Period, bounds: ReductionBounds | None) -> str | None:
    """Why an answer cannot take such a share for such a time; None if it can. No share takes all of the benefit."""
    if bounds is None:
        return None if share is None else "the law of the claim lets benefit be reduced by no share on this ground"
    taken = Fraction(share or 1)
    if taken > Fraction(bounds.by_at_most):
        return f"it takes {share_in_words(share or '1')} of the benefit; {_allowed(bounds)}"
    if bounds.by_at_least is not None and taken < Fraction(bounds.by_at_least):
        return f"it takes only {share_in_words(share or '1')} of the benefit; {_allowed(bounds)}"
    return _time_not_allowed(applies, told, bounds)


def _time_not_allowed(applies: Period, told: Period, bounds: ReductionBounds) -> str | None:
    longest, shortest = bounds.lasts_at_most, bounds.lasts_at_least
    if longest is not None and applies.end > _after(applies.start, longest, bounds):
        return f"it lasts from {applies.start} up to {applies.end}; {_allowed(bounds)}"
    if shortest is not None and applies.end < min(_after(applies.start, shortest, bounds), told.end):
        return f"it lasts only from {applies.start} up to {applies.end}; {_allowed(bounds)}"
    return None


def _after(start: date, number: int, bounds: ReductionBounds) -> date:
    if bounds.lasts_in == "month":
        return add_months(start, number)
    return start + timedelta(days=number * DAYS_OF[bounds.lasts_in])


def _allowed(bounds: ReductionBounds) -> str:
    return f"the claimant was told of a reduction{_shares(bounds)}{_times(bounds)} ({bounds.cites})"


def _shares(bounds: ReductionBounds) -> str:
    least, most = bounds.by_at_least, bounds.by_at_most
    if least == most:
        return f" by {share_in_words(most)}"
    return f" by {f'at least {share_in_words(least)} and ' if least else ''}at most {share_in_words(most)}"


def _times(bounds: ReductionBounds) -> str:
    least, most = bounds.lasts_at_least, bounds.lasts_at_most
    words = [f"at {name} {_counted(number, bounds)}" for name, number in (("least", least), ("most", most)) if number]
    if least == most and most is not None:
        return f" for {_counted(most, bounds)}"
    return f" for {' and '.join(words)}" if words else ""


def _counted(number: int, bounds: ReductionBounds) -> str:
    return f"{number} {bounds.lasts_in}{'' if number == 1 else 's'}"


def _ends(bounds: ReductionBounds) -> str:
    return "; it ends on the day on which you do what was asked of you" if bounds.until_compliance else ""
