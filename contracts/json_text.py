"""JSON as the text of a message: its media type, and the faults that readers of JSON let pass."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Final, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

JSON_MEDIA_TYPE: Literal["application/json"] = "application/json"

_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_PARAMETER = rf'[ \t]*;[ \t]*(?:{_NAME}=(?:{_NAME}|"[^"\\\x00-\x1f\x7f]*"))?'
_WRITTEN = re.compile(rf"application/json((?:{_PARAMETER})*)[ \t]*", re.IGNORECASE)
_CHARSET = re.compile(r';[ \t]*charset="?([^;" \t]*)', re.IGNORECASE)
"""A media type with its parameters, and the charset among them (RFC 9110, section 8.3.1)."""


class RepeatedName(ValueError):
    """An object of a JSON text names something twice."""


def fault_in_json(raw: bytes | str) -> str | None:
    """Why a text that was read as JSON is none all the same, in a sentence.

    An object that names something twice means one thing to one reader and another to the next (RFC 8259, section 4),
    and `NaN` and `Infinity` are no numbers (section 6). `raw` must have been read before, so that it is not too deep.
    """
    try:
        json.loads(raw, object_pairs_hook=_unrepeated, parse_int=str, parse_float=str, parse_constant=_no_number)
    except RepeatedName:
        return "an object names the same thing twice"
    except ValueError:
        return "is not JSON"
    return None


def _unrepeated(pairs: list[tuple[str, Any]]) -> None:
    if len({name for name, _ in pairs}) < len(pairs):
        raise RepeatedName


def _no_number(_word: str) -> None:
    raise ValueError


def _plain(written: str) -> str:
    """The media type without its parameters. The charset must be UTF-8, in which all JSON is written (RFC 8259)."""
    type_ = _WRITTEN.fullmatch(written)
    if type_ is None or any(charset.lower() != "utf-8" for charset in _CHARSET.findall(type_[1])):
        raise PydanticCustomError(_REFUSED, _REFUSAL)
    return JSON_MEDIA_TYPE


_REFUSED: Final = "media_type"
_REFUSAL: Final = "must be application/json, in UTF-8"


class _MediaType:
    """Our own writing at once, any other writing of the same by `_plain`."""

    @staticmethod
    def __get_pydantic_core_schema__(source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        other = core_schema.no_info_after_validator_function(
            _plain, core_schema.str_schema(strict=True, max_length=200)
        )
        either = core_schema.union_schema([handler(source), other], mode="left_to_right")
        return core_schema.custom_error_schema(either, custom_error_type=_REFUSED, custom_error_message=_REFUSAL)

    @staticmethod
    def __get_pydantic_json_schema__(schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        inside: Any = schema
        return handler(inside["schema"]["choices"][0])


JsonMediaType = Annotated[Literal["application/json"], _MediaType]
"""`application/json`, with or without parameters and in letters of any case; kept as `application/json`."""
