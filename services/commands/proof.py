"""`tideover proof DECISION --out FILE`: a decision with all it rests on, signed, for a stranger's program to check."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from services.commands.person import part_with
from services.commands.replay import one_decision
from services.commands.world import LaptopFolder, opened_world
from services.eligibility.archive import beginning_with, signed, statement_of
from services.runtime.process.setting_files import bytes_of_setting
from services.runtime.process.settings import Settings

OWNER_ALONE = 0o600


def proof(
    decision: Annotated[str, typer.Argument(help="The id of a determination or assessment, or its beginning.")],
    folder: LaptopFolder = None,
    *,
    out: Annotated[Path, typer.Option("--out", help="The file that is written.")],
) -> None:
    """Export a decision with its facts, its sheet and every step, signed, for a stranger's program to check.

    The file holds what registries said of the person: it goes to them, to a court, or to an auditor.
    """
    settings = Settings.from_environment()
    key = bytes_of_setting("PROOF_KEY", settings.proof_key, "the file of the key that signs exported decisions")
    with (
        opened_world(folder, ["eligibility"]) as world,
        part_with(world.databases["eligibility"], decision, beginning_with).reading() as connection,
    ):
        statement = statement_of(connection, one_decision(connection, decision))
    proved = signed(statement, key)
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ALONE), "w", encoding="utf-8") as file:
        json.dump(proved, file, ensure_ascii=False, indent=1)
    typer.echo(
        f"{out} proves {statement['kind']} {statement['id']}: {len(statement['facts'])} facts, the sheet, and every "
        f"step, signed by the key {proved['signature']['public_key']}."
    )
