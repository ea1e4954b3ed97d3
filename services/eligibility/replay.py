"""Replay: a decision is computed again from what was known then, by the law of then, and compared byte by byte."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from pydantic_core import from_json
from sqlalchemy import Connection

from services.eligibility.cache import ClaimCache
from services.eligibility.known_then import person_then, schemes_then
from services.eligibility.model import PublishedVersion
from services.eligibility.person import InsuredPerson
from services.eligibility.recompute import recompute
from services.eligibility.samples import Sample
from services.eligibility.sheets import SheetNotKept
from services.eligibility.stored_decisions import StoredDecision
from services.runtime.handling import Refused

Verdict = Literal["equal", "differs", "not replayable"]
BEFORE_THE_ARCHIVE = (
    "It was decided before the engine kept how much was known and by which sheet, so nothing says what to replay."
)
NOTHING_FOLLOWS = "What was known then leads to no such version: it was not published, or another one was."


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay came to; `because` says what differs first, or why there is nothing to compare."""

    decision: StoredDecision
    verdict: Verdict
    because: str | None = None


def replay(connection: Connection, decision: StoredDecision) -> Replayed:
    """Compute a decision again from the first facts and the archived sheets. Nothing is written."""
    if decision.facts_known is None:
        return Replayed(decision, "not replayable", BEFORE_THE_ARCHIVE)
    person = person_then(connection, decision.subject, decision.facts_known)
    if len(person.facts) < decision.facts_known:
        missing = f"{decision.facts_known} facts were known then, and {len(person.facts)} are kept."
        return Replayed(decision, "not replayable", missing)
    try:
        schemes = schemes_then(connection, decision.subject, decision.facts_known)
        for _ in recompute(person, schemes, ClaimCache()):
            pass
    except SheetNotKept as fault:
        return Replayed(decision, "not replayable", str(fault))
    except (Refused, KeyError, LookupError) as fault:
        return Replayed(decision, "differs", f"It cannot be computed any more: {fault}.")
    again = _again(person, decision)
    because = NOTHING_FOLLOWS if again is None else first_difference(decision, *again)
    return Replayed(decision, "differs" if because else "equal", because)


def sample_of(results: Iterable[Replayed], taken_at: int) -> Sample:
    """What came of a sample."""
    verdicts: Counter[str] = Counter()
    first_differing = None
    for result in results:
        verdicts[result.verdict] += 1
        if result.verdict == "differs" and first_differing is None:
            first_differing = result.decision.made
    return Sample(taken_at, verdicts["equal"], verdicts["differs"], verdicts["not replayable"], first_differing)


def _again(person: InsuredPerson, decision: StoredDecision) -> tuple[PublishedVersion, bytes] | None:
    if decision.certification is None:
        return next(((v, d) for claim, v, d in person.new_determinations if claim == decision.claim), None)
    own = (decision.claim, decision.certification)
    return next(((version, derivation) for key, version, derivation in person.new_assessments if key == own), None)


def first_difference(decision: StoredDecision, again: PublishedVersion, derivation: bytes) -> str | None:
    """Where a version and its recomputation differ first, in words; None where every byte is the same."""
    stored = decision.published
    for name, old, new in (("content", stored.content, again.content), ("derivation", decision.derivation, derivation)):
        if old != new:
            return f"{name}: {_differing(from_json(old), from_json(new)) or _byte(old, new)}"
    if (stored.id, stored.number) != (again.id, again.number):
        return f"It is version {stored.number}, {stored.id}, and comes out as version {again.number}, {again.id}."
    return None


def _byte(old: bytes, new: bytes) -> str:
    at = next((place for place, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), None)
    return f"the same values, written otherwise from byte {min(len(old), len(new)) if at is None else at} on."


def _differing(old: Any, new: Any, at: str = "") -> str | None:
    """The first field in which two values as JSON differ."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            where = f"{at}.{key}" if at else key
            if (key in old) != (key in new):
                return f"{where} is there only {'then' if key in old else 'now'}."
            if says := _differing(old[key], new[key], where):
                return says
        return None
    if isinstance(old, list) and isinstance(new, list):
        for number, (one, other) in enumerate(zip(old, new, strict=False)):
            if says := _differing(one, other, f"{at}[{number}]"):
                return says
        return None if len(old) == len(new) else f"{at} has {len(old)} entries, and now {len(new)}."
    return None if old == new else f"{at} was {old}, and is now {new}."
