"""The page of a scheme as Markdown, article by article, with diagrams that any host of Git draws."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from law.language.plain.by_article import Passage, passages_of
from law.language.plain.cited import Cited
from law.language.plain.days_in_words import applies, span
from law.language.plain.overview import how_a_claim_runs
from law.language.plain.page import MARK
from law.language.plain.presumptions import presumptions
from law.language.plain.tables_in_words import (
    cell_in_words,
    heads_in_words,
    otherwise_in_words,
    row_heads,
)
from law.language.sheet.scheme import Scheme
from law.language.terms.citation import within
from law.language.terms.parameters import DatedValue, Parameter
from law.language.terms.tables import Cell, Sheet, Table
from law.language.terms.words import shown
from law.pages.contents import Chapter, by_act, chapters_of
from law.pages.diagram import Picture
from law.pages.diagrams_of_scheme import of_articles, overview

SPECIAL = re.compile(r"([\\`*_|<>])")
NAMED = re.compile(r"\[([^\[\]]+)\]")
SHAPES = {"fact": '(["{}"])', "figure": '[/"{}"/]', "table": '[("{}")]', "elsewhere": '>"{}"]'}
PRESUMED = "Where nobody stated it, this holds; each can change what is paid."
LEGEND = (
    "In the diagrams: rounded, a fact about the person; slanted, a figure of the law; drum, a table; flag, found under "
    "another article."
)


def markdown_page(scheme: Scheme) -> str:
    """The page of a scheme; nothing that the sheet says is left out."""
    chapters, pictures = chapters_of(scheme), of_articles(scheme)
    lines = [*_head(scheme), "", "## Contents", "", *_contents(chapters)]
    lines += [
        "",
        "## How a claim runs",
        "",
        *_runs(how_a_claim_runs(scheme), chapters),
        "",
        *_diagram(overview(scheme)),
    ]
    if presumed := list(presumptions(scheme)):
        lines += ["", "## What is presumed", "", PRESUMED, "", *_presumed(presumed)]
    for chapter in chapters:
        article = chapter.article
        lines += ["", f'<a id="{chapter.anchor}"></a>', "", f"## {_plain(article.heading)}", "", _plain(article.says)]
        if chapter.anchor in pictures:
            lines += ["", *_diagram(pictures[chapter.anchor])]
        for passage in passages_of(article, scheme):
            lines += ["", f"**{passage.title}**", "", *_passage(passage, scheme, article.heading)]
    return "\n".join(lines) + "\n"


def _head(scheme: Scheme) -> Iterator[str]:
    yield f"# {_plain(scheme.title)}"
    yield ""
    yield f"<!-- Generated from {scheme.name}.yaml by `tideover scheme pages --beside-sheets`; change the sheet. -->"
    yield ""
    yield _plain(scheme.about)
    yield ""
    yield "Law: " + "; ".join(_plain(text) for text in scheme.law) + "."
    if scheme.not_covered:
        yield ""
        yield "Not covered by this sheet:"
        yield ""
        yield from (f"- {_plain(text)}" for text in scheme.not_covered)


def _contents(chapters: tuple[Chapter, ...]) -> Iterator[str]:
    """The articles of each act, with what they say."""
    for act, of_act in by_act(chapters):
        if not act:
            yield f"- {_leading(of_act[0], of_act[0].article.heading)}: {_plain(of_act[0].article.says)}"
            continue
        yield f"- {_plain(act)}"
        yield from (f"  - {_leading(chapter, chapter.in_act)}: {_plain(chapter.article.says)}" for chapter in of_act)


def _leading(chapter: Chapter, words: str) -> str:
    return f"[{_plain(words)}](#{chapter.anchor})"


def _runs(sentences: Iterable[Cited], chapters: tuple[Chapter, ...]) -> Iterator[str]:
    for number, sentence in enumerate(sentences, 1):
        headings = sentence.cites.split("; ")
        articles = [_leading(chapter, chapter.short) for chapter in chapters if chapter.article.heading in headings]
        yield f"{number}. {_words(sentence.text)} — {', '.join(articles)}"
    yield ""
    yield LEGEND


def _presumed(sentences: Iterable[Cited]) -> Iterator[str]:
    return (f"- {_words(sentence.text)}{_cited(sentence, '')}" for sentence in sentences)


def _passage(passage: Passage, scheme: Scheme, heading: str) -> Iterator[str]:
    if passage.section == "parameters":
        yield from _figures((scheme.parameters[name] for name in passage.names), heading)
    elif passage.section == "tables":
        for name in passage.names:
            yield from _table(scheme.tables[name], heading)
    else:
        for sentence in passage.sentences:
            yield f"- {_words(sentence.text)}{_cited(sentence, heading)}"
            yield from (f"  - {_words(note)}" for note in sentence.notes)


def _figures(parameters: Iterable[Parameter], heading: str) -> Iterator[str]:
    yield "| Figure | Value | From | Up to | Where |"
    yield "|---|---|---|---|---|"
    for parameter in parameters:
        for value in reversed(parameter.values):
            figure, since = _plain(shown(value.value, parameter.unit)), f"{value.since}{applies(value)}"
            where = _cited(value, heading).removeprefix(" — ").strip()
            yield f"| {_plain(parameter.meaning)} | {figure} | {since} | {value.until or ''} | {where} |"


def _table(table: Table, heading: str) -> Iterator[str]:
    for number, sheet in enumerate(table.sheets):
        if number:
            yield ""
        yield from (f"{_plain(table.meaning)}, {span(sheet)}{_cited(sheet, heading)}", "")
        heads = [_plain(head) for head in heads_in_words(table)] or [""]
        yield f"| {_plain(table.down.of)} | {' | '.join(heads)} |"
        yield "|---" * (len(heads) + 1) + "|"
        for head, cells in zip(row_heads(table, sheet), sheet.cells, strict=True):
            yield f"| {_plain(head)} | {' | '.join(_cells(table, cells))} |"
    if table.asks or table.otherwise is not None:
        yield from ("", f"Otherwise: {_plain(otherwise_in_words(table))}.")


def _cells(table: Table, cells: tuple[Cell, ...]) -> Iterator[str]:
    columns: list[str | None] = list(table.columns) or [None] * len(cells)
    return (_plain(cell_in_words(cell, table.unit_of(name))) for name, cell in zip(columns, cells, strict=True))


def _diagram(picture: Picture) -> Iterator[str]:
    yield "```mermaid"
    yield "flowchart TB"
    sources: dict[tuple[str, str], str] = {}
    for box in picture.boxes:
        node = box.node
        shape = '{{"%s"}}' if node.shape == "condition" else '["%s"]'
        yield f"  {_id(node.key)}{shape % _label(f'{node.title} ({node.kind})')}"
        for source in node.sources:
            if source not in sources:
                sources[source] = f"s{len(sources)}"
                yield f"  {sources[source]}{SHAPES[source[0]].format(_label(source[1]))}"
            yield f"  {sources[source]} --> {_id(node.key)}"
        drawn = {other.node.key for other in picture.boxes}
        yield from (f"  {_id(read)} --> {_id(node.key)}" for read in node.reads if read in drawn)
    yield "```"


def _id(key: str) -> str:
    return "n_" + key.replace("-", "_")


def _label(text: str) -> str:
    return text.replace('"', "'").replace("#", "no.")


def _cited(said: Cited | DatedValue | Sheet, heading: str) -> str:
    """Where under the heading it stands, and the mark if nobody has compared it."""
    place = within(heading, said.cites)
    return (f" — {_plain(place)}" if place else "") + (f" **{MARK}**" if said.unverified else "")


def _words(text: str) -> str:
    """Named rules in italics, for their brackets would be links."""
    return NAMED.sub(r"_\1_", _plain(text))


def _plain(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text)
