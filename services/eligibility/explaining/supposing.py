"""What if: facts changed on a copy. Nothing here knows a store, so nothing stored can be touched.

A change is one line: `contribution wage-2019 earnings=4890`, the kind of fact, its key, and fields with their values.
Kinds are the names of events after the dot, as far as they are needed to tell them apart.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, TypeAlias, get_args

from pydantic import ValidationError

from contracts.base import EVENTS, Event, in_words
from contracts.casework import Officer, Verdict
from contracts.claims import ClaimDecision, Ground
from contracts.intake import CertificationFiled, CertifiedWeek, ClaimFiled
from contracts.registry import Fact, FactRetracted, ParticularStated
from contracts.values import FIRST_DAY, MINOR_DIGITS, Money, Period
from services.eligibility.facts import FactSet

Verb: TypeAlias = Literal["set", "add", "retract", "state", "decide", "scheme"]
VERBS: tuple[Verb, ...] = get_args(Verb)
WEEK = "week"
EXAMPLES: Mapping[Verb, str] = {
    "set": "contribution wage-2019 earnings=4890",
    "add": "contribution extra-1 employer=works period=2019-07-01..2019-10-01 earnings=900",
    "retract": "contribution wage-2019",
    "state": "regional_rate=0.07",
    "decide": "did_not_leave_without_good_cause for",
    "scheme": "us/states-2020",
}
SUPPOSED = "what-if"


class Mistold(ValueError):
    """A supposed change that cannot be understood, in one sentence with an example."""

    def __init__(self, what: str, verb: Verb = "set") -> None:
        super().__init__(f"{what} For example: --{verb} '{EXAMPLES[verb]}'")


@dataclass(slots=True)
class Supposed:
    """A person's facts on a copy, changed one after the other; `said` tells what was changed."""

    facts: list[Event]
    said: list[str] = field(default_factory=list)

    def change(self, verb: Verb, text: str) -> None:
        """Make one change. Raises `Mistold`."""
        try:
            words = shlex.split(text)
        except ValueError as fault:
            raise Mistold(f"'{text}' is not understood: {fault}.", verb) from None
        if not words:
            raise Mistold("Nothing is said.", verb)
        {
            "set": self._set,
            "add": self._add,
            "retract": self._retract,
            "state": self._state,
            "decide": self._decide,
            "scheme": self._scheme,
        }[verb](words)

    def _set(self, words: list[str]) -> None:
        if words[0] == WEEK:
            self._set_week(words)
            return
        fact = self._known(words, "set")
        self._replace(fact, _fields(type(fact), words[2:], self._currency()))

    def _set_week(self, words: list[str]) -> None:
        """Answers about one certified week, named by its first day."""
        for filed in FactSet(self.facts).of(CertificationFiled):
            for place, week in enumerate(filed.weeks):
                if words[1:2] == [week.period.start.isoformat()]:
                    weeks = [one.model_dump(mode="json") for one in filed.weeks]
                    weeks[place] |= _fields(CertifiedWeek, words[2:], self._currency())
                    self._replace(filed, {"weeks": weeks})
                    return
        raise Mistold(f"No week that begins on {' '.join(words[1:2])} was certified.")

    def _add(self, words: list[str]) -> None:
        kind, key = _kind(words[0], "add"), _key(words, "add")
        if any(isinstance(one, kind) and one.key == key for one in self.facts):
            raise Mistold(f"{kind.name} {key} is known already: set it.", "add")
        recorded = {"key": key, "source_version": 1, "recorded_at": f"{FIRST_DAY}T00:00:00Z"}
        made = _made(kind, recorded | _fields(kind, words[2:], self._currency()), "add")
        self.facts.append(made)
        self.said.append(f"{words[0]} {key} is added: {' '.join(words[2:])}")

    def _retract(self, words: list[str]) -> None:
        fact = self._known(words, "retract")
        self.facts.append(
            FactRetracted(
                kind=fact.name,
                key=fact.key,
                source_version=self._newest(fact) + 1,
                recorded_at=fact.recorded_at,
                reason="Supposed never to have been.",
            )
        )
        self.said.append(f"{words[0]} {fact.key} never was")

    def _state(self, words: list[str]) -> None:
        """A particular: every statement under the name is changed, or one is added that always held."""
        name, given, value = words[0].partition("=")
        if not given:
            raise Mistold(f"'{name}' says no value.", "state")
        stated = [one for one in FactSet(self.facts).of(ParticularStated) if one.particular == name]
        for fact in stated:
            self._replace(fact, {"value": value})
        if not stated:
            self._add(
                [
                    "particular-stated",
                    f"{SUPPOSED}:{name}",
                    f"particular={name}",
                    f"value={value}",
                    f"since={FIRST_DAY}",
                ]
            )

    def _decide(self, words: list[str]) -> None:
        """What a named person would decide, on the claim filed last unless one is named."""
        if len(words) < 2 or words[1] not in ("for", "against"):
            raise Mistold("Say what is decided, and for or against the claimant.", "decide")
        more = dict(word.partition("=")[::2] for word in words[2:])
        claims = sorted(FactSet(self.facts).of(ClaimFiled), key=lambda one: (one.filed_on, one.key))
        claim = next((one for one in reversed(claims) if one.key == more.get("claim", one.key)), None)
        if claim is None:
            raise Mistold("There is no such claim.", "decide")
        earlier = [one.decided_on for one in self.facts if isinstance(one, ClaimDecision)]
        body: dict[str, Any] = {
            "claim": claim.key,
            "question": f"zz-{SUPPOSED}:{words[0]}",
            "about": words[0],
            "decided_on": max([claim.filed_on, *earlier]).isoformat(),
            "officer": Officer(staff=SUPPOSED, role="supposed").model_dump(mode="json"),
            "verdict": Verdict.FOR_CLAIMANT if words[1] == "for" else Verdict.AGAINST_CLAIMANT,
            "ground": Ground(more["ground"]) if more.get("ground") in set(Ground) else None,
            "reasons": "Supposed.",
            "article": more.get("article", "supposed"),
            "facts_considered": [],
            "applies": {"start": more["from"], "end": more["until"]} if {"from", "until"} <= more.keys() else None,
            "appeal": "Supposed.",
        }
        self.facts.append(_made(ClaimDecision, body, "decide"))
        self.said.append(f"{words[0]} is decided {words[1]} the claimant")

    def _scheme(self, words: list[str]) -> None:
        for claim in FactSet(self.facts).of(ClaimFiled):
            self._replace(claim, {"scheme": words[0]})

    def _replace(self, fact: Fact, body: dict[str, Any]) -> None:
        changed = fact.model_dump(mode="json") | body | {"source_version": self._newest(fact) + 1}
        new = _made(type(fact), changed, "set")
        for name in body:
            old, now = (_shown(getattr(one, name)) for one in (fact, new))
            self.said.append(f"{fact.name.partition('.')[2]} {fact.key}: {name} {old} -> {now}")
        self.facts.append(new)

    def _known(self, words: list[str], verb: Verb) -> Fact:
        kind, key = _kind(words[0], verb), _key(words, verb)
        facts = FactSet(self.facts)
        found = [one for one in (*facts.of(kind), *facts.contradicted(kind)) if one.key == key]
        if not found:
            keys = ", ".join(one.key for one in facts.of(kind)) or "none"
            raise Mistold(f"No {kind.name} {key} holds (there are: {keys}).", verb)
        return found[0]

    def _newest(self, fact: Fact) -> int:
        return max(one.source_version for one in self.facts if isinstance(one, Fact) and _is_same(one, fact))

    def _currency(self) -> str | None:
        for one in self.facts:
            for name in type(one).model_fields:
                value = getattr(one, name)
                if isinstance(value, Money):
                    return value.currency
        return None


