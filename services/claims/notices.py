"""What a notice and a decision tell the claimant, in plain words."""

from __future__ import annotations

from datetime import date, timedelta

from contracts.values import LAST_DAY, Period
from services.claims.model import Claim
from services.claims.procedure import Procedure, days_of
from services.claims.questions import Matter
from services.claims.reductions import in_words
from services.runtime.handling import Refused

NOTICE_MAX = 2000  # what `Sentence` in contracts.values holds


def reply_days(claim: Claim | None, on: date, procedure: Procedure) -> int:
    """How many days a reply is in time: those of the law of the claim, or else the procedure's."""
    own = claim.safeguards.reply_window if claim else None
    return days_of(procedure.reply_days, on) if own is None else own.days


def reply_by(issued_on: date, procedure: Procedure, claim: Claim | None = None) -> date:
    """The last day on which a reply is in time.

    Raises `Refused` for a notice of a day for which there is no procedure, or whose window ends after all days.
    """
    days = days_of(procedure.delivery_days, issued_on) + reply_days(claim, issued_on, procedure)
    until = issued_on + timedelta(days=days)
    if until > LAST_DAY:
        raise Refused("outside-known-law", f"a notice of {issued_on} gives a window that ends after {LAST_DAY}")
    return until


def says(matter: Matter, until: date, procedure: Procedure) -> str:
    """What is in question, which rule and facts, until when and how to reply, who decides."""
    rights = _rights(until, procedure)
    room = NOTICE_MAX - len(rights) - 1
    return f"{_shortened(_in_question(matter, procedure), room)} {rights}"


def _in_question(matter: Matter, procedure: Procedure) -> str:
    lines = [f"In question: {matter.asks}"]
    lines.append(_days(matter.period))
    if matter.reduction is not None:
        lines.append(in_words(matter.reduction))
    if matter.amount is not None:
        lines.append(f"Sum: {matter.amount}.")
    lines.append(f"Rule: {matter.cites}.")
    if matter.ground is not None:
        ground = procedure.grounds[matter.ground]
        lines.append(f"It matters because benefit may be refused or reduced where {ground.words} ({ground.cites}).")
    if matter.because != matter.asks:
        lines.append(f"What we know: {matter.because}")
    return " ".join(lines)


def _days(period: Period | None) -> str:
    """The days that a decision may cover; an answer that covers others is refused."""
    if period is None:
        return "Days: none before this notice, and none after your benefit year."
    return f"Days: from {period.start} up to, not including, {period.end}; a decision can cover no others."


def _rights(until: date, procedure: Procedure) -> str:
    return " ".join(
        (
            "Nothing has been decided.",
            f"You may reply until {until}, that day included: online, by telephone, in writing or at any office.",
            "You may add documents and name witnesses. You need not admit anything.",
            procedure.appeal_help,
            "A named officer decides, not a machine, and looks at your reply first.",
            "Without a reply they decide on what is known then.",
        )
    )


def _shortened(text: str, room: int) -> str:
    """A very long question is cut, the person's rights never."""
    return text if len(text) <= room else text[: room - 3] + "..."


def appeal_words(to: str, within_days: int, cites: str) -> str:
    """One sentence on the way to contest a decision."""
    return f"You may contest this decision within {within_days} days of its delivery, to {to} ({cites})."
