"""In whatever order, however late and however often the facts arrive, the same questions are open in the end."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.about import short
from contracts.base import Envelope, read
from contracts.claims import Ground
from contracts.values import Period
from services.claims.handlers import make_service
from services.claims.person import Applicant
from services.claims.steps import OPEN
from services.claims.store import load_people
from services.runtime.laptop.laptop import Laptop
from tests.services.claims.telling import (
    FILED,
    SCHEME,
    WEEK,
    absent,
    assessed,
    determined,
    filed,
    finding,
    overpaid,
    withdrawn,
)

NEXT_WEEK = Period.of_days(WEEK.end, 7)
FACTS = [
    filed(1),
    filed(2, unemployed_from=FILED - timedelta(days=1)),
    determined(1, finding()),
    determined(2, finding(), finding("identity", None)),
    determined(3, finding(ground=Ground.MISCONDUCT)),
    assessed(1, held=Ground.NOT_AVAILABLE),
    assessed(2, held=Ground.REFUSAL),
    assessed(1, held=Ground.NOT_AVAILABLE, period=NEXT_WEEK),
    assessed(2, period=NEXT_WEEK, left=0),
    absent(),
    overpaid(4200),
]
HANDLERS = make_service(schemes=(SCHEME,)).handlers


def after(facts: Sequence[Envelope]) -> Applicant:
    person = Applicant("ann")
    for envelope in facts:
        event = read(envelope)
        list(HANDLERS[type(event)](event, person, envelope))
    return person


def in_the_end(person: Applicant) -> object:
    claims = [(c.claim, c.scheme, c.state, c.determination, c.outcome, c.used_up) for c in person.claims.values()]
    asked = {short(question.about): question.ground for question in person.questions.values() if question.step in OPEN}
    return sorted(claims), asked


IN_ORDER = in_the_end(after(FACTS))


def test_in_order_the_facts_leave_the_questions_they_should() -> None:
    assert isinstance(IN_ORDER, tuple)
    assert IN_ORDER[1] == {
        "separation": Ground.MISCONDUCT,
        f"week:{WEEK.start}": Ground.REFUSAL,
        "referral:referral-9": Ground.NO_EMPLOYMENT_SERVICE,
        f"overpayment:{WEEK.start}": None,
    }


@given(st.permutations(FACTS), st.lists(st.sampled_from(FACTS), max_size=6))
def test_any_order_with_repeats_ends_the_same(facts: list[Envelope], repeated: list[Envelope]) -> None:
    assert in_the_end(after([*facts, *repeated])) == IN_ORDER


@given(st.permutations([*FACTS, withdrawn()]))
def test_a_withdrawal_anywhere_among_them_leaves_only_the_money_in_question(facts: list[Envelope]) -> None:
    person = after(facts)
    assert {short(q.about) for q in person.questions.values() if q.step in OPEN} == {f"overpayment:{WEEK.start}"}
    assert [claim.state for claim in person.claims.values()] == ["withdrawn"]


def test_the_check_would_see_a_lower_number_that_takes_effect() -> None:
    person = Applicant("ann")
    for envelope in reversed(FACTS):
        for claim in person.claims.values():
            claim.determination = 0  # as if nobody had looked at the number
        event = read(envelope)
        list(HANDLERS[type(event)](event, person, envelope))
    assert in_the_end(person) != IN_ORDER


@settings(max_examples=25, deadline=None)
@given(st.permutations(FACTS), st.integers(1, len(FACTS)))
def test_what_is_stored_and_loaded_again_is_what_was_known(facts: list[Envelope], batch: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = Laptop(Path(folder), [make_service(schemes=(SCHEME,))])
        for start in range(0, len(facts), batch):
            world.publish(facts[start : start + batch])
            world.run_until_quiet()
        with world.databases["claims"].begin() as connection:
            stored = load_people(connection, ["ann"], 1)["ann"]
        world.close()
    assert in_the_end(stored) == IN_ORDER