def _is_same(one: Fact, other: Fact) -> bool:
    kind = one.kind if isinstance(one, FactRetracted) else one.name
    return (kind, one.key) == (other.name, other.key)


def _kind(word: str, verb: Verb) -> type[Fact]:
    kinds = {name.partition(".")[2]: event for (name, _), event in EVENTS.items() if issubclass(event, Fact)}
    kinds.pop("fact-retracted")
    found = [name for name in kinds if name.startswith(word)]
    if len(found) != 1:
        raise Mistold(f"'{word}' is no one kind of fact: {', '.join(found or sorted(kinds))}.", verb)
    kind: type[Fact] = kinds[found[0]]
    return kind


def _key(words: Sequence[str], verb: Verb) -> str:
    if len(words) < 2 or "=" in words[1]:
        raise Mistold(f"Which {words[0]}? Its key is missing.", verb)
    return words[1]


def _fields(model: type[Any], words: Iterable[str], currency: str | None) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for word in words:
        name, given, text = word.partition("=")
        if not given or name not in model.model_fields:
            raise Mistold(f"'{word}' is no field with a value: {', '.join(model.model_fields)}.")
        body[name] = _read(text, _kinds(model.model_fields[name].annotation), currency)
    if not body:
        raise Mistold("No field is given a value.")
    return body


def _kinds(annotation: Any) -> set[Any]:
    below = get_args(annotation)
    return {annotation}.union(*(_kinds(one) for one in below)) if below else {annotation}


def _read(text: str, kinds: set[Any], currency: str | None) -> Any:
    if Money in kinds and currency is not None:
        try:
            return {"minor": _minor(text, currency), "currency": currency}
        except InvalidOperation:
            raise Mistold(f"'{text}' is no amount of {currency}.") from None
    if Period in kinds:
        start, _, end = text.partition("..")
        return {"start": start, "end": end}
    if bool in kinds:
        return {"yes": True, "no": False}.get(text, text)
    return int(text) if int in kinds and text.lstrip("-").isdigit() else text


def _minor(text: str, currency: str) -> int:
    minor = Decimal(text).scaleb(MINOR_DIGITS.get(currency, 2))
    if minor != minor.to_integral_value():
        raise Mistold(f"{text} {currency} has parts of its smallest unit.")
    return int(minor)


def _made(kind: type[Any], body: dict[str, Any], verb: Verb) -> Any:
    try:
        return kind.model_validate_json(json.dumps(body))
    except ValidationError as fault:
        raise Mistold(f"{in_words(fault)}.", verb) from None


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return "; ".join(_shown(one) for one in value)
    if isinstance(value, CertifiedWeek):
        yes = [name for name in ("able", "available", "sought_work") if getattr(value, name)]
        return f"{value.period.start} {', '.join(yes) or 'no'}, earned {value.earnings}"
    if isinstance(value, Period):
        return f"{value.start}..{value.end}"
    return value.isoformat() if isinstance(value, date) else str(value)
