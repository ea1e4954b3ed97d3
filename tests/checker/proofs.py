"""Decisions under the law of many schemes as proofs, made of the people in their stories."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import uuid5

from pydantic_core import from_json, to_json

from contracts.base import NAMESPACE, Event
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.case.published import as_assessed, as_published
from law.catalogue import load_scheme, stories_of
from law.decide.all_claims import all_determined
from law.decide.assess import assess
from law.language.sheet.scheme import Scheme
from law.people.story_file import read_stories
from law.people.try_story import facts_of_story
from services.eligibility.model import fact_version
from services.eligibility.proof import FORMAT, signed

KEY = bytes(range(32))
PUBLIC = signed({}, KEY)["signature"]["public_key"]
SHEETS = (
    "us/mississippi",
    "us/new-york",
    "no/dagpenger",
    "de/alg1",
    "fr/are",
    "jp/basic-allowance",
    "vn/bhtn",
    "ilo/c168-reference",
)
STORIES = 4
"""So many people of each scheme."""
Proof = dict[str, Any]


@cache
def proofs(name: str) -> tuple[Proof, ...]:
    """Every decision about the people in the stories of a scheme, signed."""
    scheme = load_scheme(name, accept_unverified=True)
    return tuple(
        proof
        for story in read_stories(stories_of(name)).stories
        for proof in _of(facts_of_story(story, scheme), scheme)
    )


def _of(events: list[Event], scheme: Scheme) -> Iterator[Proof]:
    facts = FactSet(events)
    determinations = all_determined({scheme.name: scheme}, facts)
    for claim, own in determinations.items():
        made = from_json(to_json(as_published(own), exclude={"dimensions"}))
        common = {
            "format": FORMAT,
            "person": "p",
            "claim": claim,
            "determination": made,
            "sheet": {"digest": scheme.digest, "text": scheme.text},
            "facts": [_fact(event) for event in events],
        }
        steps = from_json(to_json(own.derivation))
        yield signed(
            {**common, "kind": "determination", "certification": None, "decision": made, "derivation": steps}, KEY
        )
        others = [other for other in determinations.values() if other is not own]
        for one in assess(ClaimUnderLaw(scheme, facts, claim), own, others):
            due = {
                "kind": "assessment",
                "certification": one.certification,
                "decision": from_json(to_json(as_assessed(one))),
                "derivation": from_json(to_json(one.derivation)),
            }
            yield signed({**common, **due}, KEY)


def _fact(event: Event) -> dict[str, Any]:
    kind, key, version = fact_version(event)
    says = event.model_dump(mode="json", exclude_none=True)
    return {"event": str(uuid5(NAMESPACE, key)), "kind": kind, "key": key, "version": version, "says": says}
