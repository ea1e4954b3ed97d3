"""From a line of a desk's file to the act that it tells: an event in its envelope, or why it tells none.

A line is a JSON object: `event` names the act, `person` whose case it is (or `subject` what else it is about, such as a
batch of payments), and all else are the event's own fields as the contracts have them. What officers do and what
claimants file at a desk are taken; facts of registries are not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from contracts.base import EVENTS, Envelope, Event, derived_id, seal
from contracts.in_words import either, no_such
from contracts.refusals import in_words
from contracts.registry import Fact
from services.registry_kit.facts import Reject
from services.registry_kit.input_line import InputLine, WrittenNumber
from services.registry_kit.plausible import CLOCKS_AND_ZONES, time_faults

DOORS = ("casework", "intake", "providers")
"""The publishers for whom a desk speaks; what each may write at the broker is its own principal's right."""
EVENT, PERSON, SUBJECT, RECORDED = "event", "person", "subject", "recorded_at"
ABOUT = ("question", "contest", "decision")
"""The fields whose ids may be given by their beginnings."""
NOON = time(12, tzinfo=UTC)
_WHOLE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_BEGINNING = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_./\-]{0,79}")
_PSEUDONYM = "p-"
_PERSON, _PERSON_BEGINS = re.compile(r"p-[0-9a-f]{32}"), re.compile(r"p-[0-9a-f]{0,31}")

KeysOf = Callable[[str], Mapping[str, str]]
"""The ids of questions and contests that begin so, each with its person."""
PeopleOf = Callable[[str], set[str]]
"""The pseudonyms that begin so."""


class ActFault(Exception):
    """What keeps a line from telling an act."""


def acts() -> dict[str, type[Event]]:
    """Every act that can be told, by its name, in its newest version."""
    newest = {name: event for (name, _), event in sorted(EVENTS.items(), key=lambda one: one[0])}
    return {name: event for name, event in newest.items() if event.publisher() in DOORS}


@dataclass(frozen=True, slots=True)
class Acts:
    """Reads lines; the same line gives the same bytes on every day. Where no world can be seen, ids must be whole."""

    source: str
    now: datetime
    keys: KeysOf | None = None
    people: PeopleOf | None = None

    def of(self, line: InputLine) -> Envelope | Reject:
        """The act of a line."""
        if line.fault is not None:
            return Reject(line.number, line.fault)
        try:
            return self._told(_plain(line.cells))
        except ActFault as fault:
            return Reject(line.number, str(fault))
        except ValidationError as fault:
            return Reject(line.number, in_words(fault))

    def _told(self, given: dict[str, Any]) -> Envelope:
        model = _model(given.pop(EVENT, None))
        written = given.pop(PERSON, given.pop(SUBJECT, None))
        recorded = None if issubclass(model, Fact) else given.pop(RECORDED, None)
        owners = {self._whole(given, field) for field in ABOUT if field in model.model_fields and field in given}
        person = self._person(written, {owner for owner in owners if owner})
        event = model.model_validate(given)
        if unknown := sorted(_unknown(given, event.model_dump(mode="json"))):
            raise ActFault(f"{event.name} has no field {either(unknown)}")
        moment = _moment(event, recorded)
        if moment > self.now + CLOCKS_AND_ZONES:
            raise ActFault("its day lies in the future")
        if faults := sorted(time_faults(event, moment, self.now)):
            raise ActFault("; ".join(faults))
        return seal(event, subject=person, source=self.source, time=moment, event_id=self._id(event, person, moment))

    def _id(self, event: Event, person: str, moment: datetime) -> UUID:
        """The same line is the same event; what says something else, or as of another moment, is another one."""
        if isinstance(event, Fact):
            return derived_id(self.source, person, event.name, event.key, event.source_version)
        return derived_id(self.source, person, event.name, event.model_dump_json(), moment.isoformat())

    def _whole(self, given: dict[str, Any], field: str) -> str | None:
        """Put the whole id in the place of its beginning; whose it is, where that is known."""
        beginning = given[field]
        if self.keys is None or not isinstance(beginning, str):
            return None
        if _BEGINNING.fullmatch(beginning) is None:
            raise ActFault(f"{field}: must be an id or its beginning, of letters, digits and : _ . / -")
        known = self.keys(beginning)
        if beginning in known:
            return known[beginning]
        if len(known) > 1:
            raise ActFault(f"{field}: several begin with {beginning}: {either(sorted(known))}; write more of it")
        if not known:
            if _WHOLE.fullmatch(beginning):
                return None  # it may still come
            raise ActFault(f"{field}: no question or contest begins with {beginning}")
        [(given[field], person)] = known.items()
        return person

    def _person(self, written: Any, owners: set[str]) -> str:
        if written is None:
            if len(owners) != 1:
                raise ActFault("person: it must be said whose case this is")
            return owners.pop()
        if not isinstance(written, str):
            raise ActFault("person: must be a pseudonym")
        person = self._pseudonym(written)
        if owners and person not in owners:
            raise ActFault(f"person: the question or contest is of {either(sorted(owners))}")
        return person

    def _pseudonym(self, written: str) -> str:
        if self.people is None or not written.startswith(_PSEUDONYM) or _PERSON.fullmatch(written):
            return written
        people = self.people(written) if _PERSON_BEGINS.fullmatch(written) else set()
        if len(people) == 1:
            return people.pop()
        if people:
            raise ActFault(f"person: several begin with {written}, among them {either(sorted(people))}")
        raise ActFault(f"person: nobody begins with {written}")


def _model(name: Any) -> type[Event]:
    """The event of a name, with its publisher or without."""
    known = acts()
    if not isinstance(name, str):
        raise ActFault(f"event: it must be said what was done, such as {next(iter(known))}")
    meant = [full for full in known if name in {full, full.partition(".")[2]}]
    if len(meant) != 1:
        raise ActFault(f"event: {no_such('act', name, known)}")
    return known[meant[0]]


def _moment(event: Event, recorded: Any) -> datetime:
    """When it was recorded: as the line says, else at noon of the last day that the act names."""
    if isinstance(event, Fact):
        return event.recorded_at
    if recorded is not None:
        try:
            moment = datetime.fromisoformat(str(recorded))
        except ValueError:
            raise ActFault(f"{RECORDED}: must be a moment, such as 2020-04-01T09:00:00+00:00") from None
        if moment.tzinfo is None:
            raise ActFault(f"{RECORDED}: it must say its distance from UTC, such as +00:00")
        return moment
    days = [day for name, day in event if name.endswith("_on") and isinstance(day, date)]
    if not days:
        raise ActFault(f"{RECORDED}: it must be said when this was recorded")
    return datetime.combine(max(days), NOON)


def _plain(written: Any) -> Any:
    """What a line holds, its whole numbers as numbers and all other digits as they were written."""
    if isinstance(written, WrittenNumber):
        return int(written.text) if re.fullmatch(r"-?[0-9]{1,18}", written.text) else written.text
    if isinstance(written, dict):
        return {name: _plain(value) for name, value in written.items()}
    return [_plain(value) for value in written] if isinstance(written, list) else written


def _unknown(given: Any, understood: Any) -> Iterator[str]:
    """The names in a line that nobody reads: what is mistyped must not get lost."""
    if isinstance(given, dict) and isinstance(understood, dict):
        for name, value in given.items():
            if name not in understood:
                yield name
            else:
                yield from _unknown(value, understood[name])
    elif isinstance(given, list) and isinstance(understood, list):
        for one, read in zip(given, understood, strict=False):
            yield from _unknown(one, read)
