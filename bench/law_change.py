"""How fast a new version of a sheet is compared for all claims that run: `python -m bench.law_change --claims 100000`.

The server is its own. The demonstration's displaced workers claim and certify up to the day of the change, decided by
eligibility itself; their rows are then copied under other pseudonyms until there are as many claims as are asked for.
The new version raises every rate, so that each claim differs and nothing can be left out. What is measured is
`tideover law-change` as an operator gives it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Annotated, NamedTuple

import typer
from sqlalchemy import text

from bench.machine import this_machine
from bench.persons import Claimant, claimants
from contracts.base import Event, derived_id, seal
from deploy.postgres.server import Server
from deploy.stack import postgres
from law.catalogue import SCHEMES
from services.commands.progress import working
from services.eligibility.handlers import make_service
from services.runtime.database.schema import upgrade
from services.runtime.database.store import Database
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import Message
from services.worlds import served_schemes

SCHEME = "us/mississippi"
ON = date(2020, 6, 28)
TEMPLATES = 400
"""So many people are decided; all others are copies of them."""
COPIED_AT_ONCE = 20_000
MILLI, MILLION, MINUTE = 1_000, 1_000_000, 60
CORES = 2
SHARE = """          - from: 2019-12-29
            value: 1/26
"""
HIGHER = f"""{SHARE}            also: mdes.ms.gov, Benefit Eligibility Requirements
          - from: {ON}
            value: 1/24
"""
WEEK_LAW = """      week_law:
        as_on: the day the claim begins
        at: definition of benefit year
"""
FOLLOWED = f"""{WEEK_LAW}      transitions:
        - on: {ON}
          running_claims: follow the new law
          cites: An Act that is supposed
"""
_FACTS = (
    "INSERT INTO fact (subject, kind, key, source_version, event_id, event_version, body, arrived)"
    " SELECT 'p-' || md5(subject || copy), kind, key, source_version, gen_random_uuid(), event_version, body, arrived"
    " FROM fact JOIN given ON given.person = fact.subject"
)
_DETERMINATIONS = (
    "INSERT INTO determination"
    " SELECT gen_random_uuid(), 'p-' || md5(subject || copy), claim, number, latest, content, derivation, facts_known"
    " FROM determination JOIN given ON given.person = determination.subject"
)
_GIVEN = (
    "CREATE TEMPORARY TABLE given ON COMMIT DROP AS SELECT person, copy FROM"
    " (SELECT person, copy, row_number() OVER (ORDER BY copy, person) AS row"
    " FROM unnest(CAST(:people AS text[])) AS person,"
    " generate_series(CAST(:first AS integer), CAST(:last AS integer)) AS copy) AS every WHERE row <= :rows"
)


class Spent(NamedTuple):
    """What the command took: seconds by the clock, and of processors, the server's among them."""

    seconds: float
    processor: float


def in_words(claims: int, nobody: Spent, spent: Spent) -> str:
    """Claims a second and how long a million takes, by the clock and by what it costs; the start is not counted."""
    seconds, processor = spent.seconds - nobody.seconds, spent.processor - nobody.processor
    million, rate = MILLION / claims, claims / seconds
    return (
        f"{claims:,} claims in {seconds:.0f} s, after a start of {nobody.seconds:.0f} s: {rate:,.0f} a second,"
        f" 1,000,000 in {million * seconds / MINUTE:.1f} minutes\n"
        f"processor time of a claim: {MILLI * processor / claims:.2f} ms; 1,000,000 on {CORES} free cores:"
        f" {million * processor / MINUTE / CORES:.1f} minutes"
    )


def changed_sheet(folder: Path) -> Path:
    """A new version of the sheet, which raises every rate from the day of the change on, of running claims too."""
    told = (SCHEMES / f"{SCHEME}.yaml").read_text("utf-8")
    also = "            also: mdes.ms.gov, Benefit Eligibility Requirements\n"
    changed = told.replace(SHARE + also, HIGHER, 1).replace(WEEK_LAW, FOLLOWED, 1)
    file = folder / "new.yaml"
    file.write_text(changed, "utf-8")
    return file


