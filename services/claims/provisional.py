"""Determinations that were made while a registry was silent: they hold for the time being. Pure.

Nothing is refused for a registry's silence: what the facts at hand refuse meanwhile is provisional, and looked at again
when the registry is back.
"""

from __future__ import annotations

from datetime import date

from contracts.eligibility import DeterminationMade, DeterminationOutcome
from contracts.waiting import DecisionProvisional
from services.claims.model import Claim, KnownDetermination, Provisional
from services.claims.outages import Outage, Outages


def noted(claim: Claim, event: DeterminationMade, on: date, outages: Outages) -> list[DecisionProvisional]:
    """Mark a determination of a day on which a registry is silent; one that replaces a marked one settles it."""
    events = [] if claim.provisional is None else [_told(claim, claim.provisional, on)]
    claim.provisional, claim.determined = None, KnownDetermination(event.determination, on)
    silent = _silent_on(on, outages)
    if silent is not None and silent.since is not None and event.outcome is not DeterminationOutcome.WITHDRAWN:
        claim.provisional = Provisional(event.determination, silent.institution, silent.since)
        events.append(_told(claim, claim.provisional))
    return events


def looked_again(claim: Claim, today: date, outages: Outages) -> list[DecisionProvisional]:
    """Mark or settle the determination that holds as outages have it that were told after it was made."""
    made, marked = claim.determined, claim.provisional
    if made is None or claim.outcome in {None, DeterminationOutcome.WITHDRAWN}:
        return settled(claim, today, outages)
    silent = _silent_on(made.on, outages)
    events: list[DecisionProvisional] = []
    if silent is not None and silent.since is not None and marked is None:
        claim.provisional = Provisional(made.determination, silent.institution, silent.since)
        events.append(_told(claim, claim.provisional))
    elif silent is None and marked is not None:
        claim.provisional = None
        return [_told(claim, marked, today)]
    return [*events, *settled(claim, today, outages)]


def settled(claim: Claim, today: date, outages: Outages) -> list[DecisionProvisional]:
    """Tell that a determination is provisional no more, once no registry is silent."""
    if claim.provisional is None or _silent_on(today, outages) is not None:
        return []
    told = _told(claim, claim.provisional, today)
    claim.provisional = None
    return [told]


def _silent_on(day: date, outages: Outages) -> Outage | None:
    silent = [outage for outage in outages.values() if outage.is_of_a_registry and outage.covers(day)]
    return min(silent, key=lambda outage: (outage.since or day, outage.outage), default=None)


def _told(claim: Claim, provisional: Provisional, settled_on: date | None = None) -> DecisionProvisional:
    return DecisionProvisional(
        claim=claim.claim,
        determination=provisional.determination,
        institution=provisional.institution,
        since=provisional.since,
        settled_on=settled_on,
    )
