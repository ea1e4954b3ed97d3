"""How long a determination and a certified week take by the evaluator, and by written law, by processor time.

All ways are measured in every run, so that what else the machine does falls on them alike. A person's facts are sifted
anew before each: none finds what another prepared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from time import process_time_ns
from typing import Annotated

import typer

from bench.figures import Figure, figure
from bench.law import NANOSECONDS, no_collection
from bench.machine import this_machine
from bench.nations import SAMPLES, worker_under
from bench.persons import Claimant, claimants
from bench.show import as_json, table
from contracts.eligibility import DeterminationOutcome
from contracts.intake import CertificationFiled, CertifiedWeek
from contracts.values import Money, Period
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.case.model import Determination
from law.catalogue import load_scheme
from law.decide.assess import assess
from law.decide.assessed_week import Worked
from law.decide.determine import determine
from law.language.sheet.scheme import Scheme
from law.written.assess import assess_at_once
from law.written.decide import decide_at_once
from law.written.model import WrittenDetermination
from law.written.period_walk import WorkedAtOnce

PAY_THAT_IS_ENOUGH = 50_000
"""Kroner a month, so that the largest sheet grants the claim and its weeks are paid."""
CERTIFIED = 13
"""Periods that a person certifies."""
TYPICAL, LARGEST = "us/mississippi", "no/dagpenger"
WAYS: dict[str, Callable[[ClaimUnderLaw], object]] = {
    "by the evaluator, derivation written out": lambda claim: determine(claim).derivation,
    "by the evaluator, every step kept": determine,
    "by written law": decide_at_once,
}
Assessing = Callable[[ClaimUnderLaw, Determination], object]
WAYS_OF_WEEKS: dict[str, Callable[[], Assessing]] = {
    "by the evaluator": lambda: partial(_assess, Worked()),
    "by written law": lambda: partial(_assess_at_once, WorkedAtOnce()),
}
"""Each with what it worked out before."""


def _assess(worked: Worked, claim: ClaimUnderLaw, determination: Determination) -> object:
    return assess(claim, determination, worked=worked)


def _assess_at_once(worked: WorkedAtOnce, claim: ClaimUnderLaw, determination: Determination) -> object:
    return assess_at_once(claim, determination, worked=worked)


def written_law(claims: int, runs: int, tick: Callable[[], None]) -> list[Figure]:
    """The figures of the typical and of the largest sheet, after one run that only warms up."""
    found: list[Figure] = []
    for name in (TYPICAL, LARGEST):
        scheme = load_scheme(name, accept_unverified=True)
        people = claimants(claims, name) if name == TYPICAL else [worker_under(scheme)] * SAMPLES
        found += _beside_each_other(scheme, [one for one in people if _is_certain(scheme, one)], runs)
        people = people if name == TYPICAL else [worker_under(scheme, PAY_THAT_IS_ENOUGH)] * SAMPLES
        certifying = [_certifying(scheme, one) for one in people if _is_granted(scheme, one)]
        found += _weeks_beside_each_other(scheme, certifying, runs)
        tick()
    return found


def _beside_each_other(scheme: Scheme, people: Sequence[Claimant], runs: int) -> list[Figure]:
    samples: dict[str, list[list[float]]] = {way: [] for way in WAYS}
    for _ in range(runs + 1):
        for way, decide in WAYS.items():
            with no_collection():
                samples[way].append([_milliseconds(decide, scheme, person) for person in people])
    return [figure(f"{scheme.name}: one determination {way}", "ms", samples[way][1:]) for way in WAYS]


def _weeks_beside_each_other(scheme: Scheme, people: Sequence[Claimant], runs: int) -> list[Figure]:
    """A week of all that a person certified, and one more week after those that were assessed before."""
    found: list[Figure] = []
    for what, milliseconds in (("one week, all at once", _each_week), ("one more week", _one_more_week)):
        samples: dict[str, list[list[float]]] = {way: [] for way in WAYS_OF_WEEKS}
        for _ in range(runs + 1):
            for way, assessing in WAYS_OF_WEEKS.items():
                with no_collection():
                    samples[way].append([milliseconds(assessing, scheme, person) for person in people])
        found += [figure(f"{scheme.name}: {what}, {way}", "ms", samples[way][1:]) for way in WAYS_OF_WEEKS]
    return found


def _each_week(assessing: Callable[[], Assessing], scheme: Scheme, person: Claimant) -> float:
    claim, weeks = _with(person, scheme, len(person.certifications))
    determination = determine(claim)
    assess_weeks = assessing()
    start = process_time_ns()
    assess_weeks(claim, determination)
    return (process_time_ns() - start) / NANOSECONDS / weeks


def _one_more_week(assessing: Callable[[], Assessing], scheme: Scheme, person: Claimant) -> float:
    before, _ = _with(person, scheme, len(person.certifications) - 1)
    after, _ = _with(person, scheme, len(person.certifications))
    determination, assess_weeks = determine(before), assessing()
    assess_weeks(before, determination)
    start = process_time_ns()
    assess_weeks(after, determination)
    return (process_time_ns() - start) / NANOSECONDS


def _with(person: Claimant, scheme: Scheme, certifications: int) -> tuple[ClaimUnderLaw, int]:
    """The claim of a person who has filed so many certifications, and the weeks of these."""
    filed = person.certifications[:certifications]
    claim = ClaimUnderLaw(scheme, FactSet((*person.facts, *filed)), person.claim)
    return claim, sum(len(one.weeks) for one in filed)


def _certifying(scheme: Scheme, person: Claimant) -> Claimant:
    """The person, who certifies ordinary periods one by one."""
    claim = ClaimUnderLaw(scheme, FactSet(person.facts), person.claim)
    periods = islice(determine(claim).rhythm.periods(), CERTIFIED)
    return replace(person, certifications=tuple(_certification(claim, period) for period in periods))


def _certification(claim: ClaimUnderLaw, period: Period) -> CertificationFiled:
    nothing = Money(minor=0, currency=claim.scheme.currency)
    week = CertifiedWeek(period=period, able=True, available=True, sought_work=True, earnings=nothing)
    return CertificationFiled(
        key=f"{claim.key}:{period.start}",
        source_version=1,
        recorded_at=claim.filed.recorded_at,
        claim=claim.key,
        filed_on=period.end,
        weeks=(week,),
    )


def _milliseconds(decide: Callable[[ClaimUnderLaw], object], scheme: Scheme, person: Claimant) -> float:
    claim = ClaimUnderLaw(scheme, FactSet(person.facts), person.claim)
    start = process_time_ns()
    decide(claim)
    return (process_time_ns() - start) / NANOSECONDS


def _is_granted(scheme: Scheme, person: Claimant) -> bool:
    written = decide_at_once(ClaimUnderLaw(scheme, FactSet(person.facts), person.claim))
    return isinstance(written, WrittenDetermination) and written.outcome is DeterminationOutcome.GRANTED


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
