"""`tideover referrals`: an inbox, one referral's life, its delivery as calendar file or e-mail, missed points."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from contracts.in_words import InWords
from services.almp_referral.edge import calendar_file, mail
from services.almp_referral.views import (
    LifeOfReferral,
    LifeRecord,
    MissedPoint,
    OfferInInbox,
    ReferralState,
    inbox,
    missed_points,
    referral_life,
)
from services.commands.own_name import own_name
from services.commands.world import LaptopFolder, opened_world

ALMP = "almp_referral"
NO_READER = "no-reply@tideover.invalid"
"""Whoever sends the e-mail puts their own sender."""
NOBODY = "No referral awaits an answer or an end."
NO_POINT = "No mandatory point was missed."
COLUMNS = ("deadline", "standing", "since", "person", "claim", "programme", "referral", "office", "meets_on")


class ReferralNotFound(InWords):
    """No referral, or more than one, begins so."""


class NotToBeWritten(InWords):
    """A file or a message that cannot be made of what was given."""


def list_(
    folder: LaptopFolder = None,
    *,
    office: Annotated[
        str | None, typer.Option("--office", help="What this office took up, and what nobody has taken up yet.")
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write a table as CSV.")] = False,
) -> None:
    """List referrals that await an answer or an end, by deadline."""
    with opened_world(folder, [ALMP]) as world, world.databases[ALMP].reading() as connection:
        offers = inbox(connection, office)
    if as_csv:
        _table(offers)
    else:
        _echo([_line(offer) for offer in offers] or [NOBODY])


def missed(folder: LaptopFolder = None) -> None:
    """List mandatory points by whose last day nobody had considered help, the oldest first."""
    with opened_world(folder, [ALMP]) as world, world.databases[ALMP].reading() as connection:
        _echo([_point(point) for point in missed_points(connection)] or [NO_POINT])


def show(
    referral: Annotated[str, typer.Argument(help="The referral, by its id or the beginning of it.")],
    folder: LaptopFolder = None,
    *,
    ics: Annotated[Path | None, typer.Option("--ics", help="Write its calendar file here.")] = None,
    eml: Annotated[Path | None, typer.Option("--eml", help="Write an e-mail on it here.")] = None,
    to: Annotated[str, typer.Option("--to", help="The e-mail's reader.")] = NO_READER,
) -> None:
    """Tell one referral's life; write it as a calendar file or an e-mail for a caseworker."""
    with opened_world(folder, [ALMP]) as world, world.databases[ALMP].reading() as connection:
        life = referral_life(connection, referral)
    if life is None:
        raise ReferralNotFound(
            f"no referral begins with {referral}, or more than one does: write more of it; "
            f"those that await something are named by {own_name()} referrals list"
        )
    _deliver(life.offer, ics, eml, to)
    _echo(_life(life))


def _deliver(offer: OfferInInbox, ics: Path | None, eml: Path | None, to: str) -> None:
    if offer.made_on is None and (ics or eml):
        raise NotToBeWritten("nothing was offered under this referral: there is no day or place to write down")
    if ics is not None:
        ics.write_bytes(calendar_file(offer))
    if eml is not None:
        try:
            eml.write_bytes(mail(offer, sender=NO_READER, to=to))
        except ValueError as fault:
            raise NotToBeWritten(str(fault)) from None


def _echo(lines: Iterator[str] | list[str]) -> None:
    for line in lines:
        typer.echo(line)


def _table(offers: list[OfferInInbox]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for offer in offers:
        invited = offer.invited.meets_on if offer.invited is not None else None
        cells = [*(getattr(offer, name) for name in COLUMNS[:-1]), invited]
        writer.writerow(["" if cell is None else str(cell) for cell in cells])


def _line(offer: OfferInInbox) -> str:
    until = f"{offer.deadline}  " if offer.deadline else "no deadline "
    by = f", office {offer.office}" if offer.office else ", taken up by nobody"
    standing = offer.standing.value.replace("_", " ")
    return f"{until}{standing:<9} {offer.person}  {offer.programme}  {offer.referral}{by}"


def _point(point: MissedPoint) -> str:
    return f"{point.due_on}  {point.point:<18} {point.person}  claim {point.claim}, from {point.begins} on"


def _life(life: LifeOfReferral) -> Iterator[str]:
    offer = life.offer
    to = f" to {offer.programme}" if offer.programme else ""
    yield f"Referral {offer.referral} of {offer.person}{to}, claim {offer.claim}"
    yield _beginning(offer)
    for record in life.records:
        yield _record(record)
    for months, seen in life.outcomes:
        found = {True: f"in work ({seen.employment})", False: "not in work", None: "counts no more"}[seen.in_work]
        yield f"{seen.day}  {months} months after its end: {found}"
    yield _standing(offer)


def _beginning(offer: OfferInInbox) -> str:
    if offer.made_on is None:
        return f"{offer.asked_on}  a programme was looked for"
    return f"{offer.made_on}  offered" + (f"; {_deadline(offer)}" if offer.deadline else "")


def _standing(offer: OfferInInbox) -> str:
    if offer.standing is ReferralState.NONE:
        return "Nothing was offered" + (f": {offer.why_none.value.replace('_', ' ')}." if offer.why_none else ".")
    return f"It is {offer.standing.value.replace('_', ' ')} since {offer.since or offer.asked_on}."


def _deadline(offer: OfferInInbox) -> str:
    return f"answer by {offer.deadline}" if offer.standing == "made" else f"ends by {offer.deadline}"


def _record(record: LifeRecord) -> str:
    if not record.stands:
        return f"            {record.kind.value} {record.key} was taken back"
    what = [record.kind.value.replace("_", " ")]
    what += [record.says.value.replace("_", " ")] if record.says is not None else []
    what += [f"because of {record.declined_because.replace('_', ' ')}"] if record.declined_because else []
    what += [f"came on {len(record.attended)} of {len(record.planned)} days"] if record.planned else []
    if record.meets_on is not None:
        what.append(f"invited for {record.meets_on} {record.meets_at or ''}".rstrip() + f", {record.place}")
    by = f" ({record.officer}{', office ' + record.office if record.office else ''})" if record.officer else ""
    return f"{record.day}  {', '.join(what)}{by}"
