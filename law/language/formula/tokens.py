"""Cuts a formula into words, numbers, quoted categories and signs."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from law.language.terms.errors import FormulaError

TokenKind = Literal["number", "name", "quoted", "sign", "word", "end"]

WORDS = frozenset({"and", "or", "not", "in", "if", "then", "else", "at", "yes", "no"})
LENGTH_MAX = 2000  # far above any formula a person could read
TOKENS_MAX = 300  # bounds the depth of the tree, hence Python's own stack
SPLIT = "split it into quantities with names"

PATTERN = re.compile(
    r"""\s*(?:
        (?P<number>[0-9]+(?:[.,_][0-9]+)*)
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | "(?P<quoted>[A-Za-z0-9_-]+)"
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
    found: list[Token] = []
    position = 0
    while not found or found[-1].kind != "end":
        match = PATTERN.match(formula, position)
        if match is None or match.lastgroup is None:
            rest = formula[position:].strip()[:12]
            raise FormulaError(
                f"'{rest}' at column {position + 1} is not part of the formula language.",
                example="is: min(benefit_max, benefit_share * reference_earnings)",
            )
        found.append(_token(match))
        position = match.end()
    if len(found) > TOKENS_MAX:
        raise FormulaError(f"this formula has more than {TOKENS_MAX} pieces.", example=SPLIT)
    return found


def _token(match: re.Match[str]) -> Token:
    kind, text = str(match.lastgroup), str(match[str(match.lastgroup)])
    column = match.start(kind) + 1
    if kind == "name" and text in WORDS:
        return Token("word", text, column)
    if kind == "number":
        return Token("number", text, column)
    if kind == "name":
        return Token("name", text, column)
    if kind == "quoted":
        return Token("quoted", text, column)
    return Token("sign" if kind == "sign" else "end", text, column)
