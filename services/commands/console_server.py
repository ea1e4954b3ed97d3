"""`tideover console`: the pages for people, on this machine or behind an institution's own server."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from starlette.applications import Starlette

from services.commands.folder import has_world, missing
from services.commands.sign_ins import sign_ins
from services.console.app import Staffed, application
from services.console.demo_officers import OFFICERS
from services.console.laptop import console_in
from services.console.signin.development import CLIENT, DevelopmentIssuer, must_be_loopback
from services.console.signin.https import ask
from services.console.signin.issuer import Issuer
from services.console.signin.private_way import is_private_way
from services.console.signin.site import SignInSite
from services.console.world import ConsoleWorld
from services.runtime.process.library_logs import hear_libraries, log_as_process
from services.runtime.process.logs import log
from services.runtime.process.settings import Settings, WrongSetting

PORT = 8600
HOST = "127.0.0.1"


def console(
    folder: Annotated[
        Path | None,
        typer.Option(help="A laptop's databases for officers, where TIDEOVER_DATABASE_URL would mean the stack."),
    ] = None,
    *,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port.")] = PORT,
    without_password: Annotated[
        bool,
        typer.Option("--without-password", help="Let anybody on this machine be any officer of a demonstration."),
    ] = False,
) -> None:
    """Serve the pages for people: for citizens what they would be paid; for officers their day's work."""
    if folder is not None and not has_world(folder):
        typer.echo(missing(folder), err=True)
        raise typer.Exit(2)
    settings = Settings.from_environment()
    host = settings.http_host
    with _listening(host, port) as listener, _world(folder, settings) as world:
        open_to_all = world is not None and (without_password or (folder is not None and not settings.console_issuer))
        app = _application(world, settings, host, port, open_to_all=open_to_all)
        _serve(app, listener, world if open_to_all else None)


def serve_demonstration(folder: Path | None, settings: Settings) -> None:
    """Serve the console to anybody on this machine, on a laptop's folder or else the stack, until it is stopped.

    Its day is the demonstration's, and its health is asked by nobody.
    """
    settings = settings.model_copy(update={"simulation": True, "http_port": 0})
    try:
        listening = _listening(HOST, PORT)
    except WrongSetting:  # somebody else is there
        listening = _listening(HOST, 0)
    with listening as listener, _world(folder, settings) as world:
        app = _application(world, settings, HOST, listener.getsockname()[1], open_to_all=True)
        _serve(app, listener, world)


def _listening(host: str, port: int) -> socket.socket:
    """The place where browsers come. Raises `WrongSetting` if somebody else is there."""
    try:
        return socket.create_server((host, port))
    except OSError as fault:
        raise WrongSetting(f"Nothing can be served on {host}:{port}: {fault.strerror}. Try another --port.") from None


def _serve(app: Starlette, listener: socket.socket, open_world: ConsoleWorld | None) -> None:
    """Say where the console is, and serve it until it is stopped; of a world open to all, who may sign in."""
    host, port = listener.getsockname()[:2]
    if log.of_process and open_world is None:
        log.info("pages_served", address=f"{host}:{port}")
    else:
        typer.echo(f"Open http://{host}:{port}/ in a browser; Ctrl+C ends it.")
    if open_world is not None:
        typer.echo("Sign in as one of these, without a password:")
        for line in sign_ins(open_world):
            typer.echo(line)
    hear_libraries()
    config = uvicorn.Config(app, log_config=None, log_level="warning", access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listener])


@contextmanager
def _world(folder: Path | None, settings: Settings) -> Iterator[ConsoleWorld | None]:
    """What officers work on; nothing for citizens alone."""
    if folder is not None:
        with console_in(folder, settings, _today) as laptop:
            yield laptop.world()
    elif settings.database_url:
        from services.console.stack import console_on_stack  # noqa: PLC0415 - Kafka, which a laptop does without
        from services.runtime.kafka.process import running  # noqa: PLC0415 - likewise

        log_as_process()
        with running(settings) as process, console_on_stack(settings, process, _today) as stack:
            yield stack.world()
    else:
        yield None


def _application(
    world: ConsoleWorld | None, settings: Settings, host: str, port: int, *, open_to_all: bool
) -> Starlette:
    """The pages, with a way to sign in. Raises `WrongSetting` where there is none."""
    if world is None:
        return application(_today)
    if open_to_all:
        must_be_loopback(host)
        base = f"http://{host}:{port}"
        development = DevelopmentIssuer(base, OFFICERS)
        issuer = Issuer(development.issuer, CLIENT, None, development.ask)
        return application(world.today, Staffed(SignInSite(world, issuer, base, development)))
    if not settings.console_issuer or not settings.console_url:
        raise WrongSetting("TIDEOVER_CONSOLE_ISSUER and TIDEOVER_CONSOLE_URL are not set: officers must sign in.")
    for name, address in (("ISSUER", settings.console_issuer), ("URL", settings.console_url)):
        if not is_private_way(address):
            raise WrongSetting(f"TIDEOVER_CONSOLE_{name} must begin with https://, or lie on this machine.")
    secret = settings.console_secret.read_text("utf-8").strip() if settings.console_secret else None
    issuer = Issuer(settings.console_issuer, settings.console_client, secret, ask)
    return application(world.today, Staffed(SignInSite(world, issuer, settings.console_url.rstrip("/"))))


def _today() -> date:
    return datetime.now().astimezone().date()
