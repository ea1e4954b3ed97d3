"""Whose letter is meant, and what of that person is archived."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

import typer

from contracts.base import Event
from contracts.claims import ClaimOpened
from contracts.eligibility import ClaimPrepared, DeterminationMade
from law.catalogue import load_scheme, scheme_names
from law.language.sheet.scheme import Scheme
from services.claims.views import questions_beginning_with
from services.eligibility.archive import beginning_with, decisions_about, fact_sources, scheme_of
from services.eligibility.views import claims_beginning_with, people_beginning_with
from services.letters.case_file import ArchivedDecision, CaseFile, DatedEvent
from services.operations.stack import Stack
from services.oversight.views import first_decided, told_steps
from services.payments.views import payments_beginning_with


def person_meant(world: Stack, beginning: str) -> str:
    """The person whom an id, or its beginning, is about. Ends the command with one sentence if it is not just one."""
    people: set[str] = set()
    with world.databases["eligibility"].reading() as connection:
        with suppress(ValueError):  # it is no beginning of a decision's id
            people |= {decision.subject for decision in beginning_with(connection, beginning)}
        people |= people_beginning_with(connection, beginning) | claims_beginning_with(connection, beginning)
    if not people:
        with world.databases["claims"].reading() as connection:
            people |= questions_beginning_with(connection, beginning)
        with world.databases["payments"].reading() as connection:
            people |= payments_beginning_with(connection, beginning)
    if len(people) == 1:
        return people.pop()
    if people:
        raise typer.BadParameter(f"ids of several people begin with {beginning}; write more of it")
    raise typer.BadParameter(
        f"no decision, question, payment, claim or person in {world.place} begins with {beginning}"
    )


def case_about(world: Stack, person: str) -> CaseFile:
    """All that letters to a person are made from."""
    with world.databases["eligibility"].reading() as connection:
        decisions = decisions_about(connection, person)
        archived = {
            decision.made: ArchivedDecision(decision, tuple(fact_sources(connection, decision)))
            for decision in decisions
        }
        determined = [decision.event for decision in decisions if isinstance(decision.event, DeterminationMade)]
        schemes = {event.scheme_digest: scheme_of(connection, event) for event in determined}
    with world.databases["oversight"].reading() as connection:
        decided = first_decided(connection, person)
    log = list(world.about(person))
    places = {envelope.id: place for place, envelope in reversed(list(enumerate(log)))}
    events = tuple(
        DatedEvent(step.envelope.id, step.envelope.causationid, step.day, places[step.envelope.id], step.event)
        for step in told_steps(log, decided)
        if isinstance(step.event, Event)
    )
    return CaseFile(person, events, archived, {**_filed_under(events), **schemes})


def _filed_under(events: Iterable[DatedEvent]) -> dict[str, Scheme]:
    """The sheets, as they are today, of the schemes under which claims were filed or made ready."""
    claims = [dated.event for dated in events if isinstance(dated.event, ClaimOpened | ClaimPrepared)]
    names = {claim.scheme for claim in claims if claim.scheme is not None}
    schemes = [load_scheme(name, accept_unverified=True) for name in sorted(names & set(scheme_names()))]
    return {scheme.digest: scheme for scheme in schemes}
