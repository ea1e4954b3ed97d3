"""What holds of payments to who is said to have died: none is sent without a named person, and none waits for ever."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from contracts.about import after_death
from contracts.casework import Verdict
from services.simulation.printed_law.deaths import PrintedDeath
from services.simulation.rules import Violation
from services.simulation.story_run import StoryRun


def may_be_sent(
    run: StoryRun, payment: str, whose: tuple[str, str, date], death: PrintedDeath | None
) -> Iterator[Violation]:
    """A payment to a person, under a claim, of a day, by the death that was heard of; one in doubt holds nothing."""
    subject, claim, day = whose
    if death is None or death.in_doubt:
        return
    about = after_death(death.on)
    said = [made for who, made in run.chronicle.decisions if (who, made.claim, made.about) == (subject, claim, about)]
    if not any(made.verdict is Verdict.FOR_CLAIMANT and made.decided_on <= day for made in said):
        yield Violation("nothing goes to the dead unasked", f"{payment} was sent on {day}, a death on {death.on} known")


def nothing_stays_held(run: StoryRun) -> Iterator[Violation]:
    """Everybody was asked by now, and what is due no more is held no longer."""
    for _, held in run.chronicle.held.values():
        yield Violation("nothing waits for ever", f"the payment {held.instruction} is still held after a death")
