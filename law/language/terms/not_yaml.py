"""What is wrong with a text that is not YAML, said by the line on which it stands."""

from __future__ import annotations

import re
from collections.abc import Callable

KEY = r"\s*(?:- )?[A-Za-z_][\w.]*"
Said = tuple[str, str]
"""A sentence, and an example of how it is written right."""


def _value_begins(line: str) -> str:
    """The first character of what stands behind the key, or in the list."""
    match = re.match(rf"(?:{KEY}:|\s*-)\s+(\S)", line)
    return match[1] if match else ""


def _quoted(line: str) -> str:
    """The line with quotes around its value."""
    match = re.match(rf"({KEY}:)\s+(.*)", line.rstrip())
    return f"{match[1].strip()} {_in_quotes(match[2])}" if match else _in_quotes(line.strip())


def _in_quotes(text: str) -> str:
    return f"'{text}'" if '"' in text else f'"{text}"'


def _tab(line: str) -> bool:
    return "\t" in line[: len(line) - len(line.lstrip())]


def _no_blank_after_colon(line: str) -> bool:
    return re.match(r"\s*(?:- )?[a-z_]+:[^\s:/]", line) is not None


def _colon_inside(line: str) -> bool:
    return re.match(rf"(?:{KEY}:|\s*-)\s+[^\"'\[{{#]*:(\s|$)", line) is not None


def _sign_first(line: str) -> bool:
    return _value_begins(line) in tuple("%@`>|*&!?-\"'")


def _open_quote(line: str) -> bool:
    value = line.partition(": ")[2].strip()
    return value[:1] in ('"', "'") and value.count(value[0]) == 1


def _open_brace(line: str) -> bool:
    return any(line.count(opens) > line.count(shuts) for opens, shuts in ("{}", "[]"))


FAULTS: tuple[tuple[Callable[[str], bool], Callable[[str], Said]], ...] = (
    (_tab, lambda line: ("a line begins with a tab: it is indented by blanks.", line.strip("\t").strip())),
    (
        _no_blank_after_colon,
        lambda line: ("a blank is missing behind the colon.", re.sub(r":(?=\S)", ": ", line.strip(), count=1)),
    ),
    (
        _open_quote,
        lambda line: ("quotes are opened and not shut.", f"{line.strip()}{line.partition(': ')[2].strip()[0]}"),
    ),
    (_colon_inside, lambda line: ("a text with a colon and a blank stands between quotes.", _quoted(line))),
    (
        _sign_first,
        lambda line: (f"a text that begins with {_value_begins(line)} stands between quotes.", _quoted(line)),
    ),
    (
        _open_brace,
        lambda _: ("a brace or bracket is opened and not shut.", "{from: 2020-01-01, value: 0.60}"),
    ),
)
"""What may be wrong with a line, the likeliest first."""


def said_of(text: str, line: int, found: str) -> tuple[int, Said] | None:
    """The line and what is wrong with it, by the line on which YAML stops and the one above it; None if neither tells.

    Lines are counted from zero. `found` is YAML's own word for what is wrong.
    """
    lines = text.splitlines()
    near = [number for number in (line, line - 1) if 0 <= number < len(lines)]
    for number in near:
        for is_wrong, said in FAULTS:
            if is_wrong(lines[number]):
                return number, said(lines[number])
    opened = next((number for number, written in enumerate(lines) if _open_quote(written)), None)
    if opened is not None and "end of stream" in found:
        return opened, ("quotes are opened and not shut.", f"{lines[opened].strip()}{_value_begins(lines[opened])}")
    if near and "block end" in found:
        return line, (
            "this line does not stand under the others of its part: the blanks before it are more or fewer.",
            "the names of one part begin in the same column",
        )
    return None
