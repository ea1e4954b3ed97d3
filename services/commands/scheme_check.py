"""`tideover scheme check`: a scheme compared with the Conventions, article by article."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from contracts.values import FIRST_DAY, LAST_DAY
from law.catalogue import scheme_or_file
from law.conventions.borne_shares import BorneShares, borne_shares
from law.conventions.check import check_against_each
from law.conventions.declaration import Declaration
from law.conventions.files import BadInput, default_declaration, instrument_names, load_declaration, load_instrument
from law.conventions.model import CheckedRequirement, ComplianceReport, Status
from law.conventions.protected_persons import load_protected
from law.language.plain.presumptions import presumptions
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw, RuleSheetError
from services.commands.console import console
from services.commands.scheme_live import Practice
from services.commands.world import LaptopFolder, opened_world
from services.eligibility.views import contributions, decided_claims

WIDTH = 120
ARTICLE_WIDTH = 20
STYLES = {
    Status.MET: "green",
    Status.NOT_MET: "bold red",
    Status.NEEDS_EVIDENCE: "yellow",
    Status.NOT_ASKED: "dim",
}

YEARS_OF_WORK, YEARS_OF_BENEFIT = 60, 10
"""More than any trial person lives through before and after the day."""


def check(  # noqa: PLR0913  the options of the command
    name: Annotated[str, typer.Argument(help="For example ilo/c102-minimum, or a rule sheet's file.")],
    *,
    instrument: Annotated[str, typer.Option(help="c102 or c168; both if none is named.")] = "",
    declaration: Annotated[Path | None, typer.Option(help="What the member declares (YAML).")] = None,
    data: Annotated[
        Path | None, typer.Option(help="The persons protected (CSV: earnings, per, weeks_granted).")
    ] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day whose law is checked.")] = None,
    recorded: Annotated[
        bool, typer.Option("--recorded", help="Who bears contributions is read from those that registries recorded.")
    ] = False,
    live: Annotated[
        bool, typer.Option("--live", help="Say beside the rows what was paid under live claims, in figures about many.")
    ] = False,
    folder: LaptopFolder = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Check a scheme against C102 and C168: met, not met or needs evidence, with figures and an example person.

    Ends with 0 if nothing is `not met`, 1 if something is, 2 if the input cannot be used.
    """
    try:
        scheme = scheme_or_file(name)
        declared = _declared(scheme, declaration, on.date() if on else None)
        reports = _reports(scheme, instrument, declared, data, _recorded(scheme, folder) if recorded else None)
    except (BadInput, LookupError, RuleSheetError, OutsideKnownLaw) as fault:
        typer.echo(f"tideover scheme check: {fault}", err=True)
        raise typer.Exit(2) from None
    practices = [_practice(report, folder) if live else None for _, report in reports]
    if as_json:
        dicts = [as_dict(*own, practice) for own, practice in zip(reports, practices, strict=True)]
        typer.echo(json.dumps(dicts, indent=1, ensure_ascii=False))
    else:
        for (scheme, report), practice in zip(reports, practices, strict=True):
            _print(scheme, report, practice)
    if any(report.count(Status.NOT_MET) for _, report in reports):
        raise typer.Exit(1)


def _must_have_room_for_lives(on: date | None) -> None:
    """The trial persons work for years before the day and draw for years after it. Raises `BadInput`."""
    first, last = FIRST_DAY.year + YEARS_OF_WORK, LAST_DAY.year - YEARS_OF_BENEFIT
    if on is not None and not first <= on.year <= last:
        raise BadInput(f"the day whose law is checked lies between {first} and {last}")


def _recorded(scheme: Scheme, folder: Path | None) -> BorneShares | None:
    """Who bore the contributions of a laptop's world or the stack; None where none says so."""
    with opened_world(folder, ("eligibility",)) as world:
        return borne_shares(world.all_of("eligibility", contributions), scheme.currency, scheme.minor_units)


def _practice(report: ComplianceReport, folder: Path | None) -> Practice:
    """The claims of a laptop's world or the stack, beside an instrument."""
    with opened_world(folder, ("eligibility",)) as world:
        claims = world.all_of("eligibility", decided_claims)
        return Practice(report.scheme, claims, load_instrument(report.instrument))


def _declared(scheme: Scheme, declaration: Path | None, on: date | None) -> tuple[Declaration, str]:
    """What the member declares, completed by what is stated of the scheme, and the digest of the file."""
    declared, digest = load_declaration(declaration) if declaration else (Declaration(), "")
    declared = declared.completed_by(default_declaration(scheme.name))
    if on is not None:
        declared = declared.model_copy(update={"law_of": on})
    _must_have_room_for_lives(declared.law_of)
    return declared, digest


