"""`tideover scheme list` and `tideover scheme show`: which laws there are, and one of them for people to read."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any

import typer

from law.catalogue import load_scheme, scheme_names, scheme_or_file
from law.conventions.model import Status
from law.language.plain.page import in_sentences
from law.language.sheet.horizon import last_change
from law.language.sheet.unverified import unverified_in
from law.pages.convention_summary import Counts, kept_counts
from law.written.compiled_periods import whole_source
from services.commands.indented import indented


def list_(*, as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False) -> None:
    """Name every scheme that can be read, with its title, newest law, what is unverified, and C102 and C168."""
    rows = [_row(name) for name in scheme_names()]
    if as_json:
        typer.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    typer.echo(f"{'scheme':{_NAMES}}newest law  unverified{_IN_COLUMNS.format(*_INSTRUMENTS)}")
    for row in rows:
        conventions = _IN_COLUMNS.format(*(_in_short(row["conventions"].get(name)) for name in _INSTRUMENTS))
        typer.echo(f"{row['scheme']:{_NAMES}}{row['newest_law']}{row['unverified'] or '':>12}{conventions}")
        typer.echo(indented(f"{row['title']} ({row['country']}, {row['currency']})"))
    typer.echo("\nNewest law: the last day from which anything in the sheet holds.")
    typer.echo("Unverified: entries of the sheet that nobody has compared with the law's text;")
    typer.echo("scheme show and scheme pages mark them. C102 and C168: articles of the")
    typer.echo("Convention that are met / not met; others need evidence (scheme check).")


_INSTRUMENTS = ("C102", "C168")
_NAMES, _IN_COLUMNS = 32, "{:>9}{:>9}"


def _in_short(counts: Counts | None) -> str:
    """`12 / 1`, or a question mark where nobody has checked the sheet since it changed."""
    return "?" if counts is None else f"{counts[Status.MET]} / {counts[Status.NOT_MET]}"


def _row(name: str) -> dict[str, Any]:
    scheme = load_scheme(name, accept_unverified=True)
    return {
        "scheme": name,
        "title": scheme.title,
        "country": scheme.country,
        "currency": scheme.currency,
        "newest_law": last_change(scheme).isoformat(),
        "unverified": len(list(unverified_in(scheme))),
        "conventions": kept_counts(scheme),
    }


def show(
    name: Annotated[str, typer.Argument(help="For example us/mississippi, or a rule sheet's file.")],
    *,
    as_python: Annotated[
        bool, typer.Option("--as-python", help="Print it as the Python that decides claims and weeks that are certain.")
    ] = False,
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="With --as-python, the day whose law; else the newest."),
    ] = None,
) -> None:
    """Print the law of a scheme in plain sentences, with the citation of every rule and value."""
    if on is not None and not as_python:
        raise typer.BadParameter("--on goes with --as-python: the sentences tell the law of every day.")
    try:
        scheme = scheme_or_file(name)
        day = last_change(scheme) if on is None else on.date()
        typer.echo(whole_source(scheme, day) if as_python else in_sentences(scheme))
    except LookupError as fault:
        raise typer.BadParameter(str(fault)) from None
