"""What a fact causes: it is remembered, and whatever follows from all facts together is published if it changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from contracts.base import Envelope, Event
from contracts.casework import ComplianceRecorded, RecallOrdered, RecordRetracted
from contracts.claims import ClaimDecision, ContestClosed, ContestOpened
from contracts.closing_audits import ClosingAuditOrdered, LineAudited
from contracts.eligibility import FactShared, PersonsLinked
from contracts.intake import CertificationFiled, ClaimFiled, ClaimWithdrawn, FilingRetracted
from contracts.merged_persons import PersonsMerged, PersonsSeparated
from contracts.short_time import ShortTimeReported
from contracts.short_time_answers import ShortTimeDue
from contracts.training import ParticipationCounted
from law.language.sheet.scheme import Scheme
from services.eligibility.bulk_keeping import REGISTRY_FACTS, amounts_in, keeping
from services.eligibility.cache import ClaimCache
from services.eligibility.closing_audits import audits_followed
from services.eligibility.deaths import death_told
from services.eligibility.introductions import told_of_each_other
from services.eligibility.mergers import told_to_others
from services.eligibility.model import kept_beside, received_fact, state_the_same
from services.eligibility.person import InsuredPerson
from services.eligibility.prepared import prepared_claims
from services.eligibility.recompute import recompute
from services.eligibility.rhythms import rhythms_of
from services.eligibility.short_time import lines_answered
from services.eligibility.short_time_lists import lists_assessed
from services.eligibility.store import PersonLoader, saver
from services.eligibility.tables import TABLES
from services.runtime.handling import Consequences, Refused, To
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
    RecallOrdered,
    ParticipationCounted,
)
OF_MERGED_PERSONS: tuple[type[Event], ...] = (PersonsMerged, PersonsSeparated, PersonsLinked, FactShared)

OF_SHORT_TIME: tuple[type[Event], ...] = (ShortTimeReported, ShortTimeDue, ClosingAuditOrdered, LineAudited)


def make_service(schemes: Mapping[str, Scheme], waits_for: Iterable[str] = ()) -> Service[InsuredPerson]:
    """Eligibility under the given schemes, by name; it says of which of these institutions facts came, once a day."""
    currencies = {scheme.currency for scheme in schemes.values()}
    cache = ClaimCache()

    def remember(event: Event, person: InsuredPerson, cause: Envelope) -> Consequences:
        if isinstance(event, ClaimFiled) and event.scheme not in schemes:
            raise Refused("unknown-scheme", f"claims are served under {', '.join(sorted(schemes))}")
        for money in amounts_in(event):
            if money.currency not in currencies:
                raise Refused("wrong-currency", f"amounts are in {', '.join(sorted(currencies))} here")
        if isinstance(event, PersonsMerged | PersonsSeparated) and person.subject not in {event.stays, event.joins}:
            raise Refused("bad-data", "two persons are merged or separated under the pseudonym of one of them")
        _remember(event, person, cause)
        return ()

    def settle(person: InsuredPerson, _cause: Envelope) -> Consequences:
        return list(_what_follows(person, schemes, cache)) if person.new_facts else ()

    service: Service[InsuredPerson] = Service(
        "eligibility",
        TABLES,
        PersonLoader().load,
        saver(schemes),
        settle=settle,
        keeping=keeping(currencies),
        rhythms=rhythms_of(waits_for),
    )
    for kind in (*REGISTRY_FACTS, *CLAIM_FACTS, *OF_MERGED_PERSONS, *OF_SHORT_TIME):
        service.handles(kind)(remember)
    return service


def _what_follows(person: InsuredPerson, schemes: Mapping[str, Scheme], cache: ClaimCache) -> Iterator[Event | To]:
    """All that the new facts of a person cause: for others who are the same person, for an employer, and for claims."""
    facts, news = person.facts.values(), person.new_facts
    yield from told_to_others(person.subject, facts, news)
    yield from told_of_each_other(person.subject, facts, news)
    yield from lines_answered(person.subject, facts, news, schemes)
    yield from lists_assessed(person.subject, facts, news, schemes)
    yield from audits_followed(person, schemes)
    yield from prepared_claims(person, schemes)
    if person.has_claim:
        yield from recompute(person, schemes, cache)
        yield from death_told(person.subject, facts, news)


def _remember(event: Event, person: InsuredPerson, cause: Envelope) -> None:
    fact = received_fact(event, cause.id, person.arrived)
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
