"""Each role may do what its work needs and nothing else, shown on a real server that asks for passwords."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from deploy.secrets import LOGINS
from services.demo.people import People
from services.payments.reconcile import reconcile
from services.runtime.database.misfits import SchemaMisfit
from services.runtime.database.schema import VERSION_TABLE
from services.runtime.database.store import Database
from services.runtime.delivery import parking
from services.runtime.laptop.laptop import Laptop
from services.runtime.process.health import Health
from services.watching.exporter import Exporter
from services.watching.laptop_log import LaptopLog
from services.watching.places import Places
from services.watching.progress import Progress
from services.worlds import cipher_in
from tests.deploy.installation import SQL, Installation, live, run_sql, world_in
from tests.deploy.words import statements
from tests.shape.tree import ROOT

RUNBOOKS = sorted((ROOT / "deploy" / "runbooks").glob("*.md"))
REFUSED = [
    ("tideover_claims", "SELECT * FROM payments.journal"),
    ("tideover_claims", "SELECT * FROM claims.vault"),
    ("tideover_claims", "SELECT * FROM claims.employers_words"),
    ("tideover_claims", "SELECT * FROM claims.words_read"),
    ("tideover_desk", "DELETE FROM claims.words_read"),
    ("tideover_desk", "UPDATE claims.words_read SET officer = ''"),
    ("tideover_exporter", "SELECT * FROM claims.employers_words"),
    ("tideover_claims", "INSERT INTO claims.vault DEFAULT VALUES"),
    ("tideover_claims", "UPDATE claims.vault SET name = ''"),
    ("tideover_claims", "DELETE FROM claims.vault"),
    ("tideover_claims", "SELECT * FROM keys.data_key"),
    ("tideover_payments", "INSERT INTO payments.bank_account DEFAULT VALUES"),
    ("tideover_payments", "UPDATE payments.bank_account SET person = 'x'"),
    ("tideover_payments", "DELETE FROM keys.data_key"),
    ("tideover_payments", "SELECT * FROM keys.destroyed"),
    ("tideover_gateway", "DELETE FROM keys.data_key"),
    ("tideover_desk", "DELETE FROM claims.vault"),
    ("tideover_desk", "DELETE FROM keys.data_key"),
    ("tideover_desk", "SELECT * FROM claims.claim"),
    ("tideover_desk", "SELECT * FROM payments.instruction"),
    ("tideover_keykeeper", "SELECT * FROM claims.vault"),
    ("tideover_keykeeper", "SELECT * FROM payments.bank_account"),
    ("tideover_keykeeper", "UPDATE keys.data_key SET owner = 'p-2'"),
    ("tideover_keykeeper", "DELETE FROM keys.destroyed"),
    ("tideover_backup", "SELECT * FROM keys.data_key"),
    ("tideover_auditor", "SELECT * FROM keys.data_key"),
    ("tideover_operator", "SELECT * FROM keys.data_key"),
    ("tideover_claims", "SELECT * FROM payments.bank_account"),
    ("tideover_payments", "SELECT * FROM claims.vault"),
    ("tideover_oversight", "SELECT * FROM eligibility.fact"),
    ("tideover_eligibility", "INSERT INTO payments.journal DEFAULT VALUES"),
    ("tideover_payments", "UPDATE payments.journal SET kind = 'x'"),
    ("tideover_payments", "DELETE FROM payments.posting"),
    ("tideover_payments", "TRUNCATE payments.posting"),
    ("tideover_payments", "UPDATE payments.instruction SET person = 'x'"),
    ("tideover_payments", "UPDATE payments.payment_file SET sha256 = 'x'"),
    ("tideover_payments", "ALTER TABLE payments.instruction DISABLE TRIGGER USER"),
    ("tideover_payments", "DROP TRIGGER guard_0_instruction ON payments.instruction"),
    ("tideover_payments", "CREATE TABLE payments.mine ()"),
    ("tideover_payments", "CREATE TABLE public.mine ()"),
    ("tideover_payments", "SET ROLE tideover_owner"),
    ("tideover_eligibility", "UPDATE eligibility.fact SET body = ''"),
    ("tideover_eligibility", "DELETE FROM eligibility.fact"),
    ("tideover_eligibility", "UPDATE eligibility.determination SET content = ''"),
    ("tideover_eligibility", "DELETE FROM eligibility.inbox"),
    ("tideover_eligibility", "UPDATE eligibility.outbox SET body = ''"),
    ("tideover_claims", "DELETE FROM claims.claim"),
    ("tideover_claims", "UPDATE claims.parked SET body = ''"),
    ("tideover_relay", "UPDATE claims.outbox SET body = ''"),
    ("tideover_relay", "SELECT * FROM claims.vault"),
    ("tideover_relay", "DELETE FROM claims.missed"),
    ("tideover_relay", "SELECT * FROM payments.journal"),
    ("tideover_exporter", "SELECT body FROM claims.outbox"),
    ("tideover_exporter", "SELECT * FROM claims.vault"),
    ("tideover_exporter", "SELECT account_sealed FROM payments.bank_account"),
    ("tideover_exporter", "SELECT derivation FROM eligibility.determination"),
    ("tideover_exporter", "UPDATE claims.reached SET next_position = 0"),
    ("tideover_payments", "INSERT INTO payments.bank_message DEFAULT VALUES"),
    ("tideover_payments", "INSERT INTO payments.open_item DEFAULT VALUES"),
    ("tideover_operator", "UPDATE payments.open_item SET state = 'dismissed'"),
    ("tideover_payments", "INSERT INTO payments.waiting_settled DEFAULT VALUES"),
    ("tideover_operator", "UPDATE payments.waiting_settled SET because = ''"),
    ("tideover_gateway", "UPDATE payments.told_entry SET message = ''"),
    ("tideover_payments", "UPDATE payments.payment_file SET copies = 2"),
    ("tideover_gateway", "INSERT INTO payments.payment_file DEFAULT VALUES"),
    ("tideover_gateway", "UPDATE payments.payment_file SET body_sealed = ''"),
    ("tideover_gateway", "UPDATE payments.instruction SET stage = 'paid'"),
    ("tideover_gateway", "SELECT * FROM payments.bank_account"),
    ("tideover_gateway", "SELECT * FROM payments.journal"),
    ("tideover_gateway", "DELETE FROM payments.bank_message"),
    ("tideover_gateway", "DELETE FROM payments.open_item"),
    ("tideover_gateway", "UPDATE payments.open_item SET why = ''"),
    ("tideover_gateway", "SELECT * FROM claims.outbox"),
    ("tideover_operator", "SELECT * FROM claims.vault"),
    ("tideover_operator", "SELECT * FROM payments.bank_account"),
    ("tideover_operator", "SELECT body_sealed FROM payments.payment_file"),
    ("tideover_operator", "UPDATE claims.parked SET body = ''"),
    ("tideover_operator", "DELETE FROM claims.parked"),
    ("tideover_operator", "DELETE FROM claims.outbox"),
    ("tideover_claims", "DELETE FROM claims.outbox"),
    ("tideover_operator", "INSERT INTO claims.inbox DEFAULT VALUES"),
    ("tideover_operator", "UPDATE payments.instruction SET stage = 'paid'"),
    ("tideover_operator", "SELECT content FROM claims.inbox"),
    ("tideover_operator", "SELECT body FROM claims.chain_link"),
    ("tideover_operator", "UPDATE claims.chain_link SET digest = ''"),
    ("tideover_claims", "UPDATE claims.chain_link SET digest = ''"),
    ("tideover_claims", "DELETE FROM claims.chain_link"),
    ("tideover_gateway", "SELECT body FROM payments.chain_link"),
    ("tideover_auditor", "UPDATE claims.parked SET state = 'discarded'"),
    ("tideover_auditor", "SET TRANSACTION READ WRITE; DELETE FROM claims.inbox"),
    ("tideover_backup", "UPDATE claims.reached SET next_position = 0"),
    ("tideover_backup", "SET TRANSACTION READ WRITE; DELETE FROM claims.inbox"),
    ("tideover_backup", "SELECT * FROM pg_authid"),
]

MIRRORING = ("tideover_relay", "tideover_payments")
"""Parked events are mirrored by the relay, or by the worker that carries all services under the role of each."""

ALLOWED = [
    ("tideover_desk", "SELECT COUNT(*) FROM claims.vault"),
    ("tideover_desk", "UPDATE claims.employers_words SET words = ''"),
    ("tideover_desk", "UPDATE claims.vault SET name = ''"),
    ("tideover_desk", "INSERT INTO keys.data_key VALUES (gen_random_uuid(), 'p-1', 'm', '')"),
    ("tideover_payments", "SELECT wrapped FROM keys.data_key"),
    ("tideover_gateway", "SELECT wrapped FROM keys.data_key"),
    ("tideover_keykeeper", "DELETE FROM keys.data_key"),
    ("tideover_payments", "SELECT owner FROM keys.destroyed"),
    ("tideover_keykeeper", "INSERT INTO keys.destroyed (owner, officer, because) VALUES ('p-1', 'o', 'b')"),
    ("tideover_gateway", "SELECT * FROM payments.open_item"),
    (
        "tideover_gateway",
        (
            "UPDATE payments.open_item SET state = 'settled', result = 'returned', payments = 'A', charges_minor = 1,"
            " booked_on = '2024-01-22', officer = 'o', role = 'r', because = 'b', closed_at = now()"
        ),
    ),
    ("tideover_gateway", "UPDATE payments.payment_file SET state = 'sending', copies = copies + 1"),
    ("tideover_gateway", "SELECT end_to_end, person, amount_minor, currency, file, stage FROM payments.instruction"),
    ("tideover_payments", "SELECT * FROM payments.left_out"),
    ("tideover_payments", "SELECT COUNT(*) FROM payments.journal"),
    ("tideover_relay", "SELECT body FROM payments.outbox LIMIT 1"),
    ("tideover_relay", "SELECT body FROM claims.parked LIMIT 1"),
    ("tideover_claims", "SELECT * FROM claims.reached FOR UPDATE"),
    ("tideover_claims", "DELETE FROM claims.missed"),
    *((role, f"INSERT INTO payments.relayed VALUES ('{role}', pg_current_xact_id(), 0)") for role in MIRRORING),
    ("tideover_exporter", "SELECT COUNT(*) FROM payments.instruction WHERE stage = 'due'"),
    ("tideover_exporter", "SELECT SUM(amount_minor) FROM payments.posting"),
    ("tideover_exporter", "SELECT COUNT(*) FROM claims.parked WHERE state = 'waiting'"),
    ("tideover_gateway", "SELECT body_sealed FROM payments.payment_file LIMIT 1"),
    ("tideover_gateway", "UPDATE payments.payment_file SET state = 'unknown'"),
    ("tideover_operator", "SELECT body FROM claims.parked LIMIT 1"),
    ("tideover_operator", "UPDATE claims.parked SET state = 'discarded', closed_by = 'o', closed_because = 'b'"),
    ("tideover_backup", "SELECT * FROM claims.vault LIMIT 1"),
    ("tideover_auditor", "SELECT * FROM claims.vault LIMIT 1"),
    ("tideover_auditor", "SELECT body FROM claims.chain_link LIMIT 1"),
    ("tideover_migrator", "DELETE FROM claims.outbox"),
    *(("tideover_operator", one) for path in RUNBOOKS for one in statements(path.read_text("utf-8"))),
]
"""What work needs, and every statement that a runbook tells an operator to make."""
BY_OTHERS = {
    "claims": {"vault", "employers_words", "words_read"},
    "payments": {
        "bank_account",
        "bank_message",
        "credit_entry",
        "open_item",
        "release_rule",
        "statement_day",
        "told_entry",
        "unmatched_file",
        "waiting_settled",
    },
}
"""By service, the tables that the gateway, the desk or a migration writes and the service's worker does not."""


