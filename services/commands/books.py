"""`tideover books`: the ledger in a form that a program of others checks, and the funds that benefits are paid from."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from contracts.base import derived_id, seal
from contracts.in_words import InWords
from contracts.refusals import in_words
from contracts.treasury import FundDirection, FundMoved, fund_subject
from services.commands.acts import day_of_act, named_officer, officers_world, sum_typed
from services.commands.world import LaptopFolder, opened_world
from services.names import KEYED
from services.payments.views import FundMovement, Reserve, beancount, fund_named, movement_told, reserves

FOR_ITS_OWNER = 0o600


def export(
    file: Annotated[Path, typer.Argument(help="The file to write, such as books.beancount.")],
    folder: LaptopFolder = None,
    *,
    without_people: Annotated[
        bool, typer.Option("--without-people", help="Leave pseudonyms and claims out: accounts and sums alone.")
    ] = False,
) -> None:
    """Write the whole ledger in the language of Beancount: accounts, entries with their causes, balances by day."""
    with opened_world(folder, [KEYED]) as world, world.databases[KEYED].reading() as connection:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FOR_ITS_OWNER)
        with os.fdopen(handle, "w", encoding="utf-8") as lines:
            lines.writelines(f"{line}\n" for line in beancount.exported(connection, people=not without_people))
        size = beancount.size_of(connection)
    typer.echo(f"{file}: {size.entries:,} entries on {size.accounts:,} accounts, {size.balances:,} balances.")


def fund(  # noqa: PLR0913 - the command's options
    name: Annotated[str, typer.Argument(help="The fund, as the institution's file of funds names it.")],
    folder: LaptopFolder = None,
    *,
    amount: Annotated[str, typer.Option("--sum", help="How much, such as 1250000.00.")],
    reference: Annotated[str, typer.Option(help="The treasury's own reference: one reference is one movement.")],
    on: Annotated[datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="The day on which our account had it.")],
    officer: Annotated[str, typer.Option("--officer", help="Who tells it: a staff number.")],
    reasons: Annotated[str, typer.Option(help="What it is, such as contributions of May.")],
    role: Annotated[str, typer.Option(help="In which role.")] = "treasury",
    out: Annotated[bool, typer.Option("--out", help="It left the fund.")] = False,
) -> None:
    """Tell in a named person's name what came into a fund or left it, by a reference of its own."""
    known = fund_named(name)
    try:
        event = FundMoved(
            fund=known.name,
            movement=reference,
            direction=FundDirection.OUT_OF if out else FundDirection.INTO,
            amount=sum_typed(amount, known.currency),
            moved_on=day_of_act(on),
            officer=named_officer(officer, role),
            reasons=reasons,
        )
    except ValidationError as fault:
        raise InWords(f"{in_words(fault)}.") from None
    if not event.amount.minor:
        raise InWords("Nothing moved: the sum is zero.")
    at = datetime.now(UTC)  # in the id as well: one id with two times would be two events
    event_id = derived_id("fund-moved", event.model_dump_json(), at.isoformat())
    act = seal(event, subject=fund_subject(name), source="/tideover/treasury", time=at, event_id=event_id)
    with officers_world(folder, [KEYED]) as world:
        with world.databases[KEYED].reading() as connection:
            before = movement_told(connection, name, reference)
        if before is not None and before != FundMovement.of(event):
            raise InWords(f"Under {reference} {_said(before)} {name} was told before: another movement has its own.")
        world.tell(act)
    typer.echo(f"{event.amount} {'left' if out else 'came into'} {name} on {event.moved_on}, says {officer}.")


def _said(told: FundMovement) -> str:
    return f"{told.money} {'into' if told.into else 'out of'}"


def reserve(
    folder: LaptopFolder = None,
    *,
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="By what went out up to this day.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say for how many days each fund lasts, now and after all that is ordered."""
    with opened_world(folder, [KEYED]) as world, world.databases[KEYED].reading() as connection:
        listed = reserves(connection, day_of_act(on) if on else None)
    if as_json:
        typer.echo(json.dumps([_as_dict(each) for each in listed], indent=1))
        return
    for each in listed:
        typer.echo(each.in_words())


def _as_dict(each: Reserve) -> dict[str, object]:
    return {
        "fund": each.fund.name,
        "currency": each.fund.currency,
        "schemes": list(each.fund.schemes),
        "on": each.on.isoformat(),
        "known": each.told,
        "held_minor": each.held_minor if each.told else None,
        "ordered_minor": each.ordered_minor,
        "went_out_in_30_days_minor": each.went_out_minor,
        "days": each.days,
        "days_after_orders": each.days_after_orders,
        "least_days": each.least_days,
    }
