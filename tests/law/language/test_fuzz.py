"""Garbage in gives one kind of error out, never a traceback."""

from __future__ import annotations

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from law.catalogue import SCHEMES
from law.language.formula.parser import parse_formula
from law.language.terms.errors import FormulaError, OutsideKnownLaw, RuleSheetError
from tests.law.language.ask import QUARTER_WAGES, run
from tests.law.language.sheet import SOUND, load

LINES = SOUND.splitlines(keepends=True)
PIECES = ["high", "share", "base", "0", "1", "26", "min(", ")", "(", ",", "if", "then", "else", "and", "not", "in", "["]
PIECES += ["]", '"voluntary"', "+", "-", "*", "/", "<", ">=", "=", "highest_quarter(base)", "separation_reason()"]
JUNK = [
    "{",
    "}",
    "[",
    "]",
    ":",
    "- ",
    "&a ",
    "*a",
    "!!python/object:os.system ",
    "? ",
    "|",
    "\t",
    "%YAML 9",
    "\x85",
    "'",
]


def accepts_or_refuses(text: str) -> None:
    with contextlib.suppress(RuleSheetError):
        scheme = load(text, accept_unverified=True)
        evaluation = run(scheme, *QUARTER_WAGES)
        with contextlib.suppress(OutsideKnownLaw):
            for name in scheme.quantities:
                evaluation.quantity(name)  # what was accepted can be evaluated, whatever it says


@given(st.text(max_size=200))
def test_any_text_is_accepted_or_refused(text: str) -> None:
    accepts_or_refuses(text)


@given(st.integers(0, len(SOUND)), st.integers(0, 40), st.one_of(st.sampled_from(JUNK), st.text(max_size=8)))
def test_a_sheet_with_a_piece_torn_out_is_accepted_or_refused(start: int, length: int, junk: str) -> None:
    accepts_or_refuses(SOUND[:start] + junk + SOUND[start + length :])


@given(st.permutations(range(len(LINES))))
@settings(max_examples=50)
def test_a_sheet_with_its_lines_shuffled_is_accepted_or_refused(order: list[int]) -> None:
    accepts_or_refuses("".join(LINES[number] for number in order))


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_formula_is_accepted_or_refused(pieces: list[str]) -> None:
    accepts_or_refuses(SOUND.replace("is: share * high", "is: '" + " ".join(pieces).replace("'", "") + "'"))


@given(st.text(max_size=300))
def test_any_text_is_a_formula_or_a_formula_error(text: str) -> None:
    with contextlib.suppress(FormulaError):
        parse_formula(text)


RICH = [
    (SCHEMES / f"{name}.yaml").read_text(encoding="utf-8") for name in ("no/dagpenger", "de/alg1", "us/states-2020")
]


@given(
    st.sampled_from(RICH), st.floats(0, 1), st.integers(0, 60), st.one_of(st.sampled_from(JUNK), st.text(max_size=8))
)
@settings(max_examples=40, deadline=None)
def test_a_national_sheet_with_a_piece_torn_out_is_accepted_or_refused(
    text: str, place: float, length: int, junk: str
) -> None:
    start = int(place * len(text))
    with contextlib.suppress(RuleSheetError):
        load(text[:start] + junk + text[start + length :], accept_unverified=True)


@given(st.sampled_from(RICH), st.floats(0, 1), st.sampled_from(PIECES))
@settings(max_examples=40, deadline=None)
def test_a_national_sheet_with_one_word_exchanged_is_accepted_or_refused(text: str, place: float, piece: str) -> None:
    words = text.split(" ")
    words[int(place * (len(words) - 1))] = piece
    with contextlib.suppress(RuleSheetError):
        load(" ".join(words), accept_unverified=True)


def test_depth_and_length_are_bounded() -> None:
    for text in ("[" * 5000, "a: " * 5000, "{a: " * 3000, "- " * 4000):
        accepts_or_refuses(text)
    for formula in ("-" * 290 + "1", "not " * 290 + "a", "0+" * 990 + "0", "f(" * 140 + ")" * 140, "1" * 3000):
        accepts_or_refuses(SOUND.replace("is: share * high", f"is: {formula}"))
