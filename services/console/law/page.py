"""The pages of the law: every scheme in a list, and one article by article, as `tideover scheme pages` writes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from law.catalogue import load_scheme, scheme_names
from law.language.sheet.horizon import last_change
from law.language.sheet.scheme import Scheme
from law.language.sheet.unverified import unverified_in
from law.pages.convention_summary import kept_counts
from law.pages.html import scheme_body
from services.letters.language import Language


@dataclass(frozen=True, slots=True)
class ListedLaw:
    """A scheme in the list, in the words of its sheet and the numbers of the reader's language."""

    name: str
    title: str
    about: str
    country: str
    since: str
    """The last day on which its law changed, as far as the sheet knows."""
    unverified: int
    conventions: Sequence[tuple[str, Mapping[str, int]]]
    """By instrument, how many articles are not met, met, or need evidence; empty where this sheet was not checked."""


def laws_listed(language: Language) -> list[ListedLaw]:
    """Every scheme, by its country's name in the reader's language."""
    listed = [listed_law(_scheme(name), language) for name in scheme_names()]
    return sorted(listed, key=lambda law: (law.country, law.title))


def listed_law(scheme: Scheme, language: Language) -> ListedLaw:
    """A scheme as the list has it."""
    return ListedLaw(
        name=scheme.name,
        title=scheme.title,
        about=scheme.about,
        country=language.locale.territories.get(scheme.country, scheme.country),
        since=language.day(last_change(scheme)),
        unverified=unverified_entries(scheme.name),
        conventions=tuple(
            (instrument, {status.replace(" ", "_"): number for status, number in counts.items()})
            for instrument, counts in kept_counts(scheme).items()
        ),
    )


@cache
def unverified_entries(name: str) -> int:
    """How many entries of a sheet nobody has compared with the law's text."""
    return len(list(unverified_in(_scheme(name))))


@cache
def law_in_full(name: str) -> Markup:
    """The law of a scheme, article by article, in English; made once."""
    return Markup(scheme_body(_scheme(name)))  # noqa: S704  a template of ours, which escapes what the sheet says


def _scheme(name: str) -> Scheme:
    return load_scheme(name, accept_unverified=True)
