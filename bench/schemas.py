"""One schema a service on an empty database."""

from __future__ import annotations

from sqlalchemy import create_engine

from services.runtime.cipher import Cipher
from services.runtime.settings import Settings
from services.runtime.store import METADATA, Database
from services.worlds import all_services, served_schemes


def make_schemas(settings: Settings) -> None:
    """Every service's tables."""
    if settings.keys is None:
        raise TypeError("the world has keys")
    cipher = Cipher.from_file(settings.keys / "payments.key")
    engine = create_engine(settings.database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA extensions")
        connection.exec_driver_sql("CREATE EXTENSION btree_gist SCHEMA extensions")
    for service in all_services(served_schemes(), partitions=settings.partitions, bank_cipher=cipher):
        with engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {service.name}")
        database = Database.on_postgresql(settings.database_url, service.name, service.tables)
        METADATA.create_all(database.engine)
        service.tables.create_all(database.engine)
        database.close()
    engine.dispose()
