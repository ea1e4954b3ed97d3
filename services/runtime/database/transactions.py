"""The id of the transaction that writes a row, by which a reader knows that no earlier row is still to come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import UserDefinedType


class Xid8(UserDefinedType[int]):
    """PostgreSQL's 64-bit transaction id, which never wraps around."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """Its name in SQL."""
        return "xid8"

    def bind_processor(self, _dialect: Any) -> Callable[[object], str]:
        """Sent as text: the server makes no such id of a number."""
        return str


TransactionId = Xid8().with_variant(Integer(), "sqlite")


class this_transaction(FunctionElement[int]):  # noqa: N801 - reads as the SQL function it stands for
    """The id of the writing transaction; nothing on SQLite, where transactions write one after another."""

    inherit_cache = True


@compiles(this_transaction, "postgresql")
def _on_postgresql(_element: this_transaction, _compiler: Any, **_: Any) -> str:
    return "pg_current_xact_id()"


@compiles(this_transaction, "sqlite")
def _on_sqlite(_element: this_transaction, _compiler: Any, **_: Any) -> str:
    return "0"
