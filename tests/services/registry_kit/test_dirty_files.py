"""Ten files as systems really write them: which lines are taken with which amounts, and what is said of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.registry_kit.csv_lines import NOT_CLOSED
from tests.services.registry_kit.outcome import Outcome, fields, ingested, of


def test_a_spreadsheet_writes_days_with_points_and_its_errors_as_cells(tmp_path: Path) -> None:
    file = tmp_path / "sheet.csv"
    file.write_text(
        "who;firm;month;gross\r\n"
        "0012345;E1;03.03.2020;2.400,00\r\n"
        "1,23E+05;E1;03.03.2020;2.400,00\r\n"
        "#N/A;E1;03.03.2020;2.400,00\r\n"
        "0012346;E1;03.03.2020;#NAME?\r\n"
        "0012347;E1;43893;1.980,50\r\n"
        "0012348;E1;03.03.2020;24.00\r\n"
        "0012349;#REF!;03.03.2020;1.980,50\r\n"
        "0012350;E1;03.03.2020;1.980,5\r\n"
        ";;;\r\n",
        encoding="utf-8-sig",
    )
    assert ingested(
        file,
        {
            "person": {"national_id": "who", "pattern": "[0-9]{7}"},
            "csv": {"delimiter": ";"},
            "fields": fields(
                key={"join": ["firm"]},
                period={"month": "month", "format": "%d.%m.%Y"},
                earnings={"column": "gross", "currency": "USD", "decimal": "comma", "thousands": "point"},
            ),
        },
    ) == Outcome(
        9,
        {of("0012345"): 240_000, of("0012350"): 198_050},
        {
            3: "person: it does not have the pattern of an identity number",
            4: "person: it is a spreadsheet's mark for an error, not an identifier",
            5: "earnings: it should be a number written like 2.400,50",
            6: "period: it should be a month written as %d.%m.%Y",
            7: "earnings: it should be a number written like 2.400,50",
            8: (
                "employer: it is a spreadsheet's mark for an error, not an identifier; "
                "key: it is a spreadsheet's mark for an error, not an identifier"
            ),
        },
        blank=1,
    )


def test_pandas_writes_an_index_fractions_for_numbers_and_nan_for_nothing(tmp_path: Path) -> None:
    file = tmp_path / "frame.csv"
    file.write_text(
        ",who,firm,month,gross,hours\n"
        "0,12345.0,E1,2020-03,2400.0,160.0\n"
        "1,123450,E1,2020-03,2400.0,160.0\n"
        "2,123451,E1,2020-03,2400.5,NaN\n"
        "3,nan,E1,2020-03,2400.5,160.0\n"
        "4,123452,4402.0,2020-03,2400.5,160.0\n"
        "5,123453,E1,2020-03,2400.499999999,160.0\n"
        "6,123454,E1,2020-03,1e+06,160.0\n"
        "7,123455,E1,2020-03,nan,160.0\n",
        encoding="utf-8",
    )
    assert ingested(
        file,
        {
            "person": {"national_id": "who", "pattern": "[0-9]{6}"},
            "empty": ["", "NaN"],
            "fields": fields(minutes_worked={"column": "hours", "unit": "hours"}),
        },
    ) == Outcome(
        8,
        {of("123450"): 240_000, of("123451"): 240_050},
        {
            2: "person: it was written as a number with decimals; export the column as text",
            5: "person: it is a word for a missing or a truth value, not an identifier",
            6: (
                "employer: it was written as a number with decimals; export the column as text; "
                "key: it was written as a number with decimals; export the column as text"
            ),
            7: "earnings: an amount in USD has at most 2 decimals",
            8: "earnings: it should be a number written like 2400.50",
            9: "earnings: it should be a number written like 2400.50",
        },
    )


def test_sap_writes_a_minus_behind_zeros_before_and_days_of_zeros(tmp_path: Path) -> None:
    file = tmp_path / "sap.csv"
    file.write_text(
        "who|firm|month|gross|left\r\n"
        "00012345|0000004402|20200301|      1.234,56 |00000000\r\n"
        "00012346|0000004402|20200301|      1.234,56-|00000000\r\n"
        "00012347|0000004402|00000000|      1.234,56 |00000000\r\n"
        "00012348|0000004402|20200301|00000001234,56 |99991231\r\n"
        "00012349|0000004402|2020031 |      1.234,56 |00000000\r\n"
        '00012350|0000004402|20200301|          0,50 |"X\r\n',
        encoding="utf-8",
    )
    assert ingested(
        file,
        {
            "person": {"national_id": "who", "pattern": "[0-9]{8}"},
            "csv": {"delimiter": "|", "quote": ""},
            "empty": ["", "00000000"],
            "fields": fields(
                key={"join": ["firm"]},
                period={"month": "month", "format": "%Y%m%d"},
                earnings={"column": "gross", "currency": "USD", "decimal": "comma", "thousands": "point"},
            ),
        },
    ) == Outcome(
        6,
        {of("00012345"): 123_456, of("00012348"): 123_456, of("00012350"): 50},
        {
            3: "earnings: it has a minus sign, and nothing here is below zero",
            4: "period: is missing",
            6: "period: it should be a month written as %Y%m%d",
        },
    )


def test_semicolons_part_columns_where_commas_part_decimals(tmp_path: Path) -> None:
    file = tmp_path / "semicolons.csv"
    file.write_text(
        "who;firm;month;gross\n"
        "1234;E1;2020-03;2400,00\n"
        "1235;E1;2020-03;2,400.00\n"
        "1236,E1,2020-03,2400,00\n"
        "1237;E1;2020-03;2400,00;\n"
        "1238;E1;2020-03;2 400,00\n",
        encoding="utf-8",
    )
    mapping = {
        "person": {"national_id": "who", "pattern": "[0-9]{4}"},
        "csv": {"delimiter": ";"},
        "fields": fields(earnings={"column": "gross", "currency": "USD", "decimal": "comma"}),
    }
    assert ingested(file, mapping) == Outcome(
        5,
        {of("1234"): 240_000},
        {
            3: "earnings: it should be a number written like 2400,50",
            4: "the line has 1 column, the header 4",
            5: "the line has 5 columns, the header 4",
            6: "earnings: it should be a number written like 2400,50",
        },
    )


def test_latin_1_is_named_and_utf_8_in_it_is_one_line_that_names_its_byte(tmp_path: Path) -> None:
    file = tmp_path / "latin.csv"
    lines = ["who,firm,month,gross,name", "1234,E1,2020-03,10.00,Müller", "1235,E1,2020-03,20.00,Zoë"]
    mapping = {"person": {"national_id": "who", "pattern": "[0-9]{4}"}, "fields": fields()}
    taken = {of("1234"): 1000, of("1235"): 2000}

    file.write_bytes("\n".join(lines).encode("latin-1"))
    assert ingested(file, mapping | {"csv": {"encoding": "latin-1"}}) == Outcome(2, taken, {})
    file.write_bytes("\n".join(lines).encode("latin-1"))
    assert ingested(file, mapping) == Outcome(
        2, {}, {2: "byte 24 is not written in utf-8-sig", 3: "byte 25 is not written in utf-8-sig"}
    )


def test_utf_16_is_cut_in_the_middle_of_a_sign(tmp_path: Path) -> None:
    file = tmp_path / "wide.csv"
    text = "who\tfirm\tmonth\tgross\r\n1234\tE1\t2020-03\t10.00\r\n1235\tE1\t2020-03\t20.00"
    file.write_bytes(text.encode("utf-16")[:-1])
    mapping = {
        "person": {"national_id": "who", "pattern": "[0-9]{4}"},
        "csv": {"delimiter": "\t", "encoding": "utf-16"},
        "fields": fields(),
    }
    assert ingested(file, mapping) == Outcome(2, {of("1234"): 1000}, {3: "byte 41 is not written in utf-16"})


def test_arabic_digits_are_the_same_person_the_same_month_and_the_same_amount(tmp_path: Path) -> None:
    file = tmp_path / "arabic.csv"
    file.write_text(
        "who;firm;month;gross\n"
        "\u0661\u0662\u0663\u0664;E\u0661;\u0662\u0660\u0662\u0660-\u0660\u0663;\u0662\u066c\u0664\u0660\u0660\u066b\u0665\u0660\n"
        "\u06f1\u06f2\u06f3\u06f4;E1;\u06f2\u06f0\u06f2\u06f0-\u06f0\u06f4;\u06f2\u06f4\u066b\u06f5\u06f0\n"
        "1234;E1;2020-03;2400.50\n"
        "\u0661\u0662\u0663\u0665\u200f;E1;2020-03;10.00\n"
        "1236;E1;2020-03;\u0662\u066b\u0664\u0660\u0660\n",
        encoding="utf-8",
    )
    mapping = {
        "person": {"national_id": "who", "pattern": "[0-9]{4}"},
        "csv": {"delimiter": ";"},
        "fields": fields(
            key={"join": ["firm", "month"]},
            earnings={"column": "gross", "currency": "USD", "thousands": "comma"},
        ),
    }
    assert ingested(file, mapping) == Outcome(
        5,
        {of("1234"): 240_050, of("1234", "2020-04"): 2450},
        {
            5: "person: it does not have the pattern of an identity number",
            6: "earnings: an amount in USD has at most 2 decimals",
        },
        repeated=1,
    )


def test_cells_in_quotes_run_over_lines_and_a_quote_that_stays_open_takes_none_with_it(tmp_path: Path) -> None:
    file = tmp_path / "notes.csv"
    file.write_text(
        "who,firm,month,gross,note\n"
        '1234,E1,2020-03,"1,000.00","paid late,\n\nsee file"\n'
        '1235,E1,2020-03,20.00,"never closed\n'
        "1236,E1,2020-03,30.00,fine\n"
        '1237,E1,2020-03,40.00,"said ""yes"""\n'
        '1238,E1,2020-03,50.00,"he said "yes""\n'
        "1239,E1,2020-03,60.00,last",
        encoding="utf-8",
    )
    mapping = {
        "person": {"national_id": "who", "pattern": "[0-9]{4}"},
        "fields": fields(earnings={"column": "gross", "currency": "USD", "thousands": "comma"}),
    }
    assert ingested(file, mapping) == Outcome(
        8,
        {of("1234"): 100_000, of("1236"): 3000, of("1237"): 4000, of("1239"): 6000},
        {5: NOT_CLOSED, 8: "this is not CSV: ',' expected after '\"'"},
        continued=2,
    )


