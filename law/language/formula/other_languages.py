"""What people write who know another language of formulas, and how the same is written here."""

from __future__ import annotations

from law.language.terms.errors import FormulaError

EXAMPLE_IF = "is: if months >= months_long then rate_high * earnings else rate_low * earnings"
EXAMPLE_WORDS = 'is: separation_reason() in ["laid_off", "end_of_contract"]'
EXAMPLE_FORMULA = "is: min(benefit_max, benefit_share * reference_earnings)"
EXAMPLE_BOTH = "is: days >= days_min and age() >= age_min"

SIGNS: tuple[tuple[str, str, str], ...] = (
    *(
        (sign, "*", EXAMPLE_FORMULA)
        for sign in ("\N{MULTIPLICATION SIGN}", "\N{MIDDLE DOT}", "\N{BULLET OPERATOR}", "\N{DOT OPERATOR}")
    ),
    *((sign, "/", "is: yearly_earnings / months_of_a_year") for sign in ("\N{DIVISION SIGN}", "\N{DIVISION SLASH}")),
    *((sign, "-", "is: benefit - deduction") for sign in ("\N{MINUS SIGN}", "\N{EN DASH}", "\N{EM DASH}")),
    *((sign, "<=", "is: days <= days_max") for sign in ("\N{LESS-THAN OR EQUAL TO}", "=<")),
    *((sign, ">=", "is: days >= days_min") for sign in ("\N{GREATER-THAN OR EQUAL TO}", "=>")),
    *((sign, "!=", 'is: separation_reason() != "laid_off"') for sign in ("\N{NOT EQUAL TO}", "<>")),
    ("==", "=", 'is: separation_reason() = "laid_off"'),
    ("&&", "and", EXAMPLE_BOTH),
    ("&", "and", EXAMPLE_BOTH),
    ("||", "or", EXAMPLE_BOTH.replace("and", "or")),
    ("|", "or", EXAMPLE_BOTH.replace("and", "or")),
    ("!", "not", "is: not (earnings > earnings_max)"),
)
"""What is written elsewhere, longer signs first, how it is written here, and an example."""

QUOTES = (
    "'",
    "\N{LEFT DOUBLE QUOTATION MARK}",
    "\N{RIGHT DOUBLE QUOTATION MARK}",
    "\N{DOUBLE LOW-9 QUOTATION MARK}",
    "\N{LEFT SINGLE QUOTATION MARK}",
    "\N{RIGHT SINGLE QUOTATION MARK}",
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}",
    "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}",
    "`",
)
OTHERS = {
    "**": ("a power is written as a function.", "is: amount * power(1 + growth, years)"),
    "^": ("a power is written as a function.", "is: amount * power(1 + growth, years)"),
    "%": ("a share is a parameter in parts of one.", "value: 0.60   (and in the formula: benefit_share * earnings)"),
    "{": ("a name stands in a formula without braces.", EXAMPLE_FORMULA),
    "$": ("a name stands in a formula without a sign before it.", EXAMPLE_FORMULA),
    ";": ("nothing ends a formula, and a comma parts what is asked with.", EXAMPLE_FORMULA),
    "?": ("a choice is written with words.", EXAMPLE_IF),
    ":": ("a choice is written with words.", EXAMPLE_IF),
    '"': ("a word stands between two quotes, of letters, digits, - and _ only.", EXAMPLE_WORDS),
    ".": ("a point stands nowhere but in the values of parameters.", EXAMPLE_FORMULA),
}
TRUTHS = {"true": "yes", "false": "no"}


def refuse_other_sign(rest: str, column: int) -> None:
    """Raise `FormulaError` where a formula goes on with a sign that other languages have."""
    for sign, (sentence, example) in OTHERS.items():
        if rest.startswith(sign):
            raise FormulaError(f"'{sign}' at column {column}: {sentence}", example=example)
    for sign, ours, example in SIGNS:
        if rest.startswith(sign):
            raise FormulaError(f"'{sign}' at column {column} is written {ours}.", example=example)
    if rest.startswith(QUOTES):
        raise FormulaError(
            f"{rest[0]} at column {column}: a word stands between straight double quotes.", example=EXAMPLE_WORDS
        )


def refuse_other_word(word: str, column: int, known: frozenset[str]) -> None:
    """Raise `FormulaError` for a name that is none here: a known word in capitals, or a truth of other languages."""
    small = word.lower()
    if small in TRUTHS:
        ours = TRUTHS[small]
        raise FormulaError(
            f"'{word}' at column {column} is written {ours}.", example=f"is: if months > 0 then {ours} else x"
        )
    if word != small and small in known:
        raise FormulaError(
            f"'{word}' at column {column} is written {small}.",
            example=EXAMPLE_BOTH if small in ("and", "or") else EXAMPLE_IF,
        )
