"""The same guards and the same ends on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from contracts.bank import BankReported, BankResult
from contracts.base import Event
from contracts.clock import DayClosed
from services.payments.bank.bank_details import register_account
from services.payments.deductions.audit import unlawful_deductions
from services.payments.handlers import make_service
from services.payments.reconcile import reconcile
from services.payments.tables import TABLES
from services.runtime.database.store import METADATA, Database
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import Message
from services.runtime.privacy.cipher import Cipher
from services.runtime.privacy.key_store import KeyStore
from tests.services.payments.deductions import chooses, due, lifts, orders
from tests.services.payments.world import FILED, FIRST, account_of, assessment, enveloped, usd

COPY = (
    "INSERT INTO instruction (id, end_to_end, person, partition, claim, certification, kind, sequence, attempt,"
    " period_start, period_end, days, amount_minor, currency, due_on, stage, assessment, held_minor)"
    " SELECT gen_random_uuid(), 'B' || substr(end_to_end, 2), person, partition, claim, {certification}, {kind},"
    " {sequence}, {attempt}, period_start, period_end, days, amount_minor, currency, due_on, 'due', assessment, 0"
    " FROM instruction"
)
SAME = {"certification": "certification", "kind": "kind", "sequence": "sequence", "attempt": "attempt"}
HELD = "INSERT INTO paid_days SELECT person, period_start + {later}, period_end + {later}, 'c-2', 'k-2' FROM paid_days"
SHADOW = "CREATE TEMP TABLE overpayment_decision AS SELECT * FROM overpayment_decision"
FORGED = "INSERT INTO pg_temp.overpayment_decision VALUES ({}, 'ann', 'c-1', '{}', 'x', 'x', 'x', '2024-01-01', 99999)"
JOURNAL = "INSERT INTO journal VALUES (gen_random_uuid(), gen_random_uuid(), 'x', '2024-01-01', now(), NULL, NULL, 2)"


def assessment_key() -> str:
    """The certification whose payment the world has sealed."""
    return f"k-{FIRST}"


REFUSED = [
    ("UPDATE posting SET account = 'x'", "append only"),
    ("DELETE FROM journal", "append only"),
    ("UPDATE instruction SET amount_minor = 1", "sealed payment never changes"),
    ("UPDATE instruction SET stage = 'due', file = NULL", "cannot make this move|never changes"),
    ("UPDATE position SET final_minor = 1", "no named person decided"),
    ("UPDATE payment_file SET sha256 = 'x'", "sealed file never changes"),
    ("UPDATE payment_file SET state = 'accepted'; UPDATE payment_file SET state = 'sealed'", "cannot make this move"),
    (COPY.format(**SAME | {"certification": "'k-x'"}), "not held by the certification"),
    (COPY.format(**SAME | {"sequence": "7"}), "one_original_each"),
    (HELD.format(later=0), "paid_days_pkey|a_day_is_paid_once"),
    (HELD.format(later=13), "a_day_is_paid_once"),
    (
        f"{SHADOW}; {FORGED.format('gen_random_uuid()', assessment_key())}; UPDATE position SET final_minor = 1",
        "no named person decided",
    ),
    (COPY.format(**SAME | {"kind": "'reissue'", "attempt": "2"}), "has not come back"),
    (f"{JOURNAL}", "must sum to zero"),
    ("INSERT INTO posting SELECT id, lines, 'cash:bank', NULL, 5, 'USD' FROM journal", "takes no more lines"),
]


class OnPostgresql:
    """Payments at the one door, on PostgreSQL."""

    def __init__(self, url: str, folder: Path) -> None:
        engine = create_engine(url)
        METADATA.create_all(engine)
        TABLES.create_all(engine)
        self.database = Database(engine, TABLES)
        self.cipher = Cipher.from_file(folder / "master.key", KeyStore.in_memory())
        self.service = make_service(cipher=self.cipher)
        self.offset = 0
        with self.database.begin() as connection:
            register_account(connection, self.cipher, "ann", account_of(0))

    def hears(self, subject: str, event: Event) -> None:
        self.offset += 1
        envelope = enveloped(subject, event)
        message = Message(envelope.to_bytes(), envelope.type.split(".")[1], 0, self.offset)
        assert deliver([message], self.service, self.database).parked == 0

    def sealed(self) -> None:
        self.hears("ann", assessment(40000, 1))
        for number in range(4):
            self.hears(f"partition-{number}", DayClosed(day=FILED, partition=number))

    def rows(self, query: str) -> list[Any]:
        with self.database.begin() as connection:
            return list(connection.execute(text(query)))


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[OnPostgresql]:
    running = OnPostgresql(database_url, tmp_path)
    running.sealed()
    yield running
    running.database.close()


def test_a_period_ends_where_the_law_puts_it(world: OnPostgresql) -> None:
    world.hears("ann", assessment(30000, 2))
    world.hears("ann", assessment(50000, 3))
    [sealed] = world.rows("SELECT * FROM instruction WHERE kind = 'original'")
    back = BankReported(
        end_to_end=sealed.end_to_end, result=BankResult.RETURNED, amount=usd(40000), booked_on=FILED, message="m"
    )
    world.hears("ann", back)
    with world.database.begin() as connection:
        report = reconcile(connection, world.cipher)
    assert report.differences == ()
    assert report.trial_balance == {"USD": 0}


def test_a_part_that_goes_to_others_is_taken_there_as_on_a_laptop(world: OnPostgresql) -> None:
    for event in (chooses(tax="us_federal_income_tax"), orders(), orders(weekly=100, source_version=2), lifts("o-9")):
        world.hears("ann", event)
    later = FIRST + timedelta(days=14)
    made = due(40_000, start=later, on=FILED + timedelta(days=14)).model_copy(update={"scheme": "us/mississippi"})
    world.hears("ann", made)
    for number in range(4):
        world.hears(f"partition-{number}", DayClosed(day=FILED + timedelta(days=14), partition=number))
    world.hears("ann", made.model_copy(update={"number": 2, "amount": usd(0), "weeks": made.weeks[:1]}))
    taken = {row.rule: row.amount_minor for row in world.rows("SELECT rule, amount_minor FROM deduction")}
    assert taken == {"us_federal_income_tax": 4000, "us_child_support": 200}
    for day in (date(2024, 3, 14), date(2024, 3, 15)):
        for number in range(4):
            world.hears(f"partition-{number}", DayClosed(day=day, partition=number))
    remitted = {row.reference: row.amount_minor for row in world.rows("SELECT reference, amount_minor FROM remittance")}
    assert remitted == {"us_federal_income_tax": 4000, "o-1": 200}
    with world.database.begin() as connection:
        assert reconcile(connection, world.cipher).differences == ()
        assert unlawful_deductions(connection)[1] == []


@pytest.mark.parametrize(("statement", "words"), REFUSED)
def test_the_database_refuses(world: OnPostgresql, statement: str, words: str) -> None:
    with pytest.raises(IntegrityError, match=words):
        run(world, statement)


def run(world: OnPostgresql, statement: str) -> None:
    with world.database.begin() as connection:
        for part in statement.split("; "):
            connection.execute(text(part))
