"""The closing audit of short-time work: a sample of an employer's lines is looked at once the work is over.

Nothing is taken back on an auditor's word: what they find is a doubt about the line, on which the employer is heard.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, StrictInt

from contracts.base import Event, Part
from contracts.casework import FACTS_MAX, Officer
from contracts.fact import Fact
from contracts.merged_persons import Pseudonym
from contracts.values import Count, Day, Key, Money, Ordinal, Period, Sentence

SAMPLE_MAX = 500
"""More lines are looked at in a second audit."""


class ClosingAuditOrdered(Fact):
    """A named officer orders that so many lines of an employer are looked at; `key` names the audit."""

    name: ClassVar[str] = "casework.closing-audit-ordered"
    scheme: Key
    establishment: Key | None = None
    """Whose lines are looked at; None for the only establishment."""
    ordered_on: Day
    officer: Officer
    lines: Annotated[StrictInt, Field(ge=1, le=SAMPLE_MAX)]
    """How many are drawn; all, where there are no more."""
    reasons: Sentence


class LineAudited(Fact):
    """What a named auditor finds is due for a line, be it what was paid or not; addressed to the employer."""

    name: ClassVar[str] = "casework.line-audited"
    audit: Key
    worker: Pseudonym
    line: Key
    audited_on: Day
    officer: Officer
    found: Money
    because: Sentence
    article: Sentence
    facts_considered: Annotated[tuple[Key, ...], Field(min_length=1, max_length=FACTS_MAX)]


class DrawnLine(Part):
    """A line that is looked at."""

    worker: Pseudonym
    line: Key
    month: Period


class ClosingAuditDrawn(Event):
    """Which lines are looked at; a higher `number` replaces every lower one.

    Those come first of whose seed, worker and line the SHA-256 is lowest, so anybody can draw them again. The seed is
    made of employer, scheme, establishment and last month: nobody can order audits until they like what is drawn.
    """

    name: ClassVar[str] = "eligibility.closing-audit-drawn"
    audit: Key
    scheme: Key
    establishment: Key | None = None
    number: Ordinal
    period: Period
    """From the first month for which benefit was due to the last."""
    seed: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    lines: Count
    """From how many they were drawn: all lines of these months for which benefit is due."""
    drawn: Annotated[tuple[DrawnLine, ...], Field(min_length=1, max_length=SAMPLE_MAX)]


class ClosingAuditRefused(Event):
    """An audit that was ordered has no lines to look at, or comes before the end of short-time work."""

    name: ClassVar[str] = "eligibility.closing-audit-refused"
    audit: Key
    number: Ordinal
    reason: Sentence


class ClosingAuditSettled(Event):
    """Every line that was drawn is looked at, and whatever was doubted is decided: what is due for these months stands.

    A later correction or contest settles it anew under a higher `number`.
    """

    name: ClassVar[str] = "eligibility.closing-audit-settled"
    audit: Key
    scheme: Key
    establishment: Key | None = None
    number: Ordinal
    period: Period
    looked_at: Count
    corrected: Count
    """Lines for which something else is due than before the audit."""
    before: Money
    """What was due for these months by the lines as they were told."""
    amount: Money
    """What is due by now."""
    settled_on: Day