def run(installation: Installation, role: str, statement: str) -> None:
    """One statement as a role, taken back again."""
    engine = create_engine(installation.url(role))
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
            connection.rollback()
    finally:
        engine.dispose()


def say(installation: Installation, folder: Path, statement: str) -> None:
    """One statement as the superuser."""
    file = folder / "said.sql"
    file.write_text(f"{statement};", encoding="utf-8")
    run_sql(installation, file)


@pytest.mark.parametrize(("role", "statement"), REFUSED)
def test_a_role_may_not(installation: Installation, role: str, statement: str) -> None:
    with pytest.raises(DBAPIError, match=r"permission denied|must be owner|read-only transaction"):
        run(installation, role, statement)


@pytest.mark.parametrize(("role", "statement"), ALLOWED)
def test_a_role_may(installation: Installation, role: str, statement: str) -> None:
    run(installation, role, statement)


def test_what_is_refused_is_refused_by_rights_and_not_by_a_slip(installation: Installation, tmp_path: Path) -> None:
    """With one right too many, the same statement passes: the refusals above come from the grants alone."""
    too_much = tmp_path / "too-much.sql"
    too_much.write_text(
        "GRANT USAGE ON SCHEMA claims TO tideover_payments;\nGRANT SELECT ON claims.vault TO tideover_payments;"
    )
    run_sql(installation, too_much)
    try:
        run(installation, "tideover_payments", "SELECT * FROM claims.vault")
    finally:
        taken_back = tmp_path / "taken-back.sql"
        taken_back.write_text(
            "REVOKE ALL ON claims.vault FROM tideover_payments;\nREVOKE USAGE ON SCHEMA claims FROM tideover_payments;"
        )
        run_sql(installation, taken_back)
    with pytest.raises(ProgrammingError, match="permission denied"):
        run(installation, "tideover_payments", "SELECT * FROM claims.vault")


