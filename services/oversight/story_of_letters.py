"""How a story tells of letters: by which way they went, and what became of them."""

from __future__ import annotations

from contracts.letters import LetterDelivered, LetterReturned, LetterSent
from services.letters.model import Phrase
from services.oversight.story_phrases import Sentences, say, told


def _letter(key: str, e: LetterSent | LetterDelivered | LetterReturned) -> Phrase:
    return say(key, letter=e.letter, channel=e.channel, reference=e.reference)


LETTERS: Sentences = {
    LetterSent: lambda e: told(_letter("letter.sent", e)),
    LetterDelivered: lambda e: told(_letter("letter.delivered", e)),
    LetterReturned: lambda e: told(_letter("letter.returned", e)),
}
