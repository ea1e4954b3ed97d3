"""A certificate that another country's institution issued, as the facts that it states."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from pydantic import ValidationError

from contracts.in_words import InWords
from contracts.json_text import fault_in_json
from contracts.refusals import in_words
from contracts.registry import FactRetracted, PayBasis, PeriodAbroadCertified
from services.certificates.model import InsuranceCertificate, PeriodLine


class NotACertificate(InWords):
    """The text is no certificate; the message names the field that is wrong, or what does not fit."""


def certificate_in(text: str | bytes) -> InsuranceCertificate:
    """The certificate that a JSON text holds. Raises `NotACertificate`."""
    try:
        certificate = InsuranceCertificate.model_validate_json(text)
    except ValidationError as error:
        raise NotACertificate(f"This is no certificate of insured periods: {in_words(error)}") from None
    if fault := fault_in_json(text):
        raise NotACertificate(f"This is no certificate of insured periods: {fault}.")
    return certificate


def facts_in(certificate: InsuranceCertificate) -> list[PeriodAbroadCertified]:
    """Each period as a fact, in the certificate's order; pay stays in its own currency."""
    return [_fact(certificate, number, line) for number, line in enumerate(certificate.periods, start=1)]


def taken_back(certificate: InsuranceCertificate, replaced: InsuranceCertificate) -> Iterator[FactRetracted]:
    """The periods of an earlier version that the certificate has no more. Raises `NotACertificate`."""
    same = (certificate.reference, certificate.country) == (replaced.reference, replaced.country)
    if not same or replaced.version >= certificate.version:
        raise NotACertificate(
            "A certificate replaces another of the same country and reference, with a lower version; this one does not."
        )
    for number in range(len(certificate.periods) + 1, len(replaced.periods) + 1):
        yield FactRetracted(
            key=_key(certificate, number),
            source_version=certificate.version,
            recorded_at=_midnight(certificate.issued_on),
            kind=PeriodAbroadCertified.name,
            reason="A later version of the certificate no longer has the period.",
        )


def _fact(certificate: InsuranceCertificate, number: int, line: PeriodLine) -> PeriodAbroadCertified:
    return PeriodAbroadCertified(
        key=_key(certificate, number),
        source_version=certificate.version,
        recorded_at=_midnight(certificate.issued_on),
        country=certificate.country,
        kind=line.kind,
        period=line.period,
        minutes_weekly=line.minutes_weekly,
        monthly=line.monthly,
        basis=PayBasis.GROSS if line.monthly else None,
        reason=line.reason,
        certificate=certificate.reference,
    )


def _key(certificate: InsuranceCertificate, number: int) -> str:
    return f"{certificate.country}/{certificate.reference}/{number}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
