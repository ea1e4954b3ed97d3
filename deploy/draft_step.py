"""A draft of the next step of a schema: what the tables in the code have and those of the steps so far have not.

`python -m deploy.draft_step payments "A payment knows its channel"` writes one file into services/payments/migrations;
`runtime` stands for the tables that every service has. Read it, finish it, keep it: what alembic cannot see (checks,
triggers, exclusions, functions) is not in it, but tests/stack/test_migrations.py notices.
"""

from __future__ import annotations

from typing import Annotated, Any

import alembic.command
import typer
from sqlalchemy import MetaData
from sqlalchemy.dialects.postgresql.base import ischema_names

from deploy.stack import postgres
from services.console.tables import TABLES as CONSOLE_TABLES
from services.names import CONSOLE, KEYS
from services.runtime.database.schema import COMMON, configuration, engine_on, folder_of, steps_of, upgrade
from services.runtime.database.store import METADATA
from services.runtime.database.transactions import Xid8
from services.runtime.privacy.key_store import TABLES as KEY_TABLES
from services.worlds import all_services

ischema_names["xid8"] = Xid8  # SQLAlchemy does not know it
ANY_SERVICE = "oversight"
"""The schema in which the common tables are compared; they are the same in all."""


def tables_of(history: str) -> MetaData:
    """The tables of a history, as the code has them."""
    if history == COMMON:
        return METADATA
    if history == KEYS:
        return KEY_TABLES
    if history == CONSOLE:
        return CONSOLE_TABLES
    services = all_services({}, partitions=1, bank_cipher=None)
    return {service.name: service.tables for service in services}[history]


def draft(history: str, message: str, url: str) -> str:
    """Write the file; its path. The server at `url` is used to take the steps so far."""
    service = ANY_SERVICE if history == COMMON else history
    others = tables_of(service) if history == COMMON else METADATA
    number = 1 + sum(1 for _ in folder_of(history).glob(f"{history}_*.py"))
    steps = steps_of(service)
    upgrade(url, service)
    engine = engine_on(url, service)
    with engine.connect() as connection:
        config = configuration(
            service,
            connection=connection,
            target_metadata=tables_of(history),
            include_object=lambda _one, name, kind, *_: kind != "table" or name not in others.tables,
            compare_server_default=True,
        )
        is_first = not any(step.revision.startswith(f"{history}_") for step in steps.walk_revisions())
        made: Any = alembic.command.revision(
            config,
            message,
            autogenerate=True,
            rev_id=f"{history}_{number:04}",
            head="base" if is_first else f"{history}@head",
            branch_label=history if is_first else None,
            version_path=str(folder_of(history)),
        )
    engine.dispose()
    return str(made.path)


def main(
    history: Annotated[str, typer.Argument(help="A service, or `runtime`.")],
    message: Annotated[str, typer.Argument(help="What the step does, in a few words.")],
) -> None:
    """Draft the next step of a history on a server of its own."""
    with postgres() as server:
        typer.echo(draft(history, message, server.create_database("draft")))


if __name__ == "__main__":
    typer.run(main)
