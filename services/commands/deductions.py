"""`tideover deductions`: what is taken from benefits for others, and what is to be remitted to them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from contracts.values import Money
from services.commands.world import LaptopFolder, opened_world
from services.payments.views import ListedDeduction, Remittance, deductions, remittances, terms_of_deduction

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


def _line(each: ListedDeduction) -> str:
    whom = f"{each.creditor.replace('_', ' ')}, order {each.order}" if each.order else each.creditor
    return (
        f"{each.person}  {each.on}  {each.amount} of {each.gross} for {whom}\n"
        f"  Rule {each.rule} ({each.cites}); payment {each.payment} of certification {each.certification}."
    )


def _remittance(each: Remittance) -> str:
    owed = str(each.total) if each.total else f"nothing ({_minor(each, -each.owed_after)} too much was taken before)"
    sums = f"{_minor(each, each.owed_before)} before, {_minor(each, each.taken)} taken, "
    lines = [f"{each.account}: {owed} to remit", f"  {sums}{_minor(each, each.given_back)} given back."]
    lines += [f"  {line.person or 'nobody'}  {_minor(each, line.amount_minor)}" for line in each.lines]
    return "\n".join(lines)


def _minor(each: Remittance, minor: int) -> str:
    sign = "-" if minor < 0 else ""
    return f"{sign}{Money(minor=abs(minor), currency=each.currency)}"
