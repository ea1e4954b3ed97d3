"""Reads a formula into a tree: a Pratt parser, total over all texts, with one kind of error.

Precedence from loose to tight: if-then-else, or, and, not, comparison, + and -, * and /, minus sign, at.
"""

from __future__ import annotations

from typing import cast

from law.language.formula.syntax import (
    Among,
    At,
    Binary,
    Call,
    If,
    Literal01,
    Minus,
    Name,
    Not,
    Sign,
    Syntax,
    Truth,
    Word,
)
from law.language.formula.tokens import Token, tokens_of
from law.language.terms.errors import FormulaError

STRENGTH = {"or": 10, "and": 20, "=": 40, "!=": 40, "<": 40, "<=": 40, ">": 40, ">=": 40, "in": 40, "not": 40}
STRENGTH |= {"+": 50, "-": 50, "*": 60, "/": 60, "at": 80}
NOT_STRENGTH, COMPARISON, MINUS_STRENGTH = 30, 40, 70
DEPTH_MAX = 40  # deeper formulas are unreadable; the limit also keeps Python's own stack safe
EXAMPLE = "is: if months_insured >= months_long then rate_high * earnings else rate_low * earnings"


def parse_formula(text: str) -> Syntax:
    """The tree of a formula. Raises `FormulaError`."""
    parser = _Parser(tokens_of(text))
    tree = parser.expression(0)
    parser.expect("end", "")
    return tree


EXAMPLE_FIGURE = """\
parameters:
  benefit_share:
    meaning: The share of earnings that is paid
    unit: share
    values:
      - from: 2020-01-01
        value: 0.50"""


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    def _next(self) -> Token:
        token = self._token
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _sees(self, text: str) -> bool:
        return self._token.kind in ("sign", "word") and self._token.text == text

    def expect(self, kind: str, text: str) -> Token:
        """Take the next token, which must be this one."""
        token = self._next()
        if token.kind != kind or (text and token.text != text):
            self._refuse_what_follows_nothing(kind, token)
            wanted = f"'{text}'" if text else {"end": "the end of the formula", "quoted": "a word in quotes"}[kind]
            found = f"'{token.text}'" if token.text else "the end of the formula"
            raise FormulaError(f"{wanted} was expected at column {token.column}, not {found}.", example=EXAMPLE)
        return token

    def _refuse_what_follows_nothing(self, wanted: str, token: Token) -> None:
        """Raise `FormulaError` where two values stand side by side, or a choice begins behind its value."""
        if wanted != "end":
            return
        if token.text == "if":
            raise FormulaError(f"'if' at column {token.column} stands before what it chooses.", example=EXAMPLE)
        if token.kind in ("name", "number", "quoted"):
            before = self._tokens[self._tokens.index(token) - 1].text
            raise FormulaError(
                f"no sign stands between '{before}' and '{token.text}' at column {token.column}.",
                example="is: benefit_share * earnings",
            )

    def expression(self, strength: int) -> Syntax:
        """The longest expression whose signs bind tighter than `strength`."""
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise FormulaError("this formula is nested too deeply.", example="split it into quantities with names")
        left = self._operand()
        while self._binds() > strength:
            left = self._joined(left)
        self._depth -= 1
        return left

    def _binds(self) -> int:
        return STRENGTH.get(self._token.text, 0) if self._token.kind in ("sign", "word") else 0

    def _joined(self, left: Syntax) -> Syntax:
        sign = self._next().text
        if sign == "at":
            return self._at_day(left)
        if sign in ("in", "not"):
            joined: Syntax = self._among(left, contrary=sign == "not")
        else:
            joined = Binary(cast("Sign", sign), left, self.expression(STRENGTH[sign]))
        if STRENGTH[sign] == COMPARISON and self._binds() == COMPARISON:
            raise FormulaError(
                f"two comparisons in a row at column {self._token.column}.", example="is: low <= days and days <= high"
            )
        return joined

    def _at_day(self, left: Syntax) -> At:
        if not isinstance(left, Name | Call):
            raise FormulaError(
                "'at' follows the name of a parameter, or a table that is looked up.",
                example="is: basic_amount at employment_ended()",
            )
        return At(left, self.expression(STRENGTH["at"]))

    def _among(self, left: Syntax, *, contrary: bool) -> Among:
        if contrary:
            self.expect("word", "in")
        self.expect("sign", "[")
        words = [self.expect("quoted", "").text]
        while self._sees(","):
            self._next()
            words.append(self.expect("quoted", "").text)
        self.expect("sign", "]")
        return Among(left, tuple(words), contrary)

    def _operand(self) -> Syntax:  # noqa: PLR0911  one branch a kind of token
        token = self._next()
        match token:
            case Token("number", text):
                return _literal(text)
            case Token("quoted", text):
                return Word(text)
            case Token("name", text):
                return Call(text, self._arguments()) if self._sees("(") else Name(text)
            case Token("word", "yes" | "no"):
                return Truth(token.text == "yes")
            case Token("word", "not"):
                return Not(self.expression(NOT_STRENGTH))
            case Token("word", "if"):
                return self._choice()
            case Token("sign", "-"):
                return Minus(self.expression(MINUS_STRENGTH))
            case Token("sign", "("):
                inner = self.expression(0)
                self.expect("sign", ")")
                return inner
        found = f"'{token.text}'" if token.text else "the end of the formula"
        raise FormulaError(f"a value was expected at column {token.column}, not {found}.", example=EXAMPLE)

    def _arguments(self) -> tuple[Syntax, ...]:
        self.expect("sign", "(")
        arguments: list[Syntax] = []
        if not self._sees(")"):
            arguments.append(self.expression(0))
            while self._sees(","):
                self._next()
                arguments.append(self.expression(0))
        self.expect("sign", ")")
        return tuple(arguments)

    def _choice(self) -> If:
        test = self.expression(0)
        self.expect("word", "then")
        then = self.expression(0)
        self.expect("word", "else")
        return If(test, then, self.expression(0))


def _literal(text: str) -> Literal01:
    if text not in ("0", "1"):
        raise FormulaError(
            f"the figure {text} stands in a formula; a figure of law is a parameter with a citation.",
            example=EXAMPLE_FIGURE,
        )
    return Literal01(int(text))
