"""The page of a scheme and the page of all schemes as HTML: whole in itself, without script, light and dark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import jinja2

from law.language.plain.by_article import passages_of
from law.language.plain.cited import Cited
from law.language.plain.days_in_words import span
from law.language.plain.overview import how_a_claim_runs
from law.language.plain.presumptions import presumptions
from law.language.plain.sentences import if_unsaid
from law.language.plain.tables_in_words import cell_in_words, heads_in_words, otherwise_in_words, row_heads
from law.language.sheet.horizon import last_change
from law.language.sheet.scheme import Scheme
from law.language.sheet.unverified import unverified_in
from law.language.terms.citation import within
from law.language.terms.words import shown, unit_in_words
from law.pages.contents import Chapter, by_act, chapters_of
from law.pages.diagrams_of_scheme import of_articles, overview
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
    articles: int
    figures: int
    unverified: int
    floors: Floors


def page_name(scheme: Scheme) -> str:
    """The file of a scheme's page."""
    return scheme.name.replace("/", "-") + ".html"


def scheme_page(scheme: Scheme) -> str:
    """The page of one scheme: how a claim runs, then its law article by article."""
    return _filled("scheme.html.jinja", scheme)


def scheme_body(scheme: Scheme) -> str:
    """The same as a part of another page, for an element of the class `law`; `law_style` is its style."""
    return _filled("scheme_body.html.jinja", scheme)


def law_style() -> str:
    """The style of what `scheme_body` makes, within elements of the class `law`, in colours of its own."""
    return "{}\n.law {{\n{}}}\n".format(*(_source(name) for name in ("colours.css.jinja", "law.css.jinja")))


def _source(name: str) -> str:
    return _templates({}).get_template(name).render()


def _filled(template: str, scheme: Scheme) -> str:
    chapters = chapters_of(scheme)
    return (
        _templates(anchors_of(scheme))
        .get_template(template)
        .render(
            scheme=scheme,
            overview=overview(scheme),
            runs=[(sentence, _leads_to(sentence, chapters)) for sentence in how_a_claim_runs(scheme)],
            acts=by_act(chapters),
            chapters=[(chapter, list(passages_of(chapter.article, scheme))) for chapter in chapters],
            pictures=of_articles(scheme),
            unverified=len(list(unverified_in(scheme))),
            presumed=list(presumptions(scheme)),
            if_unsaid=lambda particular: if_unsaid(particular, scheme),
        )
    )


def _leads_to(sentence: Cited, chapters: Sequence[Chapter]) -> list[Chapter]:
    """The articles under which more is said of it."""
    headings = sentence.cites.split("; ")
    return [chapter for chapter in chapters if chapter.article.heading in headings]


def index_page(schemes: Sequence[Scheme], floors: Mapping[str, Floors]) -> str:
    """The page that lists all schemes, with what was found of those that were held against the Conventions."""
    return (
        _templates({})
        .get_template("index.html.jinja")
        .render(listed=[_listed(scheme, floors.get(scheme.name, ())) for scheme in schemes])
    )


def _listed(scheme: Scheme, floors: Floors) -> Listed:
    return Listed(
        name=scheme.name,
        title=scheme.title,
        country=scheme.country,
        about=scheme.about,
        file=page_name(scheme),
        since=last_change(scheme),
        articles=len(scheme.articles),
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
        "heads": heads_in_words,
        "cell": cell_in_words,
        "otherwise": otherwise_in_words,
    }
    environment.globals |= {"shown": shown, "span": span, "within": within, "row_heads": row_heads}
    return environment
