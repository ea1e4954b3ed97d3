"""The mapping file: which column of a file fills which field of a fact, and how it is to be read."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Self

from pydantic import Field, field_validator, model_validator

from contracts.in_words import InWords
from services.registry_kit.field_rule import FieldRule, MappingModel, ShortRule
from services.registry_kit.line_tests import CodesThatState, LineTest
from services.registry_kit.reporting_rules import Differences, YearToDate
from services.runtime.privacy.identifiers import IdentifierForm

NOT_FOR_FILES = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"}
"""Encodings of Python's that no system writes files in."""


class MappingFault(InWords):
    """The mapping cannot be used; the message is one sentence for the engineer who wrote it."""


Entries = tuple[dict[str, ShortRule], ...]
"""How each entry of a list is filled."""
LISTED = ("weeks", "parts", "shares")


class PersonColumn(MappingModel):
    """Where a line says whom it is about: an identity number, or a pseudonym made before."""

    national_id: str | None = None
    pattern: str | None = None
    """What an identity number looks like as the file writes it: a regular expression for the whole of it."""
    ignore: str = ""
    """Signs in it that mean nothing, such as `-. `."""
    check: str = ""
    """What its check digits follow, as python-stdnum names it: `ee.ik`, `se.personnummer`, `luhn`."""
    pseudonym: str | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.national_id is None) == (self.pseudonym is None):
            raise ValueError("name the column of the national_id or of the pseudonym, one of both")
        if self.national_id is not None and self.pattern is None:
            raise ValueError(
                "a national_id needs its pattern, such as '[0-9]{2}-[0-9]{3}-[0-9]{4}', and ignore: '-' for signs in it"
            )
        if self.pseudonym is not None and self.model_fields_set != {"pseudonym"}:
            raise ValueError("a pseudonym has its own form; pattern, ignore and check are a national_id's")
        if self.pattern is not None:
            self.form()
        return self

    def form(self) -> IdentifierForm:
        """How identity numbers are written."""
        return IdentifierForm(self.pattern or "", self.ignore, self.check)


class Csv(MappingModel):
    """How a CSV file is written. Without a quote, every sign stands for itself."""

    delimiter: str = Field(default=",", min_length=1, max_length=1)
    quote: str = Field(default='"', max_length=1)
    encoding: str = "utf-8-sig"

    @model_validator(mode="after")
    def _signs_that_differ(self) -> Self:
        if self.delimiter == self.quote or {self.delimiter, self.quote} & {"\r", "\n", "\0"}:
            raise ValueError("delimiter and quote are two signs, and neither ends a line")
        return self

    @field_validator("encoding")
    @classmethod
    def _known(cls, encoding: str) -> str:
        try:
            codec = codecs.lookup(encoding)
        except (LookupError, ValueError):
            raise ValueError("no encoding has this name; there are utf-8, utf-16, latin-1, cp1252 and others") from None
        if codec.name.replace("_", "-") in NOT_FOR_FILES or not codec._is_text_encoding:  # noqa: SLF001 - open() asks the same
            raise ValueError("no file is written in this encoding")
        return encoding


class Mapping(MappingModel):
    """A whole mapping file."""

    source: str = Field(min_length=1, max_length=200)
    """Who speaks: a URI of the institution's, the `source` of every event."""
    person: PersonColumn
    fields: dict[str, ShortRule]
    weeks: Entries = ()
    """Of a certification: how each of its weeks is filled; an entry of which a line says nothing is left out."""
    parts: Entries = ()
    """Of a contribution: how each part of the earnings is filled."""
    shares: Entries = ()
    """Of a contribution: how each share of it is filled."""
    only: CodesThatState = Field(default_factory=dict)
    """Which lines state something of this kind, by the codes in a column; the others say nothing of it."""
    cancels: LineTest | None = None
    """Which lines take back what was told under their key."""
    year_to_date: YearToDate | None = None
    differences: Differences | None = None
    empty: tuple[str, ...] = ("",)
    """Texts that stand for nothing."""
    csv: Csv = Csv()

    def rules(self) -> Iterator[tuple[str, FieldRule]]:
        """Every rule with the name of its field, those of lists as `weeks.0.earnings`."""
        yield from self.fields.items()
        for heading in LISTED:
            for number, entry in enumerate(self.entries(heading)):
                yield from ((f"{heading}.{number}.{name}", rule) for name, rule in entry.items())

    def entries(self, heading: str) -> Entries:
        """How the entries of a list are filled; none where the mapping does not name it."""
        entries: Entries = getattr(self, heading)
        return entries

    def person_column(self) -> str:
        """The column that says whom a line is about."""
        return self.person.national_id or self.person.pseudonym or ""

    def columns(self) -> set[str]:
        """Every column it reads."""
        return {column for _, rule in self.rules() for column in rule.columns()} | {
            self.person_column(),
            *self._columns_of_reporting(),
        }

    def _columns_of_reporting(self) -> Iterator[str]:
        yield from (*self.only, *(self.cancels or {}))
        if self.year_to_date is not None:
            yield from self.year_to_date.job
            yield from self.year_to_date.began.columns() if self.year_to_date.began else ()
        if self.differences is not None:
            yield from (*self.differences.when, *self.differences.id)

    def counts_versions(self) -> bool:
        """Whether the kit numbers the versions, so that it keeps what was reported."""
        version = self.fields.get("source_version")
        return version is not None and version.counted is not None

    def amounts(self) -> set[str]:
        """The columns that hold amounts of money."""
        return {column for _, rule in self.rules() if rule.currency for column in rule.columns()}

    def needs_key(self) -> bool:
        """Whether something is hidden under the institution's key."""
        return self.person.national_id is not None or any(
            rule.secret() and rule.under == "persons" for _, rule in self.rules()
        )

    def needs_employers_key(self) -> bool:
        """Whether something is hidden under the key of employers."""
        return any(rule.secret() and rule.under == "employers" for _, rule in self.rules())

    def words(self) -> dict[str, FieldRule]:
        """The fields whose text is sealed and does not travel."""
        return {name: rule for name, rule in self.fields.items() if rule.words is not None}
