"""Citations: an article is the citation of all that stands under it; an entry says only where in it, and what else.

`SGB III § 147` with `at: (2)` and `also: SGB III § 339` is cited as `SGB III § 147(2); SGB III § 339`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from law.language.terms.document import Entry

PLACE = "at also"
"""The keys that refine the citation of an entry: the place in the article, and further sources."""
CITED = f"{PLACE} unverified"
"""The same, and whether nobody has compared the entry with the law's text."""
WHOLE = f"cites {PLACE}"
"""Where another act may set one value: its whole citation, in place of the article's."""
WHOLE_CITED = f"cites {CITED}"

EXAMPLE = "at: (2) sentence 1   (the article is the rest of the citation)"
EXAMPLE_ALSO = "also: US DOL, Significant Provisions, January 2020"
EXAMPLE_CITES = "cites: Ley 31/2022, final provision 25   (the whole citation, of another act)"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule stands in the law, and whether somebody has compared it with the law's text."""

    cites: str
    unverified: bool


def cited(entry: Entry, fields: Mapping[str, Entry]) -> Citation:
    """The citation of an entry with these fields. Raises `RuleSheetError`."""
    unverified = "unverified" in fields and fields["unverified"].flag()
    if "cites" not in fields:
        if not entry.article:
            raise entry.wrong("'cites' is missing.", example=EXAMPLE_CITES)
        at = fields["at"].text(example=EXAMPLE) if "at" in fields else ""
        also = fields["also"].text(example=EXAMPLE_ALSO) if "also" in fields else ""
        return Citation(composed(entry.article, at=at, also=also), unverified)
    for name in PLACE.split():
        if name in fields:
            raise fields[name].wrong("'cites' is the whole citation; nothing refines it.", example=EXAMPLE_CITES)
    return Citation(fields["cites"].text(example=EXAMPLE_CITES), unverified)


def composed(article: str, *, at: str = "", also: str = "") -> str:
    """The whole citation: a paragraph in brackets follows the article at once, other words after a comma."""
    place = at if not at or at.startswith("(") else f", {at}"
    return f"{article}{place}" + (f"; {also}" if also else "")


def within(article: str, cites: str) -> str:
    """What a citation says beyond the heading it stands under: `(2)`, `also US DOL`; all of it for another act."""
    rest = cites.removeprefix(article)
    if rest == cites or (rest and not rest.startswith(("(", ", ", "; "))):
        return cites
    place, _, also = rest.partition("; ")
    return "; ".join(part for part in (place.removeprefix(", "), f"also {also}" if also else "") if part)
