"""Statements that SQLAlchemy writes once for each kind of database; from then on they go to the driver as they are.

SQLAlchemy's way to the cursor costs five times what a small statement costs SQLite. Nearly all of it is found out anew
at each execution and comes out the same: the words of the statement, the order of its values, and how each value and
each column is converted. That is kept here, by statement; so the tables, the statements and the conversions are
SQLAlchemy's, and only the execution is not.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.exc import StatementError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import ReturnsRows
from sqlalchemy.types import TypeEngine

from services.runtime.database import driver

Values = Mapping[str, Any]
_Convert = Callable[[Any], Any]
_NOTHING: Values = {}


class _Bind(NamedTuple):
    """A value of the statement, and how it is written for the driver."""

    name: str
    is_given: bool
    """Whether it comes with each execution; else it is always `same`."""
    same: Any
    convert: _Convert | None

    def of(self, given: Values) -> Any:
        """The value as the driver takes it. Raises `KeyError` for one that is not given."""
        if not self.is_given:
            return self.same
        return given[self.name] if self.convert is None else self.convert(given[self.name])


class _Written(NamedTuple):
    """A statement in the words of one kind of database."""

    words: str
    binds: tuple[_Bind, ...]
    by_name: bool
    """Whether the driver wants its values by name, else in their order."""

    def values(self, given: Values) -> Any:
        """The values as the driver takes them. Raises `StatementError` for one that its column cannot be given."""
        try:
            if self.by_name:
                return {bind.name: bind.of(given) for bind in self.binds}
            return [bind.of(given) for bind in self.binds]
        except Exception as fault:
            raise StatementError(str(fault), self.words, None, fault) from fault


def _bind(name: str, same: Any, convert: _Convert | None, *, is_given: bool) -> _Bind:
    return _Bind(name, is_given, None if is_given else convert(same) if convert else same, convert)


def _processor(kind: TypeEngine[Any], dialect: Dialect) -> _Convert | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


class Prepared:
    """A statement that is executed often, declared once where its module begins.

    `columns` are those that are written, where the statement does not say so itself. Each statement is made of values
    that have names (`bindparam`) and of what is the same every time; lists are given with `among`.
    """

    def __init__(self, statement: Executable, columns: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._columns = columns
        self._written: dict[str, _Written] = {}
        self._as_row: dict[str, Callable[[Any], Any]] = {}

    def rows(self, connection: Connection, given: Values = _NOTHING) -> list[Any]:
        """The rows that it gives, each with its columns by name and in order. Raises what SQLAlchemy raises."""
        written = self._in_words_of(connection)
        cursor = driver.execute_as_written(connection, written.words, written.values(given))
        as_row = self._as_row.get(connection.dialect.name) or self._reading(connection, cursor.description)
        return list(map(as_row, driver.fetch_all(connection, written.words, cursor)))

    def row(self, connection: Connection, given: Values = _NOTHING) -> Any | None:
        """The only row that it gives, or none."""
        return next(iter(self.rows(connection, given)), None)

    def run(self, connection: Connection, given: Values = _NOTHING) -> int:
        """Execute it for its effect; how many rows it changed."""
        written = self._in_words_of(connection)
        cursor = driver.execute_as_written(connection, written.words, written.values(given))
        changed: int = cursor.rowcount
        cursor.close()
        return changed

    def run_each(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Execute it once for each of these."""
        written = self._in_words_of(connection)
        driver.execute_each_as_written(connection, written.words, list(map(written.values, rows)))

    def _in_words_of(self, connection: Connection) -> _Written:
        name = connection.dialect.name
        if name not in self._written:
            self._written[name] = self._write(connection)
        return self._written[name]

    def _write(self, connection: Connection) -> _Written:
        columns = None if self._columns is None else list(self._columns)
        compiled = self._statement.compile(dialect=connection.dialect, column_keys=columns)  # type: ignore[attr-defined]  # every executable that is no text has it
        if not isinstance(compiled, SQLCompiler):
            raise TypeError("only what reads and writes rows is prepared")
        unset = {name: None for name, bind in compiled.binds.items() if bind.required}
        state = compiled.construct_expanded_state(unset, escape_names=False)
        names = state.positiontup or list(state.parameters)
        converted = {name: _processor(bind.type, connection.dialect) for name, bind in compiled.binds.items()}
        converted |= state.processors  # of each value of a list that the statement holds itself
        binds = tuple(
            _bind(name, state.parameters[name], converted.get(name), is_given=name in unset) for name in names
        )
        return _Written(state.statement, binds, by_name=state.positiontup is None)

    def _reading(self, connection: Connection, described: Sequence[Any]) -> Callable[[Any], Any]:
        """How a row is made of what the driver gives."""
        if not isinstance(self._statement, ReturnsRows):
            raise TypeError("the statement gives no rows")
        dialect, columns = connection.dialect, list(self._statement.exported_columns)
        readers = [
            column.type.dialect_impl(dialect).result_processor(dialect, code[1])
            for column, code in zip(columns, described, strict=True)
        ]
        names = [str(column.key) for column in columns]
        make = getattr(namedtuple("Row", names, rename=True), "_make")  # noqa: B009, PYI024 - its names are those of the columns
        converted = [(place, reader) for place, reader in enumerate(readers) if reader is not None]

        def convert(row: Any) -> Any:
            values = list(row)
            for place, reader in converted:
                values[place] = reader(values[place])
            return make(values)

        as_row: Callable[[Any], Any] = convert if converted else make
        self._as_row[dialect.name] = as_row
        return as_row
