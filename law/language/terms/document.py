"""A YAML file as nodes that know their line and rule, so that every fault can be named where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from contracts.in_words import ended, meant
from law.language.terms.errors import FormulaError, RuleSheetError
from law.language.terms.not_yaml import in_plain_words, said_of

NAME = re.compile(r"[a-z][a-z0-9_]{0,79}")
DEPTH_MAX = 20  # a sheet nests six deep; the limit keeps Python's own stack safe
SIZE_MAX = 1_000_000
FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml, five times as fast, wherever PyYAML was built with it."""
WHOLE = "sheet"
"""The rule that is named where the sheet as a whole is wrong."""
EXAMPLE_SHEET = """\
scheme:
  name: us/mississippi
  ...
articles:
  - article: Miss. Code Ann. § 71-5-503
    says: The weekly amount is a share of the wages of the best quarter.
    parameters:
      ..."""
FREE_OF_DOUBT = re.compile(r"[a-z0-9_./:+-]*")
"""Numbers, days and single names: nobody writes one of these and goes on with a sign for a number."""
CITING = {
    "cites": "the article above is the citation: refine it with 'at', and name further sources with 'also'",
    "at": "'at' refines the citation of what stands under an article, and nothing is cited here",
    "also": "'also' adds a source to the citation of what stands under an article, and nothing is cited here",
}
"""What is wrong with a key that cites, where it may not stand."""


def _cut_by_a_comma(rest: str) -> tuple[str, str]:
    """What is wrong where a comma between braces cut a value, by what came to stand behind it."""
    if rest.isdigit():
        return f"a comma ends a value between braces, and cut off {rest}: write decimals with a point.", "{value: 0.5}"
    return f"a comma ends a value between braces, and cut off '{rest}'.", '{is: "min(a, b)"}   (between quotes)'


@dataclass(frozen=True, slots=True)
class Entry:
    """One node of the sheet: its dotted rule name, its file, the article it stands under, and the key before it."""

    node: yaml.Node
    rule: str
    file: str
    article: str = ""
    key: yaml.Node | None = None

    @property
    def line(self) -> int:
        """The line in the file on which it is named, counted from one."""
        return int((self.key or self.node).start_mark.line) + 1

    def wrong(self, sentence: str, *, example: str) -> RuleSheetError:
        """The error that names this entry."""
        return RuleSheetError(sentence, example=example, rule=self.rule or WHOLE, line=self.line, file=self.file)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Turn what is wrong with a formula, unit or number inside into an error that names this entry."""
        try:
            yield
        except FormulaError as error:
            raise self.wrong(error.sentence, example=error.example) from None

    def fields(self, *, required: str = "", optional: str = "", example: str) -> dict[str, Entry]:
        """The entries of a mapping with exactly these keys (space-separated)."""
        fields = self.entries(example=example)
        allowed = {*required.split(), *optional.split()}
        for name, entry in fields.items():
            if name not in allowed:
                unknown = f"'{name}' is not known here; {meant(name, sorted(allowed))}"
                raise entry.wrong(ended(CITING.get(name, unknown)), example=example)
        for name in required.split():
            if name not in fields:
                raise self.wrong(f"'{name}' is missing.", example=example)
        return fields

    def entries(self, *, example: str) -> dict[str, Entry]:
        """The entries of a mapping, by key, in order."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.wrong("names with values are expected here.", example=example)
        entries: dict[str, Entry] = {}
        for key, value in self.node.value:
            here = Entry(key, self.rule, self.file)
            name = here.text(example=example)
            if self.node.flow_style and _is_empty(value):
                sentence, right = _cut_by_a_comma(name)
                raise here.wrong(sentence, example=right)
            if name in entries:
                raise here.wrong(f"'{name}' stands twice: in line {entries[name].line}, and here.", example=example)
            entries[name] = Entry(value, f"{self.rule}.{name}" if self.rule else name, self.file, self.article, key)
        return entries

    def named(self, *, example: str) -> dict[str, Entry]:
        """As `entries`, each key being a name that formulas may use."""
        entries = self.entries(example=example)
        for name, entry in entries.items():
            if not NAME.fullmatch(name):
                raise entry.wrong(f"'{name}' is not a name: small letters, digits and _ only.", example=example)
        return entries

    def items(self, *, example: str) -> list[Entry]:
        """The entries of a list that is not empty."""
        if not isinstance(self.node, yaml.SequenceNode) or not self.node.value:
            raise self.wrong("a list is expected here.", example=example)
        return [Entry(item, self.rule, self.file, self.article) for item in self.node.value]

    def is_text(self) -> bool:
        """Whether this is a scalar, not a list or a mapping."""
        return isinstance(self.node, yaml.ScalarNode)

    def text(self, *, example: str) -> str:
        """The words of a scalar, exactly as written (YAML makes no number of them)."""
        if not isinstance(self.node, yaml.ScalarNode) or not self.node.value.strip():
            raise self.wrong("words are expected here.", example=example)
        return " ".join(str(self.node.value).split())

    def one_of(self, *words: str) -> str:
        """One of a closed list of words."""
        text = self.text(example=words[0])
        if text not in words:
            key = f"{self.key.value}: " if self.key is not None else ""
            raise self.wrong(f"'{text}' is not one of: {'; '.join(words)}.", example=f"{key}{words[0]}")
        return text

    def flag(self) -> bool:
        """`true` or `false`."""
        return self.one_of("true", "false") == "true"

    def day(self) -> date:
        """A calendar day, 2020-01-31."""
        text = self.text(example="from: 2020-01-01")
        wrong = self.wrong(f"'{text}' is not a day from 1900 to 2099, year first.", example="from: 2020-01-31")
        if not re.fullmatch(r"(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}", text):
            raise wrong
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise wrong from None


