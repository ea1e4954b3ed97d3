"""What a fact causes: it is remembered, and whatever follows from all facts together is published if it changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contracts.base import Envelope, Event
from contracts.casework import ComplianceRecorded, RecordRetracted
from contracts.claims import ClaimDecision, ContestClosed, ContestOpened
from contracts.eligibility import DimensionsChanged
from contracts.intake import CertificationFiled, ClaimFiled, ClaimWithdrawn, FilingRetracted
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.decide.all_claims import under_law
from law.decide.assess import assess
from law.decide.determine import determine
from law.decide.overlapping_claims import in_order_of_filing
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw
from services.eligibility import store
from services.eligibility.bulk_keeping import REGISTRY_FACTS, amounts_in, keeping
from services.eligibility.cache import ClaimCache, DeterminedClaim
from services.eligibility.dimensions import dimensions_of, may_describe
from services.eligibility.model import FactIdentity, kept_beside, received_fact, state_the_same
from services.eligibility.person import InsuredPerson
from services.eligibility.tables import TABLES
from services.eligibility.versions import assessed, claim_vanished, determined
from services.runtime.handling import Consequences, Refused
from services.runtime.service import Service

CLAIM_FACTS: tuple[type[Event], ...] = (
    ClaimFiled,
    ClaimWithdrawn,
    CertificationFiled,
    FilingRetracted,
    ClaimDecision,
    ContestOpened,
    ContestClosed,
    ComplianceRecorded,
    RecordRetracted,
)


def make_service(schemes: Mapping[str, Scheme]) -> Service[InsuredPerson]:
    """Eligibility under the given schemes, by name."""
    currencies = {scheme.currency for scheme in schemes.values()}
    cache = ClaimCache()

    def remember(event: Event, person: InsuredPerson, cause: Envelope) -> Consequences:
        if isinstance(event, ClaimFiled) and event.scheme not in schemes:
            raise Refused("unknown-scheme", f"claims are served under {', '.join(sorted(schemes))}")
        for money in amounts_in(event):
            if money.currency not in currencies:
                raise Refused("wrong-currency", f"amounts are in {', '.join(sorted(currencies))} here")
        _remember(event, person, cause)
        return ()

    def recompute(person: InsuredPerson, _cause: Envelope) -> Consequences:
        return list(_recompute(person, schemes, cache)) if person.new_facts and person.has_claim else ()

    service: Service[InsuredPerson] = Service(
        "eligibility", TABLES, store.PersonLoader().load, store.save, settle=recompute, keeping=keeping(currencies)
    )
    for kind in (*REGISTRY_FACTS, *CLAIM_FACTS):
        service.handles(kind)(remember)
    return service


def _remember(event: Event, person: InsuredPerson, cause: Envelope) -> None:
    fact = received_fact(event, cause.id)
    before = person.facts.get(fact.version)
    if before is None:
        person.facts[fact.version] = fact
        person.new_facts.append(fact)
    elif not state_the_same(before.event, event):
        beside = kept_beside(before.event, fact)
        if beside is None:
            came_before = f"{fact.kind} {fact.key} version {fact.source_version} came before with other content"
            raise Refused("conflicting-fact", came_before)
        if beside.version not in person.facts:
            person.facts[beside.version] = beside
            person.new_facts.append(beside)


def _recompute(person: InsuredPerson, schemes: Mapping[str, Scheme], cache: ClaimCache) -> Iterator[Event]:
    facts = FactSet(fact.event for fact in person.facts.values())
    try:
        claims = _determined(person, facts, schemes, cache)
        for claim in claims:
            determination = claim.determination
            others = [other.determination for other in claims if other is not claim]
            under = ClaimUnderLaw(schemes[determination.scheme], facts, determination.claim)
            assessments = assess(under, determination, others, claim.worked)
            event, changed = determined(person, determination)
            if changed:
                yield event.model_copy(update={"dimensions": dimensions_of(facts, under.filed)})
            elif may_describe(person.new_facts):
                yield from _described_anew(person, facts, under.filed)
            yield from assessed(person, claim, assessments, event)
    except OutsideKnownLaw as fault:
        raise Refused("outside-known-law", str(fault)) from None
    for key in sorted(person.determinations.keys() - {claim.determination.claim for claim in claims}):
        yield from claim_vanished(person, key)


def _described_anew(person: InsuredPerson, facts: FactSet, claim: ClaimFiled) -> Iterator[DimensionsChanged]:
    """What the facts say of a claim now, if they said something else of it before those that are new."""
    news = {fact.version for fact in person.new_facts}
    before = FactSet(fact.event for version, fact in person.facts.items() if version not in news)
    earlier = next((fact for fact in before.of(ClaimFiled) if fact.key == claim.key), None)
    dimensions = dimensions_of(facts, claim)
    if earlier is None or dimensions_of(before, earlier) != dimensions:
        yield DimensionsChanged(claim=claim.key, dimensions=dimensions)


def _determined(
    person: InsuredPerson, facts: FactSet, schemes: Mapping[str, Scheme], cache: ClaimCache
) -> list[DeterminedClaim]:
    """Every claim that holds with its determination, each knowing those of the claims filed before it."""
    lasting = frozenset(fact.identity for fact in person.facts.values() if fact.kind != CertificationFiled.name)
    claims: list[DeterminedClaim] = []
    for filed in in_order_of_filing(facts):
        depends_on = lasting | _certified_elsewhere(person, filed.key, schemes[filed.scheme])
        claim = cache.of((person.subject, filed.key), depends_on)
        if claim is None:
            earlier = [claim.determination for claim in claims]
            determination = determine(under_law(schemes, facts, filed, earlier))
            claim = cache.keep((person.subject, filed.key), depends_on, determination)
        claims.append(claim)
    return claims


def _certified_elsewhere(person: InsuredPerson, claim: str, scheme: Scheme) -> frozenset[FactIdentity]:
    """The certifications of other claims, where the sheet looks at what was drawn under them."""
    if not scheme.looks_at_spells:
        return frozenset()
    return frozenset(
        fact.identity
        for fact in person.facts.values()
        if isinstance(fact.event, CertificationFiled) and fact.event.claim != claim
    )
