"""The lines of a file, numbered as a person finds them, whatever the format: CSV, JSON Lines or Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from services.registry_kit.mapping import Csv, Mapping, MappingFault


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: its cells by column, or the reason why it has none. An empty cell is None."""

    number: int
    cells: dict[str, Any]
    fault: str | None = None


class Lines:
    """The lines of one file. `total` and `at()` are bytes or rows, for a progress bar."""

    def __init__(self, path: Path, mapping: Mapping) -> None:
        """Raises `MappingFault` if the file's kind is unknown or it lacks a column that the mapping reads."""
        opening = _OPENING.get(path.suffix.lower())
        if opening is None:
            raise MappingFault(f"{path.name} is none of {', '.join(_OPENING)}.")
        if not path.is_file():
            raise MappingFault(f"There is no file {path}.")
        self.at, self.total, self._lines = opening(path, mapping)
        self._empty = frozenset(mapping.empty)

    def __iter__(self) -> Iterator[Line]:
        for line in self._lines:
            yield Line(line.number, {name: self._or_none(cell) for name, cell in line.cells.items()}, line.fault)

    def _or_none(self, cell: Any) -> Any:
        return None if isinstance(cell, str) and cell.strip() in self._empty else cell


Opened = tuple[Callable[[], int], int, Iterable[Line]]


def _csv(path: Path, mapping: Mapping) -> Opened:
    file = path.open("rb")
    size = path.stat().st_size
    return _place_in(file, size), size, _csv_lines(file, mapping.csv, _needed(mapping, path))


def _place_in(file: BinaryIO, size: int) -> Callable[[], int]:
    """How many bytes were read; a file that is closed was read to its end."""
    return lambda: size if file.closed else file.tell()


def _csv_lines(file: BinaryIO, form: Csv, check: Callable[[Iterable[str]], None]) -> Iterator[Line]:
    with TextIOWrapper(file, encoding=form.encoding, errors="surrogateescape", newline="") as text:
        reader = csv.reader(text, delimiter=form.delimiter, quotechar=form.quote)
        header = [name.strip() for name in next(reader, [])]
        check(header)
        while True:
            number = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Line(number, {}, f"this is not CSV: {error}")
                continue
            if not cells:
                continue  # an empty line says nothing
            if len(cells) != len(header):
                yield Line(number, {}, f"the line has {len(cells)} columns, the header {len(header)}")
            elif any(not _encodable(cell) for cell in cells):
                yield Line(number, {}, f"the line is not written in {form.encoding}")
            else:
                yield Line(number, dict(zip(header, cells, strict=True)))


def _encodable(cell: str) -> bool:
    return cell.isascii() or not any("\ud800" <= one <= "\udfff" for one in cell)


def _json_lines(path: Path, _mapping: Mapping) -> Opened:
    file = path.open("rb")
    size = path.stat().st_size
    return _place_in(file, size), size, _json_objects(file)


def _json_objects(file: BinaryIO) -> Iterator[Line]:
    with file:
        for number, raw in enumerate(file, 1):
            if not raw.strip():
                continue
            try:
                found = json.loads(raw, parse_float=Decimal)
            except (ValueError, RecursionError):
                yield Line(number, {}, "this is not JSON")
                continue
            if isinstance(found, dict):
                yield Line(number, found)
            else:
                yield Line(number, {}, "the line should be one JSON object")


ROWS_AT_ONCE = 10_000


def _parquet(path: Path, mapping: Mapping) -> Opened:
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowInvalid:
        raise MappingFault(f"{path.name} is not a Parquet file.") from None
    _needed(mapping, path)(file.schema_arrow.names)
    binary = [field.name for field in file.schema_arrow if pa.types.is_floating(field.type)]
    if inexact := sorted(mapping.amounts() & set(binary)):
        raise MappingFault(
            f"{path.name}: the amounts in {', '.join(inexact)} are binary fractions; write them as decimals."
        )
    given = [0]
    columns = [name for name in file.schema_arrow.names if name in mapping.columns()]
    return lambda: given[0], file.metadata.num_rows, _parquet_rows(file, columns, given)


def _parquet_rows(file: pq.ParquetFile, columns: list[str], given: list[int]) -> Iterator[Line]:
    number = 0
    for batch in file.iter_batches(ROWS_AT_ONCE, columns=columns):
        for row in batch.to_pylist():
            number += 1
            given[0] = number
            yield Line(number, row)


def _needed(mapping: Mapping, path: Path) -> Callable[[Iterable[str]], None]:
    def check(there: Iterable[str]) -> None:
        there = list(there)
        if missing := sorted(mapping.columns() - set(there)):
            raise MappingFault(f"{path.name} has no column {', '.join(missing)}; it has {', '.join(there) or 'none'}.")

    return check


_OPENING: dict[str, Callable[[Path, Mapping], Opened]] = {
    ".csv": _csv,
    ".jsonl": _json_lines,
    ".parquet": _parquet,
}
