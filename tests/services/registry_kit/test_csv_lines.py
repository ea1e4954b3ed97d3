"""Every line of a CSV file is accounted for: read, rejected, blank, or part of the cell before."""

from __future__ import annotations

import pytest

from services.registry_kit.csv_lines import CONTINUED_MAX, NOT_CLOSED, CsvLines
from services.registry_kit.mapping import Csv

SEMICOLON = Csv(delimiter=";")


def read(text: str, form: Csv = SEMICOLON) -> list[tuple[int, int, list[str] | str]]:
    """Each line's number, how many lines it takes, and its cells or its fault."""
    lines = CsvLines(text.splitlines(keepends=True), form)
    assert lines.header() == ["id", "name", "sum"]
    return [(line.number, line.span, line.fault or ("blank" if line.blank else cells)) for line, cells in lines]


def test_a_quote_that_is_never_closed_swallows_no_line() -> None:
    rows = [f"{number};Jane;100\n" for number in range(2, 12_002)]
    rows[9] = '11;"Jane;100\n'
    found = read("id;name;sum\n" + "".join(rows))

    assert len(found) == 12_000
    assert found[9] == (11, 1, NOT_CLOSED)
    assert [cells for number, _, cells in found if number != 11] == [
        [str(number), "Jane", "100"] for number in range(2, 12_002) if number != 11
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            '1;"Jane;100\n2;Joe;200\n3;"Ann";300\n',
            [(2, 1, NOT_CLOSED), (3, 1, ["2", "Joe", "200"]), (4, 1, ["3", "Ann", "300"])],
        ),
        ('1;"Jane;100\n2;Ann";300\n', [(2, 1, NOT_CLOSED), (3, 1, ["2", 'Ann"', "300"])]),
        ('"1;Jane;100\n2";Ann;300\n', [(2, 1, NOT_CLOSED), (3, 1, ['2"', "Ann", "300"])]),
        ('1;Jane;"100\n', [(2, 1, NOT_CLOSED)]),
        ('1;Jane;"100', [(2, 1, NOT_CLOSED)]),
        ('1;"Jane\nof Ghent";100\n', [(2, 2, ["1", "Jane\nof Ghent", "100"])]),
        ('1;Jane;"100\nand more\n"\n', [(2, 3, ["1", "Jane", "100\nand more\n"])]),
        ('"1\n2";Jane;100\n', [(2, 2, ["1\n2", "Jane", "100"])]),
        ('1;"Jane\nof";Ghent;100\n', [(2, 1, NOT_CLOSED), (3, 1, ['of"', "Ghent", "100"])]),
        (
            '1;"Jane"x;100\n2;Joe;200\n',
            [(2, 1, "this is not CSV: ';' expected after '\"'"), (3, 1, ["2", "Joe", "200"])],
        ),
        (
            "1;Jane\n2;Joe;200;9\n",
            [(2, 1, "the line has 2 columns, the header 3"), (3, 1, "the line has 4 columns, the header 3")],
        ),
        ("\n1;Jane;100\n;;\n  \n", [(2, 1, "blank"), (3, 1, ["1", "Jane", "100"]), (4, 1, "blank"), (5, 1, "blank")]),
        ("1;Ja\0ne;100\n", [(2, 1, "the line holds a byte that is zero")]),
    ],
)
def test_what_stands_in_quotes_is_a_cell_and_never_a_line_of_the_file(
    rows: str, expected: list[tuple[int, int, list[str] | str]]
) -> None:
    assert read("id;name;sum\n" + rows) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_every_way(end: str) -> None:
    assert read(end.join(["id;name;sum", "1;Jane;100", '2;"a', 'b";200', ""])) == [
        (2, 1, ["1", "Jane", "100"]),
        (3, 2, ["2", f"a{end}b", "200"]),
    ]


def test_a_cell_of_more_lines_than_anybody_writes_was_never_closed() -> None:
    found = read('id;name;sum\n1;"Jane' + "\nx" * CONTINUED_MAX + '";100\n2;Joe;200\n')
    assert found[0] == (2, 1, NOT_CLOSED)
    assert found[-1] == (CONTINUED_MAX + 3, 1, ["2", "Joe", "200"])


def test_a_file_without_quotes_takes_them_as_they_stand() -> None:
    assert read('id;name;sum\n1;"Jane;100\n', Csv(delimiter=";", quote="")) == [(2, 1, ["1", '"Jane', "100"])]


def test_blank_lines_before_the_header_are_counted() -> None:
    assert read("\n\nid;name;sum\n1;Jane;100\n") == [(4, 1, ["1", "Jane", "100"])]
