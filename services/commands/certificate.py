"""`tideover certificate`: periods insured here, certified for another country; and another's certificate, read."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from contracts.base import Envelope, derived_id, seal
from contracts.in_words import InWords
from contracts.refusals import in_words
from contracts.registry import Fact, FactRetracted
from law.case.facts import FactSet
from services.certificates.as_facts import NotACertificate, certificate_in, facts_in, taken_back
from services.certificates.from_facts import Issue, certificate_of
from services.certificates.model import InsuranceCertificate
from services.certificates.page import certificate_page
from services.commands.destinations import into_laptop
from services.commands.person import one_person
from services.commands.world import LaptopFolder, opened_world
from services.eligibility.views import facts_of, latest_assessments
from services.registry_kit.plausible import CLOCKS_AND_ZONES, time_faults
from services.registry_kit.publishing import publishing_to
from services.registry_kit.timestamps import moment_of
from services.runtime.kafka.topics import topic_name
from services.runtime.privacy.pseudonyms import FORM
from services.runtime.process.settings import Settings
from services.runtime.process.stopwatch import unix_milliseconds

SOURCE = "/tideover/certificates"


def write(  # noqa: PLR0913 - the command's options
    person: Annotated[str, typer.Argument(help="The person's pseudonym, or its beginning.")],
    folder: LaptopFolder = None,
    *,
    country: Annotated[str, typer.Option(help="Ours, as two capital letters of ISO 3166-1.")],
    institution: Annotated[str, typer.Option(help="Who issues it, as it is written on the page.")],
    reference: Annotated[str, typer.Option(help="The institution's own number of the certificate.")],
    on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day on which it is issued.")],
    version: Annotated[int, typer.Option(min=1, help="Higher than that of a certificate that it replaces.")] = 1,
    html: Annotated[Path | None, typer.Option(help="Write a page in one file, without scripts.")] = None,
) -> None:
    """Certify a person's insured periods, work, pay and reasons of ending, as JSON or as a page (U1, U002)."""
    with opened_world(folder, ["eligibility"]) as world:
        subject = one_person(world, person)
        with world.databases["eligibility"].of_subject(subject).reading() as connection:
            known = FactSet(facts_of(connection, subject))
            assessments = latest_assessments(connection, subject)
    if on.replace(tzinfo=UTC) > moment_of(unix_milliseconds()) + CLOCKS_AND_ZONES:
        raise typer.BadParameter("the day of issue has not come yet")
    issue = Issue(reference, version, country, institution, on.date())
    try:
        certificate = certificate_of(known, issue, assessments)
    except ValidationError as error:
        raise typer.BadParameter(in_words(error)) from None
    if html:
        html.write_text(certificate_page(certificate), "utf-8")
        typer.echo(f"Periods certified in {html}: {len(certificate.periods)}.")
        return
    typer.echo(certificate.model_dump_json(indent=1, exclude_none=True))


def read(
    file: Annotated[Path, typer.Argument(help="The certificate, as JSON.")],
    *,
    person: Annotated[str, typer.Option(help="The pseudonym of whom it is about.")],
    replaces: Annotated[Path | None, typer.Option(help="The earlier version; what it alone has is taken back.")] = None,
    folder: Annotated[Path | None, typer.Option(help="A laptop's databases; without it, Kafka.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be published, publish nothing.")] = False,
) -> None:
    """Publish the periods of another country's certificate as facts about a person; safe to repeat."""
    if re.fullmatch(FORM, person) is None:
        raise typer.BadParameter("a pseudonym is p- and 32 hexadecimal digits; a name or number of a person is none")
    certificate = certificate_in(_text(file))
    stated: list[Fact] = [*facts_in(certificate)]
    if replaces is not None:
        stated += taken_back(certificate, certificate_in(_text(replaces)))
    now = moment_of(unix_milliseconds())
    if any(fault for event in stated for fault in time_faults(event, event.recorded_at, now)):
        raise NotACertificate(f"{file.name} cannot be issued on {certificate.issued_on}: the day has not come yet.")
    envelopes = [_sealed(event, person, certificate) for event in stated]
    retracted = sum(isinstance(event, FactRetracted) for event in stated)
    if not dry_run:
        settings = Settings.from_environment()
        registry = topic_name("registry")
        with into_laptop(folder, settings) if folder else publishing_to(registry, settings) as publish:
            publish(envelopes)
    done = "that would be published" if dry_run else "published"
    count = len(stated) - retracted
    typer.echo(f"{file.name}: periods of {certificate.country} {done}: {count}, taken back: {retracted}.")


class _Unreadable(InWords):
    """A file that cannot be read as text."""


def _text(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as fault:
        raise _Unreadable(f"{file} cannot be read: {fault.strerror}.") from None


def _sealed(fact: Fact, person: str, certificate: InsuranceCertificate) -> Envelope:
    """The id is made of what is said, so that a certificate that is read again takes effect once."""
    said = derived_id(person, fact.type_(), fact.model_dump_json())
    return seal(fact, subject=person, source=f"{SOURCE}/{certificate.country}", time=fact.recorded_at, event_id=said)
