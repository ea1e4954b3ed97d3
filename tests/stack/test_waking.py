"""Who listens hears what is said in every database of the services, wherever each lies."""

from __future__ import annotations

from contextlib import closing

from sqlalchemy import MetaData

from deploy.postgres.server import Server
from services.runtime.database.store import Database
from services.runtime.database.waking import Ear, wake


def test_a_word_is_heard_in_whichever_database_it_is_said(database_url: str, postgresql: Server) -> None:
    apart = postgresql.create_database("payments_apart")
    services = {"claims": database_url, "eligibility": database_url, "payments": apart}
    databases = {name: Database.on_postgresql(url, name, MetaData()) for name, url in services.items()}
    with closing(Ear(databases.values())) as ear:
        assert ear.hears(within_seconds=0), "who begins to listen cannot know what was said before"
        assert not ear.hears(within_seconds=0)
        for name in services:
            wake(databases[name])
            assert ear.hears(within_seconds=60), name
            assert not ear.hears(within_seconds=0)
    for database in databases.values():
        database.close()
    postgresql.drop_database("payments_apart")
