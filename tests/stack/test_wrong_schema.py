"""A program meets a schema that is not the one it was written for, and says so in one sentence."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine

from services.__main__ import main
from services.names import SERVICES
from services.runtime.database import schema
from services.runtime.database.schema import schema_fault, steps_of, upgrade
from services.runtime.database.store import Database
from services.runtime.kafka.process import Process
from services.runtime.privacy.cipher import Cipher
from services.runtime.privacy.key_store import KeyStore
from services.runtime.process.health import Health
from services.runtime.process.settings import Settings, WrongSetting
from services.workers import _carrier, chained_worker
from services.worlds import real_services
from tests.stack.schemas import copy_of_all_steps, plant


def fault_of(url: str, service: str) -> str | None:
    """What a worker is told before it starts, on the connection that it works with."""
    database = Database.on_postgresql(url, service, MetaData())
    with database.begin() as connection:
        found = schema_fault(connection)
    database.close()
    return found


class CommandLine:
    """`tideover` as a person runs it, in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, url: str, *words: str) -> tuple[int, list[str], list[str]]:
        """Exit code, lines written, lines of error."""
        self._monkeypatch.setenv("TIDEOVER_DATABASE_URL", url)
        self._monkeypatch.setattr(sys, "argv", ["tideover", *words])
        with pytest.raises(SystemExit) as end:
            main()
        said = self._capsys.readouterr()
        return int(end.value.code or 0), said.out.splitlines(), said.err.splitlines()


@pytest.fixture
def tideover(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(monkeypatch, capsys)


def test_a_schema_that_was_never_made(database_url: str) -> None:
    assert fault_of(database_url, "claims") == "The schema claims was never migrated: run tideover migrate first."


@pytest.mark.parametrize("service", SERVICES)
def test_a_schema_that_is_as_needed(service: str, database_url: str) -> None:
    upgrade(database_url, service)
    assert fault_of(database_url, service) is None


def test_a_schema_that_is_behind(database_url: str) -> None:
    upgrade(database_url, "payments", "payments_0001")
    upgrade(database_url, "payments", "runtime@head")
    last = steps_of("payments").get_revision("payments@head").revision
    fault = fault_of(database_url, "payments")
    assert fault is not None
    assert fault.startswith("The schema payments is at payments_0001")
    assert fault.endswith(f"and this program needs {last}: run tideover migrate.")


def test_a_schema_that_another_program_has_taken_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str, tideover: CommandLine
) -> None:
    last = steps_of("claims").get_revision("claims@head").revision
    folder = copy_of_all_steps(tmp_path)
    plant(folder, "claims", last, "SELECT 1")
    with monkeypatch.context() as newer:
        newer.setattr(schema, "_SERVICES", folder)
        upgrade(database_url, "claims")
    fault = (
        "The schema claims is at claims_9999, under which this program cannot work: it is older, and a step since then "
        "does more than add. Start the version that belongs to the tables."
    )
    assert fault_of(database_url, "claims") == fault
    assert tideover(database_url, "migrate", "claims") == (2, [], [fault])


def test_a_file_of_sqlite_is_always_as_needed() -> None:
    with create_engine("sqlite://").connect() as connection:
        assert schema_fault(connection) is None


SCHEMAS = ("keys", *SERVICES, "console")


def test_migrate_says_what_it_did_and_does_nothing_twice(database_url: str, tideover: CommandLine) -> None:
    missing = [f"The schema {service} was never migrated: run tideover migrate first." for service in SCHEMAS]
    assert tideover(database_url, "migrate", "--check") == (1, missing, [])

    code, said, _ = tideover(database_url, "migrate")
    assert code == 0
    assert [line.split(":")[0] for line in said] == list(SCHEMAS)
    assert all("runtime_0001" in line for line in said[1:])

    nothing = [f"{service}: nothing to do" for service in SCHEMAS]
    assert tideover(database_url, "migrate") == (0, nothing, [])
    assert tideover(database_url, "migrate", "--check") == (0, nothing, [])


@pytest.mark.parametrize(
    ("url", "words", "sentence"),
    [
        ("", (), "TIDEOVER_DATABASE_URL is not set: it says which PostgreSQL to migrate."),
        ("postgresql+psycopg://x@127.0.0.1:1/x", ("pensions",), "There is no schema pensions; there are "),
        ("postgresql+psycopg://x@127.0.0.1:1/x", (), "The database did not do it: "),
        ("not a url", (), "TIDEOVER_DATABASE_URL is not the address of a PostgreSQL: "),
    ],
)
def test_what_cannot_be_migrated_is_one_sentence(
    url: str, words: tuple[str, ...], sentence: str, tideover: CommandLine
) -> None:
    code, said, [fault] = tideover(url, "migrate", *words)
    assert (code, said) == (2, [])
    assert fault.startswith(sentence)


def test_a_worker_under_other_schemes_is_refused_until_the_change_is_said(
    database_url: str, tideover: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    Cipher.from_file(tmp_path / "keys" / "payments.key", KeyStore.in_memory())

    def starts(schemes: str, chosen: Callable[[Settings, Process], object]) -> str:
        settings = Settings(database_url=database_url, schemes=schemes, keys=tmp_path / "keys")
        try:
            chosen(settings, Process(Health()))
        except WrongSetting as fault:
            return str(fault)
        return "nothing"

    def one(settings: Settings, process: Process) -> None:
        _carrier(settings, real_services(settings)["eligibility"], process).database.close()

    def says(ours: str, theirs: str) -> str:
        return (
            f"TIDEOVER_SCHEMES names {ours}, and the database serves {theirs} (schema almp_referral): set that, or "
            "change what is served with tideover migrate --change-schemes and start every worker anew."
        )

    one_law, two_laws = "us/mississippi", "us/mississippi, ilo/c168-reference"
    monkeypatch.setenv("TIDEOVER_SCHEMES", two_laws)
    assert tideover(database_url, "migrate")[0] == 0
    served = "ilo/c168-reference,us/mississippi"
    assert starts(served, one) == "nothing", "the order of names means nothing"
    for worker in (one, chained_worker):
        assert starts(one_law, worker) == says(one_law, served)
    monkeypatch.setenv("TIDEOVER_SCHEMES", one_law)
    assert tideover(database_url, "migrate") == (2, [], [says(one_law, served)])
    code, said, _ = tideover(database_url, "migrate", "--change-schemes")
    assert (code, said[-1]) == (0, "served from now on: us/mississippi; start every worker anew")
    assert starts(one_law, one) == "nothing"
    assert starts(two_laws, one) == says(served, one_law)
