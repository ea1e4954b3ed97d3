"""`tideover console`: the pages for people, served on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from starlette.applications import Starlette

from services.commands.folder import has_world, missing
from services.console.app import Staffed, application
from services.console.demo_officers import OFFICERS
from services.console.laptop import console_in
from services.console.signin.development import CLIENT, DevelopmentIssuer
from services.console.signin.issuer import Issuer
from services.console.signin.site import SignInSite
from services.runtime.process.settings import Settings

PORT = 8600
HOST = "127.0.0.1"


def console(
    folder: Annotated[Path | None, typer.Option(help="A laptop's databases, for officers to work on.")] = None,
    *,
    port: Annotated[int, typer.Option(min=1, max=65535, help=f"Where it is served on {HOST}.")] = PORT,
) -> None:
    """Serve the pages for people: for citizens what they would be paid; for officers of a laptop their day's work."""
    if folder is not None and not has_world(folder):
        typer.echo(missing(folder), err=True)
        raise typer.Exit(2)
    with _application(folder, f"http://{HOST}:{port}") as app:
        typer.echo(f"Open http://{HOST}:{port}/ in a browser; Ctrl+C ends it.")
        if folder is not None:
            _tell_sign_ins()
        uvicorn.run(app, host=HOST, port=port, log_level="warning", access_log=False)


@contextmanager
def _application(folder: Path | None, base: str) -> Iterator[Starlette]:
    if folder is None:
        yield application(_today)
        return
    with console_in(folder, Settings.from_environment(), _today) as laptop:
        development = DevelopmentIssuer(base, OFFICERS)
        issuer = Issuer(development.issuer, CLIENT, None, development.ask)
        yield application(laptop.today, Staffed(SignInSite(laptop.world(), issuer, base, development)))


def _today() -> date:
    return datetime.now().astimezone().date()


def _tell_sign_ins() -> None:
    typer.echo("Sign in as one of these, without a password:")
    for officer in OFFICERS:
        typer.echo(f"  {officer.staff:14}{officer.name:16}{', '.join(sorted(officer.roles))}")
