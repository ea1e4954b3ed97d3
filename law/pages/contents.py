"""The table of contents of a scheme: its articles by act, each with a short name and its place on the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from law.language.sheet.scheme import Article, Scheme, Section
from law.pages.rule_graph import WAITING, rest_rule

NUMBERED = re.compile(
    r"(?P<act>.+?),? (?P<number>(?:(?:§§?|Arts?\.|ss?\.|paras?\.|Title|Schedule|Annex|chapter) |L\d).*)"
)
"""The heading of an article that has a number in its act: `SGB III § 147`, `Ley 19.728 Art. 12`."""
RULES: tuple[Section, ...] = (
    "quantities",
    "conditions",
    "each_week.quantities",
    "each_week.conditions",
    "each_day.quantities",
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """An article at its place on a page: the anchor, the act it belongs to, and its number there."""

    article: Article
    anchor: str
    act: str
    number: str
    short: str
    """Its number, or its heading where another act has an article of that number."""

    @property
    def in_act(self) -> str:
        """What it is called below the name of its act."""
        return self.number or "the act as a whole"

    @property
    def rules(self) -> tuple[str, ...]:
        """The names of its rules, as diagrams know them."""
        names = [name for section in RULES for name in self.article.holds.get(section, ())]
        names += [WAITING] if "waiting" in self.article.holds else []
        return (*names, *(rest_rule(name) for name in self.article.holds.get("rests", ())))


def chapters_of(scheme: Scheme) -> tuple[Chapter, ...]:
    """The articles of a scheme in order."""
    split = [NUMBERED.fullmatch(article.heading) for article in scheme.articles]
    numbers = Counter(match["number"] for match in split if match)
    return tuple(
        Chapter(
            article=article,
            anchor=f"article-{place}",
            act=match["act"] if match else article.heading,
            number=match["number"] if match else "",
            short=_kept_together(match["number"] if match and numbers[match["number"]] == 1 else article.heading),
        )
        for place, (article, match) in enumerate(zip(scheme.articles, split, strict=True), 1)
    )


def _kept_together(text: str) -> str:
    """The text with no line break after the mark of a section."""
    return re.sub(r"(§§?|Arts?\.|ss?\.|paras?\.) ", "\\1\N{NO-BREAK SPACE}", text)


def by_act(chapters: Sequence[Chapter]) -> list[tuple[str, list[Chapter]]]:
    """The articles of each act that follow each other; one that is the whole of its act has no act above it."""
    acts = [(act, list(of_act)) for act, of_act in groupby(chapters, key=lambda chapter: chapter.act)]
    return [("" if len(of_act) == 1 and not of_act[0].number else act, of_act) for act, of_act in acts]
