"""`tideover recoveries`: the debts that named persons decided, where each stands, and what is left of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Annotated

import typer

from contracts.values import FIRST_DAY
from services.claims.views import closed_days
from services.commands.world import LaptopFolder, opened_world
from services.operations.stack import Stack
from services.payments.views import ListedRecovery, recoveries

CLAIMS, PAYMENTS = "claims", "payments"
NOBODY = "Nobody's overpayment was decided."
IN_WORDS = {
    "contestable": "may be contested until {debt.contest_until}; nothing is collected",
    "suspended": "is disputed; nothing is collected",
    "final": "is final; it may be collected until {debt.collect_until}",
    "cleared": "is cleared: nothing is left",
    "waived": "is waived",
    "written_off": "is written off",
    "barred": "is too old to be collected",
    "overturned": "was overturned: what was collected goes back",
}


def recoveries_(
    folder: LaptopFolder = None,
    *,
    person: Annotated[
        str | None, typer.Option("--person", help="Only the debts of this person (a pseudonym, or its beginning).")
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(
            "--on",
            formats=["%Y-%m-%d"],
            help="Which of the times to contest and to collect are over on this day, instead of that after the last "
            "closed one; sums are those of now.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of sentences.")] = False,
) -> None:
    """List debts: who decided them, what caused them, where they stand, what came in, what is left."""
    with opened_world(folder, [CLAIMS, PAYMENTS]) as world:
        day = on.date() if on else _today(world)
        with world.databases[PAYMENTS].reading() as connection:
            listed = recoveries(connection, day, person)
    if as_json:
        typer.echo(json.dumps([_as_dict(each) for each in listed], indent=1))
        return
    for each in listed:
        typer.echo(_line(each))
    if not listed:
        typer.echo(f"No overpayment of anybody who begins with {person} was decided." if person else NOBODY)


def _today(world: Stack) -> date:
    """The day after the last one that every partition has closed; none is closed in a world without people."""
    with world.databases[CLAIMS].reading() as connection:
        last = min(closed_days(connection).values(), default=FIRST_DAY)
    return last + timedelta(days=1)


def _line(each: ListedRecovery) -> str:
    debt = each.debt
    stands = IN_WORDS[each.step].format(debt=debt)
    sums = f"{each.decided} decided, {each.collected} collected, {each.left} left"
    beside = "".join(f"  {sentence}\n" for sentence in _beside(each))
    return (
        f"{each.person}  question {debt.question}\n"
        f"  {sums}; it {stands}.\n{beside}"
        f"  Decided on {debt.decided_on} by {debt.officer}. What caused the overpayment: {each.because}."
    )


def _beside(each: ListedRecovery) -> Iterator[str]:
    """What of the sums does not count, and what an officer has to do."""
    if each.died_on is not None:
        yield f"The person is said to have died on {each.died_on}: nothing is collected, and a named person decides."
    if each.in_vain.minor:
        yield f"{each.in_vain} that were withheld were not due and paid nothing off."
    if each.waiting.minor:
        yield f"{each.waiting} that were told as repaid above it wait for another officer, or for the bank's entry."


def _as_dict(each: ListedRecovery) -> dict[str, object]:
    debt = each.debt
    return {
        "person": each.person,
        "question": debt.question,
        "claim": debt.claim,
        "certification": debt.certification,
        "step": each.step.value,
        "decided_on": debt.decided_on.isoformat(),
        "decided_by": debt.officer,
        "cause": debt.overpayment_cause,
        "contest_until": debt.contest_until.isoformat(),
        "collect_until": debt.collect_until.isoformat(),
        "currency": each.decided.currency,
        "decided_minor": each.decided.minor,
        "collected_minor": each.collected.minor,
        "left_minor": each.left.minor,
        "in_vain_minor": each.in_vain.minor,
        "waiting_minor": each.waiting.minor,
        "died_on": each.died_on.isoformat() if each.died_on else None,
    }
