"""Reads a file of stories. What is wrong with it is one sentence with the line, in words of ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError

from contracts.in_words import no_such
from contracts.refusals import sentence_of
from law.language.sheet.scheme import Scheme
from law.language.terms.document import Entry, read_document
from law.language.terms.errors import RuleSheetError
from law.people.story import Stories, StoryFault

EXAMPLE = (
    "stories: [{person: A person who ..., because: Article 1, claims: 2025-03-10, lost_work: {reason: laid_off}, "
    "earned: [{from: 2024-03-01, months: 12, amount: 50000}], expect: {outcome: granted}}]"
)
Place = tuple[int | str, ...]


def read_stories(path: Path) -> Stories:
    """The stories in a file. Raises `StoryFault`."""
    try:
        root = read_document(path.read_text("utf-8"), file=str(path))
        lines: dict[Place, int] = {}
        # Everything is read as words, so that no amount becomes a binary fraction on its way.
        words = _words(root, (), lines)
    except FileNotFoundError:
        raise StoryFault(f"there is no file of stories {path}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise StoryFault(f"{path}: the file cannot be read: {error}") from None
    except RuleSheetError as error:
        sentence = error.sentence.replace("the sheet", "the file").rstrip(".")
        raise StoryFault(f"{path}:{error.line}: {sentence}. For example: {EXAMPLE}") from None
    try:
        return Stories.model_validate(words)
    except ValidationError as error:
        raise StoryFault(_in_words(error, path, words, lines)) from None


def refuse_other_scheme(stories: Stories, scheme: Scheme, path: Path) -> None:
    """Raises `StoryFault` where the stories were written for another scheme than this."""
    if stories.scheme != scheme.name:
        raise StoryFault(f"{path}: these are stories of {stories.scheme}, and the sheet is that of {scheme.name}")


def _words(entry: Entry, place: Place, lines: dict[Place, int]) -> Any:
    """Mappings, lists and words; `lines` is filled with where each stands."""
    lines[place] = entry.line
    if isinstance(entry.node, yaml.MappingNode):
        entries = entry.entries(example=EXAMPLE)
        return {name: _words(child, (*place, name), lines) for name, child in entries.items()}
    if isinstance(entry.node, yaml.SequenceNode):
        children = (Entry(node, entry.rule, entry.file) for node in entry.node.value)
        return [_words(child, (*place, number), lines) for number, child in enumerate(children)]
    return entry.node.value


def _in_words(error: ValidationError, path: Path, words: Any, lines: dict[Place, int]) -> str:
    fault: Any = error.errors(include_url=False)[0]
    place: Place = fault["loc"]
    line = next(lines[place[:size]] for size in range(len(place), -1, -1) if place[:size] in lines)
    where = ".".join(str(step + 1 if isinstance(step, int) else step) for step in place) or "the file"
    person = _person(words, place)
    return f"{path}:{line}: {person}{where}: {_sentence(fault, place)}. For example: {EXAMPLE}"


def _person(words: Any, place: Place) -> str:
    """Whose story it is, where that can be told."""
    try:
        return f"{words['stories'][place[1]]['person']}: "
    except (LookupError, TypeError):
        return ""


def _sentence(fault: Any, place: Place) -> str:
    if fault["type"] == "extra_forbidden":
        return no_such("field", str(place[-1]), _fields(_model_at(place[:-1])))
    if fault["type"] in ("enum", "literal_error"):
        return no_such("word", str(fault["input"]), _choices(_model_at(place[:-1]), place))
    return sentence_of(fault)


def _model_at(place: Place) -> type[BaseModel]:
    """The part of a story that stands at a place; names of particulars and numbers in lists lead no deeper."""
    model: type[BaseModel] = Stories
    for step in place:
        model = next(_models_in(_annotation(model, step)), model)
    return model


def _fields(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _annotation(model: type[BaseModel], step: int | str) -> Any:
    fields = {field.alias or name: field.annotation for name, field in model.model_fields.items()}
    return fields.get(str(step))


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _choices(model: type[BaseModel], place: Place) -> list[str]:
    """The words of the closed list that the field at a place takes."""
    named = [step for step in place if isinstance(step, str)]
    return list(_words_in(_annotation(model, named[-1])))


def _words_in(annotation: Any) -> Iterator[str]:
    if isinstance(annotation, str):
        yield annotation
    elif isinstance(annotation, type) and not get_args(annotation):
        yield from (str(member) for member in getattr(annotation, "__members__", {}).values())
    for inner in get_args(annotation):
        yield from _words_in(inner)
