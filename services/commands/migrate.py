"""`tideover migrate`: the services' schemas on PostgreSQL are brought to what this program needs."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer
from sqlalchemy import inspect
from sqlalchemy.exc import ArgumentError, OperationalError

from contracts.in_words import as_sentence, no_such
from services.names import CONSOLE, KEYS, MAY_BE_SPLIT, SERVICES
from services.operations.chains import take_up
from services.operations.moving_logs import unrest_before_moving
from services.runtime.database.parked_numbers import number_parked_apart
from services.runtime.database.schema import SchemaAhead, engine_on, schema_fault, upgrade
from services.runtime.database.served import in_one_form, served_by, served_fault, write_served
from services.runtime.database.store import Database
from services.runtime.process.places import places_of
from services.runtime.process.settings import Settings, WrongSetting
from services.worlds import real_services, schemes_of

CHAINS_BEGIN = "runtime_0004"
"""The step that makes the tables of the chains."""
SCHEMAS = (KEYS, *SERVICES, CONSOLE)
"""Data keys first: the steps of services may move some of theirs there."""


def migrate(
    service: Annotated[str | None, typer.Argument(help=f"One of {', '.join(SCHEMAS)}; all, if none is named.")] = None,
    *,
    check: Annotated[bool, typer.Option("--check", help="Change nothing: exit code 1 if a step is missing.")] = False,
    change_schemes: Annotated[
        bool, typer.Option("--change-schemes", help="Write down that other schemes are served from now on.")
    ] = False,
) -> None:
    """Bring the schemas of keys and services, or one, to what this program needs. Safe to repeat; only forward."""
    settings = Settings.from_environment()
    if not settings.database_url:
        raise WrongSetting("TIDEOVER_DATABASE_URL is not set: it says which PostgreSQL to migrate.")
    if service is not None and service not in SCHEMAS:
        raise WrongSetting(as_sentence(no_such("schema", service, SCHEMAS)))
    schemas = SCHEMAS if service is None else (service,)
    urls = _addresses(settings)
    each = [(url, name) for name in schemas for url in urls[name]]
    try:
        if not check:
            _require_rest([(url, name) for url, name in each if name in SERVICES], settings)
            _require_same_schemes(settings, changing=change_schemes)
        faults = [_look(url, name) if check else _go(url, name) for url, name in each]
        if not check:
            _settle(settings, urls)
    except OperationalError as error:
        raise WrongSetting(f"The database did not do it: {str(error.orig).strip().splitlines()[0]}") from None
    except ArgumentError:
        raise WrongSetting(
            "TIDEOVER_DATABASE_URL is not the address of a PostgreSQL: postgresql+psycopg://..."
        ) from None
    except SchemaAhead as fault:
        raise WrongSetting(str(fault)) from None
    if any(faults):
        sys.exit(1)


def _addresses(settings: Settings) -> dict[str, list[str]]:
    """Where each schema lies; one of a service that is split on each of its servers."""
    urls = {name: [settings.database_url] for name in SCHEMAS}
    urls[KEYS] = [settings.keys_url or settings.database_url]
    if settings.databases is not None:
        urls |= {name: [place.url for place in places_of(settings, name)] for name in MAY_BE_SPLIT}
    return urls


def _require_rest(schemas: Sequence[tuple[str, str]], settings: Settings) -> None:
    """Before any step is taken: no step may move what is still under way. Raises `WrongSetting`."""
    services = real_services(settings)
    for url, name in schemas:
        if unrest := unrest_before_moving(url, name, services):
            raise WrongSetting(unrest)


def _require_same_schemes(settings: Settings, *, changing: bool) -> None:
    """Raises `WrongSetting` if the database serves other schemes, and nobody says that this is to change."""
    engine = engine_on(settings.database_url, SERVICES[0])
    with engine.connect() as connection:
        fault = served_fault(connection, schemes_of(settings))
    engine.dispose()
    if fault and not changing:
        raise WrongSetting(fault)


def _settle(settings: Settings, urls: Mapping[str, Sequence[str]]) -> None:
    """What is written down on each server once its schemas are as they should be."""
    for name in MAY_BE_SPLIT:
        if len(urls[name]) > 1:
            number_parked_apart(urls[name], name)
    for url in dict.fromkeys([settings.database_url, *(url for name in MAY_BE_SPLIT for url in urls[name])]):
        _write_served(settings, url)


def _write_served(settings: Settings, url: str) -> None:
    """Write down, for every service whose schema is there, which schemes are served; say so if it is news."""
    serves, engine = in_one_form(schemes_of(settings)), engine_on(url, SERVICES[0])
    with engine.begin() as connection:
        before = served_by(connection)
        there = [name for name in SERVICES if inspect(connection).has_schema(name)]
        for name in there:
            if before.get(name) != serves:
                write_served(connection, name, serves)
    engine.dispose()
    if set(before.values()) - {serves}:
        typer.echo(f"served from now on: {serves}; start every worker anew")


def _go(url: str, service: str) -> str | None:
    taken = upgrade(url, service)
    typer.echo(f"{service}: " + (", ".join(taken) if taken else "nothing to do"))
    if CHAINS_BEGIN in taken and service in SERVICES and (rows := _linked(url, service)):
        typer.echo(f"{service}: {rows:,} rows that were there before are linked as they are")
    return None


def _linked(url: str, service: str) -> int:
    """Rows from before there were chains are taken up, in the run that made the chains' tables and in no other."""
    database = Database.on_postgresql(url, service, real_services(Settings.from_environment())[service].tables)
    try:
        return take_up(database)
    finally:
        database.close()


def _look(url: str, service: str) -> str | None:
    engine = engine_on(url, service)
    with engine.connect() as connection:
        fault = schema_fault(connection)
    engine.dispose()
    typer.echo(fault or f"{service}: nothing to do")
    return fault
