"""`tideover bank`: what the bank said and nobody understood; a named person settles it or sets it aside.

On the stack it runs as the gateway does, with payments' key, since the bank's words are sealed; what a person said is
told by the gateway. On a laptop it is told at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Annotated, Any, NamedTuple

import typer
from pydantic import ValidationError

from contracts.bank import BankResult
from contracts.casework import Officer
from contracts.in_words import InWords
from services.commands.folder import opened
from services.commands.printing import printable
from services.commands.world import LaptopFolder
from services.names import KEYED
from services.operations.stack import opened_stack
from services.payments.edge import daily_position, open_items, taking_in
from services.runtime.database.store import Database
from services.runtime.laptop.laptop import Laptop
from services.runtime.privacy.cipher import Cipher
from services.runtime.process.settings import Settings
from services.worlds import cipher_in, payments_cipher

SHORT = 8
"""So many signs of an id are shown; as many as make it one are enough to name it."""

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Staff = Annotated[str, typer.Option("--officer", help="Who answers for it: a staff number.")]
Role = Annotated[str, typer.Option(help="In which role.")]
Why = Annotated[str, typer.Option("--reason", help="Why.")]


class Books(NamedTuple):
    """Payments' database, the key of what is sealed in it, and how what a person said is told."""

    database: Database
    cipher: Cipher
    tell: Callable[[], None]


def waiting(folder: LaptopFolder = None, *, as_json: AsJson = False) -> None:
    """List what the bank said and nobody understood, with why it waits."""
    with _books(folder) as books, books.database.reading() as connection:
        rows = [(item, open_items.words_of(connection, books.cipher, item)) for item in open_items.waiting(connection)]
    if as_json:
        typer.echo(json.dumps([_as_dict(item, words) for item, words in rows], indent=1))
        return
    if not rows:
        typer.echo("Nothing of the bank waits.")
    for item, words in rows:
        typer.echo(f"{str(item.id)[:SHORT]}  {item.message}  {item.booked_on or 'day not said'}\n  {item.why}")
        typer.echo(f"  {_first_line(words)}")


def show(item: str, folder: LaptopFolder = None, *, as_json: AsJson = False) -> None:
    """Show one thing that waits, in the bank's own words."""
    with _books(folder) as books, books.database.reading() as connection:
        found = open_items.beginning_with(connection, item)
        words = open_items.words_of(connection, books.cipher, found)
    fields = _as_dict(found, words)
    if as_json:
        typer.echo(json.dumps(fields, indent=1))
        return
    for name, value in fields.items():
        typer.echo(f"{name.replace('_', ' '):>10}: {'' if value is None else value}")


def settle(  # noqa: PLR0913 - the command's options
    item: str,
    folder: LaptopFolder = None,
    *,
    result: Annotated[BankResult, typer.Option("--as", help="What became of the payments.")],
    officer: Staff,
    reason: Why,
    payment: Annotated[list[str] | None, typer.Option(help="The identifier of a payment; may be repeated.")] = None,
    file: Annotated[str | None, typer.Option(help="A file: all its payments of which no end is known.")] = None,
    day: Annotated[str | None, typer.Option(help="The day it was booked, where the entry does not say it.")] = None,
    charges: Annotated[str | None, typer.Option(help="What the bank kept for itself, such as 15.00.")] = None,
    role: Role = "payments",
) -> None:
    """Say in a named person's name what became of the payments that a waiting entry is about."""
    with _books(folder) as books:
        with books.database.begin() as connection:
            found = open_items.beginning_with(connection, item)
            payments = open_items.payments_named(connection, payment or [], file)
            settlement = open_items.Settlement(
                result=result,
                payments=payments,
                booked_on=_day(day),
                charges=open_items.money_of(charges, payments[0].money.currency) if charges and payments else None,
            )
            open_items.settle(connection, found, settlement, _signed(officer, role, reason))
        books.tell()
    typer.echo(f"{str(found.id)[:SHORT]} is {result.value}, says {officer}: {len(payments)} payments.")


