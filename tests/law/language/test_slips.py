"""What slips from the pen of whoever knows another notation is refused, and shown as it is written here."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.law.language.sheet import SOUND, X, changed, fault, load, within

RATE = "        is: share * high\n"
HIGH = "is: high > 0"


def rate(formula: str) -> str:
    quoted = formula.replace("'", "''")
    return changed(RATE, f"        is: '{quoted}'\n")


def share(value: str) -> str:
    return changed("value: 1/26", f"value: {value}")


def earned(formula: str) -> str:
    return changed(HIGH, f"is: '{formula}'")


def quantity(entry: str) -> str:
    return f"{SOUND}{X}    quantities:\n      q: {entry}\n"


FIGURES = [
    ("148.200", "'148.200' may be read as 148200 or 148.2", "value: 148200 or 148.2"),
    ("2.000", "may be read as 2000 or 2", "value: 2000 or 2"),
    ("195.577", "may be read as 195577 or 195.5770", "195.5770"),
    ("148,200", "a sign between its thousands", "value: 148200, or value: 148.2"),
    ("1 000", "a sign between its thousands", "value: 1000"),
    ("1_000_000", "a sign between its thousands", "value: 1000000"),
    ("1.234.567", "a sign between its thousands", "value: 1234567"),
    ("1'000", "a sign between its thousands", "value: 1000"),
    ("0,5", "a point stands before the decimals", "value: 0.5"),
    ("45%", "a share is a part of one", "value: 0.45"),
    ("12,5 %", "a share is a part of one", "value: 0.1250"),
    ("9999999999999999", "more digits than any figure of law", "value: 26"),
]


@pytest.mark.parametrize(("written", "sentence", "right"), FIGURES, ids=[case[0] for case in FIGURES])
def test_a_figure_that_may_be_read_in_another_way_is_refused(written: str, sentence: str, right: str) -> None:
    error = fault(share(written))

    assert sentence in error.sentence
    assert right in error.example


def test_a_share_above_one_is_refused_and_a_number_of_times_is_a_count() -> None:
    whole = (
        SOUND
        + X
        + within("parameters", "s:\n  meaning: S\n  unit: UNIT\n  values:\n    - from: 2020-01-01\n      value: 80")
    )

    assert "80 is more than a whole" in fault(whole.replace("UNIT", "share")).sentence
    assert "value: 0.80" in fault(whole.replace("UNIT", "share")).example
    assert load(whole.replace("UNIT", "count")).parameters["s"].values[0].value == 80


CELL = """\
t:
  meaning: T
  unit: share
  down: {of: age, unit: years, step: at least}
  values:
    - from: 2020-01-01
      rows: {0: CELL}"""


def test_a_cell_of_a_table_is_held_to_its_unit_as_a_parameter_is() -> None:
    table = SOUND + X + within("tables", CELL)

    assert "80 is more than a whole" in fault(table.replace("CELL", "80")).sentence
    assert "may be read as" in fault(table.replace("CELL", "1.000")).sentence
    assert load(table.replace("CELL", "0.80")).tables["t"].sheets[0].cells == ((Fraction(4, 5),),)


SIGNS = [
    ("share \N{MULTIPLICATION SIGN} high", "is written *"),
    ("high \N{DIVISION SIGN} share", "is written /"),
    ("high \N{EN DASH} high", "is written -"),
    ("share \N{LESS-THAN OR EQUAL TO} 1", "is written <="),
    ("share == high", "'==' at column 7 is written ="),
    ("share <> high", "is written !="),
    ("share => high", "is written >="),
    ("share > 0 && high > 0", "is written and"),
    ("share > 0 || high > 0", "is written or"),
    ("!share", "is written not"),
    ("share ** high", "a power is written as a function"),
    ("share ^ high", "a power is written as a function"),
    ("15 % * high", "a share is a parameter"),
    ("{high}", "without braces"),
    ("share * high;", "nothing ends a formula"),
    ("share > 0 ? high : 0", "a choice is written with words"),
    ("separation_reason() = 'quit'", "between straight double quotes"),
    ("IF share > 0 THEN high ELSE 0", "'IF' at column 1 is written if"),
    ("share > 0 AND high > 0", "'AND' at column 11 is written and"),
    ("false", "is written no"),
    ("True", "is written yes"),
    ("share x high", "no sign stands between 'share' and 'x' at column 7"),
    ("high if share > 0 else 0", "'if' at column 6 stands before what it chooses"),
    ("high()", "it stands without brackets"),
    ("claim_day() + 1", "to a day are added, and from it are taken, days, weeks, months or years, not one"),
    ("claim_day() > 2020-01-01", "the day 2020-01-01 stands in a formula"),
    ("gross_wages * share", "a name is that of a parameter, a quantity or a particular"),
    ("hihg * share", "do you mean high?"),
]


@pytest.mark.parametrize(("formula", "sentence"), SIGNS, ids=[case[0] for case in SIGNS])
def test_a_formula_of_another_notation_is_refused_with_the_word_of_this_one(formula: str, sentence: str) -> None:
    error = fault(rate(formula))

    assert sentence in error.sentence
    assert error.rule == "quantities.rate.is"


WORDS = [
    ('separation_reason() = "laid_of"', '"laid_of" is never the answer; do you mean laid_off?'),
    ('separation_reason() != "laid_of"', "do you mean laid_off?"),
    ('"laid_of" = separation_reason()', "do you mean laid_off?"),
    ("separation_reason() = laid_off", "the word laid_off stands between quotes"),
    ("separation_reason() = laid_of", "the word laid_of stands between quotes"),
]


@pytest.mark.parametrize(("formula", "sentence"), WORDS, ids=[case[0] for case in WORDS])
def test_a_word_that_is_never_the_answer_is_refused_with_the_nearest(formula: str, sentence: str) -> None:
    assert sentence in fault(earned(formula)).sentence


@pytest.mark.parametrize("name", ["no", "yes", "if", "min", "and", "at", "round", "true"])
def test_a_word_of_the_language_names_nothing(name: str) -> None:
    text = SOUND + X + within("quantities", f"{name}:\n  meaning: N\n  unit: USD/week\n  is: rate")

    assert fault(text).sentence == f"'{name}' is a word of the language and names nothing."


def test_a_word_of_the_language_names_no_column_of_a_table() -> None:
    column = "t:\n  meaning: T\n  down: {of: age, unit: years, step: at least}\n"
    column += "  columns:\n    min: {meaning: M, unit: share}\n"
    rows = "  values:\n    - from: 2020-01-01\n      rows: {0: [0.50]}"

    assert "'min' is a word of the language" in fault(SOUND + X + within("tables", column + rows)).sentence


LINES = [
    ("a tab", changed(RATE, "\tis: share * high\n"), "a line begins with a tab", "is: share * high"),
    ("no blank", changed(RATE, "        is:share * high\n"), "a blank is missing behind the colon", "is: share * high"),
    ("a colon", changed("says: Nothing is", "says: Note: nothing is"), "a text with a colon", 'says: "Note: nothing'),
    ("a percent", changed("meaning: High\n", "meaning: %High\n"), "begins with % stands between quotes", '"%High"'),
    ("a dash", changed(RATE, "        is: - high\n"), "begins with - stands between quotes", '"- high"'),
    ("an open quote", changed("meaning: High\n", 'meaning: "High\n'), "quotes are opened and not shut", '"High"'),
    ("an open brace", quantity("{meaning: Q"), "a brace or bracket is opened and not shut", "{from"),
    ("an indent", changed(RATE, "       is: share * high\n"), "does not stand under the others", "same column"),
    ("a tag", changed(RATE, "        is: !high\n"), "begins with & or ! stands between quotes", '"'),
    (
        "a comma in a formula",
        quantity("{meaning: Q, unit: USD/week, is: min(rate, rate), round: down to 1}"),
        "a comma ends a value between braces, and cut off 'rate)'",
        'is: "min(a, b)"',
    ),
    (
        "a decimal comma",
        quantity("{meaning: Q, unit: USD/week, is: rate, round: 0,5}"),
        "a comma ends a value between braces, and cut off 5",
        "value: 0.5",
    ),
    (
        "a sign for a number",
        changed("meaning: High\n", "meaning: Rule # 3 of the act\n"),
        "a comment begins at # and cuts these words",
        '"Rule # 3 of the act"',
    ),
]


@pytest.mark.parametrize(("text", "sentence", "right"), [case[1:] for case in LINES], ids=[case[0] for case in LINES])
def test_a_line_that_yaml_reads_in_another_way_is_refused(text: str, sentence: str, right: str) -> None:
    error = fault(text)

    assert sentence in error.sentence
    assert right in error.example
    assert error.line > 1


def test_a_comment_behind_a_figure_or_two_blanks_or_on_its_own_line_is_read_over() -> None:
    text = changed("value: 1/26\n", "value: 1/26 # a half of a fortnight's\n        # and nothing else\n")
    text = text.replace("meaning: High\n", "meaning: High  # the highest quarter\n")

    assert load(text).digest == load().digest


UNITS = [("percent", "share"), ("%", "share"), ("Weeks", "weeks"), ("usd/week", "USD"), ("boolean", "yes_no")]


@pytest.mark.parametrize(("unit", "meant"), UNITS)
def test_a_unit_by_another_name_is_refused_with_the_one_that_is_meant(unit: str, meant: str) -> None:
    error = fault(changed("unit: quarters/week", f'unit: "{unit}"'))

    assert f"do you mean {meant}?" in error.sentence


def test_a_window_that_is_nearly_right_is_refused_with_the_form_that_is_meant() -> None:
    error = fault(changed("last 6 completed calendar months before the claim begins", "last 36 months before claim"))

    assert error.example == "is: last 36 months before the claim begins"
