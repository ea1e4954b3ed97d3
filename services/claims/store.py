"""How people are loaded and saved: claims, questions, early replies, and the last closed day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, bindparam, select

from contracts.about import from_short, short
from contracts.base import partition_of
from contracts.claims import ClaimState, Ground, ReductionBounds
from contracts.eligibility import DeterminationOutcome
from contracts.safeguards import SchemeSafeguards
from contracts.values import Money, Period
from services.claims import tables, tallies
from services.claims.amounts import KnownAmount
from services.claims.budget_store import load_budgets, save_budgets
from services.claims.calendar import PromptClosing
from services.claims.contest_store import load_contests, of_decisions, recall_decisions, save_contests
from services.claims.delivery_store import load_sendings, save_sendings
from services.claims.error_budget import PREFIX, ErrorBudget
from services.claims.file_note_store import save_notes
from services.claims.model import NO_SAFEGUARDS, Claim, Filing, RefusedByFacts
from services.claims.outages import Outage
from services.claims.person import Applicant
from services.claims.questions import AskedQuestion, QuestionWords
from services.claims.steps import QuestionStep
from services.claims.tables import EARLY_ACTS
from services.claims.waiting_store import of_waiting, recall_waiting, save_last_words, save_outages, stored_outages
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks, upsert
from services.runtime.handling import State

__all__ = ["keep_day", "load_people", "loader", "prompt_closing", "save", "tallies"]

_BOUNDS = TypeAdapter(tuple[ReductionBounds, ...])
_REFUSAL = TypeAdapter(RefusedByFacts)
_AMOUNTS = TypeAdapter(tuple[KnownAmount, ...])


def loader(partitions: int) -> Callable[[Connection, Sequence[str]], Mapping[str, State]]:
    """Loads all that is known of people and error budgets, whose days are those of their own partition of so many."""

    def load(connection: Connection, subjects: Sequence[str]) -> Mapping[str, State]:
        budgets = [subject for subject in subjects if subject.startswith(PREFIX)]
        if not budgets:
            return dict(load_people(connection, subjects, partitions))
        others = [subject for subject in subjects if not subject.startswith(PREFIX)]
        people = load_people(connection, others, partitions)
        closed = {row.partition: row.day for row in _DAYS.rows(connection)}
        return {**people, **load_budgets(connection, budgets, closed, partitions)}

    return load


def load_people(connection: Connection, subjects: Sequence[str], partitions: int) -> Mapping[str, Applicant]:
    """All that is known of these people."""
    days = {row.partition: row for row in _DAYS.rows(connection)}
    outages = stored_outages(connection)
    places = {subject: partition_of(subject, partitions) for subject in subjects}
    people = {subject: _applicant(subject, days.get(place), outages[place], place) for subject, place in places.items()}
    for chunk in chunks(subjects):
        for row in _CLAIMS.rows(connection, {"any_of": chunk}):
            people[row.subject].claims[row.claim] = _claim(row)
        for row in _QUESTIONS.rows(connection, {"any_of": chunk}):
            people[row.subject].questions[row.question] = _question(row)
        for row in _EARLY_REPLIES.rows(connection, {"any_of": chunk}):
            people[row.subject].early_replies[row.question] = row.filed_on
        EARLY_ACTS.load(connection, chunk, people)
        load_contests(connection, chunk, people)
        load_sendings(connection, chunk, people)
    return people


_CLAIMS = Prepared(select(tables.claim).where(among(tables.claim.c.subject)))
_QUESTIONS = Prepared(select(tables.question).where(among(tables.question.c.subject)))
_EARLY_REPLIES = Prepared(select(tables.early_reply).where(among(tables.early_reply.c.subject)))
_DAYS = Prepared(select(tables.closed_day))
_DAY = Prepared(select(tables.closed_day).where(tables.closed_day.c.partition == bindparam("of")))


def save(connection: Connection, states: Sequence[State]) -> None:
    """Write what changed."""
    people = [state for state in states if isinstance(state, Applicant)]
    save_budgets(connection, (state for state in states if isinstance(state, ErrorBudget)))
    upsert(connection, tables.claim, list(_claim_rows(people)))
    upsert(connection, tables.question, list(_question_rows(people)))
    upsert(connection, tables.early_reply, list(_reply_rows(people)))
    EARLY_ACTS.save(connection, people)
    save_contests(connection, people)
    save_sendings(connection, people)
    save_notes(connection, people)
    save_outages(connection, people)
    save_last_words(connection, people)


def prompt_closing(connection: Connection, partition: int) -> PromptClosing | None:
    """The closing of a partition that came as soon after its day as any did."""
    return _prompt(_DAY.row(connection, {"of": partition}))


def keep_day(connection: Connection, partition: int, day: date, came_ms: int | None) -> None:
    """Note that a partition has closed a day, and when the closing came; an older day changes nothing."""
    before = _DAY.row(connection, {"of": partition})
    last = day if before is None else max(day, before.day)
    prompt = _prompt(before)
    if came_ms is not None:
        prompt = prompt.or_sooner(day, came_ms) if prompt else PromptClosing(day, came_ms)
    kept = {"prompt_day": prompt and prompt.day, "prompt_ms": prompt and prompt.came_ms}
    upsert(connection, tables.closed_day, [{"partition": partition, "day": last, **kept}])


def _applicant(subject: str, closed: Row[Any] | None, outages: dict[str, Outage], partition: int) -> Applicant:
    today = None if closed is None else closed.day + timedelta(days=1)
    return Applicant(subject, today=today, prompt=_prompt(closed), outages=outages, partition=partition)


def _prompt(closed: Row[Any] | None) -> PromptClosing | None:
    if closed is None or closed.prompt_day is None:
        return None
    return PromptClosing(closed.prompt_day, closed.prompt_ms)


def _claim(row: Row[Any]) -> Claim:
    claim = Claim(
        claim=row.claim,
        scheme=row.scheme,
        filed=_filing(row.filed_on, row.filed_version, row.filed_content),
        withdrawn=_filing(row.withdrawn_on, row.withdrawn_version, row.withdrawn_content),
        filed_from=row.filed_from,
        withdrawn_from=row.withdrawn_from,
        state=ClaimState(row.state) if row.state else None,
        determination=row.determination,
        outcome=DeterminationOutcome(row.outcome) if row.outcome else None,
        benefit_year=_period(row.year_start, row.year_end),
        appeal=row.appeal,
        appeal_days=row.appeal_days,
        refusal=_REFUSAL.validate_json(row.refusal) if row.refusal else None,
        reductions=_BOUNDS.validate_json(row.reductions) if row.reductions else (),
        safeguards=SchemeSafeguards.model_validate_json(row.safeguards) if row.safeguards else NO_SAFEGUARDS,
        amounts={amount.certification: amount for amount in _AMOUNTS.validate_json(row.amounts)} if row.amounts else {},
        certified_until=row.certified_until,
        assessed_until=row.assessed_until,
        assessed_number=row.assessed_number,
        used_up=row.used_up,
        numbers={key: int(number) for key, _, number in (part.rpartition("=") for part in row.numbers.split())},
    )
    return recall_waiting(claim, row)


def _filing(on: date | None, version: int | None, content: bytes | None) -> Filing | None:
    return None if on is None or version is None or content is None else Filing(on, version, content)


def _period(start: date | None, end: date | None) -> Period | None:
    return None if start is None or end is None else Period(start=start, end=end)


def _question(row: Row[Any]) -> AskedQuestion:
    asked = AskedQuestion(
        question=row.question,
        claim=row.claim,
        about=from_short(row.about),
        words=QuestionWords(row.asks, row.cites, row.because),
        ground=Ground(row.ground) if row.ground else None,
        period=_period(row.period_start, row.period_end),
        amount=None if row.amount_minor is None else Money(minor=row.amount_minor, currency=row.currency),
        facts=row.facts,
        reduction=ReductionBounds.model_validate_json(row.reduction) if row.reduction else None,
        opened_on=row.opened_on,
        step=QuestionStep(row.step),
        issued_on=row.issued_on,
        reply_by=row.reply_by,
        replied_on=row.replied_on,
        wanted_by=set(row.wanted_by.split()),
        certification=row.certification,
    )
    return recall_decisions(asked, row)


def _claim_rows(people: Iterable[Applicant]) -> Iterable[dict[str, Any]]:
    for person in people:
        for claim in person.claims.values():
            if claim.claim in person.changed:
                yield {"subject": person.subject, **_claim_row(claim)}


def _claim_row(claim: Claim) -> dict[str, Any]:
    filed, withdrawn = claim.filed, claim.withdrawn
    return {
        "claim": claim.claim,
        "scheme": claim.scheme,
        "filed_on": filed.on if filed else None,
        "filed_version": filed.version if filed else None,
        "filed_content": filed.content if filed else None,
        "withdrawn_on": withdrawn.on if withdrawn else None,
        "withdrawn_version": withdrawn.version if withdrawn else None,
        "withdrawn_content": withdrawn.content if withdrawn else None,
        "filed_from": claim.filed_from,
        "withdrawn_from": claim.withdrawn_from,
        "state": claim.state,
        "determination": claim.determination,
        "outcome": claim.outcome,
        "year_start": claim.benefit_year.start if claim.benefit_year else None,
        "year_end": claim.benefit_year.end if claim.benefit_year else None,
        "appeal": claim.appeal,
        "appeal_days": claim.appeal_days,
        "refusal": _REFUSAL.dump_json(claim.refusal) if claim.refusal else None,
        "reductions": _BOUNDS.dump_json(claim.reductions).decode() if claim.reductions else None,
        "safeguards": _own_rules(claim.safeguards),
        "amounts": _AMOUNTS.dump_json(tuple(claim.amounts.values())) if claim.amounts else None,
        "certified_until": claim.certified_until,
        "assessed_until": claim.assessed_until,
        "assessed_number": claim.assessed_number,
        "used_up": claim.used_up,
        "numbers": " ".join(f"{key}={number}" for key, number in sorted(claim.numbers.items())),
        **of_waiting(claim),
    }


def _own_rules(safeguards: SchemeSafeguards) -> str | None:
    return None if safeguards == NO_SAFEGUARDS else safeguards.model_dump_json(exclude_none=True)


def _question_rows(people: Iterable[Applicant]) -> Iterable[dict[str, Any]]:
    for person in people:
        for question in person.questions.values():
            if question.question in person.changed:
                yield {"subject": person.subject, **_question_row(question)}


def _question_row(question: AskedQuestion) -> dict[str, Any]:
    return {
        "question": question.question,
        "claim": question.claim,
        "about": short(question.about),
        "ground": question.ground,
        "period_start": question.period.start if question.period else None,
        "period_end": question.period.end if question.period else None,
        "amount_minor": question.amount.minor if question.amount else None,
        "currency": question.amount.currency if question.amount else None,
        "facts": question.facts,
        "opened_on": question.opened_on,
        "step": question.step,
        "issued_on": question.issued_on,
        "reply_by": question.reply_by,
        "replied_on": question.replied_on,
        "wanted_by": " ".join(sorted(question.wanted_by)),
        "asks": question.words.asks,
        "cites": question.words.cites,
        "because": question.words.because,
        "certification": question.certification,
        "reduction": question.reduction.model_dump_json() if question.reduction else None,
        **of_decisions(question),
    }


def _reply_rows(people: Iterable[Applicant]) -> Iterable[dict[str, Any]]:
    for person in people:
        for identity, filed_on in person.early_replies.items():
            if identity in person.changed:
                yield {"subject": person.subject, "question": identity, "filed_on": filed_on}
