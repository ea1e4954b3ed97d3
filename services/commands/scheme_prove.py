"""`tideover scheme prove`: a floor of a Convention for every person, not for one; it needs the package z3-solver."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from importlib.util import find_spec
from typing import Annotated

import typer

from law.catalogue import scheme_or_file
from law.conventions.examination import Examination
from law.conventions.files import BadInput, default_declaration, instrument_names, load_instrument
from law.conventions.model import Requirement
from law.language.terms.errors import OutsideKnownLaw, RuleSheetError

PROVABLE = ("waiting", "duration", "standard beneficiary", "half of earnings")
"""The rows for which a statement is known."""
ANSWERS = {True: "proved", False: "does not hold", None: "cannot be told"}


def prove(
    name: Annotated[str, typer.Argument(help="For example ilo/c102-minimum, or a rule sheet's file.")],
    *,
    article: Annotated[str, typer.Option(help="The row, such as C102-24.1a; all that can be proved if left out.")] = "",
    up_to: Annotated[
        int | None, typer.Option(min=1, help="The highest monthly wage that rates are proved for; else every wage.")
    ] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day whose law is proved.")] = None,
) -> None:
    """Prove waiting, duration and rate for every person within bounds, or name a person who falls below.

    Ends with 0 if everything is proved, 1 if something does not hold or cannot be told, 2 if it cannot be asked.
    """
    if find_spec("z3") is None:
        typer.echo("tideover scheme prove: the solver is not installed; pip install tideover[prove] adds it.", err=True)
        raise typer.Exit(2)
    from law.conventions import proving  # noqa: PLC0415  an extra that no other command needs

    proved = True
    try:
        for examination, requirement in _asked(name, article, on):
            proof = proving.prove(examination, requirement, None if up_to is None else Fraction(up_to))
            proved &= proof.proved is True
            typer.echo(f"{requirement.article} ({requirement.id}): {ANSWERS[proof.proved]}. {proof.because}")
            if proof.person:
                typer.echo(f"  {proof.person}")
    except (BadInput, LookupError, RuleSheetError, OutsideKnownLaw) as fault:
        typer.echo(f"tideover scheme prove: {fault}", err=True)
        raise typer.Exit(2) from None
    if not proved:
        raise typer.Exit(1)


def _asked(name: str, article: str, on: datetime | None) -> list[tuple[Examination, Requirement]]:
    """The rows to prove, each with what is examined. Raises `BadInput` where the article is none that can be proved."""
    scheme = scheme_or_file(name)
    declared = default_declaration(scheme.name)
    if on is not None:
        declared = declared.model_copy(update={"law_of": on.date()})
    rows = [
        (Examination(scheme, instrument, declared, None), requirement)
        for instrument in map(load_instrument, instrument_names())
        for requirement in instrument.requirements
        if requirement.check in PROVABLE and "with the exception" not in requirement.words.values()
    ]
    chosen = [row for row in rows if article in ("", row[1].id)]
    if not chosen:
        raise BadInput(f"{article} is no row that can be proved; these are: {', '.join(own.id for _, own in rows)}")
    return chosen
