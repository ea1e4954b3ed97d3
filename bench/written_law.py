"""How long a determination takes by the evaluator with its derivation, and by written law, by processor time.

All ways are measured in every run, so that what else the machine does falls on them alike. A person's facts are sifted
anew before each: none finds what another prepared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import process_time_ns
from typing import Annotated

import typer

from bench.figures import Figure, figure
from bench.law import NANOSECONDS, no_collection
from bench.machine import this_machine
from bench.nations import SAMPLES, worker_under
from bench.persons import Claimant, claimants
from bench.show import as_json, table
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.catalogue import load_scheme
from law.decide.determine import determine
from law.language.sheet.scheme import Scheme
from law.written.decide import decide_at_once
from law.written.model import WrittenDetermination

TYPICAL, LARGEST = "us/mississippi", "no/dagpenger"
WAYS: dict[str, Callable[[ClaimUnderLaw], object]] = {
    "by the evaluator, derivation written out": lambda claim: determine(claim).derivation,
    "by the evaluator, every step kept": determine,
    "by written law": decide_at_once,
}


def written_law(claims: int, runs: int, tick: Callable[[], None]) -> list[Figure]:
    """The figures of the typical and of the largest sheet, after one run that only warms up."""
    found: list[Figure] = []
    for name in (TYPICAL, LARGEST):
        scheme = load_scheme(name, accept_unverified=True)
        people = claimants(claims, name) if name == TYPICAL else [worker_under(scheme)] * SAMPLES
        found += _beside_each_other(scheme, [one for one in people if _is_certain(scheme, one)], runs)
        tick()
    return found


def _beside_each_other(scheme: Scheme, people: Sequence[Claimant], runs: int) -> list[Figure]:
    samples: dict[str, list[list[float]]] = {way: [] for way in WAYS}
    for _ in range(runs + 1):
        for way, decide in WAYS.items():
            with no_collection():
                samples[way].append([_milliseconds(decide, scheme, person) for person in people])
    return [figure(f"{scheme.name}: one determination {way}", "ms", samples[way][1:]) for way in WAYS]


def _milliseconds(decide: Callable[[ClaimUnderLaw], object], scheme: Scheme, person: Claimant) -> float:
    claim = ClaimUnderLaw(scheme, FactSet(person.facts), person.claim)
    start = process_time_ns()
    decide(claim)
    return (process_time_ns() - start) / NANOSECONDS


def _is_certain(scheme: Scheme, person: Claimant) -> bool:
    claim = ClaimUnderLaw(scheme, FactSet(person.facts), person.claim)
    return isinstance(decide_at_once(claim), WrittenDetermination)


def main(
    *,
    claims: Annotated[int, typer.Option(min=1, help="Claimants of the typical sheet.")] = 200,
    runs: Annotated[int, typer.Option(min=1, help="Runs over all of them.")] = 7,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Measure determinations by the evaluator and by written law in the same run, by processor time."""
    machine, figures = this_machine(), written_law(claims, runs, lambda: None)
    typer.echo(as_json(machine, figures) if json else table(machine, figures))


if __name__ == "__main__":
    typer.run(main)
