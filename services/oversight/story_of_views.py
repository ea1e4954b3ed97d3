"""How a story tells of who looked at the person."""

from __future__ import annotations

from contracts.console import PersonViewed
from services.oversight.story_phrases import Sentences, Told, prose, say, titled, told, who


def _viewed(e: PersonViewed) -> Told:
    office = say("viewed.of_office", office=e.officer.office) if e.officer.office else None
    viewed = say("viewed", who=who(e.officer), office=office, page=titled("page", e.page), purpose=e.purpose)
    return told(viewed, say("viewed.why") if e.reasons else None, prose(e.reasons))


VIEWS: Sentences = {PersonViewed: _viewed}