@pytest.mark.parametrize("after", ["", "\n", "\nand on\nand on\n"])
def test_a_quote_that_is_open_where_the_file_ends_takes_nothing_with_it(tmp_path: Path, after: str) -> None:
    file = tmp_path / "cut.csv"
    file.write_text(f'who,firm,month,gross\n1234,E1,2020-03,10.00\n1235,"E1,2020-03,20.00{after}', encoding="utf-8")
    mapping = {
        "person": {"national_id": "who", "pattern": "[0-9]{4}"},
        "fields": fields(earnings={"column": "gross", "currency": "USD"}),
    }
    short = dict.fromkeys(range(4, 2 + len(after.split("\n"))), "the line has 1 column, the header 4")
    assert ingested(file, mapping) == Outcome(2 + len(short), {of("1234"): 1000}, {3: NOT_CLOSED, **short})


def test_a_byte_order_mark_and_windows_line_ends_leave_the_first_column_its_name(tmp_path: Path) -> None:
    file = tmp_path / "windows.csv"
    file.write_bytes(
        b"\xef\xbb\xbfwho,firm,month,gross\r\n1234,E1,2020-03,10.00\r\n\r\n1235,E1,2020-03,2\x000.00\r\n"
        b"1236,E1,2020-03,30.00\r\r\n"
    )
    mapping = {"person": {"national_id": "who", "pattern": "[0-9]{4}"}, "fields": fields()}
    assert ingested(file, mapping) == Outcome(
        5,
        {of("1234"): 1000, of("1236"): 3000},
        {4: "the line holds a byte that is zero"},
        blank=2,
    )


