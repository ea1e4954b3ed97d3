"""Whether two sheets say the same of every day before one, so that a new version only goes on with the one before.

A change of the law is written with its day: a further value, a version, a transition. Without what begins on that day
or later both sheets then read alike, word by word, and what was worked out of earlier days holds under both. Whatever
else differs, and whatever reads a figure as of another day, makes the answer no, which costs time alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml

from law.language.formula.tree import Ask, LookUp, ParameterAt, Tree, walk
from law.language.sheet.formulas_of import trees_of
from law.language.sheet.scheme import Scheme

OF_NO_RULE = frozenset({"about", "law", "not_covered"})
"""Words of the header by which nothing is decided."""
FAST: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
APPLIED_FROM = "periods from "


def same_before(old: Scheme, new: Scheme, day: date) -> bool:
    """Whether both sheets say the same of every day before this one."""
    if any(_reads_another_day(node) for sheet in (old, new) for tree in trees_of(sheet) for node in walk(tree)):
        return False
    said: list[Any] = [_words_before(sheet, day) for sheet in (old, new)]
    return bool(said[0] == said[1])


def _reads_another_day(node: Tree) -> bool:
    """Whether a figure or a table is read as of another day than that of the claim or the period."""
    match node:
        case ParameterAt():
            return True
        case LookUp(day=day):
            return day is not None
        case Ask(parameters=parameters):
            return bool(parameters)
    return False


def _words_before(sheet: Scheme, day: date) -> Any:
    told: dict[str, Any] = yaml.load(sheet.text, Loader=FAST)  # noqa: S506 - it makes words alone, and no object
    header = {name: words for name, words in told["scheme"].items() if name not in OF_NO_RULE}
    return _before(told | {"scheme": header}, day)


def _before(node: Any, day: date) -> Any:
    """The words without what begins on the day or later, and without lists of which nothing is left."""
    if isinstance(node, list):
        return [_before(item, day) for item in node if not _begins_later(item, day)]
    if isinstance(node, dict):
        return dict(_keys_before(node, day))
    return " ".join(node.split())


def _keys_before(node: dict[str, Any], day: date) -> Iterator[tuple[str, Any]]:
    for key, value in node.items():
        left = _before(value, day)
        if left or not isinstance(value, list):
            yield key, left


def _begins_later(item: Any, day: date) -> bool:
    if not isinstance(item, dict) or item.get("for", "").startswith(APPLIED_FROM):
        return False
    begins = item.get("from") or (item.get("on") if "running_claims" in item else None)
    return begins is not None and _day(begins, otherwise=date.min) >= day


def _day(words: Any, *, otherwise: date) -> date:
    try:
        return date.fromisoformat(words)
    except (TypeError, ValueError):
        return otherwise
