"""The page of a scheme as Markdown, with diagrams that any host of Git draws."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from law.language.plain.page import MARK, has_rests
from law.language.plain.sentences import Sentence, from_lines, of_appeal, of_benefit, of_claim
from law.language.plain.tables_in_words import (
    cell_in_words,
    head_in_words,
    heads_in_words,
    otherwise_in_words,
    particulars,
    rests_and_sanctions,
)
from law.language.sheet.scheme import Scheme
from law.language.terms.parameters import Parameter
from law.language.terms.tables import Cell, Table
from law.language.terms.words import shown
from law.pages.diagram import Picture
from law.pages.diagrams_of_scheme import pictures

SPECIAL = re.compile(r"([\\`*_|<>])")
NAMED = re.compile(r"\[([^\[\]]+)\]")
SHAPES = {"fact": '(["{}"])', "figure": '[/"{}"/]', "table": '[("{}")]', "elsewhere": '>"{}"]'}
LEGEND = "Rounded: a fact about the person. Slanted: a figure of the law. Drum: a table. Flag: found in another part."


def markdown_page(scheme: Scheme) -> str:
    """The page of a scheme; nothing that the sheet says is left out."""
    overview, groups = pictures(scheme)
    lines = [*_head(scheme), "", "## The benefit", "", *_sentences([of_benefit(scheme)]), "", *_diagram(overview)]
    for group, picture in groups:
        lines += ["", f"## {group.title}: {group.meaning}", "", *_diagram(picture)]
        lines += ["", *_sentences(rule.sentence for rule in group.rules)]
    lines += ["", "## The claim", "", *_sentences(of_claim(scheme))]
    if has_rests(scheme):
        lines += ["", "## Rest and sanctions", "", *_sentences(from_lines(rests_and_sanctions(scheme)))]
    if scheme.particulars:
        lines += ["", "## What is stated of the person", "", *_sentences(from_lines(particulars(scheme)))]
    lines += ["", "## Figures of the law", "", *_figures(scheme.parameters.values())]
    if scheme.tables:
        lines += ["", "## Tables of the law", *(line for table in scheme.tables.values() for line in _table(table))]
    lines += ["", "## Contesting a decision", "", *_sentences([of_appeal(scheme)])]
    return "\n".join(lines) + "\n"


def _head(scheme: Scheme) -> Iterator[str]:
    yield f"# {_plain(scheme.title)}"
    yield ""
    yield f"<!-- Generated from {scheme.name}.yaml by `tideover scheme pages --beside-sheets`; change the sheet. -->"
    yield ""
    yield _plain(scheme.about)
    yield ""
    yield "Law: " + "; ".join(_plain(text) for text in scheme.law) + "."
    yield ""
    yield LEGEND
    if scheme.not_covered:
        yield ""
        yield "Not covered by this sheet:"
        yield ""
        yield from (f"- {_plain(text)}" for text in scheme.not_covered)


def _sentences(sentences: Iterable[Sentence]) -> Iterator[str]:
    for one in sentences:
        yield f"- {_words(one.text.removeprefix('- '))}" + (
            f" — {_cited(one.cites, one.unverified)}" if one.cites else ""
        )
        yield from (f"  - {_words(note)}" for note in one.notes)


def _figures(parameters: Iterable[Parameter]) -> Iterator[str]:
    yield "| Figure | Value | From | Up to | Citation |"
    yield "|---|---|---|---|---|"
    for parameter in parameters:
        for value in reversed(parameter.values):
            figure = _plain(shown(value.value, parameter.unit))
            until, cites = value.until or "", _cited(value.cites, value.unverified)
            yield f"| {_plain(parameter.meaning)} | {figure} | {value.since} | {until} | {cites} |"


def _table(table: Table) -> Iterator[str]:
    for sheet in table.sheets:
        span = f"from {sheet.since}" + (f" up to {sheet.until}" if sheet.until else "")
        yield from ("", f"**{_plain(table.meaning)}**, {span} — {_cited(sheet.cites, sheet.unverified)}", "")
        heads = [_plain(head) for head in heads_in_words(table)] or [""]
        yield f"| {_plain(table.down.of)} | {' | '.join(heads)} |"
        yield "|---" * (len(heads) + 1) + "|"
        rows = [head_in_words(table.down, head) for head in sheet.rows] + (["above"] if sheet.open_row else [])
        for head, cells in zip(rows, sheet.cells, strict=True):
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


def _cited(cites: str, unverified: bool) -> str:  # noqa: FBT001  two halves of one citation
    return _plain(cites) + (f" **{MARK.strip()}**" if unverified else "")


def _words(text: str) -> str:
    """Named rules in italics, for their brackets would be links."""
    return NAMED.sub(r"_\1_", _plain(text))


def _plain(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text)