def test_a_file_of_everything_at_once_is_read_to_its_last_line(tmp_path: Path) -> None:
    file = tmp_path / "mixed.csv"
    good = "12-34.5{number};E1;2020-03;2'400.00\n"
    file.write_bytes(
        b"who;firm;month;gross\n"
        + good.format(number="0").encode()
        + "12-34.51;E1;2020-03;2\u2019400.00\n".encode()
        + b"12345.2;E1;2020-03;2'400.00\n"
        + b"12-34.53;E1;9999-12;2'400.00\n"
        + b"12-34.54;\"E1;2020-03;2'400.00\n"
        + b"12-34.55;E1;2020-03;2'40.00\n"
        + b"12-34.56;E\xff;2020-03;2'400.00\n"
        + good.format(number="0").encode()
        + b"12-34.50;E1;2020-03;2'400.01\n"
        + b"12-34.57;E1;2099-01;2'400.00\n"
        + b"12-34.58;E1;2020-03;"
        + b"9" * 200_000
        + b"\n"
        + good.format(number="9").encode()
    )
    mapping = {
        "person": {"national_id": "who", "pattern": r"[0-9]{2}-[0-9]{2}\.[0-9]{2}", "ignore": "-."},
        "csv": {"delimiter": ";"},
        "fields": fields(earnings={"column": "gross", "currency": "USD", "thousands": "apostrophe"}),
    }
    assert ingested(file, mapping) == Outcome(
        12,
        {of("123450"): 240_000, of("123451"): 240_000, of("123459"): 240_000},
        {
            4: "person: it does not have the pattern of an identity number",
            5: "period: it lies outside the years 1900 to 2100",
            6: NOT_CLOSED,
            7: "earnings: it should be a number written like 2'400.50",
            8: "byte 11 is not written in utf-8-sig",
            10: "line 2 says otherwise of the same, under the same version",
            11: "period: it had not begun when the line was recorded",
            12: "this is not CSV: field larger than field limit (131072)",
        },
        repeated=1,
    )
