"""`tideover console`: the pages for people, served on this machine."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer
import uvicorn

from services.console.app import application

PORT = 8600


def console(
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where it is served on 127.0.0.1; 0 takes any.")] = PORT,
) -> None:
    """Serve the pages for people: today the calculator, which tells anybody what they would be paid, and why."""
    typer.echo(f"Open http://127.0.0.1:{port}/ in a browser; Ctrl+C ends it.")
    app = application(lambda: datetime.now().astimezone().date())
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)
