"""One way to write a page of officers: a `StaffPage` in a folder of its own below `staff/`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from contracts.base import Event
from contracts.console import ViewPurpose
from services.console.acts import looking, writing
from services.console.acts.form import NO_FORM, SentForm
from services.console.language import say
from services.console.officers.officer import SignedIn
from services.console.officers.roles import PURPOSES, Role
from services.console.officers.rules import (
    CaseAtHand,
    Denied,
    Sight,
    may_break_glass,
    role_behind_glass,
    sight_of,
    why_not_act,
)
from services.console.world import ConsoleWorld
from services.letters.language import Language

_PERSON = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_.\-]{0,63}")
"""What a subject of events is written with (`contracts.base.Envelope`)."""
_RECORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_./\-]{0,79}")
"""What a key is written with (`contracts.values.Key`)."""


class NotHere(Exception):
    """There is nothing at this address."""


class AccessDenied(Exception):
    """An officer may not see or do this."""

    def __init__(self, denied: Denied, matter: CaseAtHand | None = None, *, may_say_why: bool = False) -> None:
        super().__init__(denied.value)
        self.denied, self.matter, self.may_say_why = denied, matter, may_say_why


Cell = str | int | Decimal | None
"""What stands in a file: a figure is a number, and what it counts has a column of its own."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it goes into a file: what stands above its columns, and its rows."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Content:
    """What a template is filled with; `faults` are what is wrong with a form, by field, in the words of the page."""

    values: Mapping[str, Any]
    listing: Listing | None = None
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page as a file of another kind, such as a PDF."""

    name: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class GoTo:
    """What was done is done: the browser goes on to another page, so that going back does it no second time."""

    address: str


def address_in(language: Language, path: str, **query: str) -> str:
    """An address of the console in a language; what is empty is left out."""
    asked = {name: text for name, text in query.items() if text}
    return f"/{language.words.language}{path}" + (f"?{urlencode(asked)}" if asked else "")


@dataclass
class Visit:
    """Somebody signed in asks for a page, or sends a form to it."""

    page: StaffPage
    world: ConsoleWorld
    officer: SignedIn
    language: Language
    given: Mapping[str, str]
    """What stands in the places of the page's path."""
    query: Mapping[str, str]
    form: SentForm = NO_FORM
    seen_by: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    """Which roles see each page of officers, by its name: where a page may lead."""
    looked_at: set[str] = field(default_factory=set)
    """Whom this visit was written down for."""

    @cached_property
    def today(self) -> date:
        """The day of the world when the page was asked for."""
        return self.world.today()

    def say(self, key: str, count: int | None = None, **values: str) -> str:
        """A phrase in the reader's language."""
        return say(self.language, key, values, count)

    def address(self, path: str, **query: str) -> str:
        """An address of the console in the reader's language; what is empty is left out."""
        return address_in(self.language, path, **query)

    def enter(self) -> None:
        """Before anything is read: the address can be one, and who may see nobody learns not even who is known here.

        Raises `NotHere` where an address holds what nobody's name or number can be, and `AccessDenied`.
        """
        person = self.given.get("person")
        if not all((_PERSON if name == "person" else _RECORD).fullmatch(text) for name, text in self.given.items()):
            raise NotHere
        has_role = self.officer.roles & self.page.seen_by & PURPOSES.keys()
        if person is not None and (not has_role or self.officer.person == person):
            self._sight(CaseAtHand(person))

    def look_at(self, matter: CaseAtHand) -> Sight:
        """Before anything about a person is shown: whether it may be, and a note that it was.

        Raises `AccessDenied`, and `NotHere` where an address holds what nobody's name or number can be.
        """
        if not _PERSON.fullmatch(matter.person) or (matter.record and not _RECORD.fullmatch(matter.record)):
            raise NotHere
        sight, reasons = self._sight(matter)
        look = looking.PersonLook(self.officer, sight.role, sight.purpose, self.page.name, matter, reasons)
        looking.note(self.world, look)
        self.looked_at.add(matter.person)
        return sight

    def _sight(self, matter: CaseAtHand) -> tuple[Sight, str | None]:
        """As whom the officer may look, and their reason where they have no right to. Raises `AccessDenied`."""
        sight = sight_of(self.officer, self.page.seen_by, matter)
        if not isinstance(sight, Denied):
            return sight, None
        may_say_why = may_break_glass(self.officer, matter)
        reasons = looking.reasons_behind_glass(self.world, self.officer, matter.person) if may_say_why else None
        if reasons is None:
            raise AccessDenied(sight, matter, may_say_why=may_say_why)
        return Sight(role_behind_glass(self.officer), ViewPurpose.BREAK_GLASS), reasons

    def may_act(self, role: Role, matter: CaseAtHand) -> None:
        """Raises `AccessDenied` where the officer may not act in this role in a case."""
        if self.page.acts_as and role not in self.page.acts_as:
            raise RuntimeError(f"the page {self.page.name} does not say that somebody acts on it as {role}")
        if (denied := why_not_act(self.officer, role, matter)) is not None:
            raise AccessDenied(denied, matter)

    def was_sent(self) -> bool:
        """Whether this very form was sent before, and has taken effect."""
        return writing.was_sent(self.world, self.form.key)

    def act(self, role: Role, matter: CaseAtHand, event: Event, reasons: str | None = None) -> None:
        """Let an act take effect, once for the form. Raises `AccessDenied`."""
        self.act_on_several(role, [(matter, event)], reasons)

    def act_on_several(
        self, role: Role, events: Sequence[tuple[CaseAtHand, Event]], reasons: str | None = None
    ) -> None:
        """Let all acts of one form take effect together, once for the form. Raises `AccessDenied`."""
        for matter, _ in events:
            self.may_act(role, matter)
        acts = [writing.Done(event, matter.person, role, reasons) for matter, event in events]
        writing.write(self.world, self.officer, self.form.key, *acts)


Show = Callable[[Visit], Content | PageFile | GoTo]
Act = Callable[[Visit], Content | GoTo]


@dataclass(frozen=True)
class StaffPage:
    """A page of officers: its address, who sees it, and how it is made."""

    name: str
    """Its own word, as it stands in a note of who looked; `menu.<name>` is its phrase in the menu."""
    path: str
    """Behind the language, such as `/claims/{person}/{claim}`. One with `{person}` is about a person."""
    seen_by: frozenset[Role]
    template: str
    """Below `staff/`, such as `work/work.html.jinja`."""
    show: Show
    act: Act | None = None
    """What a form that is sent to the page does."""
    acts_as: frozenset[Role] = frozenset()
    """In which of these roles somebody acts on it; everybody else who sees it only reads."""
    menu: int | None = None
    """Where it stands in the menu; None for a page that others lead to."""

    @property
    def is_about_a_person(self) -> bool:
        """Whether nobody sees it without a note."""
        return "{person}" in self.path
