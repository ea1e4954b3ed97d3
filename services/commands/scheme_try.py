"""`tideover scheme try`: a sheet, or every scheme, tried on people written as data; or a pack of cases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from law.catalogue import load_scheme, scheme_names, scheme_or_file, stories_of
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import RuleSheetError
from law.packs.check import answers_of, checked
from law.packs.pack import UnreadablePack, read_pack
from law.packs.pack_map import MapFault, map_beside, read_map
from law.people.story import AGAIN, StoryFault
from law.people.story_file import read_stories, refuse_other_scheme
from law.people.try_story import Results, Tried, shown, try_story


def try_(
    name: Annotated[
        str | None,
        typer.Argument(
            help="For example uy/desempleo, a rule sheet's file, or a pack of cases (.json); all schemes if left out."
        ),
    ] = None,
    stories: Annotated[
        Path | None,
        typer.Argument(help="The stories, or the map of a pack; those kept with the scheme or the pack if left out."),
    ] = None,
) -> None:
    """Try a scheme on stories or a pack of cases: what the law says, and whether it is what was expected.

    Ends with 0 if every one passes, 1 if one does not, 2 if the input cannot be used.
    """
    if name is None:
        raise typer.Exit(_try_every_scheme())
    if Path(name).suffix == ".json":
        raise typer.Exit(_try_pack(Path(name), stories))
    try:
        scheme = scheme_or_file(name)
        tried = _tried(scheme, stories or _kept_with(name))
    except (LookupError, StoryFault) as fault:
        typer.echo(f"tideover scheme try: {fault}", err=True)
        raise typer.Exit(2) from None
    for trial in tried:
        for line in _in_lines(trial):
            typer.echo(line)
    failed = sum(bool(trial.differences) for trial in tried)
    typer.echo(f"{len(tried) - failed} passed, {failed} failed")
    raise typer.Exit(1 if failed else 0)


def _try_pack(file: Path, mapped: Path | None) -> int:
    """0 if every case of a pack agrees with the sheet, 1 if one does not, 2 if pack or map cannot be used."""
    try:
        pack = read_pack(file)
        of = map_beside(file, pack.scheme) if mapped is None else read_map(mapped)
        report = checked(pack, answers_of(of))
    except (UnreadablePack, MapFault, LookupError, RuleSheetError) as fault:
        typer.echo(f"tideover scheme try: {fault}", err=True)
        return 2
    typer.echo(f"{of.sheet}: {pack.scheme}")
    for line in (*report.lines[1:], report.lines[0]):
        typer.echo(line)
    return 1 if report.failed else 0


def _tried(scheme: Scheme, path: Path) -> list[Tried]:
    stories = read_stories(path)
    refuse_other_scheme(stories, scheme, path)
    return [try_story(story, scheme) for story in stories.stories]


def _kept_with(name: str) -> Path:
    """The file of stories that is kept with a scheme. Raises `StoryFault` if there is none."""
    if name not in scheme_names():
        raise StoryFault(f"no stories are kept with {name}: name their file, as in {name} people.yaml")
    path = stories_of(name)
    if not path.is_file():
        raise StoryFault(f"{name} has no stories yet; they belong in {path}")
    return path


def _try_every_scheme() -> int:
    """One line for each scheme; 1 if one of them does not pass, or has no stories that can be read."""
    codes = []
    for name in scheme_names():
        try:
            tried = _tried(load_scheme(name, accept_unverified=True), _kept_with(name))
        except (RuleSheetError, StoryFault) as fault:
            typer.echo(f"FAILED  {name}: {fault}")
            codes.append(1)
            continue
        failed = [trial.story.person for trial in tried if trial.differences]
        if failed:
            typer.echo(f"FAILED  {name}: {len(failed)} of {len(tried)} stories: {'; '.join(failed)}")
        else:
            typer.echo(f"passed  {name}: {len(tried)} stories")
        codes.append(1 if failed else 0)
    typer.echo(f"{codes.count(0)} of {len(codes)} schemes passed")
    return max(codes)


def _in_lines(tried: Tried) -> Iterator[str]:
    yield f"{'FAILED' if tried.differences else 'passed'}  {tried.story.person}"
    for number, results in enumerate(tried.results):
        lines = [*_results_in_lines(results), *(results.why if tried.differences else ())]
        yield from (f"        {AGAIN + ': ' if number else ''}{line}" for line in lines)
    yield from (f"        {difference}" for difference in tried.differences)


def _results_in_lines(results: Results) -> Iterator[str]:
    """What became of each period is said where one of them is not paid, so that no zero stands without its reason."""
    figures = {"rate": results.rate, "lasts": results.lasts, "total": results.total}
    in_figures = ", ".join(f"{name} {shown(figure)}" for name, figure in figures.items() if figure is not None)
    yield f"{results.outcome}: {in_figures}" if in_figures else results.outcome
    for name, values in (("unmet", results.unmet), ("asked", results.asked), ("paid", results.paid)):
        if values:
            yield f"{name}: {shown(values)}"
    if not {"paid", "partly paid"}.issuperset(results.periods):
        yield f"periods: {shown(results.periods)}"
