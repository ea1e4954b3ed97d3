"""Answers a case that is lists of events: each is told to the engine, which is asked after each, or about a period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from law.decide.assess import assess
from law.decide.determine import determine
from law.language.sheet.scheme import Scheme
from law.packs.certified import CertifiedPeriods, PeriodNames
from law.packs.compare import OfPeriods
from law.packs.expectations import expected_of, given_by
from law.packs.formulas import value_of
from law.packs.mapped_kinds import MappedAfterEach
from law.packs.names import CaseNames
from law.packs.pack import Found, NotStated
from law.packs.person import life_of
from law.packs.told import ClaimAsTold, events_of
from law.people.life import BenefitClaim

CHANGES = "changes"
"""After an event: how many events so far changed what is decided, or what the engine says of the periods."""
State = tuple[Any, ...]


def told_and_answered(names: CaseNames, scheme: Scheme) -> Found | OfPeriods:
    """After each event of the list, about each period that was certified, or once after all, as the map says."""
    claim, kind = begun(names, scheme), names.kind
    if kind.after_each is not None:
        return _after_each(kind.after_each, claim, names)
    told = [claim.tell_event(event, own) for part in kind.told for event, own in events_of(part, names)]
    reported = [period for period in told if period is not None]
    periods = periods_of(claim, names)
    if kind.of_period is None:
        return _expected(claim, PeriodNames(periods), names)
    if not reported:
        raise NotStated("the case certifies no period")
    starts = {period.start for period in reported}
    return OfPeriods(kind.of_period, {start: _expected(claim, PeriodNames(periods, start), names) for start in starts})


def begun(names: CaseNames, scheme: Scheme) -> ClaimAsTold:
    """The claim of a case before any event of it is told."""
    claim = ClaimAsTold(scheme, given_by(names))
    life = life_of(names.kind.life, scheme, names)
    claim.tell(replace(life, claims=(BenefitClaim(names.day(names.kind.claims)),)))
    return claim


def periods_of(claim: ClaimAsTold, names: CaseNames) -> CertifiedPeriods:
    """What the engine makes of all that has been told so far."""
    under_law = claim.under_law()
    found = determine(under_law)
    unasked = {name: value_of(written, names) for name, written in names.kind.unless_asked.items()}
    return CertifiedPeriods(claim.scheme, found, assess(under_law, found), unasked)


def _after_each(mapped: MappedAfterEach, claim: ClaimAsTold, names: CaseNames) -> Found:
    answers = _answers_after_each(claim, names)
    return {mapped.under: {str(number): found for number, found in enumerate(answers, mapped.counted_from)}}


def _answers_after_each(claim: ClaimAsTold, names: CaseNames) -> Iterator[Found]:
    (part,) = names.kind.told
    changes, before = 0, _state(claim, periods_of(claim, names))
    for event, own in events_of(part, names):
        reported = claim.tell_event(event, own)
        periods = periods_of(claim, names)
        now = _state(claim, periods)
        changes, before = changes + (now != before), now
        said = PeriodNames(periods, reported.start if reported else None)
        yield _expected(claim, said, names.beside({CHANGES: changes}))


def _expected(claim: ClaimAsTold, periods: PeriodNames, names: CaseNames) -> Found:
    return expected_of(claim.under_law().evaluation(), replace(names, periods=periods))


def _state(claim: ClaimAsTold, periods: CertifiedPeriods) -> State:
    """What is decided and assessed so far, without how it came to it."""
    said = [(one.certification, one.amount, one.weeks, one.limit_left) for one in periods.assessments]
    return dict(claim.decided), said