def _reports(
    scheme: Scheme, instrument: str, declared: tuple[Declaration, str], data: Path | None, shares: BorneShares | None
) -> list[tuple[Scheme, ComplianceReport]]:
    instruments = [load_instrument(each) for each in ([instrument] if instrument else instrument_names())]
    declaration, digest = declared
    protected = load_protected(data, instruments[0].calendar) if data else None
    every = check_against_each(scheme, instruments, declaration, protected, shares=shares, declaration_digest=digest)
    return [(scheme, report) for report in every]


def as_dict(scheme: Scheme, report: ComplianceReport, practice: Practice | None = None) -> dict[str, Any]:
    """A report as JSON: what it was computed from, and every requirement with its conclusion and what practice says."""
    return {
        "scheme": report.scheme,
        "scheme_sha256": report.scheme_digest,
        "instrument": report.instrument,
        "title": report.title,
        "law_of": report.law_of,
        "declaration_sha256": report.declaration_digest,
        "data_sha256": report.data_digest,
        "presumed": [sentence.text for sentence in presumptions(scheme)],
        "unverified_in_sheet": list(report.unverified),
        "counts": {status.value: report.count(status) for status in Status},
        "articles": [_article_as_dict(checked, practice) for checked in report.checked],
    }


def _article_as_dict(checked: CheckedRequirement, practice: Practice | None) -> dict[str, Any]:
    requirement, conclusion = checked.requirement, checked.conclusion
    shown = practice.of(requirement) if practice else None
    return {
        "id": requirement.id,
        "article": requirement.article,
        "asks": requirement.asks,
        "status": conclusion.status.value,
        "because": conclusion.because,
        "figures": [list(figure) for figure in conclusion.figures],
        "person": conclusion.person,
        "missing": conclusion.missing,
        "cites": requirement.cites,
        "unverified": requirement.unverified,
        **({"practice": shown.text if shown else None} if practice else {}),
    }


def _print(scheme: Scheme, report: ComplianceReport, practice: Practice | None) -> None:
    out = console() if console().is_terminal else console(width=WIDTH)
    title = f"{report.scheme} against {report.title}, law of {report.law_of}"
    table = Table(title=title, show_lines=True, title_justify="left")
    table.add_column("article", width=ARTICLE_WIDTH)
    table.add_column("answer", no_wrap=True)
    table.add_column("what was found")
    for checked in report.checked:
        requirement, status = checked.requirement, checked.conclusion.status
        if status is Status.NOT_ASKED and not checked.conclusion.figures:
            continue
        mark = "\n(row not compared with the text)" if requirement.unverified else ""
        table.add_row(
            Text(f"{requirement.article}{mark}"), Text(status.value, STYLES[status]), _with_practice(checked, practice)
        )
    out.print(table)
    for sentence in presumptions(scheme):
        out.print(Text(f"The sheet presumes: {sentence.text}"), style="dim")
    for line in scheme.not_covered:
        out.print(Text(f"The sheet leaves out: {line}"), style="dim")
    if report.unverified:
        entries = len(report.unverified)
        note = f"{entries} entries of the sheet were not compared with the law's text: met is met by the sheet."
        out.print(Text(note, "yellow"))
    counted = ", ".join(f"{report.count(status)} {status.value}" for status in Status)
    out.print(Text(f"{report.scheme}, {report.instrument}: {counted}. A report is no better than its sheet."))


def _with_practice(checked: CheckedRequirement, practice: Practice | None) -> Text:
    """What was found, and below it what live claims show; grey where they are too few."""
    text = Text(_found(checked))
    shown = practice.of(checked.requirement) if practice else None
    return text if shown is None else text.append(f"\nIn practice: {shown.text}.", "" if shown.is_enough else "dim")


def _found(checked: CheckedRequirement) -> str:
    conclusion = checked.conclusion
    lines = [f"{checked.requirement.asks}.", conclusion.because]
    lines += [f"  {name}: {figure}" for name, figure in conclusion.figures]
    if conclusion.person:
        lines.append(f"Person: {conclusion.person}.")
    if conclusion.missing:
        lines.append(f"Missing: {conclusion.missing.rstrip('.')}.")
    return "\n".join([*lines, f"[{checked.requirement.cites}]"])
