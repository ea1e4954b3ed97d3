"""What goes onto the bus is no finer than a law needs: nobody is told by occupation, industry or colleagues."""

from __future__ import annotations

from typing import TypeVar

from contracts.base import Event
from contracts.code_lists import group_of
from services.registry_kit.cells import SEPARATOR
from services.registry_kit.input_line import CellFault
from services.registry_kit.mapping import Mapping
from services.runtime.privacy.identifiers import NoIdentifier, normalised
from services.runtime.privacy.pseudonyms import Keys, hidden

STATISTICAL = ("occupation", "industry")
"""Fields whose codes no law asks in full: they travel cut to two digits."""

AnyEvent = TypeVar("AnyEvent", bound=Event)


def coarse(event: AnyEvent, mapping: Mapping) -> AnyEvent:
    """The event with the codes of occupation and industry no finer than the mapping says. Raises `CellFault`."""
    cut: dict[str, str] = {}
    for name in STATISTICAL:
        code, rule = getattr(event, name, None), mapping.fields.get(name)
        if code is None or rule is None or rule.digits == "all":
            continue
        if (group := group_of(code)) is None:
            raise CellFault(f"{name}: the code does not begin with digits or a letter that two could be cut to")
        cut[name] = group
    return event.model_copy(update=cut) if cut else event


def hidden_for(person: str, keys: Keys, under: str, text: str) -> str:
    """The keyed MAC of a text in the books of one person: the same employer has another key with everybody.

    Nothing in the engine compares employers of two people, and nobody who reads the bus can put colleagues together.
    Raises `NoIdentifier`.
    """
    if not any(sign.isalnum() for sign in text):
        raise NoIdentifier("an identifier has letters or digits")
    return hidden(f"{person}{SEPARATOR}{normalised(text)}", keys.of(under))
