"""Faults that are planted one at a time: a simulator that does not find them proves nothing.

`python -m tests.simulation.planted` prints after how many seeds each is found, and by which kept story; `--write` puts
the table into the simulator's README. Only a rule counts that the same life keeps without the fault.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from services.runtime.process.logs import configure
from services.simulation.lives import drawn
from services.simulation.play import play
from services.simulation.stories import read_story
from services.simulation.story import SimulatedStory
from tests.simulation.faults import FAULTS

STORIES = Path(__file__).with_name("stories")
SEEDS_MAX = 400

KEPT: Mapping[str, str] = {
    "relay by position": "a_transaction_that_commits_late",
    "last arrival wins": "an_older_version_comes_later",
    "recovery before the decision": "an_overpayment_nobody_decided",
    "debts are collected at once": "a_debt_is_collected",
    "debts take everything": "a_debt_is_collected",
    "what was withheld in vain pays off": "a_debt_is_collected",
    "what another pseudonym paid is lost": "a_debt_under_the_other_pseudonym",
    "a debt elsewhere needs no window": "a_debt_under_the_other_pseudonym",
    "a revoked choice goes on": "parts_of_a_benefit_go_to_others",
    "orders know no floor": "parts_of_a_benefit_go_to_others",
    "orders have no end": "parts_of_a_benefit_go_to_others",
    "creditors are sent more than was taken": "parts_of_a_benefit_go_to_others",
    "creditors are never sent anything": "parts_of_a_benefit_go_to_others",
    "one officer sends money back": "an_officer_tells_of_too_much",
    "whoever decided a debt refuses its waiver": "an_officer_tells_of_too_much",
    "any topic may hold anything": "a_decision_in_the_registries_topic",
    "nobody is heard": "somebody_decided_against_unheard",
    "an answer covers any days": "an_answer_beyond_what_was_told",
    "an answer is dated as it likes": "an_answer_dated_ahead",
    "questions forget the proposal": "a_waived_sum_proposed_again",
    "questions forget the person": "two_people_with_one_question",
    "a withdrawal taken back stays": "a_withdrawal_taken_back",
    "whole periods are held": "days_certified_again_beside_new_ones",
    "moved certifications keep their days": "days_freed_by_a_moved_certification",
    "one code for duplicates": "a_copy_refused_with_another_code",
    "blocks have no status": "a_file_refused_at_the_batch",
    "pending is booked": "a_pending_payment",
    "returns need a reason": "a_return_told_as_a_reversal",
    "files booked as one are ignored": "a_file_booked_as_one",
    "a spent budget goes on": "who_was_wrong_decides_no_more",
    "what was overturned is not counted": "who_was_wrong_decides_no_more",
    "seats leak": "seats_of_the_absent",
    "seats are oversold": "one_seat_for_two",
    "closed matters keep their seats": "one_seat_for_two",
    "custody is paid": "a_week_in_custody",
    "a separation changes nothing": "a_separation_undoes_a_merger",
    "names of two books are one": "names_of_two_books",
    "the dead are paid": "a_payment_held_after_a_death",
    "a held payment stays held": "a_payment_held_after_a_death",
    "a death is never denied": "a_death_in_doubt_under_the_other_pseudonym",
    "months of an establishment have no end": "a_firm_on_short_time",
    "no line needs a person": "a_firm_on_short_time",
}
"""The kept story that shows a fault, whatever is drawn."""

KNOWN: Mapping[str, int] = {
    "files go unreleased": 5,
    "one person is two": 8,
    "no inbox": 2,
    "random message ids": 22,
    "random ids": 3,
    "digits of another kind": 3,
    "repeats are compared by bytes": 4,
    "refusals of the database stop the service": 4,
    "whole periods are held": 13,
    "moved certifications keep their days": 15,
    "updated rows are not linked": 1,
    "the total of an entry is each part": 20,
    "notices are dated back": 45,
    "questions are never dropped": 4,
    "the wait is forgotten": 2,
    "corrections are not booked": 2,
    "contributions are not corrected": 1,
    "linking is ignored": 46,
}
"""The first seed whose life shows one of the others; the test begins there."""


TOLD_TWICE = frozenset({"updated rows are not linked"})
"""Faults that only a life told in two schedules can show."""


class Found(NamedTuple):
    """The seed whose life showed a fault, and the rule that broke."""

    seed: int
    rule: str


@contextmanager
def planted(name: str) -> Iterator[None]:
    """The engine with this one fault."""
    with pytest.MonkeyPatch.context() as patch:
        FAULTS[name](patch)
        yield


def shows(name: str, story: SimulatedStory) -> str | None:
    """The first rule that the life breaks with the fault and keeps without it; None if there is none."""
    twice = name in TOLD_TWICE
    with planted(name):
        broken = play(story, twice=twice).violations
    sound = play(story, twice=twice).rules if broken else frozenset()
    return next((violation.rule for violation in broken if violation.rule not in sound), None)


def found(name: str, first: int = 1, most: int = SEEDS_MAX) -> Found | None:
    """The first of at most so many seeds that shows the fault."""
    for seed in range(first, first + most):
        if rule := shows(name, drawn(seed)):
            return Found(seed, rule)
    return None


def shown_by_story(name: str) -> str | None:
    """The rule that the fault's kept story breaks."""
    return shows(name, read_story(STORIES / f"{KEPT[name]}.yaml"))


README = Path(__file__).parents[2] / "services" / "simulation" / "README.md"
BEGINS, ENDS = "<!-- planted -->\n", "<!-- /planted -->\n"


def row(name: str) -> str:
    """A fault's row of the table."""
    how = found(name) if name in KNOWN else None
    by_story = shown_by_story(name) if name in KEPT else None
    story = KEPT[name].replace("_", " ") if by_story else ""
    return f"| {name} | {how.seed if how else ''} | {story} | {how.rule if how else by_story or 'not found'} |"


def main() -> None:
    """Print the table, or write it into the README."""
    configure(logging.CRITICAL)
    lines = ["| fault | seeds until found | kept story | rule that breaks |", "|---|---|---|---|"]
    for name in FAULTS:
        lines.append(row(name))
        print(lines[-1], flush=True)  # noqa: T201
    if "--write" in sys.argv:
        before, _, rest = README.read_text("utf-8").partition(BEGINS)
        after = rest.partition(ENDS)[2]
        README.write_text(before + BEGINS + "\n".join(lines) + "\n" + ENDS + after, encoding="utf-8")


if __name__ == "__main__":
    main()
