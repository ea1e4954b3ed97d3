"""An installation at work: every process of the engine under its own role and its own rights at the broker, no other.

One server and one broker, both asking who is there. What comes from outside comes under the institution's or the
door's own principal as well, and the day is closed by the clock's.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from shutil import copyfile
from typing import Any

from sqlalchemy import text

from contracts.base import Envelope
from deploy.ports import free_ports
from deploy.waiting import until
from services.claims.edge import Identity, Vault
from services.demo.bank.server import BankOnLoopback, bank_on_loopback
from services.names import CHAINED, CONSOLE, FED, FEED, KEYED
from services.payments.bank.bank_details import register_account
from services.runtime.kafka.clients import producing
from services.runtime.kafka.topics import topic_name
from services.runtime.privacy.cipher import Cipher
from services.runtime.privacy.key_store import KeyStore
from services.runtime.process.settings import EACH_SERVICE
from tests import forked
from tests.deploy.installation import SQL, Installation, run_sql
from tests.deploy.secured import Secured, environment
from tests.forked import Forked
from tests.services.payments.released import releases
from tests.services.runtime.asking import ask
from tests.stack.real_world import process
from tests.stories.town import FIRST, PERSON, born, certifies, files_claim, lost_work, said, wages

ACCOUNT = "123456780:0000000042"
COMMANDS = {
    CHAINED: ("worker", CHAINED),
    FEED: ("worker", FEED),
    "gateway": ("gateway", "--every-seconds=1"),
    "exporter": ("exporter", "--seconds=1"),
    CONSOLE: ("console", "--without-password"),
}
"""Every process that lasts, by its name; user and role follow from it."""
READY_SECONDS = 180
EFFECT_SECONDS = 90
NO_BANK_YET = FIRST - timedelta(days=1)


def role_of(name: str) -> str:
    """The role under which a process logs in; the feed writes what eligibility writes, each service is itself."""
    return f"tideover_{ {FEED: FED[0], CHAINED: EACH_SERVICE}.get(name, name) }"


@dataclass
class AtWork:
    """The servers, and what is needed to be somebody at both."""

    secured: Secured
    installation: Installation
    folder: Path
    bank: BankOnLoopback
    console: str
    """Where officers reach their pages."""

    def being(self, role: str | None, user: str | None, *, database: str = "tideover") -> dict[str, str]:
        """The whole environment of somebody: a role at the server, a user at the broker, and nothing beside."""
        mine = {"PATH": os.environ["PATH"], "TIDEOVER_PARTITIONS": "1"}
        if role is not None:
            port = self.installation.server.port
            mine["TIDEOVER_DATABASE_URL"] = f"postgresql+psycopg://{role}@127.0.0.1:{port}/{database}"
            mine["PGPASSFILE"] = str(self.installation.secrets / f"{role.replace(EACH_SERVICE, CHAINED)}.pgpass")
        return mine if user is None else mine | environment(self.secured.as_user(user))

    def keys(self) -> dict[str, str]:
        """What is told to who opens what is sealed."""
        folder = self.folder / "keys"
        if not folder.is_dir():
            folder.mkdir(mode=0o700)
            copyfile(self.installation.secrets / f"{KEYED}.key", folder / f"{KEYED}.key")
            (folder / f"{KEYED}.key").chmod(0o600)
        return {"TIDEOVER_KEYS": str(folder)}

    def desk(self) -> dict[str, str]:
        """What is told to a console that finds people by name: the desk's role beside its own, and the vault's key."""
        folder = self.folder / "keys-of-the-desk"
        folder.mkdir(mode=0o700)
        copyfile(self.installation.secrets / "claims.key", folder / "claims.key")
        (folder / "claims.key").chmod(0o600)
        url = f"postgresql+psycopg://tideover_desk@127.0.0.1:{self.installation.server.port}/tideover"
        both = self.passwords(role_of(CONSOLE), "tideover_desk")
        return {"TIDEOVER_CONSOLE_DESK_URL": url, "TIDEOVER_KEYS": str(folder), **both}

    def passwords(self, *roles: str) -> dict[str, str]:
        """A password file of several roles for every database: what somebody who needs a second one makes."""
        file = self.folder / f"{'-'.join(roles)}.pgpass"
        port = self.installation.server.port
        lines = (f"127.0.0.1:{port}:*:{role}:{self.installation.password(role)}\n" for role in roles)
        file.touch(mode=0o600)
        file.write_text("".join(lines), encoding="ascii")
        return {"PGPASSFILE": str(file)}

    def say(self, statement: str, database: str = "postgres") -> None:
        """One statement as the superuser."""
        password = {"PGPASSWORD": self.installation.superuser_password}
        self.installation.server.run("psql", "-Xq", "-U", "postgres", "-d", database, "-c", statement, **password)

    def new_database(self, name: str) -> str:
        """An empty database of the owner's; how the migrator logs in to it."""
        self.say(f"CREATE DATABASE {name} OWNER tideover_owner")
        return f"postgresql+psycopg://tideover_migrator@127.0.0.1:{self.installation.server.port}/{name}"

    def restores(self, dump: Path, name: str) -> None:
        """A dump becomes a database, in the order of deploy/BACKUP.md; the superuser makes it."""
        server, password = self.installation.server, {"PGPASSWORD": self.installation.superuser_password}
        server.backup("restore", str(dump), name, PGUSER="postgres", **password)
        run_sql(self.installation, SQL / "roles.sql", name)
        run_sql(self.installation, SQL / "grants.sql", name)

    def hears(self, user: str, topic: str, *messages: tuple[bytes, bytes]) -> None:
        """Messages from outside, each under its key, from who may write the topic."""
        with producing(self.secured.as_user(user)) as producer:
            for key, body in messages:
                producer.send(topic_name(topic), body, key=key).get(timeout=30)

    def asks(self, mine: Mapping[str, str], *words: str, status: int = 0) -> Any:
        """What a command says for machines, run as a process; its last line where it refuses."""
        done = forked.run("services", *words, "--json", env=mine, timeout=EFFECT_SECONDS)
        assert done.returncode == status, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr.splitlines()[-1] if status == 2 else json.loads(done.stdout)

    def count(self, query: str) -> int:
        """One number, as the role that counts sees it."""
        database = self.installation.database_as("tideover_exporter", "claims")
        try:
            with database.reading() as connection:
                return int(connection.scalar(text(query)) or 0)
        finally:
            database.close()

    def comes_to(self, query: str, number: int) -> None:
        """Wait until a query gives a number."""
        until(lambda: self.count(query) == number, f"{query} to be {number}", seconds=EFFECT_SECONDS)


