"""The scheme's own rules on how decisions against claimants come about, by the law of the claim."""

from __future__ import annotations

import math
from typing import cast

from contracts.safeguards import (
    DecidedKind,
    LateCertification,
    MeanwhileRule,
    ReplyWindow,
    SchemeSafeguards,
    TwoOfficersRule,
)
from contracts.values import Money
from law.case.case import Case
from law.decide.entitlement import number
from law.language.run.evaluation import Evaluation
from law.language.sheet.safeguards import Safeguard
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.values import Number


def safeguards_of(run: Evaluation[Case]) -> SchemeSafeguards | None:
    """The rules with their figures of the claim; None where the sheet has none, and the institution's hold.

    A rule whose figure is not known for the claim is left out: it was not law then.
    """
    rules = run.rules.scheme.safeguards
    if not rules:
        return None
    window, meanwhile, two = (rules.get(name) for name in ("reply_window", "meanwhile", "two_officers"))
    late = rules.get("late_certification")
    return SchemeSafeguards(
        reply_window=_window(window, run) if window else None,
        meanwhile=_meanwhile(meanwhile) if meanwhile else None,
        two_officers=_two(two, run) if two else None,
        late_certification=_late(late, run) if late else None,
    )


def _window(rule: Safeguard, run: Evaluation[Case]) -> ReplyWindow | None:
    days = _figure(rule.lasts, run)
    return None if days is None else ReplyWindow(days=math.ceil(days), cites=rule.cites)


def _meanwhile(rule: Safeguard) -> MeanwhileRule:
    complaint, appeal = (cast("tuple[DecidedKind, ...]", kinds) for kinds in (rule.complaint, rule.appeal))
    return MeanwhileRule(complaint=complaint, appeal=appeal, cites=rule.cites)


def _late(rule: Safeguard, run: Evaluation[Case]) -> LateCertification:
    days, grace = _figure(rule.in_time_for, run), _figure(rule.grace, run)
    return LateCertification(
        days=None if days is None else math.ceil(days),
        grace_days=None if grace is None else math.ceil(grace),
        good_cause=rule.good_cause,
        cites=rule.cites,
    )


def _two(rule: Safeguard, run: Evaluation[Case]) -> TwoOfficersRule:
    scheme, most = run.rules.scheme, _figure(rule.sums_above, run)
    above = None if most is None else Money(minor=math.floor(most * scheme.minor_units), currency=scheme.currency)
    return TwoOfficersRule(grounds=rule.grounds, above=above, cites=rule.cites)


def _figure(name: str | None, run: Evaluation[Case]) -> Number | None:
    if name is None:
        return None
    try:
        return number(run.parameter(name))
    except OutsideKnownLaw:
        return None
