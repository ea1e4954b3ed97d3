"""Claims made ready for people whom an employer lays off with others: they only confirm them (C168 Art. 10(1))."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from contracts.base import derived_id
from contracts.eligibility import ClaimPrepared
from contracts.intake import ClaimFiled
from contracts.registry import FactRetracted, LayoffAnnounced
from law.case.facts import FactSet
from services.eligibility.mergers import is_told_here
from services.eligibility.model import ReceivedFact
from services.eligibility.person import InsuredPerson

DIGITS = 16
"""So many hexadecimal digits tell the prepared claims of a person apart."""


def prepared_claims(person: InsuredPerson, schemes: Collection[str]) -> Iterator[ClaimPrepared]:
    """What the new facts of a person say of claims to be made ready, where it differs from what was said before.

    A function of the facts, so a list that comes again says nothing, and one that is corrected says what changed.
    """
    if not any(map(_is_about_a_layoff, person.new_facts)):
        return
    news = {fact.version for fact in person.new_facts}
    own = [fact for fact in person.facts.values() if is_told_here(fact)]
    now = FactSet(fact.event for fact in own)
    before = FactSet(fact.event for fact in own if fact.version not in news)
    said = _claims_for(person.subject, before, schemes)
    wanted = _claims_for(person.subject, now, schemes)
    for key in sorted(said.keys() | wanted.keys()):
        claim = wanted.get(key) or said[key].model_copy(update={"withdrawn": True})
        if claim != said.get(key) and not _is_claimed(claim, now):
            yield claim


def _is_about_a_layoff(fact: ReceivedFact) -> bool:
    event = fact.event
    is_taken_back = isinstance(event, FactRetracted) and event.kind == LayoffAnnounced.name
    return is_taken_back or isinstance(event, LayoffAnnounced)


def _claims_for(person: str, facts: FactSet, schemes: Collection[str]) -> dict[str, ClaimPrepared]:
    """By key, the claims for all announcements that name the person."""
    only = next(iter(schemes)) if len(schemes) == 1 else None
    claims = {}
    for layoff in facts.of(LayoffAnnounced):
        key = f"layoff-{derived_id('prepared', person, layoff.layoff, layoff.employment).hex[:DIGITS]}"
        claims[key] = ClaimPrepared(
            claim=key,
            layoff=layoff.layoff,
            employment=layoff.employment,
            unemployed_from=layoff.ended_on,
            scheme=layoff.scheme if layoff.scheme in schemes else only,
        )
    return claims


def _is_claimed(prepared: ClaimPrepared, facts: FactSet) -> bool:
    """Whether the person claims for this loss of work already, be it by confirming or in their own words."""
    return any(
        prepared.claim == claim.key
        or prepared.employment == claim.employment
        or (claim.employment is None and claim.unemployed_from >= prepared.unemployed_from)
        for claim in facts.of(ClaimFiled)
    )
