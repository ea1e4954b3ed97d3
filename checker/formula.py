"""Reads the formulas of a sheet: a small language of names, questions, arithmetic, comparisons and choices."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

PIECES = re.compile(r'\s*(?:([0-9]+)|([A-Za-z_]\w*)|"([\w-]+)"|(<=|>=|!=|[-+*/()<>=,\[\]]))')
TIGHTNESS = {"or": 10, "and": 20, "=": 40, "!=": 40, "<": 40, "<=": 40, ">": 40, ">=": 40, "in": 40, "not": 40}
TIGHTNESS |= {"+": 50, "-": 50, "*": 60, "/": 60, "at": 80}
NOT_TIGHT, MINUS_TIGHT = 30, 70


@dataclass(frozen=True)
class Formula:
    """One node: `kind` is number, truth, word, name, call, at, not, minus, among, if, or the sign between two."""

    kind: str
    text: str = ""
    below: tuple[Formula, ...] = ()
    words: tuple[str, ...] = ()


def parse(text: str) -> Formula:
    """The tree of a formula. Raises `ValueError` if it is none."""
    pieces, at = [], 0
    while at < len(text.rstrip()):
        match = PIECES.match(text, at)
        if match is None:
            raise ValueError(f"'{text[at:]}' is no formula")
        pieces.append((match.lastindex, match[match.lastindex or 0]))
        at = match.end()
    reader = _Reader(pieces)
    tree = reader.expression(0)
    if reader.pieces:
        raise ValueError(f"'{text}' goes on after its end")
    return tree


class _Reader:
    """Pieces are (kind, text): 1 a number, 2 a name or word of the language, 3 a quoted word, 4 a sign."""

    def __init__(self, pieces: list[Any]) -> None:
        self.pieces = pieces

    def next(self, wanted: str = "") -> tuple[int, str]:
        if not self.pieces:
            raise ValueError("a formula ends too early")
        kind, text = self.pieces.pop(0)
        text = text.strip() if kind != 3 else text.strip().strip('"')
        if wanted and text != wanted:
            raise ValueError(f"'{wanted}' was expected, not '{text}'")
        return kind, text

    def sees(self, *texts: str) -> bool:
        return bool(self.pieces) and self.pieces[0][0] != 3 and self.pieces[0][1] in texts

    def expression(self, tight: int) -> Formula:
        left = self.operand()
        while self.pieces and self.pieces[0][0] in (2, 4) and TIGHTNESS.get(self.pieces[0][1], 0) > tight:
            left = self.joined(left)
        return left

    def joined(self, left: Formula) -> Formula:
        _, sign = self.next()
        if sign not in ("in", "not"):
            return Formula(sign, below=(left, self.expression(TIGHTNESS[sign])))
        if sign == "not":
            self.next("in")
        self.next("[")
        words = [self.next()[1]]
        while self.sees(","):
            self.next()
            words.append(self.next()[1])
        self.next("]")
        return Formula("among", "not in" if sign == "not" else "in", (left,), tuple(words))

    def operand(self) -> Formula:  # noqa: PLR0911  one branch a kind of piece
        kind, text = self.next()
        if kind == 1:
            return Formula("number", text)
        if kind == 3:
            return Formula("word", text)
        if text == "-":
            return Formula("minus", below=(self.expression(MINUS_TIGHT),))
        if text == "(":
            inner = self.expression(0)
            self.next(")")
            return inner
        if text in ("yes", "no"):
            return Formula("truth", text)
        if text == "not":
            return Formula("not", below=(self.expression(NOT_TIGHT),))
        if text == "if":
            return self.choice()
        if kind != 2:
            raise ValueError(f"'{text}' is no value")
        return Formula("call", text, self.arguments()) if self.sees("(") else Formula("name", text)

    def choice(self) -> Formula:
        test = self.expression(0)
        self.next("then")
        taken = self.expression(0)
        self.next("else")
        return Formula("if", below=(test, taken, self.expression(0)))

    def arguments(self) -> tuple[Formula, ...]:
        self.next("(")
        arguments = []
        while not self.sees(")"):
            arguments.append(self.expression(0))
            if not self.sees(")"):
                self.next(",")
        self.next(")")
        return tuple(arguments)
