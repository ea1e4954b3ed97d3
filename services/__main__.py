"""The command line `tideover`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Annotated

import typer

from contracts.in_words import InWords
from services.commands.commands import TIDEOVER
from services.commands.faults import INTERRUPTED, ends_with
from services.commands.lazy import command_line
from services.commands.printing import printable
from services.runtime.process.logs import log
from services.runtime.process.role import VERSION

app = command_line(TIDEOVER)


def _print_version(asked: bool) -> None:  # noqa: FBT001 - the way a typer option calls
    if asked:
        typer.echo(f"tideover {VERSION}")
        raise typer.Exit


@app.callback()
def options(
    *,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version, and end.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Tideover: an unemployment insurance benefit engine."""


class NotText(InWords):
    """An argument cannot be shown, stored or asked for."""


def _must_be_text(arguments: Sequence[str]) -> None:
    """Python keeps a byte that is not UTF-8 as half of a character, which no database or terminal takes."""
    for number, argument in enumerate(arguments[1:], start=1):
        if any("\ud800" <= sign <= "\udfff" for sign in argument):
            raise NotText(f"The argument at place {number} is not written in UTF-8.")


def main() -> None:
    """Run a command; whatever ends it is told in one sentence, never as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal of another language has no § and no ø
            stream.reconfigure(errors="backslashreplace")
    try:
        _must_be_text(sys.argv)
        app()
    except SystemExit as end:
        if end.code == INTERRUPTED:
            sys.stderr.write("Interrupted.\n")
        raise
    except Exception as fault:  # noqa: BLE001 - the last place where a fault can be told in words
        code, sentence = ends_with(fault)
        if log.of_process and not sys.stderr.isatty():
            log.error("process_ends", why=printable(sentence), error=type(fault).__name__)
        else:
            sys.stderr.write(f"{printable(sentence)}\n")
        sys.exit(code)


if __name__ == "__main__":
    main()
