"""`tideover scheme try`: a sheet tried on people written as data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from law.catalogue import scheme_or_file, stories_of
from law.language.terms.errors import OutsideKnownLaw
from law.people.story import StoryFault, read_stories
from law.people.try_story import Tried, shown, try_story


def try_(
    name: Annotated[str, typer.Argument(help="For example uy/desempleo, or a rule sheet's file.")],
    stories: Annotated[Path | None, typer.Argument(help="The stories; those kept with the scheme if left out.")] = None,
) -> None:
    """Try a scheme on stories: what the law says of each person, and whether it is what the story expects.

    Ends with 0 if every story passes, 1 if one does not, 2 if the input cannot be used.
    """
    path = stories or stories_of(name)
    try:
        scheme, stories_read = scheme_or_file(name), read_stories(path)
        tried = [try_story(story, scheme) for story in stories_read.stories]
    except (LookupError, StoryFault, OutsideKnownLaw) as fault:
        typer.echo(f"tideover scheme try: {fault}", err=True)
        raise typer.Exit(2) from None
    for trial in tried:
        _print(trial)
    failed = sum(bool(trial.differences) for trial in tried)
    typer.echo(f"{len(tried) - failed} passed, {failed} failed")
    raise typer.Exit(1 if failed else 0)


def _print(tried: Tried) -> None:
    typer.echo(f"{'FAILED' if tried.differences else 'passed'}  {tried.story.person}")
    figures = ", ".join(
        f"{name} {shown(tried.results[name])}" for name in ("rate", "lasts", "total") if name in tried.results
    )
    typer.echo(f"        {tried.results['outcome']}" + (f": {figures}" if figures else ""))
    for name in ("unmet", "asked", "paid"):
        if tried.results[name]:
            typer.echo(f"        {name}: {shown(tried.results[name])}")
    for difference in tried.differences:
        typer.echo(f"        {difference}")
