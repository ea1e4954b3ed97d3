"""How long one determination takes under every sheet: one person with three years of work, built for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bench.figures import Figure, figure
from bench.law import determined, runs_of
from bench.persons import Claimant
from law.language.sheet.particulars import Particular
from law.language.sheet.scheme import Scheme
from law.language.terms.calendar import add_months
from law.people.as_facts import facts_of
from law.people.life import CLAIM, BenefitClaim, Job, Life, Statement
from law.people.stretches import paid_each

ON = date(2026, 9, 1)
MONTHS = 36
PAY = 3000
MINUTES = 160 * 60
SAMPLES = 20  # of the one person in a run
REGIONS = {"us/states-2020": "TX", "vn/bhtn": "I"}


def nations(schemes: list[Scheme], runs: int, tick: Callable[[], None]) -> list[Figure]:
    """One figure a sheet, in milliseconds, after one run that only warms up."""
    found: list[Figure] = []
    for scheme in schemes:
        people = [worker_under(scheme)] * SAMPLES
        what = f"{scheme.name}: one determination, every step kept"
        found.append(figure(what, "ms", runs_of(determined, scheme, people, runs, lambda: None)))
        tick()
    return found


def worker_under(scheme: Scheme, pay: int = PAY) -> Claimant:
    """Somebody who worked three years for one employer, was laid off and claims; what the sheet asks is stated.

    `pay` is that of a month, in whole units of the sheet's currency.
    """
    began = add_months(ON, -MONTHS)
    life = Life(
        born="1985-06",
        region=REGIONS.get(scheme.name, "here"),
        jobs=(Job(started=began, ended=ON, pay=paid_each("month", began, MONTHS, pay, minutes=MINUTES)),),
        stated=tuple(_stated(particular) for particular in scheme.particulars.values() if particular.if_unsaid is None),
        claims=(BenefitClaim(ON),),
    )
    return Claimant(CLAIM, tuple(facts_of(life, scheme)), ())


def _stated(particular: Particular) -> Statement:
    kind = particular.unit.kind
    words = {"yes_no": "yes", "date": ON.isoformat(), "category": min(particular.unit.members, default="none")}
    return Statement(particular.name, words.get(kind, "0.05" if not particular.unit.powers else "1"))
