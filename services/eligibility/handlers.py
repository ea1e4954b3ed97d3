"""What a fact causes: it is remembered, and whatever follows from all facts together is published if it changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from contracts.base import Envelope, Event
from contracts.claims import ClaimDecision
from contracts.intake import CertificationFiled, ClaimFiled, ClaimWithdrawn
from law.case.facts import FactSet
from law.decide.all_claims import spells_before
from law.decide.assess import assess
from law.decide.determine import determine
from law.decide.overlapping_claims import in_order_of_filing
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw
from services.eligibility import store
from services.eligibility.bulk_keeping import REGISTRY_FACTS, amounts_in, keeping
from services.eligibility.cache import Memory, WorkedOut
from services.eligibility.person import Case, known_fact, say_the_same
from services.eligibility.tables import TABLES
from services.eligibility.versions import assessed, claim_vanished, determined
from services.runtime.handling import Consequences, Refused
from services.runtime.service import Service

CLAIM_FACTS = (ClaimFiled, ClaimWithdrawn, CertificationFiled, ClaimDecision)


def make_service(schemes: Mapping[str, Scheme]) -> Service[Case]:
    """Eligibility under the given schemes, by name."""
    currencies = {scheme.currency for scheme in schemes.values()}
    memory = Memory()

    def remember(event: Event, case: Case, cause: Envelope) -> Consequences:
        if isinstance(event, ClaimFiled) and event.scheme not in schemes:
            raise Refused("unknown-scheme", f"claims are served under {', '.join(sorted(schemes))}")
        for money in amounts_in(event):
            if money.currency not in currencies:
                raise Refused("wrong-currency", f"amounts are in {', '.join(sorted(currencies))} here")
        _remember(event, case, cause)
        return ()

    def recompute(case: Case, _cause: Envelope) -> Consequences:
        return list(_recompute(case, schemes, memory)) if case.new_facts and case.has_claim else ()

    service: Service[Case] = Service(
        "eligibility", TABLES, store.Shelf().load, store.save, settle=recompute, keeping=keeping(currencies)
    )
    for kind in (*REGISTRY_FACTS, *CLAIM_FACTS):
        service.handles(kind)(remember)
    return service


def _remember(event: Event, case: Case, cause: Envelope) -> None:
    known = known_fact(event, cause.id)
    before = case.facts.get(known.place)
    if before is None:
        case.facts[known.place] = known
        case.new_facts.append(known)
    elif not say_the_same(before.event, event):
        raise Refused(
            "conflicting-fact",
            f"{known.kind} {known.key} version {known.source_version} came before with other content",
        )


def _recompute(case: Case, schemes: Mapping[str, Scheme], memory: Memory) -> Iterator[Event]:
    facts = FactSet(known.event for known in case.facts.values())
    try:
        worked_out = _worked_out(case, facts, schemes, memory)
        for known in worked_out:
            found = known.determination
            others = [other.determination for other in worked_out if other is not known]
            assessments = assess(schemes[found.scheme], facts, found, known.weeks, others)
            event, changed = determined(case, found)
            if changed:
                yield event
            yield from assessed(case, assessments, event, known.weeks)
    except OutsideKnownLaw as fault:
        raise Refused("outside-known-law", str(fault)) from None
    for claim in sorted(case.determinations.keys() - {known.determination.claim for known in worked_out}):
        yield from claim_vanished(case, claim)


def _worked_out(case: Case, facts: FactSet, schemes: Mapping[str, Scheme], memory: Memory) -> list[WorkedOut]:
    """The determination of every claim that holds, each knowing those of the claims filed before it."""
    lasting = frozenset(known.event_id for known in case.facts.values() if known.kind != CertificationFiled.name)
    found: list[WorkedOut] = []
    for claim in in_order_of_filing(facts):
        depends_on = lasting | _certified_elsewhere(case, claim.key, schemes[claim.scheme])
        known = memory.of(claim.key, depends_on)
        if known is None:
            earlier = [one.determination for one in found]
            past = spells_before(schemes, facts, claim.key, earlier)
            made = determine(schemes[claim.scheme], facts, claim.key, earlier, past=past)
            known = memory.keep(claim.key, depends_on, made)
        found.append(known)
    return found


def _certified_elsewhere(case: Case, claim: str, scheme: Scheme) -> frozenset[UUID]:
    """The certifications of other claims, where the sheet looks at what was drawn under them."""
    if not scheme.looks_at_spells:
        return frozenset()
    return frozenset(
        known.event_id
        for known in case.facts.values()
        if isinstance(known.event, CertificationFiled) and known.event.claim != claim
    )
