"""The command line `tideover`."""

from __future__ import annotations

import sys

import typer

from services.commands import parked, scheme, topics, worker
from services.commands.audit import audit
from services.commands.check_producer import check_producer
from services.commands.demo import demo
from services.commands.explain import explain
from services.commands.exporter import exporter
from services.commands.gateway import gateway
from services.commands.ingest import ingest
from services.commands.lag import lag
from services.commands.migrate import migrate
from services.commands.rebuild import rebuild
from services.commands.scheme_diff import diff
from services.commands.story import story
from services.commands.what_if import what_if
from services.eligibility.rulesheet.errors import RuleSheetError
from services.operations.reading import LogSilent
from services.registry_kit.mapping import MappingFault
from services.registry_kit.place import OtherWork
from services.runtime.cipher import KeyFileUnsafe
from services.runtime.kafka_clients import BrokerRefused
from services.runtime.settings import WrongSetting

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Tideover: an unemployment insurance benefit engine.",
)
app.command()(demo)
app.command()(story)
app.command()(explain)
app.command()(what_if)
app.command()(worker.worker)
app.command()(worker.relay)
app.command("close-day")(worker.close_day)
app.command()(gateway)
app.command()(audit)
app.command()(exporter)
app.command()(ingest)
app.command()(lag)
app.command()(migrate)
app.command()(rebuild)
app.command()(check_producer)
scheme.app.command()(diff)
app.add_typer(scheme.app, name="scheme")
app.add_typer(parked.app, name="parked")
app.add_typer(topics.app, name="topics")

_IN_WORDS = (RuleSheetError, WrongSetting, KeyFileUnsafe, BrokerRefused, LogSilent, MappingFault, OtherWork)


def main() -> None:
    """Run a command; what is wrong with a sheet, a setting or a key is one sentence, not a traceback."""
    try:
        app()
    except _IN_WORDS as fault:
        sys.stderr.write(f"{fault}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
