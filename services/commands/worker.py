"""`tideover worker`, `tideover relay`: the processes of the stack."""

from __future__ import annotations

from typing import Annotated

import typer

from contracts.in_words import as_sentence, no_such
from services.names import CHAINED, WORKERS
from services.runtime.kafka.clients import connection
from services.runtime.kafka.metrics import begin_relay
from services.runtime.kafka.process import running
from services.runtime.kafka.relay import Relay
from services.runtime.process.library_logs import log_as_process
from services.runtime.process.role import take_role
from services.runtime.process.settings import Settings, WrongSetting
from services.runtime.process.span_export import exporting
from services.workers import real_databases, require_one_server, run_all, run_worker


def worker(
    service: Annotated[str, typer.Argument(help=f"{CHAINED}, or one of {', '.join(WORKERS)}.")],
    *,
    instance: Annotated[
        str | None, typer.Option(help="A name that stays with this worker, so that a restart takes its place at once.")
    ] = None,
) -> None:
    """Deliver events from Kafka to all services or to one; `feed` brings the registries' facts to eligibility."""
    if service not in {CHAINED, *WORKERS}:
        raise WrongSetting(as_sentence(no_such("worker", service, (CHAINED, *WORKERS))))
    take_role(service)
    log_as_process()
    settings = Settings.from_environment()
    with running(settings) as process, exporting(settings.traces_url):
        if service == CHAINED:
            run_all(settings, process, instance=instance)
        else:
            run_worker(service, settings, process, instance=instance)


def relay() -> None:
    """Publish what the services have said from their outboxes to Kafka."""
    log_as_process()
    settings = Settings.from_environment()
    with running(settings) as process:
        process.stop_on_signals()
        begin_relay()
        databases = real_databases(settings)
        for database in databases.values():
            require_one_server(database, "a relay")
        Relay(databases, connection(settings), process.health).run(process.stop)
