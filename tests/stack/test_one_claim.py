"""One claim on real servers, from the registries' facts to money that the bank has paid; and an error budget."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select

from contracts.base import Envelope, Event, read
from contracts.casework import Officer
from contracts.error_budgets import BudgetReopened
from contracts.payments import PaymentSettled
from deploy.kafka.cluster import Cluster
from deploy.waiting import until
from services.claims.tables import TABLES as CLAIMS
from services.demo.bank.server import bank_on_loopback
from services.oversight.handlers import make_service as make_oversight
from services.payments.bank.bank_details import register_account
from services.payments.release.batches import sealed_batches
from services.payments.tables import TABLES as PAYMENTS
from services.runtime.database.store import Database, inbox, outbox
from services.runtime.privacy.cipher import Cipher
from services.runtime.privacy.key_store import KeyStore
from tests.services.payments.released import releases
from tests.stack.real_world import PARTITIONS, RealWorld, process, real_world
from tests.stories.town import FIRST, PERSON, born, certifies, files_claim, lost_work, said, wages

PAID_ON = FIRST + timedelta(days=14)
BUDGET = "budget:quit:delta"
REOPENED = BudgetReopened(
    budget=BUDGET,
    reopened_on=FIRST,
    officer=Officer(staff="q-1", role="quality-officer", office="head-office"),
    reasons="The cause was found.",
)
HISTORY = (*(wages(month) for month in (12, 15, 18, 20, 21)), born(), lost_work())


def tells(world: RealWorld, topic: str, *events: Event) -> None:
    world.hears(topic, *((PERSON.encode(), said(event).to_bytes()) for event in events))


def said_by(database: Database, name: str) -> list[Envelope]:
    """What a service has said of one type."""
    query = select(outbox.c.body).where(outbox.c.type.like(f"tideover.{name}.v%")).order_by(outbox.c.position)
    with database.begin() as connection:
        return [Envelope.from_bytes(bytes(body)) for body in connection.scalars(query)]


def heard(database: Database, event_id: UUID) -> bool:
    """Whether an event took effect in a service."""
    with database.begin() as connection:
        return bool(connection.scalar(select(func.count()).where(inbox.c.event_id == event_id)))


def _a_budget_has_answered(database_url: str) -> None:
    """Whoever wanted to reopen it is told that it is not stopped; claims hears its budgets by its own topic."""
    claims = Database.on_postgresql(database_url, "claims", CLAIMS, partitions=PARTITIONS)
    until(lambda: said_by(claims, "claims.answer-refused"), "a budget to answer")
    (answer,) = said_by(claims, "claims.answer-refused")
    assert (answer.subject, "the budget is not stopped" in answer.data["reason"]) == (BUDGET, True)
    claims.close()


def _waits_for_release(payments: Database) -> bool:
    with payments.begin() as connection:
        return bool(sealed_batches(connection))


def test_a_claim_is_granted_certified_paid_and_seen_by_the_committee(
    kafka: Cluster, database_url: str, tmp_path: Path
) -> None:
    with bank_on_loopback(FIRST) as bank, real_world(tmp_path, kafka.servers, database_url) as world:
        payments = Database.on_postgresql(database_url, "payments", PAYMENTS, partitions=PARTITIONS)
        oversight = Database.on_postgresql(database_url, "oversight", make_oversight().tables, partitions=PARTITIONS)
        with payments.begin() as connection:
            cipher = Cipher.from_file(tmp_path / "keys" / "payments.key", KeyStore.on_postgresql(database_url))
            register_account(connection, cipher, PERSON, "123456780:0000000042")
        gateway = {**world.environment, "TIDEOVER_BANK_URL": bank.url, "TIDEOVER_HTTP_PORT": "0"}
        gateway["TIDEOVER_SENT_FILES"] = str(tmp_path / "sent-files")
        with process(gateway, tmp_path / "gateway.log", "gateway", "--every-seconds", "1"):
            tells(world, "registry", *HISTORY)
            world.hears("casework", (BUDGET.encode(), said(REOPENED, person=BUDGET).to_bytes()))
            tells(world, "intake", files_claim(), certifies(0))
            until(lambda: said_by(payments, "payments.payment-instructed"), "a payment to be ordered")
            _a_budget_has_answered(database_url)
            world.closes(PAID_ON.isoformat())
            until(lambda: _waits_for_release(payments), "a file that waits for release")
            with payments.begin() as connection:
                acts = [(act.subject.encode(), act.to_bytes()) for _, act in releases(connection)]
            world.hears("casework", *acts)
            until(lambda: bank.bank.settling, "the file at the bank")
            bank.advance_to(PAID_ON + timedelta(days=3))
            until(lambda: said_by(payments, "payments.payment-settled"), "the bank's word that it has paid")
        settled = read(said_by(payments, "payments.payment-settled")[0])
        assert isinstance(settled, PaymentSettled)
        until(lambda: heard(oversight, said_by(payments, "payments.payment-settled")[0].id), "the committee to see it")
        payments.close()
        oversight.close()
