"""A scheme in the order of its articles: what each says, section by section, in sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from law.language.plain.cited import Cited
from law.language.plain.days_in_words import span
from law.language.plain.reductions_in_words import of_reduction
from law.language.plain.safeguards_in_words import of_safeguard
from law.language.plain.sentences import (
    of_appeal,
    of_benefit,
    of_claim,
    of_condition,
    of_particular,
    of_quantity,
    of_rest,
    of_sanction,
    of_spells,
    of_waiting,
    of_window,
)
from law.language.sheet.scheme import AnyRule, Article, Scheme, Section
from law.language.terms.citation import within

TITLES: Mapping[Section, str] = {
    "parameters": "Figures",
    "tables": "Tables",
    "particulars": "Stated of the person",
    "windows": "Looking back",
    "claim": "The claim",
    "quantities": "Amounts",
    "conditions": "Conditions",
    "waiting": "Waiting",
    "rests": "Rest",
    "sanctions": "Sanctions",
    "reductions": "Reductions",
    "safeguards": "How decisions come about",
    "spells": "Linked claims",
    "each_week.conditions": "Conditions of each certified week",
    "each_week.quantities": "Amounts of each certified week",
    "each_day.quantities": "Amounts of each day of it",
    "benefit": "What is paid",
    "appeal": "Contesting a decision",
}
"""What the sections of an article are called, in the order in which every page has them."""
SET_APART: tuple[Section, ...] = ("parameters", "tables")
"""What every page sets in a way of its own, and not in sentences."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What an article says in one section; no sentences where every page sets it in a way of its own."""

    section: Section
    names: tuple[str, ...]
    sentences: tuple[Cited, ...]

    @property
    def title(self) -> str:
        """What the section is called."""
        return TITLES[self.section]


def passages_of(article: Article, scheme: Scheme) -> Iterator[Passage]:
    """The sections of an article, in the order of every page."""
    for section in TITLES:
        names = article.holds.get(section, ())
        if names:
            said = (
                ()
                if section in SET_APART
                else (sentence for name in names for sentence in SENTENCES[section](name, scheme))
            )
            yield Passage(section, names, tuple(_under(article.heading, sentence) for sentence in said))


def _under(heading: str, sentence: Cited) -> Cited:
    """The sentence as it reads under its heading: an exception of the same article repeats only where in it."""

    def shortened(cited: re.Match[str]) -> str:
        place = within(heading, heading + cited[1])
        return f" [{place}]" if place else ""

    return replace(sentence, text=re.sub(rf" \[{re.escape(heading)}([^\[\]]*)\]", shortened, sentence.text))


def _versions(
    section: Section,
    name: str,
    rules: Mapping[str, AnyRule],
    say: Callable[[AnyRule, Scheme], Cited],
    scheme: Scheme,
) -> Iterator[Cited]:
    """What a rule says; if the law changed it, what it says in each version, the newest first."""
    versions = scheme.through_time.of(section).get(name)
    if versions is None:
        yield say(rules[name], scheme)
        return
    for version in reversed(versions.known):
        sentence, days = say(version.rule, scheme), span(version)
        anchor = sentence.rule if version is versions.newest else ""
        yield replace(sentence, text=f"{days[0].upper()}{days[1:]}: {sentence.text}", rule=anchor)


SENTENCES: Mapping[Section, Callable[[str, Scheme], Iterable[Cited]]] = {
    "particulars": lambda name, scheme: (of_particular(scheme.particulars[name], scheme),),
    "windows": lambda name, scheme: _versions("windows", name, scheme.windows, of_window, scheme),
    "claim": lambda name, scheme: of_claim(scheme)[name],
    "quantities": lambda name, scheme: _versions("quantities", name, scheme.quantities, of_quantity, scheme),
    "conditions": lambda name, scheme: _versions("conditions", name, scheme.conditions, of_condition, scheme),
    "waiting": lambda _, scheme: (of_waiting(scheme),),
    "rests": lambda name, scheme: (of_rest(scheme.rests[name], scheme),),
    "sanctions": lambda name, scheme: (of_sanction(scheme.sanctions[name], scheme),),
    "reductions": lambda name, scheme: (of_reduction(scheme.reductions[name], scheme),),
    "safeguards": lambda name, scheme: (of_safeguard(scheme.safeguards[name], scheme),),
    "spells": lambda _, scheme: of_spells(scheme),
    "each_week.conditions": lambda name, scheme: _versions(
        "each_week.conditions", name, scheme.week_conditions, of_condition, scheme
    ),
    "each_week.quantities": lambda name, scheme: _versions(
        "each_week.quantities", name, scheme.week_quantities, of_quantity, scheme
    ),
    "each_day.quantities": lambda name, scheme: _versions(
        "each_day.quantities", name, scheme.day_quantities, of_quantity, scheme
    ),
    "benefit": lambda _, scheme: of_benefit(scheme),
    "appeal": lambda _, scheme: (of_appeal(scheme),),
}
"""How each section is said, entry by entry."""


def headings_of(scheme: Scheme, section: Section, names: Iterable[str] = ()) -> tuple[str, ...]:
    """The articles under which a section stands, in order; only those with one of the names, if any are given."""
    wanted = set(names)
    return tuple(
        article.heading
        for article in scheme.articles
        if section in article.holds and (not wanted or wanted & set(article.holds[section]))
    )
