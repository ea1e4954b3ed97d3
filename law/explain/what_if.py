"""What if: facts changed on a copy. Nothing here has access to a store, so nothing that is stored can change.

A change is one line: `contribution wage-2019 earnings=4890`, the kind of fact, its key, and fields with their values.
Kinds are the names of events after the dot; the beginning of a name is enough where it is the only one.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from typing import Any

from contracts.about import fields_of
from contracts.base import Event
from contracts.casework import Officer, Verdict
from contracts.claims import ClaimDecision
from contracts.intake import CertificationFiled, CertifiedWeek, ClaimFiled
from contracts.registry import Fact, ParticularStated
from contracts.values import FIRST_DAY, Money
from law.case.facts import RETRACTIONS, FactSet
from law.explain.what_if_words import (
    SuppositionError,
    Verb,
    decision_options,
    event_of,
    fields_in,
    in_short,
    key_in,
    kind_of,
    nothing_follows,
)

WEEK = "week"
SUPPOSED = "what-if"


@dataclass(slots=True)
class Supposition:
    """A person's facts on a copy, changed one after the other; `changes` lists what was changed, in words."""

    facts: list[Event]
    changes: list[str] = field(default_factory=list)

    def change(self, verb: Verb, text: str) -> None:
        """Make one change. Raises `SuppositionError`."""
        try:
            words = shlex.split(text)
        except ValueError as fault:
            raise SuppositionError(f"'{text}' is not understood: {fault}.", verb) from None
        if not words:
            raise SuppositionError("The change is empty.", verb)
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
        fact = self._fact(words, "set")
        self._replace(fact, fields_in(type(fact), words[2:], self._currency()))

    def _set_week(self, words: list[str]) -> None:
        """Answers about one certified week, named by its first day."""
        for filed in FactSet(self.facts).of(CertificationFiled):
            starts = [week.period.start.isoformat() for week in filed.weeks]
            if len(words) > 1 and words[1] in starts:
                weeks = [week.model_dump(mode="json") for week in filed.weeks]
                weeks[starts.index(words[1])] |= fields_in(CertifiedWeek, words[2:], self._currency())
                self._replace(filed, {"weeks": weeks})
                return
        raise SuppositionError(f"No week that begins on {' '.join(words[1:2])} was certified.")

    def _add(self, words: list[str]) -> None:
        kind, key = kind_of(words[0], "add"), key_in(words, "add")
        if any(isinstance(fact, kind) and fact.key == key for fact in self.facts):
            raise SuppositionError(f"{kind.name} {key} exists already: change it with --set.", "add")
        recorded = {"key": key, "source_version": 1, "recorded_at": f"{FIRST_DAY}T00:00:00Z"}
        self.facts.append(event_of(kind, recorded | fields_in(kind, words[2:], self._currency()), "add"))
        self.changes.append(f"{words[0]} {key} is added: {' '.join(words[2:])}")

    def _retract(self, words: list[str]) -> None:
        fact = self._fact(words, "retract")
        nothing_follows(words[2:], "retract")
        self.facts = [
            version for version in self.facts if not (isinstance(version, Fact) and _is_version_of(version, fact))
        ]
        self.changes.append(f"{words[0]} {fact.key} is retracted")

    def _state(self, words: list[str]) -> None:
        """A particular: every statement of that name is changed; without one, a statement is added that always held."""
        name, equals, value = words[0].partition("=")
        if not equals:
            raise SuppositionError(f"'{name}' has no value.", "state")
        nothing_follows(words[1:], "state")
        stated = [fact for fact in FactSet(self.facts).of(ParticularStated) if fact.particular == name]
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
        """The decision of a named person, on the claim filed last unless another is named."""
        if len(words) < 2 or words[1] not in ("for", "against"):
            raise SuppositionError("Say what is decided, and for or against the claimant.", "decide")
        more = decision_options(words[2:])
        claims = sorted(FactSet(self.facts).of(ClaimFiled), key=lambda filed: (filed.filed_on, filed.key))
        claim = next((filed for filed in reversed(claims) if filed.key == more.get("claim", filed.key)), None)
        if claim is None:
            raise SuppositionError("There is no such claim.", "decide")
        earlier = [fact.decided_on for fact in self.facts if isinstance(fact, ClaimDecision)]
        body: dict[str, Any] = {
            "claim": claim.key,
            "question": f"zz-{SUPPOSED}:{words[0]}",
            "about": fields_of(words[0]),
            "decided_on": max([claim.filed_on, *earlier]).isoformat(),
            "officer": Officer(staff=SUPPOSED, role="supposed").model_dump(mode="json"),
            "verdict": Verdict.FOR_CLAIMANT if words[1] == "for" else Verdict.AGAINST_CLAIMANT,
            "ground": more.get("ground"),
            "reasons": "Supposed.",
            "article": more.get("article", "supposed"),
            "facts_considered": [],
            "reduced_by": more.get("by"),
            "applies": {"start": more["from"], "end": more["until"]} if "from" in more else None,
            "appeal": "Supposed.",
        }
        self.facts.append(event_of(ClaimDecision, body, "decide"))
        self.changes.append(f"{words[0]} is decided {words[1]} the claimant")

    def _scheme(self, words: list[str]) -> None:
        nothing_follows(words[1:], "scheme")
        for claim in FactSet(self.facts).of(ClaimFiled):
            self._replace(claim, {"scheme": words[0]})

    def _replace(self, fact: Fact, body: dict[str, Any]) -> None:
        changed = fact.model_dump(mode="json") | body | {"source_version": self._newest(fact) + 1}
        new = event_of(type(fact), changed, "set")
        for name in body:
            old, now = (in_short(getattr(version, name)) for version in (fact, new))
            self.changes.append(f"{fact.name.partition('.')[2]} {fact.key}: {name} {old} -> {now}")
        self.facts.append(new)

    def _fact(self, words: list[str], verb: Verb) -> Fact:
        """The fact that is named by its kind and key and holds. Raises `SuppositionError`."""
        kind, key = kind_of(words[0], verb), key_in(words, verb)
        facts = FactSet(self.facts)
        fact = next((fact for fact in (*facts.of(kind), *facts.contradicted(kind)) if fact.key == key), None)
        if fact is None:
            keys = ", ".join(fact.key for fact in facts.of(kind)) or "none"
            raise SuppositionError(f"No {kind.name} {key} holds (there are: {keys}).", verb)
        return fact

    def _newest(self, fact: Fact) -> int:
        """The highest version of a fact."""
        return max(
            version.source_version
            for version in self.facts
            if isinstance(version, Fact) and _is_version_of(version, fact)
        )

    def _currency(self) -> str | None:
        """The currency of the first amount among the facts; None if there is none."""
        for fact in self.facts:
            for name in type(fact).model_fields:
                value = getattr(fact, name)
                if isinstance(value, Money):
                    return value.currency
        return None


def _is_version_of(version: Fact, fact: Fact) -> bool:
    kind = version.kind if isinstance(version, RETRACTIONS) else version.name
    return (kind, version.key) == (fact.name, fact.key)
