"""A key is unique for its person only: two people with equal keys everywhere live as if theirs were different."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import select

from contracts.almp_referral import ReferralMade
from contracts.base import Envelope, Event, read
from contracts.casework import AnswerGiven, Officer, Verdict
from contracts.claims import QuestionOpened
from contracts.clock import DayClosed
from contracts.placement import Answer, ReferralAnswered
from contracts.registry import Fact, Separation
from services.almp_referral.views import synthetic_programmes
from services.eligibility import archive
from services.eligibility.store import PersonLoader
from services.eligibility.tables import determination
from services.oversight.views import Stage, indicators, timeliness
from services.payments import store as payments_store
from services.payments.bank.bank_details import register_account
from services.runtime.database.store import Database
from services.runtime.delivery import parking
from services.runtime.laptop.laptop import Laptop
from services.worlds import cipher_in, laptop_in
from tests.stories.town import (
    CLAIM,
    FIRST,
    PERSON,
    born,
    certifies,
    files_claim,
    fill,
    ledger_balance,
    lost_work,
    said,
    wages,
)

pytestmark = pytest.mark.usefixtures("postgresql")  # one test asks for it only when it runs
OTHER = "p-" + "7" * 32
PEOPLE = (PERSON, OTHER)
DAY = timedelta(days=1)
E = TypeVar("E", bound=Event)
OFFICER = Officer(staff="officer-1", role="examiner")


@dataclass
class Two:
    """Two people in one world."""

    laptop: Laptop
    claims: dict[str, str]
    """By person."""

    def live(self) -> None:
        """Both left work, are asked about it, are paid, certify again otherwise, and are referred."""
        fill(self.laptop, synthetic_programmes().messages())
        pasts = [wages(month) for month in range(7, 25)]
        self._tell(lambda _: [*pasts, born(), lost_work(Separation.VOLUNTARY)])
        self._tell(lambda claim: [files_claim(claim), certifies(0, claim=claim)])
        self._closes(FIRST + DAY)
        self._answer(FIRST + 2 * DAY)
        self._closes(FIRST + 14 * DAY)
        self._tell(lambda claim: [certifies(0, claim=claim, earned=(0, 6_000), version=2), certifies(1, claim=claim)])
        self._closes(FIRST + 30 * DAY)
        self._answer(FIRST + 31 * DAY)

    def _tell(self, facts: Callable[[str], list[Fact]]) -> None:
        fill(self.laptop, [said(one, person=person) for person in PEOPLE for one in facts(self.claims[person])])

    def _closes(self, day: date) -> None:
        closed = [DayClosed(day=day, partition=number) for number in range(self.laptop.partitions)]
        fill(self.laptop, [said(event, person=f"partition-{event.partition}") for event in closed])

    def _answer(self, on: date) -> None:
        for person in PEOPLE:
            for opened in self.heard(QuestionOpened, person, "claims"):
                answer = AnswerGiven(
                    question=opened.question,
                    answered_on=on,
                    officer=OFFICER,
                    verdict=Verdict.FOR_CLAIMANT,
                    reasons="There was cause.",
                    article=opened.cites,
                    facts_considered=(opened.claim,),
                )
                fill(self.laptop, [said(answer, person=person)])
            for made in self.heard(ReferralMade, person, "almp_referral"):
                accepted = ReferralAnswered(
                    referral=made.referral, answer=Answer.ACCEPTED, officer=OFFICER, answered_on=on
                )
                fill(self.laptop, [said(accepted, person=person)])

    def heard(self, kind: type[E], person: str, topic: str) -> list[E]:
        """What a service said of a person, of one kind."""
        envelopes = [Envelope.from_bytes(message.raw) for message in self.laptop.log(topic)]
        events = [read(envelope) for envelope in envelopes if envelope.subject == person]
        return [event for event in events if isinstance(event, kind)]

    def end_of(self, person: str) -> dict[str, object]:
        """What a person's life comes to, without its keys."""
        databases = self.laptop.databases
        with databases["eligibility"].begin() as connection:
            insured = PersonLoader().load(connection, [person])[person]
        with databases["payments"].begin() as connection:
            positions = payments_store.load(connection, [person])[person].of_claim(self.claims[person])
        said_of = {topic: self.heard(Event, person, topic) for topic in databases}
        return {
            "versions": (
                [last.number for last in insured.determinations.values()],
                [last.number for last in insured.assessments.values()],
            ),
            "said": {topic: Counter(event.name for event in events) for topic, events in said_of.items()},
            "due": [(position.period, position.target_minor, position.waived_minor) for position in positions],
            "paid": [one.amount_minor for position in positions for one in position.instructions],
        }

    def parked(self) -> list[str]:
        """Every parked event's code, of every service."""
        codes = []
        for database in self.laptop.databases.values():
            with database.begin() as connection:
                codes += [one.code for one in parking.waiting(connection)]
        return codes


