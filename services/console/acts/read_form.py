"""What an officer typed, read field by field; what is wrong with it is noted by field, as the key of a phrase. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from pydantic import TypeAdapter, ValidationError

from contracts.values import FIRST_DAY, LAST_DAY, Period, Sentence, Share
from services.console.acts.form import SentForm

_SENTENCE: TypeAdapter[str] = TypeAdapter(Sentence)
_SHARE: TypeAdapter[str] = TypeAdapter(Share)
LATEST = LAST_DAY - timedelta(days=1)
"""The last day whose next one an event can hold as well."""
ALL_PER_CENT = 100
WHOLE = "1"


@dataclass
class ReadForm:
    """What was read so far, and what is wrong with it."""

    form: SentForm
    faults: dict[str, str] = field(default_factory=dict)

    def words(self, name: str, kind: TypeAdapter[str] = _SENTENCE) -> str:
        """Words of a kind; those that a person will read, if no other is named."""
        text = self.form.one(name)
        try:
            return kind.validate_python(text)
        except ValidationError:
            self.faults[name] = "fault.words" if text else "fault.missing"
            return text

    def chosen(self, name: str, among: Collection[str]) -> str:
        """One of a closed list."""
        if (value := self.form.one(name)) not in among:
            self.faults[name] = "fault.choose"
        return value

    def day(self, name: str, first: date = FIRST_DAY, last: date = LATEST, fault: str = "fault.day") -> date:
        """A day from the first to the last; all days that an event can hold, if no others are named."""
        try:
            day = date.fromisoformat(self.form.one(name))
        except ValueError:
            self.faults[name] = "fault.unreadable" if self.form.one(name) else "fault.missing"
            return date.min
        if not first <= day <= min(last, LATEST):
            self.faults[name] = fault
        return day

    def days(self, first: str, last: str) -> Period | None:
        """The days from one field's to another's, both included; None where they are none."""
        begins, ends = self.day(first), self.day(last)
        if {first, last} & self.faults.keys():
            return None
        if ends < begins:
            self.faults[last] = "fault.order"
            return None
        return Period(start=begins, end=ends + timedelta(days=1))

    def share(self, name: str) -> str:
        """What is typed in per cent, as an exact share."""
        typed = self.form.one(name).removesuffix("%").strip()
        try:
            per_cent = int(typed)
            return WHOLE if per_cent == ALL_PER_CENT else _SHARE.validate_python(f"{per_cent}/{ALL_PER_CENT}")
        except ValueError:  # pydantic's is one
            self.faults[name] = "fault.percent"
            return typed
