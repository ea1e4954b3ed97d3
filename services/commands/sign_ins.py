"""Under which names people sign in to a demonstration, and what each of them finds to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from services.console.demo_officers import OFFICERS
from services.console.officers.officer import SignedIn
from services.console.officers.roles import Role
from services.console.today import files_for_two, questions_for_two, waiting_for
from services.console.world import ConsoleWorld

FIRST_EXAMINER, SECOND_OFFICER = "officer-101", "officer-110"
FIRST_CLERK, SECOND_CLERK = "officer-301", "officer-302"
BEGINNING = 10
"""Signs of a pseudonym, as the pages show it."""

WAITS: Mapping[Role, tuple[str, str]] = {
    Role.CLAIMS_EXAMINER: ("question or complaint to decide", "questions and complaints to decide"),
    Role.SECOND_OFFICER: ("answer or complaint to look at", "answers and complaints to look at"),
    Role.PLACEMENT_OFFICER: ("referral to see to", "referrals to see to"),
    Role.PROVIDER: ("seat to report on", "seats to report on"),
    Role.PAYMENTS_OFFICER: ("file or payment that waits", "files and payments that wait"),
    Role.APPEALS: ("appeal to decide", "appeals to decide"),
    Role.QUALITY_OFFICER: ("stopped error budget", "stopped error budgets"),
    Role.ADMINISTRATOR: ("parked message", "parked messages"),
}
"""One and several."""
NOTHING = "nothing to do today"
CASES = frozenset(WAITS) - {Role.ADMINISTRATOR, Role.PROVIDER}
"""Roles for which a person's case waits."""
NO_CASE = (
    "No case waits for an officer in these databases: of few people nobody is asked anything, and at the end of a\n"
    "demonstration everything is decided. `tideover demo --people 200` serves a day on which officers have work."
)
OTHERS: Mapping[Role, str] = {
    Role.INTAKE: "files what people bring",
    Role.OVERSIGHT: "reads the figures",
    Role.AUDITOR: "reads everything",
}
"""Of roles for which nothing waits by itself."""


def sign_ins(world: ConsoleWorld) -> Iterator[str]:
    """A line for each person, and the acts that two people do one after the other."""
    a_case_waits = False
    for officer in OFFICERS:
        roles, counts = ", ".join(sorted(officer.roles)), _counts(world, officer)
        a_case_waits = a_case_waits or bool(counts.keys() & CASES)
        yield f"  {officer.staff:13}{officer.name:14}{roles:19}{_in_words(officer, counts)}"
    if not a_case_waits:
        yield NO_CASE
    pairs = [*_answers(world), *_releases(world)]
    if pairs:
        yield "For what two people do together, sign in as the first, act, sign out, and sign in as the second:"
    yield from pairs


def _counts(world: ConsoleWorld, officer: SignedIn) -> Mapping[Role, int]:
    return {role: count for role, count in waiting_for(world, officer).items() if count}


def _in_words(officer: SignedIn, counts: Mapping[Role, int]) -> str:
    told = [f"{count:,} {WAITS[role][count > 1]}" for role, count in counts.items()]
    told += [OTHERS[role] for role in sorted(officer.roles) if role in OTHERS]
    return "; ".join(told) or NOTHING


def _answers(world: ConsoleWorld) -> Iterator[str]:
    question = next(questions_for_two(world), None)
    if question is not None:
        yield (
            f"  {FIRST_EXAMINER} answers the question about {question.person[:BEGINNING]} against the person;"
            f" {SECOND_OFFICER} agrees or not."
        )


def _releases(world: ConsoleWorld) -> Iterator[str]:
    batch = next(iter(files_for_two(world)), None)
    if batch is not None:
        yield (
            f"  {FIRST_CLERK} releases the payment files of {batch.day:%d %B %Y}; {SECOND_CLERK} releases them as well."
        )
