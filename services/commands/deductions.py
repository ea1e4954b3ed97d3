"""`tideover deductions`: what is taken from benefits for others, what is to be remitted to them, and what was."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Annotated

import typer

from contracts.in_words import InWords
from contracts.values import Money
from services.commands.destinations import into_payments
from services.commands.world import LaptopFolder, opened_world
from services.payments.edge import account_fault
from services.payments.views import (
    ListedDeduction,
    Remittance,
    creditor_subject,
    deductions,
    remittances,
    remittances_ordered,
    terms_of_deduction,
)
from services.registry_kit.facts import PersonsAccount
from services.runtime.process.settings import Settings

PAYMENTS = "payments"
NOTHING = "Nothing was taken from anybody's benefit for others."


def list_(
    folder: LaptopFolder = None,
    *,
    person: Annotated[
        str | None, typer.Option("--person", help="Only of this person (a pseudonym, or its beginning).")
    ] = None,
) -> None:
    """List what was taken from payments for contributions, tax and third parties."""
    with opened_world(folder, [PAYMENTS]) as world, world.databases[PAYMENTS].reading() as connection:
        listed = deductions(connection, person)
    for each in listed:
        typer.echo(_line(each))
    if not listed:
        typer.echo(NOTHING)
    for known in terms_of_deduction().not_taken:
        typer.echo(f"Not taken from {known.scheme}: {known.says} ({known.cites})")


def remit(
    since: Annotated[datetime, typer.Option("--since", formats=["%Y-%m-%d"], help="The first day.")],
    until: Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"], help="The first day after.")],
    folder: LaptopFolder = None,
) -> None:
    """List what is to be remitted to each creditor; the totals balance with the books."""
    with opened_world(folder, [PAYMENTS]) as world, world.databases[PAYMENTS].reading() as connection:
        listed = remittances(connection, since.date(), until.date())
    for each in listed:
        typer.echo(_remittance(each))
    if not listed:
        typer.echo(NOTHING)


def sent(folder: LaptopFolder = None) -> None:
    """List what was ordered to be paid to creditors, and where each payment stands."""
    with opened_world(folder, [PAYMENTS]) as world, world.databases[PAYMENTS].reading() as connection:
        listed = remittances_ordered(connection)
    for each in listed:
        typer.echo(f"{each.month:%Y-%m}  {each.amount} to {each.creditor} under {each.reference}: {each.stands}")
        typer.echo(f"  Ordered on {each.ordered_on}; payment {each.payment}.")
    if not listed:
        typer.echo("Nothing was ordered to be paid to creditors.")


def account(
    payee: Annotated[str, typer.Argument(help="The creditor, as the terms of deduction or an order name it.")],
    folder: LaptopFolder = None,
) -> None:
    """Keep the account that a creditor is paid to; it is typed, or read from standard input, and never shown."""
    typed = typer.prompt("Account", hide_input=True) if sys.stdin.isatty() else sys.stdin.readline()
    number = typed.strip()
    if fault := account_fault(number):
        raise InWords(fault)
    subject = creditor_subject(payee)
    with into_payments(folder, Settings()) as register:
        register([PersonsAccount(subject, number)])
    typer.echo(f"{subject} is paid to this account from now on.")


def _line(each: ListedDeduction) -> str:
    whom = f"{each.creditor.replace('_', ' ')}, order {each.order}" if each.order else each.creditor
    return (
        f"{each.person}  {each.on}  {each.amount} of {each.gross} for {whom}\n"
        f"  Rule {each.rule} ({each.cites}); payment {each.payment} of certification {each.certification}."
    )


def _remittance(each: Remittance) -> str:
    too_much = f" ({_minor(each, -each.owed_after)} too much was sent before)" if each.owed_after < 0 else ""
    owed = str(each.total) if each.total else f"nothing{too_much}"
    sums = f"{_minor(each, each.owed_before)} before, {_minor(each, each.taken)} taken, "
    sums += f"{_minor(each, each.given_back)} given back, {_minor(each, each.remitted)} sent"
    lines = [f"{each.account}: {owed} to remit", f"  {sums}."]
    lines += [f"  {line.person or 'nobody'}  {_minor(each, line.amount_minor)}" for line in each.lines]
    return "\n".join(lines)


def _minor(each: Remittance, minor: int) -> str:
    sign = "-" if minor < 0 else ""
    return f"{sign}{Money(minor=abs(minor), currency=each.currency)}"
