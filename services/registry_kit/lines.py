"""The lines of a file, numbered as a person finds them, whatever the format: CSV, JSON Lines or Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

from services.registry_kit.mapping import Csv, Mapping, MappingFault

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

_BINARY_FRACTIONS = {"halffloat", "float", "double"}

ROWS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class InputLine:
    """One line of a file: its cells by column, or the reason why it has none. An empty cell is None."""

    number: int
    cells: dict[str, Any]
    fault: str | None = None


class Lines:
    """The lines of one file, read once. `at` and `total` are bytes or rows, for a progress bar."""

    def __init__(self, path: Path, mapping: Mapping) -> None:
        """Raises `MappingFault` if there is no such file, or none of a kind that can be read."""
        if path.suffix.lower() not in _READING:
            raise MappingFault(f"{path.name} is none of {', '.join(_READING)}.")
        if not path.is_file():
            raise MappingFault(f"There is no file {path}.")
        self.at = 0
        self.total = path.stat().st_size
        self._path = path
        self._mapping = mapping

    def __iter__(self) -> Iterator[InputLine]:
        """Raises `MappingFault`, before the first line, if the file lacks a column that the mapping reads."""
        empty = frozenset(self._mapping.empty)
        for line in _READING[self._path.suffix.lower()](self):
            cells = {
                name: None if isinstance(cell, str) and cell.strip() in empty else cell
                for name, cell in line.cells.items()
            }
            yield InputLine(line.number, cells, line.fault)
        self.at = self.total

    def _csv(self) -> Iterator[InputLine]:
        form = self._mapping.csv
        with (
            self._path.open("rb") as file,
            TextIOWrapper(file, encoding=form.encoding, errors="surrogateescape", newline="") as text,
        ):
            reader = csv.reader(text, delimiter=form.delimiter, quotechar=form.quote)
            header = [name.strip() for name in next(reader, [])]
            self._must_have(header)
            while True:
                number = reader.line_num + 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield InputLine(number, {}, f"this is not CSV: {error}")
                    continue
                self.at = file.tell()
                if cells:  # an empty line says nothing
                    yield _csv_line(number, header, cells, form)

    def _json_lines(self) -> Iterator[InputLine]:
        with self._path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                self.at += len(raw)
                if raw.strip():
                    yield _json_line(number, raw)

    def _parquet(self) -> Iterator[InputLine]:
        file = _parquet_file(self._path)
        with file:
            self.total = file.metadata.num_rows
            columns = self._must_have(file.schema_arrow.names)
            self._must_be_exact(file.schema_arrow)
            for batch in file.iter_batches(ROWS_AT_ONCE, columns=columns):
                for row in batch.to_pylist():
                    self.at += 1
                    yield InputLine(self.at, row)

    def _must_have(self, there: list[str]) -> list[str]:
        if missing := sorted(self._mapping.columns() - set(there)):
            raise MappingFault(
                f"{self._path.name} has no column {', '.join(missing)}; it has {', '.join(there) or 'none'}."
            )
        return [name for name in there if name in self._mapping.columns()]

    def _must_be_exact(self, schema: pa.Schema) -> None:
        binary = {field.name for field in schema if str(field.type) in _BINARY_FRACTIONS}
        if inexact := sorted(self._mapping.amounts() & binary):
            raise MappingFault(
                f"{self._path.name}: the amounts in {', '.join(inexact)} are binary fractions; write them as decimals."
            )


def _parquet_file(path: Path) -> pq.ParquetFile:
    """Raises `MappingFault` if it is not a Parquet file, or if pyarrow is not installed."""
    try:
        parquet = import_module("pyarrow.parquet")
    except ImportError:
        raise MappingFault(f"To read {path.name}, install pyarrow: pip install 'tideover[parquet]'.") from None
    try:
        return parquet.ParquetFile(path)
    except import_module("pyarrow").ArrowInvalid:
        raise MappingFault(f"{path.name} is not a Parquet file.") from None


def _csv_line(number: int, header: list[str], cells: list[str], form: Csv) -> InputLine:
    if len(cells) != len(header):
        return InputLine(number, {}, f"the line has {len(cells)} columns, the header {len(header)}")
    if not all(map(_encodable, cells)):
        return InputLine(number, {}, f"the line is not written in {form.encoding}")
    return InputLine(number, dict(zip(header, cells, strict=True)))


def _encodable(cell: str) -> bool:
    return cell.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in cell)


def _json_line(number: int, raw: bytes) -> InputLine:
    try:
        cells = json.loads(raw, parse_float=Decimal)
    except (ValueError, RecursionError):
        return InputLine(number, {}, "this is not JSON")
    return (
        InputLine(number, cells)
        if isinstance(cells, dict)
        else InputLine(number, {}, "the line should be one JSON object")
    )


_READING: dict[str, Callable[[Lines], Iterator[InputLine]]] = {
    ".csv": Lines._csv,  # noqa: SLF001 - the class's own ways of reading
    ".jsonl": Lines._json_lines,  # noqa: SLF001
    ".parquet": Lines._parquet,  # noqa: SLF001
}
