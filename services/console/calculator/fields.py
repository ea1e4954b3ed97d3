"""The fields of the form as a page shows them: labels and choices in a language, what was typed, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from law.language.sheet.particulars import Particular
from law.language.sheet.scheme import Scheme
from law.language.terms.words import unit_in_words
from services.console.calculator.answers import PARTICULAR, Read
from services.console.calculator.asked import REASONS, Field, Form
from services.console.language import say
from services.letters.language import Language

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Option:
    """One of the choices of a field."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field of the form."""

    name: str
    label: str
    value: str
    kind: Literal["number", "text", "date", "choice"] = "number"
    hint: str = ""
    unit: str = ""
    fault: str = ""
    options: tuple[Option, ...] = ()
    foreign: bool = False
    """Whether the label is in the sheet's language and not the page's."""
    special: bool = False

    @property
    def id(self) -> str:
        """Its place in the page."""
        return "f-" + self.name.replace(".", "-")


def shown_fields(form: Form, read: Read, scheme: Scheme, language: Language) -> Iterator[ShownField]:
    """Every field of the form, the special cases last."""
    for field in form.fields:
        yield _own(field, read, scheme, language)
    for particular in form.needed:
        yield _of_sheet(particular, read, language, special=False)
    for particular in form.other:
        yield _of_sheet(particular, read, language, special=True)


def _own(field: Field, read: Read, scheme: Scheme, language: Language) -> ShownField:
    kinds: Mapping[Field, Literal["date", "choice", "text"]] = {
        Field.ON: "date",
        Field.REASON: "choice",
        Field.REGION: "text",
    }
    options: tuple[Option, ...] = ()
    if field is Field.REASON:
        options = tuple(Option(reason, say(language, f"reason.{reason}", NOTHING)) for reason in REASONS)
    hint = f"field.{field}.hint"
    return ShownField(
        name=field,
        label=say(language, f"field.{field}", NOTHING),
        value=read.typed.get(field, ""),
        kind=kinds.get(field, "number"),
        hint=say(language, hint, NOTHING) if language.has(hint) else "",
        unit=scheme.currency if field in (Field.MONTHLY, Field.EARNED) else "",
        fault=_fault(field, read, language),
        options=options,
    )


def _of_sheet(particular: Particular, read: Read, language: Language, *, special: bool) -> ShownField:
    name, unit = PARTICULAR + particular.name, particular.unit
    words = {"yes_no": ("yes", "no"), "category": tuple(sorted(unit.members))}.get(unit.kind, ())
    unsaid = Option("", say(language, "unsaid", NOTHING))
    options = (unsaid, *(Option(word, _word(word, language)) for word in words)) if words else ()
    return ShownField(
        name=name,
        label=particular.asks,
        value=read.typed.get(name, ""),
        kind="choice" if words else "date" if unit.kind == "date" else "number",
        unit=unit_in_words(unit) if unit.is_number() else "",
        fault=_fault(name, read, language),
        options=options,
        foreign=language.words.language != "en",
        special=special,
    )


def _word(word: str, language: Language) -> str:
    return say(language, f"word.{word}", NOTHING) if word in ("yes", "no") else word.replace("_", " ")


def _fault(name: str, read: Read, language: Language) -> str:
    return say(language, read.faults[name], NOTHING) if name in read.faults else ""