def read_document(text: str, *, file: str) -> Entry:
    """The root of a sheet. Raises `RuleSheetError` on anything that is not plain YAML."""
    if len(text) > SIZE_MAX:
        raise RuleSheetError("this file is too large for a rule sheet.", example=EXAMPLE_SHEET, file=file)
    try:
        node = _composed(text, file)
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error, text, file) from None
    except yaml.reader.ReaderError as error:
        line, column = _place(text, error.position)
        raise _in_plain_words(error.reason, line, column, file) from None
    if node is None:
        raise RuleSheetError("the sheet is empty.", example=EXAMPLE_SHEET, file=file)
    root = Entry(node, "", file)
    lines = text.splitlines()
    if any(" #" in line for line in lines):
        _refuse_words_cut_by_a_comment(root, lines)
    return root


def _not_yaml(error: yaml.MarkedYAMLError, text: str, file: str) -> RuleSheetError:
    mark = error.problem_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    found = f"{error.problem} {error.context or ''}"
    told = said_of(text, line, found)
    if told is None:
        return _in_plain_words(found, line, column, file)
    line_told, (sentence, example) = told
    if line_told == line:
        sentence = f"{sentence} {_stops_at(column)}"
    return RuleSheetError(f"this is not YAML: {sentence}", example=example, line=line_told + 1, file=file)


def _in_plain_words(found: str, line: int, column: int, file: str) -> RuleSheetError:
    sentence, example = in_plain_words(found)
    sentence = f"this is not YAML: {sentence} {_stops_at(column)}"
    return RuleSheetError(sentence, example=example, line=line + 1, file=file)


def _stops_at(column: int) -> str:
    return f"It stops at column {column + 1}."


def _place(text: str, position: int) -> tuple[int, int]:
    """Line and column of a sign of the text, from zero."""
    before = text[:position]
    return before.count("\n"), position - (before.rfind("\n") + 1)


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and not node.value


def _refuse_words_cut_by_a_comment(entry: Entry, lines: list[str]) -> None:
    """Raise `RuleSheetError` where a comment follows words on their line: `Is it rule # 3?` ends before its sign."""
    node = entry.node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = str(key.value)
            below = Entry(value, f"{entry.rule}.{name}" if entry.rule else name, entry.file, key=key)
            _refuse_words_cut_by_a_comment(below, lines)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_words_cut_by_a_comment(Entry(item, entry.rule, entry.file), lines)
    elif isinstance(node, yaml.ScalarNode) and not node.style and not FREE_OF_DOUBT.fullmatch(node.value):
        place = node.end_mark
        rest = lines[place.line][place.column :] if place.line < len(lines) else ""
        if rest.startswith(" #"):
            raise entry.wrong(
                "a comment begins at # and cuts these words: put them between quotes, or two blanks before a comment.",
                example=f'"{node.value} {rest.strip()}"',
            )


def _composed(text: str, file: str) -> yaml.Node | None:
    """The nodes as libyaml reads them; what it refuses is read again by PyYAML, which says best what is wrong."""
    try:
        _refuse_aliases_and_depth(text, file, FAST)
        return yaml.compose(text, Loader=FAST)
    except (yaml.YAMLError, UnicodeEncodeError):
        _refuse_aliases_and_depth(text, file, yaml.SafeLoader)
        return yaml.compose(text, Loader=yaml.SafeLoader)


def _refuse_aliases_and_depth(text: str, file: str, loader: Any) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise RuleSheetError(
                "a reference (*) hides what the law says; write it out.", example=EXAMPLE_SHEET, line=line, file=file
            )
        if getattr(event, "anchor", None) or (isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None)):
            raise RuleSheetError(
                "a text that begins with & or ! stands between quotes.",
                example='meaning: "& beginning with a sign"',
                line=line,
                file=file,
            )
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH_MAX:
            raise RuleSheetError("the sheet nests too deeply.", example=EXAMPLE_SHEET, line=line, file=file)
