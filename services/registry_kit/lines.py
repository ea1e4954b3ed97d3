"""The lines of a file, numbered as a person finds them, whatever the format: CSV, JSON Lines or Parquet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from numbers import Real
from pathlib import Path
from typing import Any, BinaryIO

from contracts.in_words import either, nearest
from services.registry_kit import json_lines
from services.registry_kit.csv_lines import CsvLines
from services.registry_kit.encodings import HEAD_BYTES, encoding_fault, other_kind, text_lines
from services.registry_kit.input_line import InputLine
from services.registry_kit.mapping import Mapping, MappingFault
from services.registry_kit.parquet_rows import ParquetRows
from services.runtime.process.file_faults import why_unreadable


class Lines:
    """The lines of one file, read once. `at` and `total` are bytes or rows, for a progress bar."""

    def __init__(self, path: Path, mapping: Mapping) -> None:
        """Raises `MappingFault` if there is no such file, it may not be read, or it is of no kind that can be read."""
        if why := why_unreadable(path):
            raise MappingFault(f"The file {path} {why}.")
        if path.suffix.lower() not in _READING:
            raise MappingFault(f"{path.name} is none of {', '.join(_READING)}.")
        self.at = 0
        self.total = path.stat().st_size
        self._path = path
        self._looked = _look(path)
        self._mapping = mapping
        self._empty = frozenset(mapping.empty)

    def __iter__(self) -> Iterator[InputLine]:
        """Every line after the header, blank ones too.

        Raises `MappingFault`: before the first line if the file is in another encoding, or lacks a column that the
        mapping reads or has one twice; at the end if no line states anything.
        """
        states = False
        try:
            for line in _READING[self._path.suffix.lower()](self):
                states = states or not line.blank
                yield replace(line, cells={name: self._or_none(cell) for name, cell in line.cells.items()})
        except UnicodeError:  # an encoding that finds the file as a whole to be none of its own
            raise MappingFault(f"{self._path.name} is not written in {self._mapping.csv.encoding}.") from None
        except OSError:
            raise MappingFault(f"{self._path.name} may not be read, or not to its end.") from None
        self.at = self.total
        if not states:
            raise MappingFault(f"{self._path.name} is empty: there is no line in it that states anything.")

    def must_be_unchanged(self) -> None:
        """Raises `MappingFault` if the file is no longer what it was when its reading began: somebody writes it.

        The last line that was read may then be a part of one.
        """
        if _look(self._path) != self._looked:
            raise MappingFault(
                f"{self._path.name} was changed while it was read, so what was read last is not published. Once it is "
                "whole, ingest it again with --again."
            )

    def _or_none(self, cell: Any) -> Any:
        """None for what the mapping calls empty; a fraction that is no number is called NaN."""
        if isinstance(cell, str):
            return None if cell.strip() in self._empty else cell
        if cell is None or isinstance(cell, bool | list | dict | bytes):
            return cell
        if isinstance(cell, Real) and cell != cell:  # noqa: PLR0124 - so NaN says what it is
            return None if "NaN" in self._empty else cell
        return None if len(self._empty) > 1 and str(cell) in self._empty else cell

    def _csv(self) -> Iterator[InputLine]:
        form = self._mapping.csv
        with self._path.open("rb") as file:
            self._must_be_in(form.encoding, file)
            reader = CsvLines(text_lines(file, form.encoding), form)
            header = reader.header()
            if reader.header_fault:
                raise MappingFault(f"{self._path.name}: its first line cannot be read: {reader.header_fault}.")
            self._must_have(header)
            for line, cells in reader:
                self.at = self.total if file.closed else file.tell()  # a quote may be open when all is read
                fault_or_blank = line.blank or line.fault is not None
                yield line if fault_or_blank else replace(line, cells=dict(zip(header, cells, strict=True)))

    def _json_lines(self) -> Iterator[InputLine]:
        with self._path.open("rb") as file:
            self._must_be_in(json_lines.ENCODING, file)
            for line in json_lines.json_lines(text_lines(file, json_lines.ENCODING)):
                self.at = file.tell()
                yield line

    def _parquet(self) -> Iterator[InputLine]:
        file = ParquetRows(self._path)
        self.total = file.total
        columns = self._must_have(file.names)
        file.must_be_exact(self._mapping.amounts())
        for row in file.rows(columns):
            self.at = row.number
            yield row

    def _must_be_in(self, encoding: str, file: BinaryIO) -> None:
        head = file.read(HEAD_BYTES)
        file.seek(0)
        if not head:
            raise MappingFault(f"{self._path.name} is empty: there is not one byte in it.")
        if kind := other_kind(head):
            raise MappingFault(f"{self._path.name} is {kind}, whatever its name ends with; save it as text.")
        if fault := encoding_fault(head, encoding):
            raise MappingFault(
                f"{self._path.name}: {fault}, and would be read as {encoding}. "
                "Name its encoding in the mapping, as in csv: {encoding: utf-16}; JSON Lines are always UTF-8."
            )

    def _must_have(self, header: list[str]) -> list[str]:
        name = self._path.name
        if missing := sorted(self._mapping.columns() - set(header)):
            near = sorted({column for absent in missing for column in nearest(absent, header)})
            hint = f" Is {either(near)} meant?" if near else ""
            raise MappingFault(
                f"{name} has no column {', '.join(missing)}; it has {', '.join(header) or 'none'}.{hint}"
            )
        if twice := [column for column, count in Counter(header).items() if column and count > 1]:
            raise MappingFault(f"{name} has the column {', '.join(twice)} twice; which of the two is meant?")
        return [column for column in header if column in self._mapping.columns()]


def _look(path: Path) -> tuple[int, ...] | None:
    """What changes when a file is written or replaced; None if it is gone."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_ino, seen.st_size, seen.st_mtime_ns


_READING: dict[str, Callable[[Lines], Iterator[InputLine]]] = {
    ".csv": Lines._csv,  # noqa: SLF001 - the class's own ways of reading
    ".jsonl": Lines._json_lines,  # noqa: SLF001
    ".parquet": Lines._parquet,  # noqa: SLF001
}
