"""Reads a mapping file, and refuses in one sentence what cannot be meant."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from contracts.in_words import meant
from contracts.refusals import in_words
from services.registry_kit.cells import filled
from services.registry_kit.field_rule import FieldRule, zone_of
from services.registry_kit.input_line import CellFault
from services.registry_kit.kinds import (
    KINDS,
    Shape,
    fields_of,
    lists_of,
    needed_lists_of,
    required_in,
    required_of,
    shapes_in,
)
from services.registry_kit.mapping import LISTED, Mapping, MappingFault
from services.registry_kit.reporting_faults import reporting_faults
from services.runtime.process.file_faults import why_unreadable
from services.runtime.process.yaml_faults import NOT_YAML

OPTIONS = {
    "format": {Shape.DAY, Shape.MOMENT, Shape.PERIOD, Shape.TEXT},
    "pivot": {Shape.DAY, Shape.MOMENT, Shape.PERIOD, Shape.TEXT},
    "zone": {Shape.MOMENT, Shape.DAY, Shape.PERIOD},
    "codes": {Shape.CHOICE, Shape.CODE, Shape.YES_NO, Shape.TEXT, Shape.KEY, Shape.VALUE},
    "of_list": {Shape.CODE},
    "digits": {Shape.CODE},
    "currency": {Shape.MONEY},
    "decimal": {Shape.MONEY, Shape.INTEGER, Shape.VALUE},
    "thousands": {Shape.MONEY, Shape.INTEGER, Shape.VALUE},
    "decimals": {Shape.MONEY},
    "unit": {Shape.INTEGER},
    "percent": {Shape.INTEGER},
    "percent_off": {Shape.INTEGER},
    "signs": {Shape.CHOICE, Shape.CODE, Shape.TEXT, Shape.KEY},
    "plus_days": {Shape.DAY},
    "end_is": {Shape.PERIOD},
    "hidden": {Shape.KEY},
    "words": {Shape.KEY},
    "under": {Shape.KEY},
    "counted": {Shape.INTEGER},
    "sum": {Shape.MONEY},
    "join": {Shape.KEY, Shape.TEXT},
    "start": {Shape.PERIOD},
    "month": {Shape.PERIOD, Shape.TEXT},
}
"""Which option means something for which shape of field; elsewhere it is a mistake and refused."""

STATEMENT = "statement"
"""The field that stands for an employer's words."""

WRITTEN = {"of_list": "list"}
"""How an option stands in a mapping, where that differs."""

WHOSE = {"weeks": "a certification's", "parts": "a contribution's", "shares": "a contribution's"}
"""Which kind has which list, for a message."""


_NO_MAPPING = "is empty; a mapping names source, person and fields, as contracts/REGISTRY_KIT.md shows"
_NOT_NAMED = "is no mapping; one names source, person and fields, as contracts/REGISTRY_KIT.md shows"


