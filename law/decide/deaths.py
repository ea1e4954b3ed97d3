"""A death that a registry reports: what a person is asked about it, and from which day on nothing is paid."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from contracts.casework import Verdict
from contracts.claims import ClaimDecision, Ground
from contracts.eligibility import Finding, Outcome
from law.case.facts import FactSet
from law.case.population_record import ReportedDeath, reported_death
from law.decide.findings import StandingDecisions, cut, decided_finding, decision_on
from law.language.sheet.scheme import Scheme

FILED_IN_LIFETIME = "filed_in_lifetime"
LIFETIME_MEANING = "Filed in the person's lifetime"
ALIVE_AFTER = "alive_after_"
"""The beginning of a finding on a death in doubt; its day follows, so that another day is another question."""


class LastDay(NamedTuple):
    """The last day for which benefit may be due to a person who died."""

    closed_after: date | None = None
    """The day of a death that is certain."""
    held_after: date | None = None
    """The day of a death that is in doubt: what is due for later days waits until it is settled."""


def last_day(death: ReportedDeath | None, decided: StandingDecisions) -> LastDay:
    """What a reported death ends. A death in doubt ends nothing once a named person has found the person alive."""
    if death is None:
        return LastDay()
    if not death.in_doubt:
        return LastDay(closed_after=death.on)
    decision = decision_on(_alive_after(death.on), decided)
    found_alive = decision is not None and decision.verdict is Verdict.FOR_CLAIMANT
    return LastDay() if found_alive else LastDay(held_after=death.on)


def certain_death(facts: FactSet) -> date | None:
    """The day on which the person died, as no statement denies it; None where none is reported, or it is in doubt."""
    death = facts.once(reported_death)
    return None if death is None or death.in_doubt else death.on


def findings_on(
    death: ReportedDeath | None, scheme: Scheme, filed_on: date, decided: StandingDecisions
) -> tuple[Finding, ...]:
    """What a person is asked about a reported death, or has decided on it; nothing where none is reported.

    A death in doubt is asked about, and so is a claim filed after the day of death: the registry may be wrong, or the
    claim was filed late for days before. Neither is a refusal.
    """
    if death is None:
        return ()
    doubt = (_on_doubt(death, scheme, decision_on(_alive_after(death.on), decided)),) if death.in_doubt else ()
    if filed_on <= death.on:
        return doubt
    return (*doubt, _filed_after(death.on, scheme, filed_on, decision_on(FILED_IN_LIFETIME, decided)))


def is_about_death_in_doubt(finding: Finding) -> bool:
    """Whether a finding is on a death in doubt, which holds later days and no other."""
    return finding.condition.startswith(ALIVE_AFTER)


def _alive_after(day: date) -> str:
    return f"{ALIVE_AFTER}{day}"


def _on_doubt(death: ReportedDeath, scheme: Scheme, decision: ClaimDecision | None) -> Finding:
    name = _alive_after(death.on)
    if decision is not None:
        return decided_finding(name, Ground.NOT_AVAILABLE, decision)
    of = f"Record {death.keys[0]} says" if len(death.keys) == 1 else f"Records {' and '.join(death.keys)} say"
    return Finding(
        condition=name,
        outcome=Outcome.NEEDS_A_PERSON,
        cites=scheme.claim.benefit_year.cites,
        because=cut(f"{of} both that the person died on {death.on} and that no death is known."),
        question=cut(
            f"{of} both that the person died on {death.on} and that no death is known: is the person alive? "
            "Nothing is paid for later days, and nothing is refused, until this is settled or the record is corrected."
        ),
        ground=Ground.NOT_AVAILABLE,
    )


def _filed_after(died_on: date, scheme: Scheme, filed_on: date, decision: ClaimDecision | None) -> Finding:
    if decision is not None:
        return decided_finding(FILED_IN_LIFETIME, Ground.NOT_AVAILABLE, decision)
    return Finding(
        condition=FILED_IN_LIFETIME,
        outcome=Outcome.NEEDS_A_PERSON,
        cites=scheme.claim.begins.cites,
        because=f"{LIFETIME_MEANING}: the registry says that the person died on {died_on}, before {filed_on}.",
        question=(
            f"The claim was filed on {filed_on}, and the registry says that the person died on {died_on}. "
            "Who filed it, and is the registry right?"
        ),
        ground=Ground.NOT_AVAILABLE,
    )
