"""A referral as a calendar file (iCalendar, RFC 5545): the appointment, and the last day to answer.

Whoever gets it may see a pseudonym, the programme and the place, and nothing else of the person. The same referral is
the same file, byte for byte; a calendar knows a later one of the same appointment by its sequence number.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

from services.almp_referral.inbox import OfferInInbox
from services.almp_referral.referrals import ReferralState

LINE_OCTETS_MAX = 75
"""Without the end of the line; a longer line goes on after a line end and a blank (RFC 5545, 3.1)."""
PRODUCT = "-//Tideover//referrals//EN"


def calendar_file(offer: OfferInInbox) -> bytes:
    """The file. What has no day is left out: an offer without appointment and deadline is a calendar of nothing."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [*_appointment(offer), *_deadline(offer), "END:VCALENDAR"]
    return b"".join(_folded(line) for line in lines)


def _appointment(offer: OfferInInbox) -> Iterator[str]:
    invited = offer.invited
    if invited is None or invited.meets_on is None:
        return
    yield from _head(offer, "appointment", invited.version)
    if invited.meets_at is None:
        yield from _all_day(invited.meets_on)
    else:
        yield f"DTSTART:{invited.meets_on:%Y%m%d}T{invited.meets_at.replace(':', '')}00"
        yield "DURATION:PT1H"
    yield f"SUMMARY:{_text(f'Appointment: referral to {offer.programme}')}"
    yield f"LOCATION:{_text(invited.place or '')}"
    yield from _tail(offer)


def _deadline(offer: OfferInInbox) -> Iterator[str]:
    if offer.deadline is None or offer.standing is not ReferralState.MADE:
        return
    yield from _head(offer, "deadline", offer.invited.version if offer.invited is not None else 0)
    yield from _all_day(offer.deadline)
    yield f"SUMMARY:{_text(f'Last day to answer: referral to {offer.programme}')}"
    yield "TRANSP:TRANSPARENT"
    yield from _tail(offer)


def _head(offer: OfferInInbox, what: str, sequence: int) -> Iterator[str]:
    stamped = (offer.invited.day if offer.invited is not None else None) or offer.made_on or date.min
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(f'{offer.referral}-{what}@referrals.tideover')}"
    yield f"DTSTAMP:{stamped:%Y%m%d}T000000Z"
    yield f"SEQUENCE:{sequence}"


def _tail(offer: OfferInInbox) -> Iterator[str]:
    yield f"DESCRIPTION:{_text(f'Person {offer.person}. Referral {offer.referral}. No answer costs no benefit.')}"
    yield "CLASS:CONFIDENTIAL"
    yield "END:VEVENT"


def _all_day(day: date) -> Iterator[str]:
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"


def _text(value: str) -> str:
    """A value of TEXT (3.3.11): no line of it may be taken for a property."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    shown = "\\n".join(escaped.splitlines())
    return "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in shown)


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets, none of which splits a character."""
    pieces, piece = [], b""
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > LINE_OCTETS_MAX:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
