"""Questions about insured earnings in a window: sums, best buckets, averages, indexed earnings."""

from __future__ import annotations

from fractions import Fraction

from law.case.case import Case
from law.language.terms.questions import Answer, Figure, QuestionRegister
from law.language.terms.values import Number
from law.language.terms.windows import Spans
from law.questions.earnings_by_bucket import earnings_by_bucket

REGISTER = QuestionRegister()


@REGISTER.question(unit="money", takes=("any",), sentence="the insured earnings within {0}")
def earnings_in(case: Case, spans: Spans) -> Answer:
    """All insured earnings within the window."""
    buckets = earnings_by_bucket(case, spans)
    if buckets.unknown:
        buckets = earnings_by_bucket(case, spans.whole)  # an edge within the window does not matter to its total
    return Answer(buckets.unknown or sum(buckets.amounts), buckets.facts, buckets.parts)


@REGISTER.question(
    unit="money/quarter", takes=("quarter",), sentence="the insured earnings of the highest quarter of {0}"
)
def highest_quarter(case: Case, spans: Spans) -> Answer:
    """The insured earnings of the quarter in which they were highest."""
    buckets = earnings_by_bucket(case, spans)
    return Answer(buckets.unknown or max(buckets.amounts, default=0), buckets.facts, buckets.parts)


@REGISTER.question(unit="quarters", takes=("quarter",), sentence="the number of quarters of {0} with insured earnings")
def quarters_with_earnings(case: Case, spans: Spans) -> Answer:
    """In how many quarters of the window anything was earned."""
    return _buckets_with_earnings(case, spans)


@REGISTER.question(unit="months", takes=("month",), sentence="the number of months of {0} with insured earnings")
def months_with_earnings(case: Case, spans: Spans) -> Answer:
    """In how many calendar months of the window anything was earned."""
    return _buckets_with_earnings(case, spans)


@REGISTER.question(
    unit="money/month", takes=("month",), sentence="the average insured earnings of the months of {0} that have any"
)
def average_monthly_earnings(case: Case, spans: Spans) -> Answer:
    """The mean over the months with earnings, so that a month without insurance does not lower it; zero if none."""
    buckets = earnings_by_bucket(case, spans)
    earned = [amount for amount in buckets.amounts if amount]
    mean: Number = Fraction(sum(earned)) / len(earned) if earned else 0
    return Answer(buckets.unknown or mean, buckets.facts, buckets.parts)


@REGISTER.question(unit="money", takes=("any", "number"), sentence="the insured earnings of the best {1} of {0}")
def earnings_of_best(case: Case, spans: Spans, number: Number) -> Answer:
    """The earnings of so many buckets of the window in which they were highest."""
    buckets = earnings_by_bucket(case, spans)
    highest = sorted(buckets.amounts, reverse=True)
    return Answer(buckets.unknown or sum(highest[: max(0, int(number))]), buckets.facts, buckets.parts)


@REGISTER.question(unit="money", takes=("any", "number"), sentence="the insured earnings of the latest {1} of {0}")
def earnings_of_latest(case: Case, spans: Spans, number: Number) -> Answer:
    """The earnings of the last so many buckets of the window, whether or not anything was earned in them."""
    buckets = earnings_by_bucket(case, spans)
    latest = min(max(0, int(number)), len(spans))
    total = sum(buckets.amounts[len(spans) - latest :])
    return Answer(buckets.unknown or total, buckets.facts, buckets.latest(latest))


@REGISTER.question(
    unit="money", takes=("any", "number"), sentence="the insured earnings of the latest {1} of {0} that have any"
)
def earnings_of_latest_with_any(case: Case, spans: Spans, number: Number) -> Answer:
    """The earnings of the last so many buckets in which anything was earned."""
    buckets = earnings_by_bucket(case, spans)
    latest = slice(-int(number), None) if number >= 1 else slice(0)
    total = sum([amount for amount in buckets.amounts if amount][latest])
    parts = tuple([part for part in buckets.parts if part.value])[latest]
    return Answer(buckets.unknown or total, buckets.facts, parts)


@REGISTER.question(
    unit="count", takes=("any", "number"), sentence="the number of parts of {0} in which at least {1} was earned"
)
def buckets_with_at_least(case: Case, spans: Spans, least: Number) -> Answer:
    """In how many buckets of the window at least so much was earned: credit weeks, base weeks."""
    buckets = earnings_by_bucket(case, spans)
    number = sum([amount >= least for amount in buckets.amounts])
    return Answer(buckets.unknown or number, buckets.facts, buckets.parts)


@REGISTER.question(
    unit="money", takes=("any", "number"), sentence="the insured earnings within {0}, each part up to {1}"
)
def earnings_up_to(case: Case, spans: Spans, most: Number) -> Answer:
    """The earnings of the window, each bucket up to a limit."""
    buckets = earnings_by_bucket(case, spans)
    total = sum([min(amount, most) for amount in buckets.amounts])
    return Answer(buckets.unknown or total, buckets.facts, buckets.parts)


@REGISTER.question(
    unit="money",
    takes=("any", "number", "parameter"),
    sentence="the insured earnings of the best {1} of {0}, each part up to {2} as it stood then",
)
def capped_earnings_of_best(case: Case, spans: Spans, number: Number, most: Figure) -> Answer:
    """The earnings of so many buckets in which they were highest, each up to the limit of its first day."""
    buckets = earnings_by_bucket(case, spans)
    dated = zip(buckets.amounts, spans.starts, strict=True)
    highest = sorted([min(amount, most.on(start).value) for amount, start in dated if amount], reverse=True)
    return Answer(buckets.unknown or sum(highest[: max(0, int(number))]), buckets.facts, buckets.parts)


@REGISTER.question(
    unit="money", takes=("month", "parameter"), sentence="the insured earnings within {0}, each month raised with {1}"
)
def indexed_earnings(case: Case, spans: Spans, index: Figure) -> Answer:
    """The earnings of each month raised from the index of its first day to that of the claim."""
    buckets = earnings_by_bucket(case, spans)
    by_index: dict[Number, Number] = {}
    for amount, start in zip(buckets.amounts, spans.starts, strict=True):
        if amount:
            then = index.on(start).value
            by_index[then] = by_index.get(then, 0) + amount
    total = sum((Fraction(earned * index.now, then) for then, earned in by_index.items()), start=Fraction(0))
    return Answer(buckets.unknown or total, buckets.facts, buckets.parts)


def _buckets_with_earnings(case: Case, spans: Spans) -> Answer:
    buckets = earnings_by_bucket(case, spans)
    return Answer(buckets.unknown or sum(map(bool, buckets.amounts)), buckets.facts, buckets.parts)
