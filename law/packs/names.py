"""What a name in a formula of a map stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from contracts.in_words import meant
from law.packs.formulas import as_it_stands, value_of
from law.packs.pack import Json, NotStated
from law.packs.pack_map import NOTHING, MappedKind


class LeftOut(LookupError):
    """A name for which the map says `nothing`, and the case states nothing."""


@dataclass(frozen=True)
class CaseNames:
    """What the case states, in the sheet's words; else a figure of the map."""

    case: Json
    kind: MappedKind
    figures: Mapping[str, str]
    item: Mapping[str, Any]
    """Of the item of a list for which something is said, or of what was certified: these come first."""

    def __call__(self, name: str) -> Any:
        """Raises `NotStated`, or `LeftOut` for what may be left out."""
        if name in self.item:
            return self._in_our_words(name, self.item[name])
        stated = self.case.get(name)
        return self._unstated(name) if stated is None else self._in_our_words(name, stated)

    def of(self, item: Any, number: int) -> CaseNames:
        """The names within an item of a list."""
        own = item if isinstance(item, Mapping) else {}
        return replace(self, item={**self.item, **own, "value": item, "number": number})

    def day(self, written: str) -> date:
        """What a formula comes to, which must be a day. Raises `NotStated`."""
        day = value_of(written, self)
        if not isinstance(day, date):
            raise NotStated(f"'{written}' is no day: {day}")
        return day

    def _in_our_words(self, name: str, stated: Any) -> Any:
        if name in self.kind.only and stated not in self.kind.only[name]:
            raise NotStated(f"the law knows no {name} '{stated}'")
        word = self.kind.words.get(name, {}).get(str(stated))
        return stated if word is None else as_it_stands(word)

    def _unstated(self, name: str) -> Any:
        if name in self.kind.unless_stated:
            if self.kind.unless_stated[name] == NOTHING:
                raise LeftOut(name)
            return value_of(self.kind.unless_stated[name], self)
        if name in self.figures:
            return value_of(self.figures[name], self)
        known = [*self.item, *self.case, *self.kind.unless_stated, *self.figures]
        raise NotStated(f"the case does not state {name}; {meant(name, known)}")
