"""What written law computes with beside Python's own signs: division, rounding, days, and words for numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import NoReturn

from law.language.formula.operations import DIVIDED_BY_ZERO, EXACT
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.numerals import plain
from law.language.terms.questions import Answer
from law.language.terms.values import Number, Unknown, Value, plain_number


class Doubtful(Exception):
    """Something of the claim is in doubt, so that what is written for certain claims says nothing."""

    def __init__(self, doubt: Unknown) -> None:
        super().__init__(" ".join(one.question for one in doubt.doubts))
        self.is_silence = not any(one.facts for one in doubt.doubts)
        """Whether no fact says anything, rather than two things."""


def certain(answer: Answer) -> Value:
    """The answer to a question. Raises `Doubtful` where the facts leave it open."""
    if isinstance(answer.value, Unknown):
        raise Doubtful(answer.value)
    return answer.value


def doubtful(question: str, *facts: str) -> NoReturn:
    """Raises `Doubtful` with one question."""
    raise Doubtful(Unknown.because(question, *facts))


def outside_known_law(what: str) -> NoReturn:
    """Raises `OutsideKnownLaw`: the sheet knows nothing of it for the day."""
    raise OutsideKnownLaw(f"nothing is known of {what} for the day of the claim")


def divided(left: Number, right: Number) -> Number:
    """The exact quotient. Raises `Doubtful` if the divisor is zero."""
    if not right:
        doubtful(DIVIDED_BY_ZERO)
    return exactly(left, right)


def exactly(parts: Number, times: Number) -> Number:
    """So many parts as the number that they are, a whole one as an integer."""
    if type(parts) is int and type(times) is int:
        return Fraction(parts, times) if parts % times else parts // times
    return plain_number(Fraction(parts) / times)


def rounded_up(parts: Number, by: int) -> int:
    """The first whole number not below so many parts of `by`."""
    return -(-parts // by)


def rounded_half_up(parts: Number, by: int) -> int:
    """The nearest whole number; halves go up."""
    return (2 * parts + by) // (2 * by)


def rounded_half_even(parts: Number, by: int) -> int:
    """The nearest whole number; halves go to the even one."""
    return round(Fraction(parts) / by)


def rounded_down(parts: Number, by: int) -> int:
    """The last whole number not above so many parts of `by`."""
    return parts // by


ROUNDINGS: Mapping[str, Callable[[Number, int], int]] = {
    "down": rounded_down,
    "up": rounded_up,
    "half up": rounded_half_up,
    "half even": rounded_half_even,
}
"""How sheets round, by the name of the way."""


def minor_of(parts: Number, times: int) -> int:
    """An amount in minor units of which each whole one has `times`, divided. Raises `ValueError` if a part is left."""
    minor = exactly(parts, times)
    if not isinstance(minor, int):
        raise ValueError("an amount is not rounded to the minor unit of its currency")  # noqa: TRY004  it is a number
    return minor


def all_of(*tests: bool) -> bool:
    """Whether all are yes, each of them looked at."""
    return all(tests)


def any_of(*tests: bool) -> bool:
    """Whether one is yes, each of them looked at."""
    return any(tests)


def money_shown(minor: int, currency: str, digits: int) -> str:
    """An amount in minor units as sentences write it: `USD 1,235.00`."""
    whole, rest = divmod(abs(minor), 10**digits)
    decimals = f".{rest:0{digits}d}" if digits else ""
    return f"{'-' if minor < 0 else ''}{currency} {whole:,}{decimals}"


def counted(number: Number, one: str, more: str) -> str:
    """So many of something: `1 quarter`, `4 quarters`, `37.50 hours a week`."""
    return f"{plain(number)} {one if number == 1 else more}"


def days_after(day: date, days: Number) -> date:
    """So many days on; a part of a day does not count."""
    later: date = EXACT["days after"](day, days)
    return later


def days_before(day: date, days: Number) -> date:
    """So many days back; a part of a day does not count."""
    earlier: date = EXACT["days before"](day, days)
    return earlier


def months_after(day: date, months: Number) -> date:
    """So many months on; a part of a month does not count."""
    later: date = EXACT["months after"](day, months)
    return later


def unless_silent(facts: Callable[[], Value], unsaid: Callable[[], Value]) -> Value:
    """What the facts say; `unsaid` where they say nothing. Raises `Doubtful` where they contradict each other."""
    try:
        return facts()
    except Doubtful as doubt:
        if not doubt.is_silence:
            raise
    return unsaid()
