"""What a name in a formula of a map stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from contracts.in_words import meant
from law.packs.formulas import as_it_stands, value_of
from law.packs.mapped_kinds import NOTHING, MappedKind
from law.packs.pack import Json, NotStated, joined


class LeftOut(LookupError):
    """A name for which the map says `nothing`, and the case states nothing."""


@dataclass(frozen=True)
class CaseNames:
    """What the case states, in the sheet's words; else a figure of the map."""

    case: Json
    kind: MappedKind
    figures: Mapping[str, str]
    item: Mapping[str, Any]
    """Of the item of a list for which something is said: these come first."""
    periods: Mapping[str, Any] = field(default_factory=dict)
    """In an expectation, what the engine says of the certified periods: these come before the sheet's own names."""

    def __call__(self, name: str) -> Any:
        """Raises `NotStated`, or `LeftOut` for what may be left out."""
        stated = self.item[name] if name in self.item else self.case.get(name)
        if stated is None:
            return self._in_our_words(name, self._unstated(name))
        self._refuse_unknown_words(name, stated)
        return self._in_our_words(name, stated)

    def of(self, item: Any, number: int) -> CaseNames:
        """The names within an item of a list."""
        own = item if isinstance(item, Mapping) else {}
        return self.beside(joined(own, {"value": item, "number": number}))

    def beside(self, own: Json) -> CaseNames:
        """The same names, with these before them."""
        return replace(self, item=joined(own, self.item))

    def day(self, written: str) -> date:
        """What a formula comes to, which must be a day. Raises `NotStated`."""
        day = value_of(written, self)
        if not isinstance(day, date):
            raise NotStated(f"'{written}' is no day: {day}")
        return day

    def _refuse_unknown_words(self, name: str, stated: Any) -> None:
        for word in stated if isinstance(stated, list) else [stated]:
            if name in self.kind.only and str(word) not in self.kind.only[name]:
                raise NotStated(f"the law knows no {name} '{word}'")

    def _in_our_words(self, name: str, stated: Any) -> Any:
        known = self.kind.words.get(name, {}).get(str(stated))
        return stated if known is None else as_it_stands(known)

    def _unstated(self, name: str) -> Any:
        if name in self.kind.unless_stated:
            if self.kind.unless_stated[name] == NOTHING:
                raise LeftOut(name)
            return value_of(self.kind.unless_stated[name], self)
        if name in self.item:
            return None
        if name in self.figures:
            return value_of(self.figures[name], self)
        known = [*self.item, *self.case, *self.kind.unless_stated, *self.figures]
        raise NotStated(f"the case does not state {name}; {meant(name, known)}")
