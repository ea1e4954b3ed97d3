"""`tideover batch`: sealed payment files before they go; named officers look, and propose, release or stop them.

On a laptop an act takes effect at once. On the stack it is published to the topic of casework, as an institution's own
console would, and payments hears it; whoever has payments' key there is also shown what is said of accounts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from contracts.base import Envelope, derived_id, seal
from contracts.batches import BatchAct, batch_subject
from contracts.in_words import InWords
from services.commands.acts import OfficersWorld, day_of_act, named_officer, officers_world, sum_typed, today
from services.commands.batch_table import as_dict, in_lines, in_number, line_of
from services.commands.rates import rates_of
from services.commands.world import LaptopFolder
from services.names import KEYED
from services.payments.edge import acting, batches, look, over_until, release_rule
from services.runtime.database.store import Database
from services.runtime.privacy.cipher import Cipher
from services.runtime.process.settings import Settings, WrongSetting
from services.worlds import cipher_in, payments_cipher

ELIGIBILITY = "eligibility"
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Staff = Annotated[str, typer.Option("--officer", help="Who acts: a staff number.")]
Role = Annotated[str, typer.Option(help="In which role.")]
Reasons = Annotated[str, typer.Option(help="Why.")]
OfDay = Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="The closed day whose files they are.")]
InCurrency = Annotated[str | None, typer.Option(help="Where files of the day are in several currencies.")]
On = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="The day of the act, if it is not today.")
]


class Desk(NamedTuple):
    """Payments' and eligibility's databases, the key of files where it is there, and the world that hears an act."""

    payments: Database
    eligibility: Database
    cipher: Cipher | None
    world: OfficersWorld

    def tell(self, act: BatchAct) -> None:
        """Say it, as of now."""
        self.world.tell(_sealed(act, datetime.now(UTC)))


def list_(folder: LaptopFolder = None, *, as_json: AsJson = False) -> None:
    """List the batches of which a file lies sealed, with who has released them."""
    with _desk(folder) as desk, desk.payments.reading() as connection:
        sealed = batches.sealed_batches(connection)
    if as_json:
        typer.echo(json.dumps([as_dict(batch) for batch in sealed], indent=1))
        return
    for batch in sealed:
        typer.echo(line_of(batch))
    if not sealed:
        typer.echo("No payment file lies sealed.")


def show(day: OfDay, folder: LaptopFolder = None, *, currency: InCurrency = None, as_json: AsJson = False) -> None:
    """Show a batch as those see it who release it: sums, the run before, checks, what is pointed out, acts."""
    with _desk(folder) as desk, desk.payments.reading() as connection:
        batch = _one(batches.batches_of(connection, day.date()), day.date(), currency)
        files = batch.stoppable or batch.files
        rates = rates_of(desk.eligibility, look.people_in(connection, files))
        overview = look.overview(connection, files, look.Beholder(cipher=desk.cipher, rates=rates))
    if as_json:
        typer.echo(json.dumps(as_dict(batch, overview), indent=1))
        return
    typer.echo("\n".join(in_lines(batch, overview)))


def propose(  # noqa: PLR0913 - the command's options
    day: OfDay,
    folder: LaptopFolder = None,
    *,
    officer: Staff,
    reasons: Reasons,
    role: Role = "payments-officer",
    currency: InCurrency = None,
    on: On = None,
) -> None:
    """Put a batch forward for release in a named person's name, who then cannot release it."""
    with _acting_on(day, folder, currency) as (desk, batch):
        act = acting.proposal(batch, _signed(desk, officer, role, reasons, on))
        desk.tell(act)
    typer.echo(f"{officer} proposed {in_number(act.payments)}, {act.total}.")


def release(  # noqa: PLR0913 - the command's options
    day: OfDay,
    folder: LaptopFolder = None,
    *,
    officer: Staff,
    amount: Annotated[str, typer.Option("--sum", help="The sum that you looked at, such as 121534.00.")],
    reasons: Reasons,
    role: Role = "payments-officer",
    currency: InCurrency = None,
    on: On = None,
) -> None:
    """Release a batch in a named person's name; it goes to the bank when another one has done so, too."""
    with _acting_on(day, folder, currency) as (desk, batch):
        act = acting.release(batch, _signed(desk, officer, role, reasons, on), sum_typed(amount, batch.currency))
        desk.tell(act)
        with desk.payments.reading() as connection:
            after = batches.batch_of(connection, batch.day, batch.currency)
    typer.echo(f"{officer} released {in_number(act.payments)}, {act.total}.")
    typer.echo(line_of(after) if desk.world.laptop else "Payments hears it from the log: see tideover batch list.")


