"""How a story tells of what officers note in a file: who has a matter in hand, and contacts."""

from __future__ import annotations

from contracts.assignments import Assigned, AssignedBecause
from contracts.contacts import ContactNoted
from services.oversight.story_phrases import Sentences, Told, in_a_row, prose, say, told, word_key


def _assigned(e: Assigned) -> Told:
    matter = say("matter", kind=e.kind, record=e.record)
    if e.to is None:
        moved = say("assigned.given_back", staff=e.by.staff, matter=matter)
    elif e.because is AssignedBecause.TAKEN:
        moved = say("assigned.taken", staff=e.by.staff, matter=matter)
    else:
        moved = say("assigned.given", staff=e.by.staff, matter=matter, to=e.to.staff, why=e.because)
    return told(moved, prose(e.reasons))


def _contact(e: ContactNoted) -> Told:
    about = in_a_row([say(word_key(topic)) for topic in e.about], "with_comma")
    noted = say(f"contact.{e.direction}", channel=e.channel, staff=e.officer.staff, about=about)
    return told(noted, say("contact.words_kept", statement=e.statement) if e.statement else None)


NOTES: Sentences = {Assigned: _assigned, ContactNoted: _contact}
