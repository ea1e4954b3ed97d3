"""The command line starts in a moment: a command brings what it needs, and help needs none of it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
import typer
from typer.main import get_command
from typer.testing import CliRunner

from services.commands.commands import TIDEOVER
from services.commands.lazy import Command, CommandGroup, command_line
from tests.shape.tree import ROOT

Words = tuple[str, ...]

STORES = ("sqlalchemy", "psycopg", "alembic")
KAFKA = ("kafka", "faust", "aiokafka")
COLUMNS = ("numpy", "pyarrow")
HELP = (*STORES, *KAFKA, *COLUMNS, "jinja2", "cryptography", "lxml", "yaml", "structlog")


def rows(group: CommandGroup = TIDEOVER, above: Words = ()) -> Iterator[tuple[Words, Command | CommandGroup]]:
    """The groups and commands of a table with their words, the table itself first."""
    yield above, group
    for name, one in group.commands.items():
        if isinstance(one, CommandGroup):
            yield from rows(one, (*above, name))
        else:
            yield (*above, name), one


def commands(group: CommandGroup = TIDEOVER) -> Iterator[tuple[Words, Command]]:
    yield from ((words, one) for words, one in rows(group) if isinstance(one, Command))


def help_of(group: CommandGroup, words: Words) -> str:
    told = CliRunner().invoke(command_line(group), [*words, "--help"], env={"COLUMNS": "200"})
    assert told.exit_code == 0, told.output
    return " ".join(told.output.replace("│", " ").split())


def misquoted(group: CommandGroup) -> list[Words]:
    """Commands whose function does not begin its own help with the sentence of the table."""
    return [
        words
        for words, one in commands(group)
        if " ".join((one.function().__doc__ or "").partition("\n\n")[0].split()) != one.says
    ]


def test_every_command_says_of_itself_what_the_table_says_of_it() -> None:
    assert misquoted(TIDEOVER) == []


def test_a_sentence_that_is_another_is_noticed() -> None:
    planted = CommandGroup("", {"scheme": CommandGroup("", {"list": Command("scheme:list_", "Name every scheme.")})})
    assert misquoted(planted) == [("scheme", "list")]


@pytest.mark.parametrize(
    ("words", "group"), [pytest.param(w, g, id=" ".join(w)) for w, g in rows() if isinstance(g, CommandGroup)]
)
def test_help_lists_everything_that_can_be_called(words: Words, group: CommandGroup) -> None:
    told = help_of(TIDEOVER, words)
    assert " ".join(group.says.split()) in told
    for name, one in group.commands.items():
        first_paragraph = one.says.partition("\n\n")[0]
        assert f"{name} {first_paragraph}" in told


@pytest.mark.parametrize(("words", "command"), [pytest.param(*row, id=" ".join(row[0])) for row in commands()])
def test_help_of_a_command_has_its_whole_text_and_every_option(words: Words, command: Command) -> None:
    function = command.function()
    told = help_of(TIDEOVER, words)
    assert " ".join((function.__doc__ or "").split()) in told
    alone = typer.Typer(add_completion=False)
    alone.command()(function)
    for parameter in get_command(alone).params:
        assert all(option in told for option in (*parameter.opts, *parameter.secondary_opts)), parameter.name


def test_every_file_of_commands_is_called_by_the_words_it_begins_with() -> None:
    written: dict[str, list[Words]] = {}
    for path in (ROOT / "services" / "commands").glob("*.py"):
        title = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition(":")[0]
        for words in re.findall(r"`tideover ([a-z -]+)", title):
            written.setdefault(path.stem, []).append(tuple(words.split()))
    for module, begins in written.items():
        called = [words for words, one in commands() if one.place.partition(":")[0] == module]
        assert called, f"nobody can call what is in {module}.py"
        assert all(any(words[: len(start)] == start for start in begins) for words in called), module
    assert {one.place.partition(":")[0] for _, one in commands()} == set(written)


AND_WHAT_IS_LOADED = """
import atexit, sys
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
from services.__main__ import main
main()
"""


def imported(*words: str) -> set[str]:
    """The packages that a fresh process holds when a command has run."""
    command = [sys.executable, "-c", AND_WHAT_IS_LOADED, *words]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout
    return {name.partition(".")[0] for name in run.stderr.split()}


@pytest.mark.parametrize(
    ("words", "unneeded"),
    [
        (("--help",), (*HELP, "pydantic")),
        (("scheme", "--help"), HELP),
        (("parked", "--help"), HELP),
        (("topics", "--help"), HELP),
        (("scheme", "list"), (*STORES, *KAFKA, *COLUMNS)),
        (("demo", "--help"), ("alembic", *KAFKA)),
        (("story", "--help"), KAFKA),
        (("explain", "--help"), KAFKA),
    ],
    ids=" ".join,
)
def test_a_command_imports_nothing_that_it_does_not_need(words: Words, unneeded: Words) -> None:
    assert not imported(*words) & set(unneeded)


def test_an_import_for_nothing_would_be_noticed() -> None:
    assert {"sqlalchemy", "psycopg"} <= imported("worker", "--help")