def dismiss(item: str, folder: LaptopFolder = None, *, officer: Staff, reason: Why, role: Role = "payments") -> None:
    """Set a waiting entry aside in a named person's name: it is about no payment of ours."""
    with _books(folder) as books, books.database.begin() as connection:
        found = open_items.beginning_with(connection, item)
        open_items.dismiss(connection, found, _signed(officer, role, reason))
    typer.echo(f"{str(found.id)[:SHORT]} was set aside by {officer}.")


def position(
    folder: LaptopFolder = None,
    *,
    on: Annotated[datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="The day that the statement is of.")],
    as_json: AsJson = False,
) -> None:
    """Hold our cash account against the bank's statement of a day, and explain each difference entry by entry."""
    with _books(folder) as books, books.database.reading() as connection:
        positions = daily_position.positions_on(connection, books.cipher, on.date())
    if as_json:
        typer.echo(json.dumps([_position_as_dict(each) for each in positions], indent=1))
        return
    for each in positions:
        typer.echo("\n".join(_position_in_words(each)))
    if not positions:
        typer.echo(f"No statement of the bank tells of {on.date()}.")


def _position_in_words(each: daily_position.CashPosition) -> Iterator[str]:
    def money(minor: int) -> str:
        return daily_position.money_of(minor, each.currency)

    held = f"{money(each.opening_minor)} before, {money(each.closing_minor)} after"
    yield f"{each.day}  {each.currency}, statement {each.message}: {held}"
    yield f"  The bank moved {money(each.bank_minor)}, the books {money(each.books_minor)}."
    for difference in each.differences:
        yield f"  {money(difference.minor)} of {difference.whose}: {difference.why}."
    if each.unexplained_minor:
        yield f"  Unexplained: {money(each.unexplained_minor)}."
    elif any(not difference.explained for difference in each.differences):
        yield "  Unexplained differences cancel each other out."
    else:
        yield "  Explained to the last digit." if each.differences else "  They agree to the last digit."


def _position_as_dict(each: daily_position.CashPosition) -> dict[str, Any]:
    return {
        "day": each.day.isoformat(),
        "currency": each.currency,
        "message": each.message,
        "opening_minor": each.opening_minor,
        "closing_minor": each.closing_minor,
        "bank_minor": each.bank_minor,
        "books_minor": each.books_minor,
        "unexplained_minor": each.unexplained_minor,
        "differences": [
            {"minor": one.minor, "whose": one.whose, "why": one.why, "explained": one.explained}
            for one in each.differences
        ],
    }


@contextmanager
def _books(folder: LaptopFolder) -> Iterator[Books]:
    settings = Settings.from_environment()
    if folder is None and settings.database_url:
        cipher = payments_cipher(settings)
        with opened_stack(settings, [KEYED], acting=False) as stack:
            yield Books(stack.databases[KEYED], cipher, lambda: None)
        return
    with opened(folder or settings.folder) as laptop:
        cipher = cipher_in(laptop.folder, KEYED)
        yield Books(laptop.databases[KEYED], cipher, lambda: _tell(laptop, cipher))


def _tell(laptop: Laptop, cipher: Cipher) -> None:
    """What the gateway does on the stack."""
    database = laptop.databases[KEYED]
    with database.begin() as connection:
        collected = taking_in.collect(connection, cipher)
    laptop.publish(collected.envelopes)
    laptop.run_until_quiet()
    with database.begin() as connection:
        taking_in.handed_on(connection, collected)


def _signed(staff: str, role: str, reason: str) -> open_items.Signed:
    """Who answers, and why: neither may be empty."""
    if not reason.strip():
        raise InWords("Say why: the reason is empty.")
    try:
        officer = Officer(staff=staff.strip(), role=role.strip())
    except ValidationError:
        raise InWords("Name the officer by a staff number, and the role: letters, digits and : _ . / - only.") from None
    return open_items.Signed(officer, reason.strip(), datetime.now(UTC))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InWords("Write the day as year, month and day: 2020-02-03.") from None


def _as_dict(item: open_items.OpenItem, words: str) -> dict[str, Any]:
    return {
        "item": str(item.id),
        "message": item.message,
        "booked_on": item.booked_on.isoformat() if item.booked_on else None,
        "why": item.why,
        "place": item.place,
        "words": printable(words),
    }


def _first_line(words: str) -> str:
    line = " ".join(printable(words).split())
    return line if len(line) <= 300 else f"{line[:297]}..."