def test_the_whole_engine_runs_under_these_roles(installation: Installation, tmp_path: Path) -> None:
    laptop = world_in(installation, tmp_path)
    live(installation, laptop, People(count=12))

    with laptop.databases["payments"].begin() as connection:
        report = reconcile(connection, cipher_in(laptop.folder, "payments"))
        booked = connection.scalar(text("SELECT COUNT(*) FROM journal"))
    with laptop.databases["oversight"].begin() as connection:
        seen = connection.scalar(text("SELECT COUNT(*) FROM claim_view"))
    stopped = [one for database in laptop.databases.values() for one in refused_by_database(database)]
    everything_seen = seen_from_outside(installation, laptop)
    laptop.close()

    assert everything_seen, "the exporter may see all that it counts"
    assert booked, "money moved"
    assert seen, "the committee saw it"
    assert report.differences == ()
    assert not stopped, "no event failed for want of a right"


def seen_from_outside(installation: Installation, laptop: Laptop) -> bool:
    """Whether the exporter, under its own role, sees every place; the log is the laptop's."""
    databases = {
        name: Database.on_postgresql(installation.url("tideover_exporter"), name, service.tables, partitions=1)
        for name, service in installation.services.items()
    }
    progress = Progress()
    places = Places(databases, LaptopLog(laptop.feed, databases, progress), progress, relay=False)
    try:
        return Exporter(places, Health(), registry=CollectorRegistry()).look()
    finally:
        places.close()


