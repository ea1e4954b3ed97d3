"""Keys, passwords and certificates are exchanged as deploy/ROTATION.md says, on real servers, while processes go on."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from kafka.errors import KafkaError
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner

from deploy.kafka import authority, users
from deploy.secrets import make
from deploy.waiting import until
from services.__main__ import app
from services.payments.bank.bank_details import opened, register_accounts
from services.runtime.kafka.clients import administering
from services.runtime.privacy.cipher import Cipher
from services.runtime.privacy.key_store import KeyStore
from services.runtime.process.settings import Settings
from tests.deploy.installation import Installation, run_sql
from tests.deploy.secured import Secured, write
from tests.services.payments.world import account_of

PEOPLE = ("ann", "bob", "cleo")


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """The folder of the master keys, as a process has it."""
    folder = tmp_path / "keys"
    Cipher.from_file(folder / "payments.key", KeyStore.in_memory())
    return folder


def process_of(installation: Installation, keys: Path) -> Cipher:
    """What a process has read at its start: it goes on with that, whatever happens to the files."""
    return Cipher.from_file(keys / "payments.key", KeyStore.on_postgresql(installation.url("tideover_payments")))


def new_key(path: Path) -> None:
    """As the page says: 32 bytes of chance, for the owner alone."""
    path.write_bytes(os.urandom(32))
    path.chmod(0o600)


def admits(installation: Installation, cipher: Cipher, *people: str) -> None:
    desk = installation.database_as("tideover_desk", "payments")
    with desk.begin() as connection:
        register_accounts(connection, cipher, [(person, account_of(number)) for number, person in enumerate(people)])
    desk.close()


def accounts(installation: Installation, cipher: Cipher) -> dict[str, str]:
    """The accounts that a process of payments can open."""
    database = installation.database("payments")
    with database.reading() as connection:
        found = opened(connection, cipher, PEOPLE)
    database.close()
    return found


def sealed_rows(installation: Installation) -> list[tuple[str, bytes]]:
    database = installation.database("payments")
    with database.reading() as connection:
        rows = connection.execute(text("SELECT person, account_sealed FROM bank_account ORDER BY person"))
        found = [(row.person, bytes(row.account_sealed)) for row in rows]
    database.close()
    return found


@pytest.fixture
def keykeeper(installation: Installation, keys: Path) -> Callable[..., str]:
    """`tideover keys ...` as the role that keeps keys, with the files of the master keys."""

    def runs(*words: str) -> str:
        environment = {"TIDEOVER_DATABASE_URL": installation.url("tideover_keykeeper"), "TIDEOVER_KEYS": str(keys)}
        told = CliRunner().invoke(app, ["keys", *words], env=environment)
        assert told.exit_code == 0, told.output
        return told.output

    return runs


def test_a_master_key_is_exchanged_while_processes_go_on_and_nothing_sealed_is_touched(
    installation: Installation, keys: Path, keykeeper: Callable[..., str]
) -> None:
    before = process_of(installation, keys)
    admits(installation, before, "ann", "bob")
    sealed = sealed_rows(installation)
    new_key(keys / "payments.key.next")
    knows_both = process_of(installation, keys)

    (keys / "payments.key").rename(keys / "payments.key.before")
    (keys / "payments.key.next").rename(keys / "payments.key")
    seals_anew = process_of(installation, keys)
    admits(installation, seals_anew, "cleo")
    everybody = {"ann": account_of(0), "bob": account_of(1), "cleo": account_of(0)}
    assert accounts(installation, knows_both) == accounts(installation, seals_anew) == everybody
    assert accounts(installation, before).keys() == {"ann", "bob"}, "whoever was not started anew cannot open the rest"

    assert keykeeper("rewrap", "payments").startswith("2 data keys are wrapped under master key ")
    assert f"payments.key.before is master key {before.master}: it wraps 0 data keys" in keykeeper("list")
    assert f"payments.key is master key {seals_anew.master}: it wraps 3 data keys" in keykeeper("list")
    assert keykeeper("rewrap", "payments").startswith("0 data keys"), "safe to repeat"

    (keys / "payments.key.before").unlink()
    assert accounts(installation, process_of(installation, keys)) == everybody
    assert sealed_rows(installation)[:2] == sealed
    assert accounts(installation, before) == {}, "a key that leaked opens nothing more"


def test_a_master_key_that_is_missing_is_named_and_no_key_is_shown(
    installation: Installation, keys: Path, keykeeper: Callable[..., str]
) -> None:
    gone = process_of(installation, keys).master
    admits(installation, process_of(installation, keys), "ann")
    new_key(keys / "payments.key")
    assert f"Master key {gone} is not here: it wraps 1 data keys." in keykeeper("list")
    assert (keys / "payments.key").read_bytes().hex() not in keykeeper("list")


def answers(installation: Installation) -> str:
    """What a role's new connection comes to."""
    database = installation.database("claims")
    try:
        with database.reading() as connection:
            return str(connection.scalar(text("SELECT current_user")))
    except OperationalError:
        return "refused"
    finally:
        database.close()


