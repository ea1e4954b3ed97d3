"""What follows from employers' lists of short-time work: answers to lines, doubts about them, months added up."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field, StrictBool

from contracts.base import Event, Part
from contracts.casework import Officer
from contracts.merged_persons import Pseudonym
from contracts.values import Count, Day, Key, Money, Ordinal, Period, Sentence, SourceVersion


class LineOutcome(StrEnum):
    """What became of one worker's line of an employer's list."""

    DUE = "due"
    NOT_DUE = "not_due"
    NEEDS_A_PERSON = "needs_a_person"


class ShortTimeDue(Event):
    """What the law gives for one worker in one month of short-time work; told to the employer, who is paid for it."""

    name: ClassVar[str] = "eligibility.short-time-due"
    worker: Pseudonym
    line: Key
    version_said: SourceVersion
    """The version of the line that it answers, or of its retraction."""
    number: Ordinal | None = None
    """A higher one replaces every lower one of the line, and any that has none, as the first answers. One version may
    be answered again, as when a line that was taken back is told under the very version of its retraction.
    """
    scheme: Key
    establishment: Key | None = None
    month: Period
    is_final: StrictBool
    outcome: LineOutcome
    amount: Money
    amount_if_accepted: Money | None = None
    """For a line that needs a person: what is due if they find that it is right; None where only a correction helps."""
    because: Sentence
    cites: Sentence
    told_on: Day


class ShortTimeAssessed(Event):
    """What is due to an employer for a month, all its lines together; a higher `number` replaces every lower one."""

    name: ClassVar[str] = "eligibility.short-time-assessed"
    scheme: Key
    month: Period
    number: Ordinal
    amount: Money
    lines: Count
    """How many workers are on the list."""
    waiting: Count
    """How many of them a person must look at; nothing is paid for these yet."""
    is_final: StrictBool
    """Whether every line is final: then it settles what was paid provisionally."""
    because: Sentence
    cites: Sentence
    told_on: Day


class LineDoubt(Part):
    """What a person is asked of one line."""

    doubt: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    """Made of the line, the sum and the reason: a line that is doubted for something else is another doubt."""
    amount: Money
    """What hangs on it: the sum that is due, or stays due, only if the line is right."""
    asks: Sentence
    because: Sentence
    cites: Sentence


class ShortTimeDoubted(Event):
    """What is asked of a line of an employer's list by now; told to the employer, who is heard on it."""

    name: ClassVar[str] = "eligibility.short-time-doubted"
    worker: Pseudonym
    line: Key
    scheme: Key
    month: Period
    number: Ordinal
    """A higher one replaces every lower one of the line."""
    doubt: LineDoubt | None = None
    """None where nothing is asked any more."""


class ShortTimeSettled(Event):
    """What an employer is due for one worker in one month, also by what persons decided; told to the worker."""

    name: ClassVar[str] = "eligibility.short-time-settled"
    employer: Pseudonym
    line: Key
    version_said: SourceVersion
    """The version of the line, or of its retraction, that it answers."""
    scheme: Key
    month: Period
    number: Ordinal
    """Of the same employer, a higher one replaces every lower one of the line."""
    is_final: StrictBool
    outcome: LineOutcome
    amount: Money
    because: Sentence
    cites: Sentence
    officer: Officer | None = None
    """Who decided or found it; none where the rules alone did."""
    told_on: Day