def test_one_right_too_few_stops_the_engine(installation: Installation, tmp_path: Path) -> None:
    say(installation, tmp_path, "REVOKE INSERT ON eligibility.fact FROM tideover_eligibility")
    laptop = world_in(installation, tmp_path / "world")
    try:
        refused = "The role tideover_eligibility may not do this: permission denied for table fact"
        with pytest.raises(SchemaMisfit, match=refused):
            live(installation, laptop, People(count=2, seed="one right too few"))
    finally:
        laptop.close()
        run_sql(installation, SQL / "grants.sql")


def refused_by_database(database: Any) -> list[str]:
    """Parked events that the database or a handler stopped, and not their own content."""
    ours = {"refused-by-database", "handler-failed"}
    with database.begin() as connection:
        return [one.reason for one in parking.waiting(connection) if one.code in ours]


def test_a_password_is_asked_for(installation: Installation) -> None:
    url = installation.url("tideover_claims").replace(installation.password("tideover_claims"), "guessed")
    with pytest.raises(OperationalError, match="password authentication failed"):
        create_engine(url).connect()


def test_every_role_logs_in_with_its_own_password(installation: Installation) -> None:
    passwords = {installation.password(role) for role in LOGINS}
    assert len(passwords) == len(LOGINS)
    for role in LOGINS:
        run(installation, role, "SELECT 1")


def test_no_role_has_more_than_its_work(installation: Installation) -> None:
    engine = create_engine(installation.url("tideover_exporter"))
    with engine.connect() as connection:
        above = connection.scalars(
            text(
                "SELECT rolname FROM pg_roles WHERE rolname LIKE 'tideover%' AND (rolsuper OR rolcreatedb"
                " OR rolcreaterole OR rolreplication OR rolbypassrls)"
            )
        ).all()
        members = connection.execute(
            text(
                "SELECT member.rolname FROM pg_auth_members JOIN pg_roles AS member ON member.oid = member"
                " WHERE member.rolname LIKE 'tideover%'"
            )
        ).all()
    engine.dispose()
    assert above == ["tideover_backup"], "only a copy of the whole server needs the right to replicate"
    assert [row[0] for row in members] == ["tideover_migrator"], "only the migrator acts as the owner"


def test_no_table_is_forgotten(installation: Installation) -> None:
    """A table that a migration added without a grant would stop its service; one that was granted away is found too."""
    for name in installation.services:
        engine = create_engine(installation.url(f"tideover_{name}"))
        tables = inspect(engine).get_table_names(schema=name)
        with engine.connect() as connection:
            written = set(
                connection.scalars(
                    text(
                        "SELECT DISTINCT table_name FROM information_schema.column_privileges"
                        " WHERE grantee = :role AND privilege_type = 'INSERT' AND table_schema = :schema"
                    ),
                    {"role": f"tideover_{name}", "schema": name},
                )
            )
        engine.dispose()
        others = {VERSION_TABLE} | BY_OTHERS.get(name, set())
        assert written == set(tables) - others, (
            f"{name}; what others write is the migrator's, the gateway's, the desk's"
        )


def test_the_rights_can_be_given_again_at_any_time(installation: Installation) -> None:
    run_sql(installation, SQL / "roles.sql")
    run_sql(installation, SQL / "grants.sql")
    run(installation, "tideover_claims", "SELECT COUNT(*) FROM claims.inbox")