def test_a_database_password_is_changed_and_open_connections_go_on(installation: Installation) -> None:
    at_work = installation.database("claims")
    with at_work.reading() as connection:
        connection.scalar(text("SELECT 1"))
        other = installation.password("tideover_payments")
        old = installation.secrets / "tideover_claims.pgpass"
        kept = old.read_text("ascii")
        old.unlink()
        made = make(installation.secrets, host="127.0.0.1", port=installation.server.port, database="tideover")
        assert {path.name for path in made} == {
            "tideover_claims.pgpass",
            "postgres.password",
            "passwords.sql",
            "tideover_all.pgpass",
        }
        assert installation.password("tideover_payments") == other
        assert old.read_text("ascii") in (installation.secrets / "tideover_all.pgpass").read_text("ascii")
        run_sql(installation, installation.secrets / "passwords.sql")
        assert connection.scalar(text("SELECT current_user")) == "tideover_claims", "who is logged in stays so"
    at_work.close()
    assert answers(installation) == "tideover_claims"
    old.write_text(kept, "ascii")
    assert answers(installation) == "refused"


def test_a_user_s_password_at_the_broker_is_changed_by_taking_its_file_away(secured: Secured) -> None:
    user, folder = "tideover-portal", secured.broker.folder
    before = secured.as_user(user)
    (folder / f"{user}.kafka.password").unlink()
    words = users.passwords_in(folder, users.names())
    with administering(secured.as_user("admin")) as client:
        users.introduce(client, words)
    secured.passwords.update(words)
    after = secured.broker.settings(f"{user}", words[user])
    write(after, "tideover.intake")
    old = folder / "before.password"
    old.write_text("the word of before", "utf-8")
    assert not is_taken(before.model_copy(update={"kafka_password_file": old}))


def test_an_authority_and_the_brokers_certificate_are_exchanged_while_the_broker_goes_on(
    secured: Secured, tmp_path: Path
) -> None:
    authority.write(tmp_path, ["127.0.0.1"])
    old, both = secured.broker.folder / "ca.crt", tmp_path / "both.crt"
    both.write_bytes(old.read_bytes() + (tmp_path / "ca.crt").read_bytes())
    by_old, by_new, by_both = (
        secured.as_user("tideover-portal").model_copy(update={"kafka_ca_file": ca})
        for ca in (old, tmp_path / "ca.crt", both)
    )
    assert is_taken(by_both)
    try:
        secured.reads(both, truststore=both)
        secured.reads(both, keystore=tmp_path / "broker.pem")
        until(lambda: is_taken(by_new), "the broker to show its new certificate")
        assert is_taken(by_both)
        assert not is_taken(by_old)
    finally:
        secured.reads(both, keystore=secured.broker.folder / "broker.pem")
        secured.reads(both, truststore=old)
    until(lambda: is_taken(by_old), "the broker to show its old certificate")


def is_taken(settings: Settings) -> bool:
    """Whether a process trusts the broker and is taken by it."""
    try:
        write(settings, "tideover.intake")
    except KafkaError:
        return False
    return True