@pytest.fixture
def on_a_laptop(tmp_path: Path) -> Iterator[Laptop]:
    laptop = laptop_in(tmp_path)
    yield laptop
    laptop.close()


@pytest.fixture
def on_postgresql(tmp_path: Path, migrated_database_url: str) -> Iterator[Laptop]:
    laptop = laptop_in(tmp_path)
    for name, service in laptop.services.items():
        laptop.databases[name].close()
        database = Database.on_postgresql(migrated_database_url, name, service.tables, partitions=laptop.partitions)
        database.log_is_whole = False  # a laptop's topics share their positions
        laptop.databases[name] = database
    yield laptop
    laptop.close()


def lived(laptop: Laptop, other: str) -> Two:
    """Two people who lived through the same, the second under a claim of this key."""
    with laptop.databases["payments"].begin() as connection:
        for number, person in enumerate(PEOPLE):
            register_account(connection, cipher_in(laptop.folder, "payments"), person, f"123456780:000000004{number}")
    two = Two(laptop, {PERSON: CLAIM, OTHER: other})
    two.live()
    return two


@pytest.mark.parametrize("world", ["on_a_laptop", "on_postgresql"])
def test_two_people_with_equal_keys_live_as_with_different_ones(
    world: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    apart = laptop_in(tmp_path_factory.mktemp("apart"))
    different = lived(apart, "claim-2")
    equal = lived(request.getfixturevalue(world), CLAIM)
    assert equal.parked() == []
    for person in PEOPLE:
        end = equal.end_of(person)
        assert end == different.end_of(person)
        assert end["paid"], "nothing is compared if nothing was paid"
    committee_counts_both(equal)
    explanations_are_of_their_person(equal)
    assert ledger_balance(equal.laptop) == 0
    apart.close()


def committee_counts_both(two: Two) -> None:
    with two.laptop.databases["oversight"].begin() as connection:
        figures = indicators(connection)
        decided = timeliness(connection, Stage.CLAIM_TO_DECISION, 30, FIRST + 60 * DAY)
        waiting = timeliness(connection, Stage.FIRST_PAYMENT, 7, FIRST + 60 * DAY)
    assert (figures.claims, figures.outcomes) == (2, {"granted": 2})
    assert figures.referrals == 2
    assert figures.questions == sum(len(two.heard(QuestionOpened, person, "claims")) for person in PEOPLE) >= 4
    assert decided.passed["on_time", 28] + decided.passed["late", 28] in (0, 2)
    assert sum(waiting.pending.values()) == 2


def explanations_are_of_their_person(two: Two) -> None:
    with two.laptop.databases["eligibility"].begin() as connection:
        for person in PEOPLE:
            query = select(determination.c.determination).where(determination.c.subject == person)
            made = list(connection.scalars(query.order_by(determination.c.number)))
            assert len(made) > 1
            [last] = archive.beginning_with(connection, str(made[-1]))
            before = archive.superseded_by(connection, last)
            assert before is not None
            assert (last.subject, before.subject, before.number) == (person, person, last.number - 1)
