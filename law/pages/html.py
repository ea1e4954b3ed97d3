"""The page of a scheme and the page of all schemes as HTML: whole in itself, without script, light and dark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import jinja2

from law.language.plain.page import has_rests
from law.language.plain.prose import figure_of, in_words
from law.language.plain.sentences import from_lines, of_appeal, of_benefit, of_claim
from law.language.plain.tables_in_words import (
    cell_in_words,
    head_in_words,
    heads_in_words,
    otherwise_in_words,
    rests_and_sanctions,
)
from law.language.sheet.scheme import Scheme
from law.language.sheet.unverified import unverified_in
from law.language.terms.words import shown, unit_in_words
from law.pages.diagrams_of_scheme import pictures
from law.pages.plot import plot
from law.pages.references import Piece, anchors_of, pieces

Floors = Sequence[tuple[str, str]]
"""What holding a scheme against an instrument found: the instrument, and the answers counted."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A scheme on the page of all schemes."""

    name: str
    title: str
    country: str
    about: str
    file: str
    since: date
    """The last day on which its law changed, as far as the sheet knows."""
    figures: int
    unverified: int
    floors: Floors


def page_name(scheme: Scheme) -> str:
    """The file of a scheme's page."""
    return scheme.name.replace("/", "-") + ".html"


def scheme_page(scheme: Scheme) -> str:
    """The page of one scheme."""
    anchors = anchors_of(scheme)
    overview, groups = pictures(scheme)
    return (
        _templates(anchors)
        .get_template("scheme.html.jinja")
        .render(
            scheme=scheme,
            overview=overview,
            groups=groups,
            claim=list(of_claim(scheme)),
            benefit=of_benefit(scheme),
            rests=list(from_lines(rests_and_sanctions(scheme))) if has_rests(scheme) else [],
            appeal=of_appeal(scheme),
            unverified=len(list(unverified_in(scheme))),
            in_words=lambda tree: in_words(tree, scheme),
            figure_of=lambda name: figure_of(name, scheme),
        )
    )


def index_page(schemes: Sequence[Scheme], floors: Mapping[str, Floors]) -> str:
    """The page that lists all schemes, with what was found of those that were held against the Conventions."""
    return (
        _templates({})
        .get_template("index.html.jinja")
        .render(listed=[_listed(scheme, floors.get(scheme.name, ())) for scheme in schemes])
    )


def last_change(scheme: Scheme) -> date:
    """The last day from which a figure or table of the sheet holds."""
    days = [value.since for parameter in scheme.parameters.values() for value in parameter.values]
    return max(days + [sheet.since for table in scheme.tables.values() for sheet in table.sheets])


def _listed(scheme: Scheme, floors: Floors) -> Listed:
    return Listed(
        name=scheme.name,
        title=scheme.title,
        country=scheme.country,
        about=scheme.about,
        file=page_name(scheme),
        since=last_change(scheme),
        figures=sum(len(parameter.values) for parameter in scheme.parameters.values()),
        unverified=len(list(unverified_in(scheme))),
        floors=floors,
    )


def _templates(anchors: dict[str, str]) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("law.pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def linked(text: str) -> Iterator[Piece]:
        return pieces(text, anchors)

    environment.filters |= {
        "linked": linked,
        "plot": plot,
        "unit": unit_in_words,
        "head": head_in_words,
        "heads": heads_in_words,
        "cell": cell_in_words,
        "otherwise": otherwise_in_words,
    }
    environment.globals["shown"] = shown
    return environment
