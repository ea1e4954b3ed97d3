"""From a form to a contact as an officer notes it, or what is missing: by field, a phrase's key. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.base import derived_id
from contracts.casework import Officer
from contracts.contacts import ContactDirection, ContactNoted, ContactTopic
from contracts.intake import Channel
from contracts.values import FIRST_DAY
from services.console.acts.read_form import ReadForm

FIELDS = ("contacted_on", "direction", "channel", "about")


@dataclass(frozen=True, slots=True)
class ContactAtHand:
    """Of which claim, by whom and when it is noted."""

    claim: str
    officer: Officer
    today: date
    recorded_at: datetime


def contact_of(read: ReadForm, at_hand: ContactAtHand) -> ContactNoted | None:
    """The contact; None where something is missing."""
    contacted_on = read.day("contacted_on", FIRST_DAY, at_hand.today, "fault.day")
    direction = read.chosen("direction", list(ContactDirection))
    channel = read.chosen("channel", list(Channel))
    ticked = read.form.all_of("about")
    about = tuple(topic for topic in ContactTopic if topic in ticked)
    if not about:
        read.faults["about"] = "fault.choose"
    if read.faults:
        return None
    return ContactNoted(
        key=f"contact-{derived_id('contact', read.form.key)}",
        source_version=1,
        recorded_at=at_hand.recorded_at,
        claim=at_hand.claim,
        officer=at_hand.officer,
        contacted_on=contacted_on,
        channel=Channel(channel),
        direction=ContactDirection(direction),
        about=about,
    )
