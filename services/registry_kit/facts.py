"""From a line of a file to what it states: facts in sealed envelopes, or a person's account; or why it states none."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Generic, TypeVar, cast

from pydantic import ValidationError

from contracts.base import Envelope, Event, Part, derived_id, seal
from contracts.refusals import in_words
from contracts.registry import Fact, FactRetracted
from services.registry_kit.cells import filled, words_in
from services.registry_kit.coarse import coarse, hidden_for
from services.registry_kit.field_rule import FieldRule
from services.registry_kit.input_line import CellFault, InputLine
from services.registry_kit.kinds import (
    KINDS,
    RECORDED,
    AccountStated,
    Shape,
    fields_of,
    lists_of,
    needed_lists_of,
    shapes_in,
)
from services.registry_kit.line_tests import states
from services.registry_kit.mapping import Mapping as FileMapping
from services.registry_kit.plausible import time_faults
from services.registry_kit.whom import Whom
from services.runtime.privacy.identifiers import ascii_digits
from services.runtime.privacy.pseudonyms import Keys

DECIDING = "ended_on"
"""Where a kind has two facts, the second is stated only if this field is filled."""
OPEN_SHAPES = {Shape.TEXT, Shape.KEY, Shape.VALUE}
TELLING_LENGTH = 8
"""A text that holds as many signs of a person's identity number holds the number; shorter ones may agree by chance."""

