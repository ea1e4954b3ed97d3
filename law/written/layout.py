"""Lays out written law: texts as literals, lines that fit a page, imports of what is used."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

WIDTH = 110
"""Characters of a line."""
PIECE = 80
"""Characters of one literal of a longer text."""
BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
FIELD = re.compile(r"\{\{|\}\}|\{[^{}]*\}|\\.|.", re.DOTALL)
"""A field of a formatted text, or one character of it."""
TEXT = re.compile(
    r"""
    "(?:\\.|[^"\\])*"
    | '(?:\\.|[^'\\])*'
""",
    re.VERBOSE,
)
"""A literal text."""
WORD = re.compile(rf"(?:{TEXT.pattern}|[^\s\"'])+", re.VERBOSE)
"""What stands between spaces that are in no text."""
CALL = re.compile(r"[\w.]+\(.*\)", re.DOTALL)
PIECES = textwrap.TextWrapper(
    PIECE,
    expand_tabs=False,
    replace_whitespace=False,
    drop_whitespace=False,
    break_long_words=False,
    break_on_hyphens=False,
)


def literal(text: str) -> str:
    """A text as a literal, a long one as several that Python joins."""
    pieces = PIECES.wrap(text)
    return " ".join(json.dumps(piece, ensure_ascii=False) for piece in pieces) or '""'


def formatted(inside: str) -> str:
    """A text with fields in braces as a formatted literal, a long one as several that Python joins."""
    pieces = [""]
    for match in FIELD.finditer(inside):
        if len(pieces[-1]) >= PIECE and pieces[-1].endswith(" "):
            pieces.append("")
        pieces[-1] += match[0]
    return " ".join(f'{"f" if "{" in piece or "}" in piece else ""}"{_escaped(piece)}"' for piece in pieces)


def _escaped(piece: str) -> str:
    return piece.replace('"', '\\"').replace("\n", "\\n")


def braced(text: str) -> str:
    """A text that is no field, as it stands within a formatted literal."""
    return text.replace("\\", "\\\\").replace("{", "{{").replace("}", "}}")


def listed(members: Iterable[str]) -> str:
    """A tuple."""
    every = list(members)
    return f"({every[0]},)" if len(every) == 1 else f"({', '.join(every)})"


def unpacked(names: list[str], source: str) -> Iterator[str]:
    """A statement that gives each member of a tuple its name."""
    line = f"{listed(names)} = {source}"
    if len(line) <= WIDTH:
        yield line
        return
    indent = "    "
    yield "("
    yield from textwrap.wrap(f"{', '.join(names)},", WIDTH, initial_indent=indent, subsequent_indent=indent)
    yield f") = {source}"


def remark(text: str, indent: str = "") -> Iterator[str]:
    """A comment."""
    return iter(textwrap.wrap(text, WIDTH, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}# "))


def fitted(line: str) -> Iterator[str]:
    """A statement in lines that fit; it is broken between words that stand in brackets."""
    stripped = line.lstrip()
    indent = line[: len(line) - len(stripped)]
    if len(line) <= WIDTH or stripped.startswith("#"):
        yield line
        return
    head, value, tail = _in_brackets(stripped)
    yield f"{indent}{head}("
    yield from _filled(value, f"{indent}    ")
    yield f"{indent}){tail}"


def _in_brackets(line: str) -> tuple[str, str, str]:
    """What stands before, within and behind the brackets in which a statement is broken."""
    match = re.match(r"(?P<head>[\w.]+ = |return |if )(?P<value>.*?)(?P<tail>:?)$", line, re.DOTALL)
    if match is None:
        head, _, value = line.partition("(")
        return head, value.removesuffix(")"), ""
    head, value, tail = match["head"], match["value"], match["tail"]
    if CALL.fullmatch(value) and _closes_last(value):
        opened = value.index("(")
        return head + value[:opened], value[opened + 1 : -1], tail
    return head, value, tail


def _closes_last(value: str) -> bool:
    """Whether the first bracket is closed by the last character."""
    depth, inside = 0, TEXT.sub("", value[value.index("(") :])
    for place, character in enumerate(inside, 1):
        depth += BRACKETS.get(character, 0)
        if not depth:
            return place == len(inside)
    return False


def _filled(value: str, indent: str) -> Iterator[str]:
    """The words of an expression, as many on a line as fit."""
    line = ""
    for word in WORD.findall(value):
        if line and len(indent) + len(line) + 1 + len(word) > WIDTH:
            yield indent + line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield indent + line


def imports(used_in: str, from_modules: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The imports of those names that stand in a source, each a statement."""
    called = set(re.findall(r"(?:@|\b)(\w+)(?=[(.\[\n])", used_in))
    for module, names in from_modules.items():
        used = [name for name in names if name in called]
        if used:
            line = f"from {module} import {', '.join(used)}"
            yield line if len(line) <= WIDTH else "\n".join(fitted(f"from {module} import ({', '.join(used)})"))