def stop(  # noqa: PLR0913 - the command's options
    day: OfDay,
    folder: LaptopFolder = None,
    *,
    officer: Staff,
    reasons: Reasons,
    role: Role = "payments-officer",
    currency: InCurrency = None,
    on: On = None,
) -> None:
    """Stop what of a batch has not gone to the bank: its payments are due again, and the next run has them."""
    with _acting_on(day, folder, currency) as (desk, batch):
        act = acting.stop(batch, _signed(desk, officer, role, reasons, on))
        desk.tell(act)
    typer.echo(
        f"{officer} stopped {in_number(act.payments)}, {act.total}. At the end of the next "
        "day each of them is due again, as it was or as a correction makes it, and goes into that day's files."
    )


def alone(
    folder: LaptopFolder = None,
    *,
    officer: Staff,
    reasons: Reasons,
    since: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="For files of this day and later ones.")],
) -> None:
    """Say in words that on this laptop one person is enough to release a file; refused on the stack."""
    with _desk(folder) as desk:
        if desk.world.laptop is None:
            raise InWords("On the stack two people release a file. One is enough on a laptop alone.")
        signed = acting.SignedAct(named_officer(officer, "payments-officer"), since.date(), reasons.strip())
        with desk.payments.begin() as connection:
            release_rule.one_is_enough(connection, signed.officer.staff, signed.reasons, signed.acted_on)
    typer.echo(f"From {since.date()} on one person releases a file here, says {officer}.")


@contextmanager
def _acting_on(day: datetime, folder: Path | None, currency: str | None) -> Iterator[tuple[Desk, batches.Batch]]:
    with _desk(folder) as desk:
        with desk.payments.reading() as connection:
            batch = _one(batches.batches_of(connection, day.date()), day.date(), currency)
        yield desk, batch


@contextmanager
def _desk(folder: Path | None) -> Iterator[Desk]:
    with officers_world(folder, [KEYED, ELIGIBILITY]) as world:
        cipher = cipher_in(world.laptop.folder, KEYED) if world.laptop else _key(world.settings)
        yield Desk(world.databases[KEYED], world.databases[ELIGIBILITY], cipher, world)


def _key(settings: Settings) -> Cipher | None:
    """Payments' key, for those who have it; without it nothing is said of accounts."""
    try:
        return payments_cipher(settings)
    except WrongSetting:
        return None


def _sealed(act: BatchAct, at: datetime) -> Envelope:
    subject = batch_subject(act.day, act.total.currency)
    event_id = derived_id("batch-act", act.name, act.model_dump_json(), at.isoformat())
    return seal(act, subject=subject, source="/tideover/console", time=at, event_id=event_id)


def _one(found: list[batches.Batch], day: date, currency: str | None) -> batches.Batch:
    """The batch that is meant. Raises `InWords` if there is none, or more than one."""
    meant = [batch for batch in found if currency in {None, batch.currency}]
    if not meant:
        raise InWords(f"No payment file of {day}{f' in {currency}' if currency else ''} was sealed.")
    if len(meant) > 1:
        listed = ", ".join(batch.currency for batch in meant)
        raise InWords(f"Files of {day} are in several currencies: name one with --currency ({listed}).")
    return meant[0]


def _signed(desk: Desk, staff: str, role: str, reasons: str, on: datetime | None) -> acting.SignedAct:
    """Raises `InWords` for a day that is still to come."""
    acted_on = day_of_act(on) if on else _day_there(desk)
    return acting.SignedAct(named_officer(staff, role), acted_on, reasons.strip())


def _day_there(desk: Desk) -> date:
    """Today; on a laptop whose days are behind the calendar's, the day after the last that it has closed."""
    if desk.world.laptop is None:
        return today()
    with desk.payments.reading() as connection:
        closed = [over_until(connection, number) for number in range(desk.world.laptop.partitions)]
    last = max((day for day in closed if day), default=None)
    return today() if last is None else min(today(), last + timedelta(days=1))
