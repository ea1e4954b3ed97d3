"""Imports each command's module only when that command is called."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from itertools import pairwise
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand
from typer.main import get_command

from services.commands.printing import prints_safely
from services.runtime.process.role import take_role

THEIR_WORDS = (
    ("Input should be a valid integer, unable to parse string as an integer", "it should be a whole number"),
    ("Value error, ", ""),
    ("does not match the formats '%Y-%m-%d'", "is no day, such as 2020-02-03"),
)
"""What typer lets through of pydantic's words and of Python's formats, and what we say."""

WORD_MAX = 4096
"""No path, key or sentence is longer."""


class Command(NamedTuple):
    """A command: the function behind it as `module:function` of this folder, and how its help begins."""

    place: str
    says: str

    def function(self) -> Callable[..., Any]:
        """The function itself, with all that its module imports."""
        module, _, name = self.place.partition(":")
        with _without_collection():
            called: Callable[..., Any] = getattr(import_module(f"{__package__}.{module}"), name)
        return called


class CommandGroup(NamedTuple):
    """Commands under a word of their own."""

    says: str
    commands: Mapping[str, Command | CommandGroup]


def command_line(group: CommandGroup) -> typer.Typer:
    """A group and all below it as one Typer, for which nothing behind the commands was imported."""
    app = typer.Typer(help=group.says, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    for name, command in group.commands.items():
        if isinstance(command, CommandGroup):
            app.add_typer(command_line(command), name=name)
        else:
            app.command(name, help=command.says, cls=_called_later(name, command))(_not_called)
    return app


@contextmanager
def _without_collection() -> Iterator[None]:
    """No garbage collection while importing: it finds nothing there and takes a sixth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _called_later(name: str, command: Command) -> type[TyperCommand]:
    class Later(TyperCommand):
        def make_context(self, *args: Any, **extra: Any) -> Any:
            """The context of the real command: its options are read, its help is printed, and it is what runs.

            Raises `typer.BadParameter` for an option or argument with nothing in it.
            """
            _refuse_what_nobody_means(extra["args"] if "args" in extra else args[1])
            alone = typer.Typer(add_completion=False)
            alone.command(name)(prints_safely(command.function()))
            take_role(" ".join((*_groups(extra.get("parent")), name)))
            try:
                return get_command(alone).make_context(*args, **extra)
            except typer.BadParameter as fault:
                fault.message = _in_our_words(fault.message)
                raise

    return Later


def _groups(context: Any) -> Iterator[str]:
    """The words before a command's own, without that of the program."""
    if context is not None and context.parent is not None:
        yield from _groups(context.parent)
        yield context.info_name


def _refuse_what_nobody_means(words: Sequence[str]) -> None:
    """Nothing that a command takes may be blank, and much of what is blank would mean the same as not given.

    Nor is anything longer than the longest of texts: a database would refuse to look for it.
    """
    for before, word in pairwise(("", *words)):
        option, equals, text = word.partition("=")
        if len(word) > WORD_MAX:
            raise typer.BadParameter(f"an argument or option has no more than {WORD_MAX:,} characters")
        if not word.strip():
            raise typer.BadParameter(f"{before if before.startswith('-') else 'an argument'} has nothing in it")
        if option.startswith("--") and equals and not text.strip():
            raise typer.BadParameter(f"{option} has nothing in it")


def _in_our_words(message: str) -> str:
    """What is wrong with an option, without the words of the library that looked at it."""
    for theirs, ours in THEIR_WORDS:
        message = message.replace(theirs, ours)
    return message


def _not_called() -> None:
    """What stands for a function until its command is called."""
