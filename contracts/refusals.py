"""What is wrong with a message, in sentences of ours: they name the field and repeat no value of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core.core_schema import ErrorType

FAULTS_SHOWN = 8

SENTENCES: Mapping[str, str] = {
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "date_from_datetime_inexact": "must be a day",
    "date_from_datetime_parsing": "must be a day",
    "date_parsing": "must be a day",
    "date_type": "must be a day",
    "decimal_parsing": "must be a number",
    "decimal_type": "must be a number",
    "dict_type": "must be an object of named fields",
    "enum": "must be one of the values that the schema names",
    "extra_forbidden": "is not a field that is known here",
    "finite_number": "must be a number",
    "float_type": "must be a number",
    "frozen_field": "cannot be changed",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be {ge} or more",
    "int_from_float": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_parsing_size": "has too many digits",
    "int_type": "must be a whole number",
    "invalid_key": "must have texts as names",
    "json_invalid": "is not JSON",
    "json_type": "is not JSON",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be {le} or less",
    "list_type": "must be a list",
    "literal_error": "must be {expected}",
    "missing": "is missing",
    "model_attributes_type": "must be an object of named fields",
    "model_type": "must be an object of named fields",
    "none_required": "must be left out",
    "recursion_loop": "contains itself",
    "string_pattern_mismatch": "has characters, or a form, that are not allowed here",
    "string_too_long": "must have no more than {max_length} characters",
    "string_too_short": "must have {min_length} or more characters",
    "string_type": "must be a text",
    "string_unicode": "must be a text of whole characters",
    "too_long": "must have no more than {max_length} entries",
    "too_short": "must have {min_length} or more entries",
    "tuple_type": "must be a list",
    "union_tag_invalid": "must be of a kind that the schema names",
    "union_tag_not_found": "must say its kind",
    "uuid_parsing": "must be a UUID",
    "uuid_type": "must be a UUID",
}
"""By the type of pydantic's error; what stands in braces is a bound of the contract, never what the message says."""

NOT_OURS = frozenset(get_args(ErrorType))
"""The types of pydantic; the sentence of any other stands with the value's own rule."""

UNNAMED = "breaks a rule of its schema"
VALUE_ERROR = "value_error"


def in_words(error: ValidationError) -> str:
    """Every fault of a message as `field: what is wrong`, without repeating any value of it."""
    faults = error.errors(include_url=False, include_input=False)
    return "; ".join(f"{_place(fault)}: {sentence_of(fault)}" for fault in faults[:FAULTS_SHOWN])


def _place(fault: Any) -> str:
    return ".".join(str(step) for step in fault["loc"]) or "message"


def sentence_of(fault: Any) -> str:
    """What is wrong with one field, without its value."""
    if fault["type"] not in NOT_OURS:
        return str(fault["msg"])
    if fault["type"] == VALUE_ERROR:  # raised by a rule of ours
        return str(fault["ctx"]["error"])
    return SENTENCES.get(fault["type"], UNNAMED).format(**fault.get("ctx", {}))