def fill(url: str, claims: int) -> None:
    """Let people claim, and copy them until so many claims run."""
    service = make_service(served_schemes([SCHEME]))
    database = Database.on_postgresql(url, "eligibility", service.tables)
    people = [f"p-{derived_id('law-change', number).hex}" for number in range(min(TEMPLATES, claims))]
    told = zip(people, claimants(len(people), SCHEME), strict=True)
    with working("people decided", len(people)) as says:
        for number, (person, claimant) in enumerate(told):
            deliver(list(_messages(person, claimant, number)), service, database)
            says(1)
    with working("claims copied", claims) as says:
        says(len(people))
        for done in range(len(people), claims, COPIED_AT_ONCE):
            rows = min(COPIED_AT_ONCE, claims - done)
            _copy(database, people, first=done, rows=rows)
            says(rows)
    with database.reading() as connection:
        connection.execute(text("ANALYZE fact, determination"))
    database.close()


def _messages(person: str, claimant: Claimant, number: int) -> Iterator[Message]:
    certified = (filed for filed in claimant.certifications if filed.filed_on < ON)
    facts: tuple[Event, ...] = (*claimant.facts, *certified)
    moment = datetime(ON.year, ON.month, ON.day, tzinfo=UTC)
    for place, event in enumerate(facts):
        event_id = derived_id(person, event.model_dump_json())
        told = seal(event, subject=person, source="/bench", time=moment, event_id=event_id)
        yield Message(told.to_bytes(), told.type.split(".")[1], 0, number * MILLION + place)


def _copy(database: Database, people: Sequence[str], *, first: int, rows: int) -> None:
    copies = -(-rows // len(people))
    with database.reading() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        given = {"people": list(people), "first": first, "last": first + copies - 1, "rows": rows}
        connection.execute(text(_GIVEN), given)
        for statement in (_FACTS, _DETERMINATIONS):
            connection.execute(text(statement))


def compared(url: str, server: Server, folder: Path, *, claims: int, processes: int) -> Spent:
    """Run the command, and hold it to having looked at every claim."""
    out = folder / f"{claims}.csv"
    words = ["law-change", SCHEME, "--new", str(changed_sheet(folder)), "--on", str(ON), "--out", str(out)]
    environment = {**os.environ, "TIDEOVER_DATABASE_URL": url, "TIDEOVER_SCHEMES": SCHEME}
    ours = os.times()
    used, began = _seconds(server), perf_counter()
    command = [sys.executable, "-m", "services", *words, "--processes", str(processes)]
    said = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout  # noqa: S603 - our own command line
    seconds, after = perf_counter() - began, os.times()
    processor = after.children_user + after.children_system - ours.children_user - ours.children_system
    typer.echo(said)
    if f"{claims:,} claims" not in said:
        raise typer.Exit(1)
    return Spent(seconds, processor + _seconds(server) - used)


def _seconds(server: Server) -> float:
    process = server.daemon.process()
    family = (process, *process.children(recursive=True)) if process else ()
    times = [one.cpu_times() for one in family]
    return sum(one.user + one.system + one.children_user + one.children_system for one in times)


def main(
    *,
    claims: Annotated[int, typer.Option(min=1, help="Claims that run.")] = 100_000,
    processes: Annotated[int, typer.Option(min=1, help="Processes that compare.")] = 2,
) -> None:
    """Measure the comparison on a server of its own; ends with 1 if a claim was left out."""
    machine = this_machine()
    with postgres() as server, TemporaryDirectory() as folder:
        url = server.create_database("bench")
        upgrade(url, "eligibility")
        nobody = compared(url, server, Path(folder), claims=0, processes=processes)
        fill(url, claims)
        spent = compared(url, server, Path(folder), claims=claims, processes=processes)
    typer.echo(f"{machine}\n{in_words(claims, nobody, spent)}")


if __name__ == "__main__":
    typer.run(main)
