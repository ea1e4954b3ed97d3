"""A scheme as a lawyer reads it: article by article, every rule and value in plain sentences with its citation."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from law.language.plain.by_article import passages_of
from law.language.plain.cited import Cited
from law.language.plain.days_in_words import span
from law.language.plain.overview import how_a_claim_runs
from law.language.plain.tables_in_words import of_table
from law.language.sheet.scheme import Article, Scheme
from law.language.terms.citation import within
from law.language.terms.parameters import DatedValue, Parameter
from law.language.terms.words import shown

COLUMNS = 100
MARK = "(not yet compared with the law's text)"


def in_sentences(scheme: Scheme) -> str:
    """The whole law of a scheme as text; nothing in the sheet is left out."""
    parts = (
        _head(scheme),
        _section("How a claim runs", _numbered(how_a_claim_runs(scheme))),
        *(_section(article.heading, _article(article, scheme)) for article in scheme.articles),
    )
    return "\n".join(line for part in parts for line in part) + "\n"


def _head(scheme: Scheme) -> Iterator[str]:
    yield scheme.title
    yield "=" * len(scheme.title)
    yield f"{scheme.name}, {scheme.country}, amounts in {scheme.currency}; sheet {scheme.digest[:12]}"
    yield ""
    yield from _wrapped(scheme.about)
    yield ""
    yield "Law:"
    for text in scheme.law:
        yield from _item(text)
    if scheme.not_covered:
        yield "Not covered by this sheet:"
        for text in scheme.not_covered:
            yield from _item(text)
    yield "Articles, in this order:"
    for article in scheme.articles:
        yield from _item(article.heading)


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield ""
    yield title
    yield "-" * len(title)
    yield from lines


def _numbered(sentences: Iterable[Cited]) -> Iterator[str]:
    for number, sentence in enumerate(sentences, 1):
        yield from _wrapped(f"{number}. {sentence.text}", later="   ")
        yield from _wrapped(f"— {sentence.cites}", "   ")


def _article(article: Article, scheme: Scheme) -> Iterator[str]:
    yield from _wrapped(article.says)
    for passage in passages_of(article, scheme):
        yield ""
        yield f"{passage.title}:"
        if passage.section == "parameters":
            for name in passage.names:
                yield from _figure(scheme.parameters[name], article.heading)
        elif passage.section == "tables":
            for name in passage.names:
                yield from _rules(of_table(scheme.tables[name]), article.heading)
        else:
            yield from _rules(passage.sentences, article.heading)


def _figure(parameter: Parameter, heading: str) -> Iterator[str]:
    """A figure with its values: on one line where it has only one."""
    values = [
        _with_place(f"{shown(value.value, parameter.unit)} {span(value)}", value, heading) for value in parameter.values
    ]
    if len(values) == 1:
        yield from _wrapped(f"{parameter.meaning}: {values[0]}", "  ", later="    ")
        return
    yield from _wrapped(f"{parameter.meaning}:", "  ", later="    ")
    for value in values:
        yield from _item(value, "    ")


def _rules(sentences: Iterable[Cited], heading: str) -> Iterator[str]:
    for sentence in sentences:
        yield from _wrapped(_with_place(sentence.text, sentence, heading), "  ", later="    ")
        for note in sentence.notes:
            yield from _item(note, "    ")


def _with_place(text: str, said: Cited | DatedValue, heading: str) -> str:
    """The text with where under the heading it stands, and the mark if nobody has compared it."""
    place = within(heading, said.cites)
    return text + (f" — {place}" if place else "") + (f" {MARK}" if said.unverified else "")


def _item(text: str, indent: str = "  ") -> Iterator[str]:
    yield from _wrapped(f"- {text}", indent, later=f"{indent}  ")


def _wrapped(text: str, indent: str = "", *, later: str | None = None) -> list[str]:
    following = indent if later is None else later
    return textwrap.wrap(
        text,
        COLUMNS,
        initial_indent=indent,
        subsequent_indent=following,
        break_long_words=False,
        break_on_hyphens=False,  # numbers of sections have them
    )