@contextmanager
def at_work(secured: Secured, installation: Installation, folder: Path) -> Iterator[AtWork]:
    """All processes, started together, until each of them says that it can work."""
    with ExitStack() as open_:
        bank = open_.enter_context(bank_on_loopback(NO_BANK_YET))
        *ports, pages = free_ports(len(COMMANDS) + 1)
        world = AtWork(secured, installation, folder, bank, f"http://127.0.0.1:{pages}")
        started: list[Forked] = []
        can_work = {}
        for (name, words), port in zip(COMMANDS.items(), ports, strict=True):
            command = (*words, f"--port={pages}") if name == CONSOLE else words
            mine = world.being(role_of(name), f"tideover-{name}") | {"TIDEOVER_HTTP_PORT": str(port)}
            if name == CONSOLE:
                mine |= {"TIDEOVER_SIMULATION": "true"} | world.desk()
            if name in {CHAINED, "gateway"}:
                mine |= world.keys()
            if name == "gateway":
                mine |= {"TIDEOVER_BANK_URL": bank.url, "TIDEOVER_SENT_FILES": str(folder / "sent-files")}
            log = folder / f"{name}.log"
            started.append(open_.enter_context(process(mine, log, *command)))
            can_work[name] = partial(_can_work, started[-1], port, log)
        for name, is_so in can_work.items():
            until(is_so, f"{name} to be ready", seconds=READY_SECONDS)
        yield world
        for one in started:  # all at once, since each takes a while to end
            one.terminate()


def _can_work(started: Forked, port: int, log: Path) -> bool:
    assert started.poll() is None, log.read_text("utf-8")
    try:
        return ask(f"127.0.0.1:{port}", "/ready")[0] == 200
    except OSError:
        return False


def somebody_lives(world: AtWork) -> None:
    """One person loses work, claims, certifies and is paid; another's contribution comes in a wrong currency."""
    admits(world)
    facts = [born(), lost_work(), *(wages(month) for month in range(1, 25))]
    world.hears("social-security-fund", "registry", *(keyed(said(one)) for one in facts))
    world.comes_to("SELECT count(*) FROM eligibility.fact", len(facts))
    world.hears("tideover-portal", "intake", keyed(said(files_claim())))
    world.comes_to("SELECT count(*) FROM claims.claim WHERE state = 'granted'", 1)
    world.hears("tideover-portal", "intake", keyed(said(certifies(0))))
    world.comes_to("SELECT count(*) FROM payments.position", 1)
    closes = world.being(None, "tideover-clock")
    last = FIRST + timedelta(days=21)
    forked.run("services", "close-day", str(last), env=closes).check_returncode()
    world.comes_to("SELECT count(*) FROM payments.payment_file", 1)
    world.hears("tideover-casework", "casework", *(keyed(act) for act in releases_of(world)))
    world.comes_to("SELECT count(*) FROM payments.payment_file WHERE state NOT IN ('sealed', 'sending')", 1)
    world.bank.advance_to(last + timedelta(days=7))
    world.comes_to("SELECT count(*) FROM payments.instruction WHERE stage = 'settled'", 1)


def releases_of(world: AtWork) -> list[Envelope]:
    """Two officers let go what lies sealed, as the gateway's role sees it."""
    payments = world.installation.database_as("tideover_gateway", KEYED)
    with payments.begin() as connection:
        told = [envelope for _, envelope in releases(connection)]
    payments.close()
    return told


def admits(world: AtWork, person: str = PERSON, account: str = ACCOUNT) -> None:
    """The desk keeps a person's account, which comes through no topic."""
    payments = world.installation.database_as("tideover_desk", KEYED)
    keys = KeyStore.on_postgresql(world.installation.url("tideover_desk"))
    cipher = Cipher.from_file(world.installation.secrets / f"{KEYED}.key", keys)
    with payments.begin() as connection:
        register_account(connection, cipher, person, account)
    payments.close()


def knows(world: AtWork, people: Mapping[str, Identity]) -> None:
    """The desk keeps who people are, in the vault."""
    claims = world.installation.database_as("tideover_desk", "claims")
    keys = KeyStore.on_postgresql(world.installation.url("tideover_desk"))
    vault = Vault(Cipher.from_file(world.installation.secrets / "claims.key", keys))
    with claims.begin() as connection:
        vault.put(connection, people.items())
    claims.close()


def keyed(envelope: Envelope) -> tuple[bytes, bytes]:
    return envelope.subject.encode(), envelope.to_bytes()
