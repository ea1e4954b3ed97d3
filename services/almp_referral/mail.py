"""A referral as an e-mail to a caseworker, ready to send (RFC 5322), with its calendar file.

Neither why the person fits, nor why they declined, nor their words are in it: an e-mail is read by whoever carries it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from services.almp_referral.calendar_file import calendar_file
from services.almp_referral.inbox import OfferInInbox
from services.almp_referral.referrals import ReferralState

DOMAIN = "referrals.tideover"


def mail(offer: OfferInInbox, *, sender: str, to: str) -> bytes:
    """The message. Raises `ValueError` for what is no address."""
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(sender)
    message["To"] = _address(to)
    message["Subject"] = f"Referral {offer.referral[:8]} to {offer.programme}{_until(offer)}"
    message["Date"] = format_datetime(datetime.combine(_day(offer), time(), UTC))
    version = offer.invited.version if offer.invited is not None else 0
    message["Message-ID"] = f"<{offer.referral}.{version}@{DOMAIN}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join(_lines(offer)) + "\n")
    message.add_attachment(calendar_file(offer), maintype="text", subtype="calendar", filename="referral.ics")
    return message.as_bytes()


def _address(text: str) -> Address:
    """Raises `ValueError`, in words of our own: those of the library name its grammar."""
    try:
        address = Address(addr_spec=text)
    except Exception as fault:  # the parser raises what it likes
        raise ValueError(f"'{text}' is no e-mail address") from fault
    if not address.username or not address.domain:
        raise ValueError(f"'{text}' is no e-mail address")
    return address


def _until(offer: OfferInInbox) -> str:
    asked = offer.standing is ReferralState.MADE and offer.deadline is not None
    return f": answer by {offer.deadline}" if asked else ""


def _day(offer: OfferInInbox) -> date:
    return (offer.invited.day if offer.invited is not None else None) or offer.made_on or date(1900, 1, 1)


def _lines(offer: OfferInInbox) -> list[str]:
    lines = [
        f"Person:     {offer.person}",
        f"Referral:   {offer.referral}",
        f"Programme:  {offer.programme}",
        f"Stands:     {offer.standing.value.replace('_', ' ')}" + (f" since {offer.since}" if offer.since else ""),
    ]
    if offer.deadline is not None:
        what = "Answer by: " if offer.standing is ReferralState.MADE else "Ends by:   "
        lines.append(f"{what} {offer.deadline}")
    if offer.invited is not None:
        at = f" at {offer.invited.meets_at}" if offer.invited.meets_at else ""
        lines.append(f"Invited:    {offer.invited.meets_on}{at}, {offer.invited.place}")
        lines.append(f"By:         {offer.invited.officer}, office {offer.invited.office}")
    return [*lines, "", "An offer that nobody answers costs no benefit. A refusal or an absence is put to a person."]
