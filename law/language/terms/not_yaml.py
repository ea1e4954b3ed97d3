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
    match = re.match(rf"(?:{KEY}:|\s*-)\s+(.*)", line)
    value = match[1].strip() if match else ""
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
        lambda line: ("quotes are opened and not shut.", f"{line.strip()}{_value_begins(line)}"),
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


IN_PLAIN_WORDS: tuple[tuple[str, Said], ...] = (
    ("another document", ("three hyphens begin a second text: a file holds one.", "leave out the line ---")),
    ("document separator", ("three hyphens stand inside a text between quotes.", 'meaning: "Half of the pay"')),
    ("could not find expected ':'", ("a name is not followed by a colon and a blank.", "meaning: Half of the pay")),
    (
        "mapping values",
        ("no name may begin here: it stands too far right, or in a text.", 'meaning: "Half: of the pay"'),
    ),
    ("sequence entries", ("a hyphen begins a list where none may stand.", "values:\n  - from: 2020-01-01")),
    ("escape character", ("a backslash stands between double quotes: single ones take it as it is.", "'a\\b'")),
    ("hexadecimal", ("a backslash stands between double quotes: single ones take it as it is.", "'a\\x'")),
    ("cannot start any token", ("no text may begin with this sign unless it stands between quotes.", '"@ home"')),
    ("expected ','", ("commas part what stands between a brace or bracket and its end.", "[6, 6, 6]")),
    ("flow sequence", ("commas part what stands between a bracket and its end.", "[6, 6, 6]")),
    ("flow mapping", ("commas part what stands between a brace and its end.", "{from: 2020-01-01, value: 0.60}")),
    ("end of stream", ("the file ends in the middle of a part.", "a brace, a bracket or a quote is shut")),
    (
        "block mapping",
        ("a name is missing, or does not stand under the others of its part.", "meaning: Half of the pay"),
    ),
    ("block end", ("this line does not stand under the others of its part.", "names of one part begin in one column")),
    ("not allowed", ("a sign stands here that no text holds.", "write the line anew, without copying")),
)
"""What YAML finds wrong, by a piece of its own words for it; and the same in plain ones. The first that fits holds."""

UNREADABLE: Said = ("from here on it cannot be read.", "hold the line against those of a sheet that is read")


def in_plain_words(found: str) -> Said:
    """What is wrong, where the line does not tell: by YAML's own word for it, which is never shown."""
    return next((said for piece, said in IN_PLAIN_WORDS if piece in found), UNREADABLE)
