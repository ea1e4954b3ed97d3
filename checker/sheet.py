"""A scheme's sheet as YAML: the digest of what it says, its entries, and which of dated entries holds on a day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import yaml

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
IN_ORDER = frozenset({"conditions", "rests", "sanctions", "reductions", "rows", "columns"})
"""The mappings whose order is part of what a sheet says."""
WHOLE = ("waiting", "benefit", "appeal", "spells")
CHOSEN_BY = {"new claims": "claim", "running claims from the next period": "period"}


class Days(NamedTuple):
    """The days that choose the law: that whose law is followed, and the first days of claim and period."""

    law: date
    claim: date
    period: date


class Rule(NamedTuple):
    """An entry of an article in one version: its fields and its whole citation."""

    fields: Mapping[str, Any]
    cites: str


class Sheet:
    """The articles of a sheet by section and name; every scalar is the text that stands in the file."""

    def __init__(self, text: str) -> None:
        root = yaml.compose(text, Loader=LOADER)
        written = json.dumps(_plain(root), ensure_ascii=False, separators=(",", ":"))
        self.digest = hashlib.sha256(written.encode()).hexdigest()
        self.head: dict[str, Any] = _plain(root)["scheme"]
        self.sections: dict[str, dict[str, tuple[Any, str]]] = {}
        for article in _plain(root)["articles"]:
            for section, name, entry in _entries(article):
                self.sections.setdefault(section, {})[name] = entry, article["article"]

    def names(self, section: str) -> list[str]:
        """What stands in a section, in the order of the sheet."""
        return list(self.sections.get(section, {}))

    def whole(self, section: str) -> Rule:
        """A section that stands whole under one article."""
        entry, article = self.sections[section][section]
        return Rule(entry, citation(entry, article))

    def rules(self, name: str, *sections: str) -> list[tuple[Rule, dict[str, Any]]]:
        """The versions of a rule of that name, oldest first, each with the fields that date it."""
        found = next((self.sections[s][name] for s in sections if name in self.sections.get(s, {})), None)
        if found is None:
            return []
        entry, article = found
        if "versions" not in entry:
            return [(Rule(entry, citation(entry, article)), {"from": "0001-01-01"})]
        shared = {key: value for key, value in entry.items() if key != "versions"}
        versions = []
        for version in entry["versions"]:
            own = {key: value for key, value in shared.items() if not ("cites" in version and key in ("at", "also"))}
            fields = {**own, **version}
            versions.append((Rule(fields, citation(fields, article)), version))
        return versions

    def values(self, section: str, name: str) -> list[tuple[Rule, dict[str, Any]]]:
        """The dated values of a figure or a table, oldest first."""
        if name not in self.sections.get(section, {}):
            return []
        entry, article = self.sections[section][name]
        return [(Rule(value, citation(value, article)), value) for value in entry["values"]]

    def law_days(self, begins: date, start: date | None) -> list[Days]:
        """The days whose law may count for a claim, or for a period of it that starts on a day."""
        if start is None:
            return [Days(begins, begins, begins)]
        first = max(start, begins)
        changes = self.sections.get("claim", {}).get("transitions", ([], ""))[0]
        on = [date.fromisoformat(item["on"]) for item in changes if isinstance(item, dict) and "on" in item]
        laws = {begins, first, *on, *(day - timedelta(days=1) for day in on)}
        return [Days(law, begins, first) for law in sorted(laws) if begins <= law <= first]


def holding(dated: list[tuple[Rule, dict[str, Any]]], days: list[Days]) -> list[Rule]:
    """What holds of dated entries on one of these days: of those that have come the last one."""
    rules = []
    for day in days:
        come = [(rule, fields) for rule, fields in dated if _has_come(fields, day)]
        if not come:
            continue
        rule, fields = come[-1]
        over = "until" in fields and date.fromisoformat(fields["until"]) <= day.law
        if not over and "unknown" not in (fields.get("value"), fields.get("is")) and "unknown" not in fields:
            rules.append(rule)
    return rules


def _has_come(fields: Mapping[str, Any], days: Days) -> bool:
    since, chosen = date.fromisoformat(fields["from"]), fields.get("for", "")
    if chosen.startswith("periods from "):
        return date.fromisoformat(chosen.removeprefix("periods from ")) <= days.period
    return bool(since <= getattr(days, CHOSEN_BY.get(chosen, "law")))


def citation(fields: Mapping[str, Any], article: str) -> str:
    """An entry's own citation, or that of its article with the place in it and what else is cited."""
    if "cites" in fields:
        return str(fields["cites"])
    at, also = fields.get("at", ""), fields.get("also", "")
    place = at if not at or at.startswith("(") else f", {at}"
    return f"{article}{place}" + (f"; {also}" if also else "")


def _entries(article: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for key, entry in article.items():
        if key in ("article", "says"):
            continue
        if key in WHOLE:
            yield key, key, entry
        elif key in ("each_week", "each_day"):
            yield from (
                (f"{key}.{part}", name, value) for part, below in entry.items() for name, value in below.items()
            )
        else:
            yield from ((key, name, value) for name, value in entry.items())


def _plain(node: Any, *, in_order: bool = False) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if not isinstance(node, yaml.MappingNode):
        return " ".join(str(node.value).split())
    under = {_plain(key): _plain(value, in_order=_plain(key) in IN_ORDER) for key, value in node.value}
    return under if in_order else dict(sorted(under.items()))
