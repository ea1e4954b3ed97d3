"""What is told of a file: who has a matter in hand, and contacts."""

from __future__ import annotations

from contracts.assignments import Assigned
from contracts.base import Envelope, Event
from contracts.contacts import ContactNoted
from services.claims.file_notes import FileNote
from services.claims.person import Applicant


def assigned(event: Assigned, person: Applicant, cause: Envelope) -> list[Event]:
    """Keep who has the matter in hand."""
    person.notes.append(FileNote(cause.id, event))
    return []


def contact_noted(event: ContactNoted, person: Applicant, cause: Envelope) -> list[Event]:
    """Keep that an officer and the person, or who acts for them, were in contact."""
    person.notes.append(FileNote(cause.id, event))
    return []
