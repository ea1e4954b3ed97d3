"""What if: facts changed on a copy. Nothing here knows a store, so nothing stored can be touched.

A change is one line: `contribution wage-2019 earnings=4890`, the kind of fact, its key, and fields with their values.
Kinds are the names of events after the dot, as far as they are needed to tell them apart.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from typing import Any

from contracts.about import fields_of
from contracts.base import Event
from contracts.casework import Officer, Verdict
from contracts.claims import ClaimDecision, Ground
from contracts.intake import CertificationFiled, CertifiedWeek, ClaimFiled
from contracts.registry import Fact, FactRetracted, ParticularStated
from contracts.values import FIRST_DAY, Money
from law.case.facts import FactSet
from law.explain.what_if_words import Mistold, Verb, fields_in, in_short, key_in, kind_of, made

WEEK = "week"
SUPPOSED = "what-if"


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
        self._replace(fact, fields_in(type(fact), words[2:], self._currency()))

    def _set_week(self, words: list[str]) -> None:
        """Answers about one certified week, named by its first day."""
        for filed in FactSet(self.facts).of(CertificationFiled):
            for place, week in enumerate(filed.weeks):
                if words[1:2] == [week.period.start.isoformat()]:
                    weeks = [one.model_dump(mode="json") for one in filed.weeks]
                    weeks[place] |= fields_in(CertifiedWeek, words[2:], self._currency())
                    self._replace(filed, {"weeks": weeks})
                    return
        raise Mistold(f"No week that begins on {' '.join(words[1:2])} was certified.")

    def _add(self, words: list[str]) -> None:
        kind, key = kind_of(words[0], "add"), key_in(words, "add")
        if any(isinstance(one, kind) and one.key == key for one in self.facts):
            raise Mistold(f"{kind.name} {key} is known already: set it.", "add")
        recorded = {"key": key, "source_version": 1, "recorded_at": f"{FIRST_DAY}T00:00:00Z"}
        self.facts.append(made(kind, recorded | fields_in(kind, words[2:], self._currency()), "add"))
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
            "about": fields_of(words[0]),
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
        self.facts.append(made(ClaimDecision, body, "decide"))
        self.said.append(f"{words[0]} is decided {words[1]} the claimant")

    def _scheme(self, words: list[str]) -> None:
        for claim in FactSet(self.facts).of(ClaimFiled):
            self._replace(claim, {"scheme": words[0]})

    def _replace(self, fact: Fact, body: dict[str, Any]) -> None:
        changed = fact.model_dump(mode="json") | body | {"source_version": self._newest(fact) + 1}
        new = made(type(fact), changed, "set")
        for name in body:
            old, now = (in_short(getattr(one, name)) for one in (fact, new))
            self.said.append(f"{fact.name.partition('.')[2]} {fact.key}: {name} {old} -> {now}")
        self.facts.append(new)

    def _known(self, words: list[str], verb: Verb) -> Fact:
        kind, key = kind_of(words[0], verb), key_in(words, verb)
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
