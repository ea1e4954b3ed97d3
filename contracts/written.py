"""Values that have one written form in a message, and one sentence for whoever writes them in another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


@dataclass(frozen=True, slots=True)
class Written:
    """Takes a text of this form, and in Python the value itself; anything else is refused with the sentence.

    Without it pydantic takes numbers for seconds since 1970, and `2020-02-03T00:00:00` for a day. The pattern is asked
    before Python is, and is not in the JSON Schema, whose `format` says the same.
    """

    form: str
    kind: str
    sentence: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The value's own schema behind the form."""
        value = handler(source)
        text = core_schema.chain_schema([core_schema.str_schema(strict=True, pattern=self.form), value])
        itself: Any = {**value, "strict": True}  # a day is no moment, though in Python each moment is a day
        return core_schema.custom_error_schema(
            core_schema.json_or_python_schema(
                json_schema=text, python_schema=core_schema.union_schema([itself, text], mode="left_to_right")
            ),
            custom_error_type=self.kind,
            custom_error_message=self.sentence,
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The schema of the value itself."""
        inside: Any = schema
        return handler(inside["schema"]["json_schema"]["steps"][1])


FIRST_MOMENT = datetime(1900, 1, 1, tzinfo=UTC)
LAST_MOMENT = datetime(2100, 1, 2, tzinfo=UTC)
"""Moments lie before it. The calendar's own ends are far enough away for each to be written in every zone."""

Moment = Annotated[
    AwareDatetime,
    Field(ge=FIRST_MOMENT, lt=LAST_MOMENT),
    Written(
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})$",
        "moment",
        "a moment from 1900 to 2100 is written with its offset from UTC: 2020-02-03T08:15:00Z",
    ),
]
"""A point in time, written as RFC 3339 says (section 5.6)."""

PLAIN = r"^[\x21-\x7e]+$"
"""Characters of ASCII that can be seen, and no space: names and addresses that programs read."""

PROSE = (
    r"^[^\x00-\x09\x0b-\x1f\x7f-\x9f]*"
    r"[^\x00-\x20\x7f-\xa0\u00ad\u115f\u1160\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufeff]"
    r"[^\x00-\x09\x0b-\x1f\x7f-\x9f]*$"
)
"""Words of any script, with at least one sign that can be seen. Of the control characters only the line break is
among them: PostgreSQL cannot hold NUL, and the others move the cursor of a terminal.
"""

TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates of direction: what stands behind them is read as something else (UTR 36, 2.3).

Letters of any script turn by themselves, and the marks that a keyboard writes (U+061C, U+200E, U+200F) turn nothing.
"""


def must_not_turn(text: str) -> str:
    """The text itself. Raises `PydanticCustomError` if it turns the direction of writing."""
    if not text.isascii() and TURNING.search(text):
        raise PydanticCustomError(
            "turning", "signs that turn the direction of writing are not taken: U+202A to U+202E, U+2066 to U+2069"
        )
    return text
