"""Identity numbers as text: the same person however the digits are set, and nobody where a number was spoiled."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

LENGTH_MAX = 64
CHECK_NAME = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)?")
FULLWIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""The forms of ASCII that East Asian keyboards write, each with the ASCII sign it stands for."""
SPOILED_WORDS = {"nan", "nat", "none", "null", "true", "false", "<na>", "n/a"}
SPOILED_FORMS = (
    (re.compile(r"#.*"), "it is a spreadsheet's mark for an error, not an identifier"),
    (re.compile(r"[+-]?[0-9]+\.0*"), "it was written as a number with decimals; export the column as text"),
    (
        re.compile(r"[+-]?[0-9]+(\.[0-9]+)?[eE][+-][0-9]+|[0-9]+\.[0-9]+[eE][0-9]+"),
        "it was written as a number with an exponent; export the column as text",
    ),
)
"""What programs write that took an identifier for a number, with the sentence for it."""
NO_IDENTIFIERS = ("", "#N/A", "12345.0", "1.23E+05", "\n")
"""A pattern that takes one of these says nothing about what an identifier is."""


class NoIdentifier(ValueError):
    """The text is no identifier of the kind that is asked for; the message repeats nothing of it."""


def ascii_digits(text: str) -> str:
    """The text with the decimal digits of every script as ASCII digits (Unicode's category Nd)."""
    if text.isascii():
        return text
    return "".join(sign if (digit := unicodedata.decimal(sign, None)) is None else str(digit) for sign in text)


def normalised(text: str) -> str:
    """An identifier in the one form that counts: ASCII digits, capital letters, no blanks around it.

    Two different identifiers never become one: letters that share a capital with another letter stay as they are,
    and every other sign is kept. Raises `NoIdentifier` for what a program made of a number, a truth value or nothing.
    """
    plain = text if text.isascii() else ascii_digits(unicodedata.normalize("NFC", text).translate(FULLWIDTH))
    plain = plain.strip()
    if fault := spoiled(plain):
        raise NoIdentifier(fault)
    return plain.upper() if plain.isascii() else "".join(map(_capital, plain))


def spoiled(text: str) -> str | None:
    """How a program spoiled an identifier on its way into a file, in words; None if it did not."""
    if text.lower() in SPOILED_WORDS:
        return "it is a word for a missing or a truth value, not an identifier"
    return next((sentence for form, sentence in SPOILED_FORMS if form.fullmatch(text)), None)


def _capital(letter: str) -> str:
    capital = letter.upper()
    return capital if capital.lower() == letter else letter


@dataclass(frozen=True, slots=True)
class IdentifierForm:
    """How an institution writes its identity numbers.

    `pattern` is a regular expression for the whole number as it is written, after `normalised`; the signs of `ignore`
    mean nothing and are left out. An institution's registries and its claims desk must agree on what is left.
    `check` names the check digits by their module of python-stdnum, such as `ee.ik`, `se.personnummer` or `luhn`.
    """

    pattern: str
    ignore: str = ""
    check: str = ""

    def __post_init__(self) -> None:
        """Raises `NoIdentifier` if the form says nothing, or would take two numbers for one."""
        try:
            takes = [text for text in NO_IDENTIFIERS if re.fullmatch(self.pattern, text, re.ASCII)]
        except (re.error, OverflowError, RecursionError):
            raise NoIdentifier("the pattern is no regular expression") from None
        if takes:
            raise NoIdentifier("the pattern takes anything; say what an identity number looks like, such as [0-9]{9}")
        if any(sign.isalnum() for sign in self.ignore):
            raise NoIdentifier("only signs between letters and digits may be ignored")
        if self.check:
            _check_of(self.check)

    @property
    def only_digits(self) -> bool:
        """Whether every number has the same count of digits and nothing else, so that no leading zero can be lost."""
        return re.fullmatch(r"(\[0-9\]|\\d)\{[0-9]+\}", self.pattern) is not None

    def read(self, text: str) -> str:
        """The identifier that the text writes, without the signs that mean nothing. Raises `NoIdentifier`."""
        plain = normalised(text)
        if len(plain) > LENGTH_MAX or re.fullmatch(self.pattern, plain, re.ASCII | re.IGNORECASE) is None:
            raise NoIdentifier("it does not have the pattern of an identity number")
        number = "".join(sign for sign in plain if sign not in self.ignore)
        if self.check and not _check_of(self.check)(number):
            raise NoIdentifier("its check digits are wrong: a sign is mistyped, missing or in another's place")
        return number


@cache
def _check_of(name: str) -> Callable[[str], bool]:
    """python-stdnum's check of that name. Raises `NoIdentifier` if there is none."""
    nothing = NoIdentifier("python-stdnum has no check of this name; there are ee.ik, us.ssn, luhn and others")
    if CHECK_NAME.fullmatch(name) is None:
        raise nothing
    try:
        is_valid: Callable[[str], bool] = import_module(f"stdnum.{name}").is_valid
    except (ImportError, AttributeError):
        raise nothing from None
    return is_valid