S = TypeVar("S")
AccountFault = Callable[[str], str | None]
Hiding = Callable[[str, str], str]
"""Makes a keyed MAC of a text, under the key of persons or of employers."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A line that states nothing, and why: every field with its fault, and no value of the line."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class PersonsAccount:
    """Where a person is to be paid. The account is not printed, so that no log and no error can show it."""

    person: str
    account: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _LineReading:
    """A line while it is read: what hides in it, and what was found wrong so far."""

    line: InputLine
    hide: Hiding
    faults: list[str]


class LineReader(ABC, Generic[S]):
    """Turns lines of one kind into what they state, under an institution's mapping and pseudonym key."""

    def __init__(self, mapping: FileMapping, kind: str, keys: Keys) -> None:
        self._mapping = mapping
        self._shapes = fields_of(kind)
        self._lists = lists_of(kind)
        self._needed_lists = needed_lists_of(kind)
        self._keys = keys
        self._whom = Whom(mapping.person, keys.persons)
        self._words: list[tuple[str, str, str]] = []

    def of(self, line: InputLine) -> list[S] | Reject:
        """What a line states; nothing if it is blank."""
        if line.fault is not None:
            return Reject(line.number, line.fault)
        try:
            if line.blank or not states(line.cells, self._mapping.only):
                return []
        except CellFault as fault:
            return Reject(line.number, str(fault))
        faults: list[str] = []
        person, number = self._whom.of(line.cells.get(self._mapping.person_column()), faults)
        reading = _LineReading(line, partial(hidden_for, person or "", self._keys), faults)
        values = self._values(self._rules(line), self._shapes, reading)
        for heading, entry in self._lists.items():
            entries = list(self._entries(heading, entry, reading))
            if entries or heading in self._needed_lists:
                values[heading] = entries
        faults += [
            f"{name}: it holds the identity number, which must not travel" for name in self._telling(values, number)
        ]
        if faults or person is None:
            return Reject(line.number, "; ".join(faults))
        stated = self._stated(line, person, values)
        if not isinstance(stated, Reject):
            self._words += self._words_of(line, person, values)
        return stated

    def take_words(self) -> list[tuple[str, str, str]]:
        """Person, key and text of what was read since and must not travel; to be sealed before its key is told."""
        words, self._words = self._words, []
        return words

    def _words_of(self, line: InputLine, person: str, values: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
        for name, rule in self._mapping.words().items():
            if {name, DECIDING} <= values.keys() and (text := words_in(rule, line.cells)) is not None:
                yield person, values[name], text

    def _rules(self, line: InputLine) -> Mapping[str, FieldRule]:  # noqa: ARG002 - lines may differ
        """How the fields of this line are filled."""
        return self._mapping.fields

    def settle(self) -> None:
        """The destination has everything that was stated so far."""

    def close(self) -> None:
        """No more lines come."""

    @abstractmethod
    def _stated(self, line: InputLine, person: str, values: dict[str, Any]) -> list[S] | Reject: ...

    @abstractmethod
    def mark(self, statement: S) -> tuple[bytes, bytes]:
        """What a statement is about, and what it says: two that agree in the first must agree in the second."""

    def _values(
        self, rules: Mapping[str, FieldRule], shapes: Mapping[str, Shape], reading: _LineReading, of: str = ""
    ) -> dict[str, Any]:
        """The fields that the line fills."""
        values: dict[str, Any] = {}
        for name, rule in rules.items():
            try:
                value = filled(rule, shapes[name], reading.line.cells, partial(reading.hide, rule.under))
            except CellFault as fault:
                reading.faults.append(f"{of}{name}: {fault}")
                continue
            if value is not None:
                values[name] = value
        return values

    def _entries(self, heading: str, entry: type[Part], reading: _LineReading) -> Iterator[dict[str, Any]]:
        """The entries of a list of which the line says something."""
        shapes = shapes_in(entry)
        for number, rules in enumerate(self._mapping.entries(heading)):
            columns = [column for rule in rules.values() for column in rule.columns()]
            if any(reading.line.cells.get(column) is not None for column in columns):
                yield self._values(rules, shapes, reading, f"{heading}.{number}.")

    def _telling(self, values: Mapping[str, Any], number: str) -> Iterator[str]:
        """The fields in which the identity number could be read."""
        if len(number) < TELLING_LENGTH:
            return
        for name, value in values.items():
            rule = self._mapping.fields.get(name)
            if rule is None or rule.secret() or self._shapes[name] not in OPEN_SHAPES:
                continue
            signs = ascii_digits(str(value)).upper()
            if number in "".join(sign for sign in signs if sign not in self._mapping.person.ignore) or number in signs:
                yield name


class Facts(LineReader[Envelope]):
    """Turns lines into envelopes; the same line gives the same bytes on every day.

    `now`, where it is given, is the moment after which nothing can have been recorded.
    """

    def __init__(self, mapping: FileMapping, kind: str, keys: Keys, now: datetime | None = None) -> None:
        super().__init__(mapping, kind, keys)
        self._events = cast("tuple[type[Event], ...]", KINDS[kind])
        self._now = now

    def mark(self, statement: Envelope) -> tuple[bytes, bytes]:
        """Its id, made of source, person, kind, key and version; and its bytes."""
        return statement.id.bytes, statement.to_bytes()

    def _stated(self, line: InputLine, person: str, values: dict[str, Any]) -> list[Envelope] | Reject:
        first, *more = self._events
        models = [first, *(event for event in more if DECIDING in values)]
        try:
            events = [coarse(model.model_validate(values), self._mapping) for model in models]
        except ValidationError as error:
            return Reject(line.number, in_words(error))
        except CellFault as fault:
            return Reject(line.number, str(fault))
        recorded = events[0].recorded_at if isinstance(events[0], Fact) else datetime.fromisoformat(values[RECORDED])
        if faults := sorted({fault for event in events for fault in time_faults(event, recorded, self._now)}):
            return Reject(line.number, "; ".join(faults))
        return [self._envelope(event, person, recorded) for event in events]

    def _envelope(self, event: Event, person: str, recorded: datetime) -> Envelope:
        source = self._mapping.source
        if isinstance(event, Fact):
            event_id = derived_id(source, person, _named(event), event.key, event.source_version)
        else:  # what is never corrected is the same if it says the same
            event_id = derived_id(source, person, event.name, event.model_dump_json())
        return seal(event, subject=person, source=source, time=recorded, event_id=event_id)


def _named(event: Event) -> str:
    """The event's name, with its version once there was an earlier one.

    A line that was published under an earlier version comes again as another message that says the same, and not as
    another content of that message. Two facts of one key that are taken back at once are two messages.
    """
    if isinstance(event, FactRetracted):
        return f"{event.name} {event.kind}"
    return event.name if event.version == 1 else f"{event.name}.v{event.version}"


class Accounts(LineReader[PersonsAccount]):
    """Turns lines into the accounts that people are to be paid to.

    `account_fault` says what is wrong with an account, without repeating it; None for one that can be paid to.
    """

    def __init__(self, mapping: FileMapping, kind: str, keys: Keys, account_fault: AccountFault) -> None:
        super().__init__(mapping, kind, keys)
        self._account_fault = account_fault

    def mark(self, statement: PersonsAccount) -> tuple[bytes, bytes]:
        """The person, and the account: two accounts of a person in one file contradict each other."""
        return statement.person.encode(), statement.account.encode()

    def _stated(self, line: InputLine, person: str, values: dict[str, Any]) -> list[PersonsAccount] | Reject:
        try:
            stated = AccountStated.model_validate(values)
        except ValidationError as error:
            return Reject(line.number, in_words(error))
        if fault := self._account_fault(stated.account):
            return Reject(line.number, f"account: {fault}")
        return [PersonsAccount(person, stated.account)]