class _OneOfEach(yaml.SafeLoader):
    """Refuses a name that stands twice, of which YAML would keep the last in silence."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        names = [self.construct_object(name, deep=True) for name, _ in node.value]
        for number, name in enumerate(names):
            if name in names[:number]:
                mark = node.value[number][0].start_mark
                raise yaml.constructor.ConstructorError(None, None, f"{name} stands there twice", mark)
        return super().construct_mapping(node, deep)


def read_mapping(path: Path, kind: str) -> Mapping:
    """The mapping in a file, for lines of one kind. Raises `MappingFault`."""
    if why := why_unreadable(path):
        raise MappingFault(f"The mapping file {path} {why}.")
    try:
        written = yaml.load(path.read_bytes().decode(), _OneOfEach)  # noqa: S506 - a safe one
        if not isinstance(written, dict):
            raise MappingFault(f"{path.name} {_NO_MAPPING if written is None else _NOT_NAMED}.")
        mapping = Mapping.model_validate(written)
    except ValidationError as error:
        raise MappingFault(f"{path.name}: {in_words(error)}") from None
    except UnicodeDecodeError as error:
        raise MappingFault(f"{path.name} is not written in UTF-8 (byte {error.start + 1}); save it as UTF-8.") from None
    except NOT_YAML as error:
        raise MappingFault(f"{path.name} is not YAML{_where(error)}.") from None
    if faults := list(mapping_faults(mapping, kind)):
        raise MappingFault(f"{path.name}: {'; '.join(faults)}")
    return mapping


def mapping_faults(mapping: Mapping, kind: str) -> Iterator[str]:
    """What is wrong with a mapping for lines of a kind, each fault with its field."""
    yield from _faults_of_fields(mapping.fields, fields_of(kind), required_of(kind), kind, "")
    for heading in LISTED:
        yield from _faults_of_list(mapping, kind, heading)
    for name, rule in mapping.rules():
        if mapping.person.national_id in rule.open_columns():
            yield (
                f"{name}: {mapping.person.national_id} holds the identity number, which must not travel; "
                f"take another column, or hidden: {mapping.person.national_id}"
            )
    yield from _faults_of_secrets(mapping)
    for name in mapping.words().keys() - {STATEMENT}:
        yield f"{name}: words are an employer's; only {STATEMENT} takes them"
    yield from reporting_faults(mapping, kind)


def _faults_of_secrets(mapping: Mapping) -> Iterator[str]:
    """What one field hides and another lets be read. Columns that are hidden together may each be told."""
    words = {column for rule in mapping.words().values() for column in rule.secret()}
    alone = {rule.hidden[0]: name for name, rule in mapping.rules() if rule.hidden and len(rule.hidden) == 1}
    for name, rule in mapping.rules():
        for column in sorted(words & ({*rule.columns()} if rule.words is None else set())):
            yield f"{name}: {column} holds an employer's words, which must not travel; take another column"
        for column in sorted(alone.keys() & {*rule.open_columns()} - {*(rule.unless or ())}):
            yield f"{name}: {column} is hidden under {alone[column]}, and could be read here; hide it here too"


def _faults_of_list(mapping: Mapping, kind: str, heading: str) -> Iterator[str]:
    entry, filled_by = lists_of(kind).get(heading), mapping.entries(heading)
    if entry is None and filled_by:
        yield f"{heading} are {WHOSE[heading]}, and a {kind} has none"
    if heading in needed_lists_of(kind) and not filled_by:
        yield f"{heading} is missing, and every {kind} needs one or more"
    for number, rules in enumerate(filled_by if entry else ()):
        place = f"{heading}.{number}."
        yield from _faults_of_fields(rules, shapes_in(entry), required_in(entry), heading[:-1], place)  # type: ignore[arg-type]


def _faults_of_fields(
    rules: dict[str, FieldRule], shapes: dict[str, Shape], required: set[str], kind: str, place: str
) -> Iterator[str]:
    for name in sorted(rules.keys() - shapes.keys()):
        yield f"{place}{name} is no field of {kind}; {meant(name, shapes)}"
    for name in sorted(required - rules.keys()):
        yield f"{place}{name} is missing, and every {kind} needs it"
    for name, rule in rules.items():
        if name in shapes:
            yield from (f"{place}{name}: {fault}" for fault in _unfitting(rule, shapes[name]))


def _unfitting(rule: FieldRule, shape: Shape) -> Iterator[str]:
    for option, shapes in OPTIONS.items():
        if option in rule.model_fields_set and shape not in shapes:
            yield f"{WRITTEN.get(option, option)} means nothing for a field that holds a {shape.in_words}"
    if shape is Shape.MONEY and rule.currency is None:
        yield "an amount needs its currency"
    if shape is Shape.PERIOD and not {"month", "start", "constant"} & rule.model_fields_set:
        yield "a period is filled from a month, or from a start and an end"
    if rule.zone is not None and zone_of(rule.zone) is None:
        yield "the zone is written UTC, +07:00 or as in Asia/Bangkok"
    if rule.format is not None and ("%y" in rule.format) != (rule.pivot is not None):
        yield "a year of two digits (%y) needs its pivot, the last year that it may stand for, and no other year does"
    elif rule.pivot is not None and rule.format is None:
        yield "a pivot is for years of two digits, which need a format with %y"
    if "constant" in rule.model_fields_set and not (shape is Shape.MONEY and rule.currency is None):
        try:
            filled(rule, shape, {}, str)
        except CellFault as fault:
            yield f"the constant cannot be read: {fault}"


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) if isinstance(error, yaml.constructor.ConstructorError) else None
    return f", line {mark.line + 1}{f': {problem}' if problem else ''}" if mark else ""


def known_kinds() -> str:
    """The words that may stand after `--as`, for a message."""
    return ", ".join(KINDS)
