"""The rows of a Parquet file. It needs pyarrow, which is asked for only here."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from services.registry_kit.input_line import InputLine
from services.registry_kit.mapping import MappingFault

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

ROWS_AT_ONCE = 10_000
BINARY_FRACTIONS = {"halffloat", "float", "double"}


class ParquetRows:
    """An opened file: its columns, its number of rows, and the rows."""

    def __init__(self, path: Path) -> None:
        """Raises `MappingFault` if it is not a Parquet file, or if pyarrow is not installed."""
        self._path = path
        try:
            self._file: pq.ParquetFile = import_module("pyarrow.parquet").ParquetFile(path)
            self.total: int = self._file.metadata.num_rows
            self.names: list[str] = self._file.schema_arrow.names
        except ImportError:
            raise MappingFault(f"To read {path.name}, install pyarrow: pip install 'tideover[parquet]'.") from None
        except (import_module("pyarrow").ArrowException, OSError, ValueError):
            raise MappingFault(f"{path.name} is not a Parquet file.") from None

    def must_be_exact(self, amounts: Collection[str]) -> None:
        """Raises `MappingFault` if an amount lies in a column of binary fractions."""
        binary = {field.name for field in self._file.schema_arrow if str(field.type) in BINARY_FRACTIONS}
        if inexact := sorted(binary.intersection(amounts)):
            raise MappingFault(
                f"{self._path.name}: the amounts in {', '.join(inexact)} are binary fractions; write them as decimals."
            )

    def rows(self, columns: list[str]) -> Iterator[InputLine]:
        """The rows, numbered from 1. Raises `MappingFault` where the file itself is broken."""
        number = 0
        with self._file:
            try:
                for batch in self._file.iter_batches(ROWS_AT_ONCE, columns=columns):
                    for row in _rows_of(batch, number + 1):
                        yield row
                        number += 1
            except (import_module("pyarrow").ArrowException, OSError):
                raise MappingFault(f"{self._path.name} is broken: it cannot be read after row {number:,}.") from None


def _rows_of(batch: pa.RecordBatch, first: int) -> Iterator[InputLine]:
    """The rows of a batch at once, or, where a cell is nothing that Python has, cell by cell."""
    try:
        rows: list[dict[str, Any]] = batch.to_pylist()
    except (ValueError, ArithmeticError, LookupError):
        yield from (_row(batch, at, first + at) for at in range(batch.num_rows))
        return
    yield from (InputLine(first + at, cells) for at, cells in enumerate(rows))


def _row(batch: pa.RecordBatch, at: int, number: int) -> InputLine:
    cells: dict[str, Any] = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            cells[name] = column[at].as_py()
        except (ValueError, ArithmeticError, LookupError):
            return InputLine(
                number, {}, f"the column {name} holds a day or moment that cannot be read to the last digit"
            )
    return InputLine(number, cells)
