"""Whom a line is about: from what stands in its column to the person's pseudonym."""

from __future__ import annotations

import re
from typing import Any

from services.registry_kit.input_line import WrittenNumber
from services.registry_kit.mapping import PersonColumn
from services.runtime.privacy.identifiers import NoIdentifier
from services.runtime.privacy.pseudonyms import FORM, pseudonym_of


class Whom:
    """Reads the column of identity numbers, or of pseudonyms made before, as a mapping says."""

    def __init__(self, column: PersonColumn, key: bytes) -> None:
        self._form = column.form() if column.national_id else None
        self._key = key

    def of(self, cell: Any, faults: list[str]) -> tuple[str | None, str]:
        """The pseudonym, and the identity number where there is one; what is wrong goes to the faults of the line."""
        try:
            number = self._number(cell)
            return (number, "") if self._form is None else (pseudonym_of(number, self._key), number)
        except NoIdentifier as fault:
            faults.append(f"person: {fault}")
            return None, ""

    def _number(self, cell: Any) -> str:
        if cell is None:
            raise NoIdentifier("the line does not say whom it is about")
        if self._form is not None:
            return self._form.read(self._as_text(cell))
        if isinstance(cell, str) and re.fullmatch(FORM, cell.strip()):
            return cell.strip()
        raise NoIdentifier("this is no pseudonym")  # it might be an identity number, which must not travel

    def _as_text(self, cell: Any) -> str:
        """An identity number is text: a number may have lost the zeros before it, and everything else is none."""
        if isinstance(cell, str):
            return cell
        if isinstance(cell, bool) or not isinstance(cell, int | WrittenNumber):
            raise NoIdentifier("an identity number is text")
        if self._form is None or not self._form.only_digits:
            raise NoIdentifier("an identity number is text; a number may have lost the zeros before it")
        return str(cell)
