"""What several services have archived of one person, put together for who writes or reads letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from contracts.base import Envelope, Event
from contracts.claims import ClaimOpened
from contracts.eligibility import ClaimPrepared, DeterminationMade
from contracts.short_time import ShortTimeReported
from contracts.short_time_answers import ShortTimeAssessed, ShortTimeSettled
from law.catalogue import load_scheme, scheme_names
from law.explain.graph import Graph
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw
from law.people.short_time import derivation_of
from services.claims.views import last_day_to_contest
from services.eligibility.archive import decisions_about, fact_sources, scheme_of
from services.letters.case_file import ArchivedDecision, CaseFile, DatedEvent
from services.oversight.views import first_decided, told_steps
from services.runtime.database.store import Database


def case_of(person: str, databases: Mapping[str, Database], log: Iterable[Envelope]) -> CaseFile:
    """All that letters to a person are made from; `log` is every event of the person."""
    with databases["eligibility"].of_subject(person).reading() as connection:
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
    known = {**_filed_under(events), **schemes}
    lines = dict(_lines_derived(events, known.values()))
    return CaseFile(person, events, archived, known, last_day_to_contest, lines)


def _lines_derived(events: Iterable[DatedEvent], schemes: Iterable[Scheme]) -> Iterator[tuple[tuple[str, int], Graph]]:
    """How the sheet, as it is today, comes to what is due for each line of short-time work."""
    by_name = {scheme.name: scheme for scheme in schemes}
    for line in (dated.event for dated in events if isinstance(dated.event, ShortTimeReported)):
        if line.scheme in by_name:
            with suppress(OutsideKnownLaw):  # no such line was ever answered
                yield (line.key, line.source_version), Graph.of(derivation_of(line, by_name[line.scheme]))


def _filed_under(events: Iterable[DatedEvent]) -> dict[str, Scheme]:
    """The sheets, as they are today, of the schemes under which claims were filed or made ready, or lists paid."""
    kinds = ClaimOpened | ClaimPrepared | ShortTimeAssessed | ShortTimeSettled
    claims = [dated.event for dated in events if isinstance(dated.event, kinds)]
    names = {claim.scheme for claim in claims if claim.scheme is not None}
    schemes = [load_scheme(name, accept_unverified=True) for name in sorted(names & set(scheme_names()))]
    return {scheme.digest: scheme for scheme in schemes}
