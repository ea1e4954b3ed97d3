"""The certified periods of a claim in calendar order, if each day is certified once and nothing of them is disputed."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import NamedTuple

from contracts.intake import CertificationFiled, CertifiedWeek
from law.case.claim_under_law import ClaimUnderLaw
from law.written.arithmetic import doubtful


class FiledPeriod(NamedTuple):
    """One certified period and its certification."""

    filed: CertificationFiled
    certified: CertifiedWeek


def certified_periods(claim: ClaimUnderLaw) -> list[FiledPeriod]:
    """The periods, the first one first. Raises `Doubtful` where days are certified twice, under whichever claim."""
    every = [FiledPeriod(filed, week) for filed in claim.facts.of(CertificationFiled) for week in filed.weeks]
    every.sort(key=_start)
    for earlier, later in pairwise(every):
        if later.certified.period.start < earlier.certified.period.end:
            doubtful("Days are certified twice: which certification counts?")
    return [period for period in every if period.filed.claim == claim.key]


def _start(period: FiledPeriod) -> date:
    return period.certified.period.start
