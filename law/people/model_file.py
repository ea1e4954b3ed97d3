"""A YAML file of words as a model: what is wrong with it is one sentence with the line, and the right form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError

from contracts.in_words import ended, no_such
from contracts.refusals import sentence_of
from law.language.terms.document import Entry, read_document
from law.language.terms.errors import RuleSheetError

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[int | str, ...]
"""Names, and numbers in lists, from the file down to a part."""


@dataclass(frozen=True, slots=True)
class WordsOfFile:
    """Mappings, lists and words of a YAML file, nothing read as a number, and the line of each part."""

    file: str
    words: Any
    lines: Mapping[Place, int]
    example: str

    def line_of(self, place: Place) -> int:
        """The line of a part, or of the nearest that holds it. A list of one may have been written without a list."""
        here: Place = ()
        for step in place:
            if (*here, step) in self.lines:
                here = (*here, step)
            elif isinstance(step, str):
                break
        return self.lines[here]

    def wrong(self, place: Place, sentence: str) -> RuleSheetError:
        """The error that names a part of the file."""
        where = ".".join(str(step + 1 if isinstance(step, int) else step) for step in place) or "the file"
        line = self.line_of(place)
        return RuleSheetError(ended(sentence), example=self.example, rule=where, line=line, file=self.file)

    def as_model(self, kind: type[Model]) -> Model:
        """The words as a model. Raises `RuleSheetError` for the first part that is none."""
        try:
            return kind.model_validate(self.words)
        except ValidationError as error:
            fault: Any = error.errors(include_url=False)[0]
            raise self.wrong(fault["loc"], _sentence(fault, kind)) from None


def read_words(text: str, *, file: str, example: str) -> WordsOfFile:
    """Every value as words, so that no amount becomes a binary fraction on its way.

    Raises `RuleSheetError` for what is no YAML, and for a name that stands twice.
    """
    lines: dict[Place, int] = {}
    try:
        words = _words(read_document(text, file=file), (), lines, example)
    except RuleSheetError as error:
        sentence = error.sentence.replace("the sheet", "the file").replace("a rule sheet", "such a file")
        raise RuleSheetError(sentence, example=example, rule="the file", line=error.line, file=file) from None
    return WordsOfFile(file, words, lines, example)


def _words(entry: Entry, place: Place, lines: dict[Place, int], example: str) -> Any:
    lines[place] = entry.line
    if isinstance(entry.node, yaml.MappingNode):
        entries = entry.entries(example=example)
        return {name: _words(child, (*place, name), lines, example) for name, child in entries.items()}
    if isinstance(entry.node, yaml.SequenceNode):
        children = (Entry(node, entry.rule, entry.file) for node in entry.node.value)
        return [_words(child, (*place, number), lines, example) for number, child in enumerate(children)]
    return entry.node.value


def _sentence(fault: Any, kind: type[BaseModel]) -> str:
    place: Place = fault["loc"]
    if fault["type"] == "extra_forbidden":
        return no_such("field", str(place[-1]), _fields(_model_at(place[:-1], kind)))
    if fault["type"] in ("enum", "literal_error"):
        return no_such("word", str(fault["input"]), _choices(_model_at(place[:-1], kind), place))
    return sentence_of(fault)


def _model_at(place: Place, kind: type[BaseModel]) -> type[BaseModel]:
    """The part that stands at a place; names that the file chooses and numbers in lists lead no deeper."""
    model = kind
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
