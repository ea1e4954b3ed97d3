"""`tideover drill`: what goes wrong in earnest, played on servers of its own, to see who is called and when."""

from __future__ import annotations

from typing import Annotated

import typer

from contracts.in_words import no_such
from services.commands.checkout import in_checkout, is_checkout, needs_packages
from services.runtime.process.settings import WrongSetting
from services.watching.incidents import INCIDENTS, LISTED


def incident(
    names: Annotated[
        list[str] | None, typer.Argument(help=f"Which incidents; all of them if none is named.\n\n{LISTED}")
    ] = None,
) -> None:
    """Play incidents under the shipped rules: the first call, after how long, what was held back, what came too late.

    It starts Kafka, PostgreSQL, Prometheus, Alertmanager and every process on loopback, and takes minutes for each.
    """
    for name in names or ():
        if name not in INCIDENTS:
            raise typer.BadParameter(no_such("incident", name, INCIDENTS))
    if not is_checkout():
        raise WrongSetting("Drills start servers, which is done only in a checkout of the repository.")
    needs_packages()
    if code := in_checkout("deploy.drills", *(names or ())):
        raise typer.Exit(code)
