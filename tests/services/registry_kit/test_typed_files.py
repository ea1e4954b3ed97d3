"""Files whose cells have types of their own: Parquet and JSON Lines, where a number is not yet an identifier."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.services.registry_kit.outcome import Outcome, fields, ingested, of


def test_parquet_keeps_types_that_are_no_identifier_and_moments_finer_than_any_clock(tmp_path: Path) -> None:
    file = tmp_path / "rows.parquet"
    months = ["2020-03"] * 3
    table = {"firm": ["E1"] * 3, "month": months, "gross": [Decimal("10.0000"), Decimal("20.5000"), Decimal("0.0050")]}
    mapping = {"person": {"national_id": "who", "pattern": "[0-9]{6}"}, "fields": fields(recorded_at="at")}
    moments = pa.array([1_588_000_000_000_000_000, 1_588_000_000_000_000_001, 1], pa.timestamp("ns", "UTC"))
    pq.write_table(pa.table({"who": ["000123", "000124", "000125"], "at": moments, **table}), file)
    found = ingested(file, mapping)
    assert found.amounts == {of("000123"): 1000}
    assert found.rejected == {
        2: "the column at holds a day or moment that cannot be read to the last digit",
        3: "the column at holds a day or moment that cannot be read to the last digit",
    }

    for who, says in (
        (pa.array([b"000123"] * 3), "person: an identity number is text"),
        (pa.array([123.0] * 3), "person: an identity number is text"),
        (pa.array([[1]] * 3), "person: an identity number is text"),
        (pa.array([True] * 3), "person: an identity number is text"),
        (pa.array([123] * 3), "person: it does not have the pattern of an identity number"),
    ):
        at = pa.array([datetime(2020, 5, 4)] * 3)  # noqa: DTZ001 - as the column has it
        pq.write_table(pa.table({"who": who, "at": at, **table}), file)
        rules = mapping | {"fields": fields(recorded_at={"column": "at", "zone": "UTC"})}
        assert set(ingested(file, rules).rejected.values()) >= {says}


def test_json_lines_keep_the_digits_that_were_written_and_every_name_once(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    row = '"firm": "E1", "month": "2020-03", "gross"'
    deep = "[" * 100_000 + "]" * 100_000
    file.write_text(
        "\ufeff"
        f'{{"who": "000123", {row}: 24.5}}\n'
        f'{{"who": 100124, {row}: 24.50}}\n'
        f'{{"who": 125, {row}: 24.50}}\n'
        f'{{"who": 126.0, {row}: 24.50}}\n'
        f'{{"who": null, {row}: 24.50}}\n'
        f'{{"who": ["000127"], {row}: 24.50}}\n'
        f'{{"who": "000128", {row}: 2.400}}\n'
        f'{{"who": "000129", {row}: 0e999999999999999999999}}\n'
        f'{{"who": "000130", {row}: {"9" * 5000}}}\n'
        f'{{"who": "000131", {row}: NaN}}\n'
        f'{{"who": "000132", {row}: 1, "gross": 2}}\n'
        f'{{"who": "000133", {row}: {deep}}}\n'
        f'{{"who": "000\\u0000134", {row}: 1}}\n'
        f'{{"who": "\\ud800", {row}: 1}}\n'
        "\n"
        f'{{"who": "000135", {row}: 100}}',
        encoding="utf-8",
    )
    number = "earnings: it should be a number written like 2400.50"
    assert ingested(file, {"person": {"national_id": "who", "pattern": "[0-9]{6}"}, "fields": fields()}) == Outcome(
        16,
        {of("000123"): 2450, of("100124"): 2450, of("000135"): 10_000},
        {
            3: "person: it does not have the pattern of an identity number",
            4: "person: it was written as a number with decimals; export the column as text",
            5: "person: the line does not say whom it is about",
            6: "person: an identity number is text",
            7: "earnings: an amount in USD has at most 2 decimals",
            8: number,
            9: "earnings: it should be a number of a believable size",
            10: "this is not JSON",
            11: "the line names a field twice",
            12: "this is not JSON",
            13: "the line holds a byte that is zero",
            14: "the line holds half a character",
        },
        blank=1,
    )
