"""What officers note in a file: who has a matter in hand, and contacts. Nothing follows from either by itself."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from contracts.assignments import Assigned
from contracts.contacts import ContactNoted


@dataclass(frozen=True, slots=True)
class FileNote:
    """A note under the id of its event: told twice it is one."""

    event: UUID
    noted: Assigned | ContactNoted
