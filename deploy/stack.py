"""Apache Kafka and PostgreSQL on this machine's loopback, for people and for tests.

`python -m deploy.stack up` starts both and writes a file to `source`; `work` starts the engine's processes on them;
`down` stops everything; `status` says how it is.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from deploy.daemon import ServerDied
from deploy.kafka.cluster import Cluster
from deploy.kafka.jars import NoBroker
from deploy.postgres.programs import give
from deploy.postgres.server import Server
from deploy.processes import FIRST_PORT, NotPrepared, Processes, settings_in
from deploy.programs import MissingProgram
from deploy.secrets import KEYED
from deploy.waiting import TimedOut
from services.runtime.privacy.cipher import Cipher
from services.runtime.privacy.key_store import KeyStore
from services.runtime.privacy.pseudonyms import new_key_file
from services.runtime.process.settings import Settings

FOLDER = Path("stack-data")
DATABASE = "tideover"
PARTITIONS = 4
SESSION_MS = 4_000
"""A killed worker is missed after so long, as in compose.yaml."""
KAFKA_PORT, POSTGRES_PORT = 9092, 5432
"""Where they answer if nobody else does; else anywhere, and the file says where."""

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
Folder = Annotated[Path, typer.Option(help="Where their records lie.")]


@contextmanager
def kafka(
    brokers: int = 1, *, extra: Mapping[str, str] | None = None, options: Sequence[str] = ()
) -> Iterator[Cluster]:
    """Apache Kafka in a folder of its own, gone at the end; `extra` are broker settings, `options` those of Java."""
    with _thrown_away() as folder:
        cluster = Cluster.in_folder(folder, brokers=brokers, extra=extra, options=options)
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.kill()


@contextmanager
def postgres(*, survives_power_cut: bool = False) -> Iterator[Server]:
    """PostgreSQL in a folder of its own, gone at the end."""
    with _thrown_away() as folder:
        server = Server(folder, survives_power_cut=survives_power_cut)
        try:
            server.start()
            yield server
        finally:
            server.kill()


@contextmanager
def _thrown_away() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="tideover-"))
    give(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@app.command()
def up(
    folder: Folder = FOLDER,
    brokers: Annotated[
        int | None, typer.Option(min=1, max=3, help="One, or three that can lose one; of a new folder, one.")
    ] = None,
) -> None:
    """Start both, make the database, and write the settings of this stack into a file."""
    folder = folder.resolve()
    cluster, server = _of(folder, brokers=brokers or 1)
    if brokers not in {None, len(cluster.brokers)}:
        _give_up(f"The stack in {folder} has {len(cluster.brokers)} brokers and keeps them: name another folder.")
    try:
        typer.echo("Starting PostgreSQL ...")
        server.start(outlives_us=True)
        if not server.has_database(DATABASE):
            server.create_database(DATABASE)
        typer.echo("Starting Apache Kafka ...")
        cluster.start(outlives_us=True)
    except (MissingProgram, TimedOut, NoBroker, ServerDied) as fault:
        _give_up(str(fault))
    except KeyboardInterrupt:
        _give_up("Interrupted. What was started runs on: make stack-down ends it.")
    settings = write_settings(folder, cluster, server)
    typer.echo(f"Kafka answers at {cluster.servers}, PostgreSQL at 127.0.0.1:{server.port}.")
    typer.echo("Next: make stack-work, which makes schemas and topics and starts every process of the engine.")
    typer.echo(f"For commands of your own: source {settings}")


def write_settings(folder: Path, cluster: Cluster, server: Server) -> Path:
    """Write the settings of a stack into the file that is sourced, and make its keys; the file."""
    keys = folder / "keys"
    keys.mkdir(mode=0o700, exist_ok=True)
    for service in KEYED:  # made once, as python -m deploy.secrets makes them in earnest
        Cipher.from_file(keys / f"{service}.key", KeyStore.in_memory())
    for hiding in ("pseudonyms", "employers"):
        if not (keys / f"{hiding}.key").exists():
            new_key_file(keys / f"{hiding}.key")
    file = folder / "tideover.env"
    settings = {
        "TIDEOVER_KAFKA_SERVERS": cluster.servers,
        "TIDEOVER_KAFKA_REPLICATION": len(cluster.brokers),
        "TIDEOVER_KAFKA_SESSION_MS": SESSION_MS,
        "TIDEOVER_DATABASE_URL": server.url(DATABASE),
        "TIDEOVER_PARTITIONS": PARTITIONS,
        "TIDEOVER_SCHEMES": _schemes(file),
        "TIDEOVER_KEYS": keys,
        "TIDEOVER_PSEUDONYM_KEY": keys / "pseudonyms.key",
        "TIDEOVER_EMPLOYER_KEY": keys / "employers.key",
    }
    file.write_text("".join(f"export {name}='{value}'\n" for name, value in settings.items()), "utf-8")
    return file


def _schemes(file: Path) -> str:
    """What a stack serves: as the environment says, else as before, so that all its processes and commands agree."""
    before = settings_in(file).get("TIDEOVER_SCHEMES") if file.exists() else None
    return os.environ.get("TIDEOVER_SCHEMES") or before or Settings().schemes


@app.command()
def work(
    folder: Folder = FOLDER,
    first_port: Annotated[int, typer.Option(help="Where the first of them shows its metrics.")] = FIRST_PORT,
) -> None:
    """Make schemas and topics, and start every process of the engine that does not run yet."""
    try:
        for sentence in Processes(_existing(folder), first_port).start():
            typer.echo(sentence)
    except (TimedOut, NotPrepared, ServerDied) as fault:
        _give_up(str(fault))
    except KeyboardInterrupt:
        _give_up("Interrupted. What was started runs on: make stack-down ends it, make stack-work starts the rest.")


@app.command()
def down(folder: Folder = FOLDER) -> None:
    """Stop the processes and both servers; their records stay."""
    existing = _existing(folder)
    Processes(existing).stop()
    for one in _of(existing):
        one.stop()
    typer.echo("Kafka and PostgreSQL are stopped; their records stay.")


@app.command()
def status(folder: Folder = FOLDER) -> None:
    """Say what runs; exit code 1 if a server does not, or a process of the engine that was started."""
    existing = _existing(folder)
    cluster, server = _of(existing)
    daemons = {f"Kafka {broker.address}": broker.daemon for broker in cluster.brokers}
    daemons[f"PostgreSQL 127.0.0.1:{server.port}"] = server.daemon
    for name, daemon in daemons.items():
        process = daemon.process()
        typer.echo(f"{name}: " + (f"runs as process {process.pid}" if process else "is stopped"))
    processes = Processes(existing)
    missing = processes.missing()
    for name, daemon in processes.daemons().items():
        if process := daemon.process():
            typer.echo(f"{name}: runs as process {process.pid}")
        elif name in missing:
            typer.echo(f"{name}: has ended; its log is {daemon.log}")
    if missing:
        typer.echo(f"{len(missing)} of {len(processes.daemons())} processes do not run: make stack-work starts them.")
    if missing or not all(daemon.process() for daemon in daemons.values()):
        sys.exit(1)


def _existing(folder: Path) -> Path:
    if not (folder / "kafka").is_dir():
        _give_up(f"There is no stack in {folder}: python -m deploy.stack up makes one.")
    return folder.resolve()


def _of(folder: Path, *, brokers: int = 1) -> tuple[Cluster, Server]:
    cluster = Cluster.in_folder(folder / "kafka", brokers=brokers, port=KAFKA_PORT)
    return cluster, Server(folder / "postgresql", port=POSTGRES_PORT)


def _give_up(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    sys.exit(2)


if __name__ == "__main__":
    app()
