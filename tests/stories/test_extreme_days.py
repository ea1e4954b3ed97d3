"""Whatever day a contract allows, no handler fails on it: it takes effect, or is refused with a code and a sentence."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from pydantic import ValidationError

from contracts.bank import BankReported, BankResult
from contracts.base import Event, derived_id, follow, seal
from contracts.casework import AnswerGiven, ComplianceRecorded, Officer, Verdict
from contracts.claims import QuestionOpened
from contracts.intake import CertificationFiled, ClaimFiled, ClaimWithdrawn, ReplyFiled
from contracts.payments import PaymentInstructed
from contracts.registry import ContributionRecorded, EmploymentEnded, PersonRecorded, Separation
from contracts.values import FIRST_DAY, LAST_DAY
from law.catalogue import load_scheme
from services.claims.person import Applicant
from services.eligibility.person import InsuredPerson
from services.payments.claimant import Claimant
from services.runtime.handling import Refused, State, To
from services.runtime.parking_codes import CODES
from services.runtime.service import Service
from services.worlds import all_services
from tests.stories.town import FIRST, PERSON, RECORDED, born, certifies, files_claim, lost_work, wages, withdraws

SCHEME = "us/mississippi"
STATES: dict[str, Callable[[str], State]] = {"eligibility": InsuredPerson, "claims": Applicant, "payments": Claimant}
DAYS = (
    FIRST_DAY,
    FIRST_DAY + timedelta(days=1),
    date(2014, 6, 1),
    date(2098, 12, 31),
    LAST_DAY - timedelta(days=1),
    LAST_DAY,
)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
OFFICER = Officer(staff="staff-17", role="adjudicator")
EVENTS_MAX = 200


@cache
def services() -> dict[str, Service[Any]]:
    scheme = load_scheme(SCHEME, accept_unverified=True)
    made = all_services({SCHEME: scheme}, partitions=1, bank_cipher=None)
    return {service.name: service for service in made if service.name in STATES}


class Heard:
    """One person in the services that decide and pay, without a database; each stops at its first refusal."""

    def __init__(self) -> None:
        self.states = {name: state(PERSON) for name, state in STATES.items()}
        self.said: list[Event] = []
        self.refusals: dict[str, Refused] = {}

    def hears(self, event: Event, at: datetime = RECORDED) -> Heard:
        first = seal(event, subject=PERSON, source="/town", time=at, event_id=derived_id(event.model_dump_json()))
        waiting = deque([(event, first)])
        while waiting:
            told, envelope = waiting.popleft()
            self.said.append(told)
            assert len(self.said) < EVENTS_MAX
            for name, service in services().items():
                if name in self.refusals or type(told) not in service.handlers:
                    continue
                for number, following in enumerate(self._taken(name, told, envelope)):
                    waiting.append((following, follow(envelope, following, subject=PERSON, part=f"{name}/{number}")))
        return self

    def _taken(self, name: str, event: Event, envelope: Any) -> list[Event]:
        service, state = services()[name], self.states[name]
        try:
            following = list(service.handlers[type(event)](event, state, envelope) or ())
            if service.settle is not None:
                following += service.settle(state, envelope) or ()
        except Refused as refusal:
            self.refusals[name] = refusal
            return []
        return [told.event if isinstance(told, To) else told for told in following]


def life() -> Iterator[Event]:
    """All that a person, the registries, an officer and the bank say, in order, each by what came of those before."""
    yield born()
    yield lost_work(Separation.VOLUNTARY)
    yield from (wages(month) for month in range(1, 25))
    yield files_claim()


def answers(heard: Heard) -> Iterator[Event]:
    """What is said of what the services themselves said."""
    for asked in [event for event in heard.said if isinstance(event, QuestionOpened)]:
        yield ReplyFiled(question=asked.question, filed_on=FIRST)
        yield AnswerGiven(
            question=asked.question,
            answered_on=FIRST,
            officer=OFFICER,
            verdict=Verdict.FOR_CLAIMANT,
            reasons="There was a just cause.",
            article="an article",
            facts_considered=("employment",),
        )
        yield ComplianceRecorded(
            key="compliance-1",
            source_version=1,
            recorded_at=RECORDED,
            question=asked.question,
            officer=OFFICER,
            complied_on=FIRST,
        )


def paid(heard: Heard) -> Iterator[Event]:
    for payment in [event for event in heard.said if isinstance(event, PaymentInstructed)]:
        yield BankReported(
            end_to_end=payment.end_to_end,
            result=BankResult.SETTLED,
            amount=payment.amount,
            booked_on=FIRST,
            message="m",
        )


@cache
def lived() -> list[Event]:
    """The whole life, so that each part of it can be said with another day."""
    heard = Heard()
    told = list(life())
    for event in told:
        heard.hears(event)
    for more in (answers, lambda _: iter([certifies(0)]), paid, lambda _: iter([withdraws()])):
        following = list(more(heard))
        for event in following:
            heard.hears(event)
        told += following
    assert not heard.refusals
    return told


def with_other_days(event: Event) -> Iterator[Event]:
    """The event with one of its days at an edge, where its contract allows that."""
    for path in _days(event.model_dump(mode="json")):
        for day in DAYS:
            body = event.model_dump(mode="json")
            _put(body, path, day.isoformat())
            try:
                yield type(event).model_validate(body)
            except ValidationError:
                continue


def _days(body: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    parts = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for key, value in parts:
        yield from _days(value, (*path, key))
    if isinstance(body, str) and DAY.fullmatch(body):
        yield path


def _put(body: Any, path: tuple[str | int, ...], value: str) -> None:
    for step in path[:-1]:
        body = body[step]
    body[path[-1]] = value


KINDS: tuple[type[Event], ...] = (
    PersonRecorded,
    EmploymentEnded,
    ContributionRecorded,
    ClaimFiled,
    CertificationFiled,
    ClaimWithdrawn,
    ReplyFiled,
    AnswerGiven,
    ComplianceRecorded,
    BankReported,
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_no_day_makes_a_handler_fail(kind: type[Event]) -> None:
    place, event = next((place, event) for place, event in enumerate(lived()) if type(event) is kind)
    for strange in with_other_days(event):
        heard = Heard()
        for told in (*lived()[:place], strange, *lived()[place + 1 :]):
            heard.hears(told)
        assert all(refusal.code in CODES and len(refusal.reason) > 10 for refusal in heard.refusals.values())


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_no_time_of_a_message_makes_a_handler_fail(kind: type[Event], day: date) -> None:
    heard = Heard()
    for told in lived():
        heard.hears(told, datetime(day.year, day.month, day.day, tzinfo=UTC) if type(told) is kind else RECORDED)
    assert all(refusal.code in CODES for refusal in heard.refusals.values())


@pytest.mark.parametrize("filed_on", [date(1900, 1, 1), date(2099, 6, 1), date(2100, 1, 1)], ids=str)
def test_a_claim_of_a_day_without_law_is_refused_in_words(filed_on: date) -> None:
    heard = Heard()
    for told in (*life(), files_claim("claim-2", filed_on)):
        heard.hears(told)
    refusal = heard.refusals["eligibility"]
    assert refusal.code == "outside-known-law"
    assert re.search(r"is known for|begins on", refusal.reason)
