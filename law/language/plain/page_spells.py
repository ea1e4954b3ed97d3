"""How a claim stands to what was before it, as a lawyer reads it: changes of the law, linked spells."""

from __future__ import annotations

from collections.abc import Iterator

from law.language.plain.prose import in_words
from law.language.plain.tables_in_words import Line
from law.language.sheet.scheme import Said, Scheme

SHARES = {
    "waiting": "what was waited for then is not waited for again",
    "limit": "what was used up of the benefit then is not paid again",
    "year": "it may be drawn on no longer than the claim before",
}


def before_it(scheme: Scheme) -> Iterator[Line]:
    """One sentence a change of the law that meets running claims, and one on linked spells."""
    for change in scheme.claim.transitions:
        what = "keep the law before it" if change.keeps else "follow the new law from then on"
        text = f"The law changes on {change.on}: claims that run on that day {what}."
        yield text, Said("", change.cites, change.unverified)
    spells = scheme.spells
    if spells is not None:
        shared = "; ".join(said for name, said in SHARES.items() if name in spells.shares)
        then = f"; then {shared}" if shared else ", which ends with it"
        text = f"A claim goes on with the one before if {in_words(spells.linked_when, scheme)}{then}."
        yield text, Said("", spells.cites, spells.unverified)
