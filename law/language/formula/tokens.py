"""Cuts a formula into words, numbers, quoted categories and signs."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from law.language.formula.other_languages import EXAMPLE_FORMULA, refuse_other_sign, refuse_other_word
from law.language.terms.errors import FormulaError

TokenKind = Literal["number", "name", "quoted", "sign", "word", "end"]

WORDS = frozenset({"and", "or", "not", "in", "if", "then", "else", "at", "yes", "no"})
FUNCTIONS = frozenset({"min", "max", "floor", "ceil", "round", "power", "stated"})
RESERVED = WORDS | FUNCTIONS | {"true", "false"}
"""Words of the language itself, and those that a reader would take for such: none may name anything."""
LENGTH_MAX = 2000  # far above any formula a person could read
TOKENS_MAX = 300  # bounds the depth of the tree, hence Python's own stack
SPLIT = "split it into quantities with names"

DAY = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
EXAMPLE_VERSIONS = """\
versions:
  - from: 2020-01-01
    is: benefit_share * earnings
  - from: 2021-07-01
    is: benefit_share * earnings + supplement"""
PATTERN = re.compile(
    r"""\s*(?:
        (?P<number>[0-9]+(?:[.,_][0-9]+)*)
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | "(?P<quoted>[A-Za-z0-9_-]+)"
      | (?P<other>\*\*|==|<>|=<|=>)
      | (?P<sign><=|>=|!=|[-+*/()<>=,\[\]])
      | (?P<end>$)
    )""",
    re.VERBOSE,
)


class Token(NamedTuple):
    """One piece of a formula and the column where it starts."""

    kind: TokenKind
    text: str
    column: int


def tokens_of(formula: str) -> list[Token]:
    """All tokens, the last of kind `end`. Raises `FormulaError` on a sign the language does not have."""
    if len(formula) > LENGTH_MAX:
        raise FormulaError(f"this formula has more than {LENGTH_MAX} signs.", example=SPLIT)
    if day := DAY.search(formula):
        raise FormulaError(
            f"the day {day[0]} stands in a formula; what changes then has versions.", example=EXAMPLE_VERSIONS
        )
    found: list[Token] = []
    position = 0
    while not found or found[-1].kind != "end":
        match = PATTERN.match(formula, position)
        if match is None or match.lastgroup in (None, "other"):
            raise _no_token(formula, position)
        found.append(_token(match))
        position = match.end()
    if len(found) > TOKENS_MAX:
        raise FormulaError(f"this formula has more than {TOKENS_MAX} pieces.", example=SPLIT)
    return found


def _no_token(formula: str, position: int) -> FormulaError:
    rest = formula[position:].lstrip()
    column = len(formula) - len(rest) + 1
    refuse_other_sign(rest, column)
    return FormulaError(
        f"'{rest.strip()[:12]}' at column {column} is not part of the formula language.", example=EXAMPLE_FORMULA
    )


def _token(match: re.Match[str]) -> Token:
    kind, text = str(match.lastgroup), str(match[str(match.lastgroup)])
    column = match.start(kind) + 1
    if kind == "name" and text in WORDS:
        return Token("word", text, column)
    if kind == "name":
        refuse_other_word(text, column, RESERVED)
    if kind == "number":
        return Token("number", text, column)
    if kind == "name":
        return Token("name", text, column)
    if kind == "quoted":
        return Token("quoted", text, column)
    return Token("sign" if kind == "sign" else "end", text, column)
