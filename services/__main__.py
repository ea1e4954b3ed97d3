"""The command line `tideover`."""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from services.commands.commands import TIDEOVER
from services.commands.faults import INTERRUPTED, ends_with
from services.commands.lazy import command_line

app = command_line(TIDEOVER)


def _print_version(asked: bool) -> None:  # noqa: FBT001 - the way a typer option calls
    if asked:
        typer.echo(f"tideover {version('tideover')}")
        raise typer.Exit


@app.callback()
def options(
    *,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version, and end.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Tideover: an unemployment insurance benefit engine."""


def main() -> None:
    """Run a command; whatever ends it is told in one sentence, never as a traceback."""
    try:
        app()
    except SystemExit as end:
        if end.code == INTERRUPTED:
            sys.stderr.write("Interrupted.\n")
        raise
    except Exception as fault:  # noqa: BLE001 - the last place where a fault can be told in words
        code, sentence = ends_with(fault)
        sys.stderr.write(f"{sentence}\n")
        sys.exit(code)


if __name__ == "__main__":
    main()
