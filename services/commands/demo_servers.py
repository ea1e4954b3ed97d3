"""The stack under a demonstration: the one of the settings, or one of its own that is made and started here."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from services.commands.checkout import in_checkout, is_checkout, needs_packages
from services.commands.demo_stack import StackWorld, stack_world
from services.operations.stack import opened_stack
from services.runtime.process.settings import Settings, WrongSetting

FOLDER = Path("demo-stack")
FIRST_PORT = 9700
"""Beside the ports of `make stack-work`, so that both may run."""


@contextmanager
def demonstration_stack(seed: str) -> Iterator[tuple[StackWorld, str]]:
    """An empty stack, and what to type so that later commands mean it. Raises `WrongSetting`."""
    settings, found_by = Settings.from_environment(), ""
    if not settings.database_url:
        settings, found_by = _own_stack(), f"source {FOLDER}/tideover.env"
    with opened_stack(settings) as stack, stack_world(settings, stack.databases, seed) as world:
        yield world, found_by


def _own_stack() -> Settings:
    """Replace the stack of an earlier run by a new one with all its processes; the settings that mean it."""
    if not is_checkout():
        raise WrongSetting(
            "TIDEOVER_DATABASE_URL is not set, and servers are started only in a checkout of the repository."
        )
    needs_packages()
    if FOLDER.exists():
        typer.echo(f"Replacing the earlier run in {FOLDER}.", err=True)
        _run("down")
        shutil.rmtree(FOLDER)
    _run("up")
    _run("work", "--first-port", str(FIRST_PORT))
    lines = (FOLDER / "tideover.env").read_text("utf-8").splitlines()
    named = dict(line.removeprefix("export ").split("=", 1) for line in lines)
    return Settings.from_environment({**os.environ, **{name: value.strip("'") for name, value in named.items()}})


def _run(*words: str) -> None:
    if code := in_checkout("deploy.stack", *words, "--folder", str(FOLDER.resolve()), stdout=sys.stderr):
        raise typer.Exit(code)
