"""What several services have archived of one person, put together for who writes or reads letters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from contracts.base import Envelope, Event
from contracts.claims import ClaimOpened
from contracts.eligibility import ClaimPrepared, DeterminationMade
from law.catalogue import load_scheme, scheme_names
from law.language.sheet.scheme import Scheme
from services.eligibility.archive import decisions_about, fact_sources, scheme_of
from services.letters.case_file import ArchivedDecision, CaseFile, DatedEvent
from services.oversight.views import first_decided, told_steps
from services.runtime.database.store import Database


def case_of(person: str, databases: Mapping[str, Database], log: Iterable[Envelope]) -> CaseFile:
    """All that letters to a person are made from; `log` is every event of the person."""
    with databases["eligibility"].reading() as connection:
        decisions = decisions_about(connection, person)
        archived = {
            decision.made: ArchivedDecision(decision, tuple(fact_sources(connection, decision)))
            for decision in decisions
        }
        determined = [decision.event for decision in decisions if isinstance(decision.event, DeterminationMade)]
        schemes = {event.scheme_digest: scheme_of(connection, event) for event in determined}
    with databases["oversight"].reading() as connection:
        decided = first_decided(connection, person)
    envelopes = list(log)
    places = {envelope.id: place for place, envelope in reversed(list(enumerate(envelopes)))}
    events = tuple(
        DatedEvent(step.envelope.id, step.envelope.causationid, step.day, places[step.envelope.id], step.event)
        for step in told_steps(envelopes, decided)
        if isinstance(step.event, Event)
    )
    return CaseFile(person, events, archived, {**_filed_under(events), **schemes})


def _filed_under(events: Iterable[DatedEvent]) -> dict[str, Scheme]:
    """The sheets, as they are today, of the schemes under which claims were filed or made ready."""
    claims = [dated.event for dated in events if isinstance(dated.event, ClaimOpened | ClaimPrepared)]
    names = {claim.scheme for claim in claims if claim.scheme is not None}
    schemes = [load_scheme(name, accept_unverified=True) for name in sorted(names & set(scheme_names()))]
    return {scheme.digest: scheme for scheme in schemes}
