"""How long the law takes: one determination with its derivation, one more certified week."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter_ns

from bench.figures import Figure, figure
from bench.persons import Claimant
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.decide.assess import assess
from law.decide.assessed_week import Worked
from law.decide.determine import determine
from law.language.sheet.scheme import Scheme

NANOSECONDS = 1_000_000  # in a millisecond

Tick = Callable[[], None]
Measure = Callable[[Scheme, Claimant], list[float]]


def law(scheme: Scheme, people: Sequence[Claimant], runs: int, tick: Tick) -> list[Figure]:
    """The figures of one scheme; every person once a run, after one run that only warms up."""
    measures: dict[str, Measure] = {
        "one determination, every step kept": determined,
        "the same, facts sifted first and derivation written out": _from_facts_to_json,
        "one more certified week": _one_more_week,
        "one week of a claim assessed from nothing": _from_nothing,
    }
    return [
        figure(f"{scheme.name}: {what}", "ms", runs_of(measure, scheme, people, runs, tick))
        for what, measure in measures.items()
    ]


def runs_of(measure: Measure, scheme: Scheme, people: Sequence[Claimant], runs: int, tick: Tick) -> list[list[float]]:
    """The samples of each run over all people, after one run that only warms up."""
    measured = []
    for _ in range(runs + 1):
        with no_collection():
            measured.append([sample for person in people for sample in measure(scheme, person)])
        tick()
    return measured[1:]


@contextmanager
def no_collection() -> Iterator[None]:
    """Samples are short; a collection of garbage would fall on whichever came last."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def determined(scheme: Scheme, person: Claimant) -> list[float]:
    """One determination with every step kept, in milliseconds."""
    facts = FactSet(person.facts)
    start = perf_counter_ns()
    determine(ClaimUnderLaw(scheme, facts, person.claim))
    return [_milliseconds_since(start)]


def _from_facts_to_json(scheme: Scheme, person: Claimant) -> list[float]:
    start = perf_counter_ns()
    found = determine(ClaimUnderLaw(scheme, FactSet(person.facts), person.claim))
    derivation = found.derivation
    elapsed = _milliseconds_since(start)
    return [elapsed] if derivation else []


def _one_more_week(scheme: Scheme, person: Claimant) -> list[float]:
    found = determine(ClaimUnderLaw(scheme, FactSet(person.facts), person.claim))
    worked = Worked()
    samples = []
    for number, certification in enumerate(person.certifications, 1):
        facts = FactSet((*person.facts, *person.certifications[:number]))
        start = perf_counter_ns()
        assess(ClaimUnderLaw(scheme, facts, person.claim), found, worked=worked)
        samples.append(_milliseconds_since(start) / len(certification.weeks))
    return samples


def _from_nothing(scheme: Scheme, person: Claimant) -> list[float]:
    weeks = sum(len(certification.weeks) for certification in person.certifications)
    if not weeks:
        return []
    facts = FactSet((*person.facts, *person.certifications))
    found = determine(ClaimUnderLaw(scheme, facts, person.claim))
    start = perf_counter_ns()
    assess(ClaimUnderLaw(scheme, facts, person.claim), found)
    return [_milliseconds_since(start) / weeks]


def _milliseconds_since(start: int) -> float:
    return (perf_counter_ns() - start) / NANOSECONDS
