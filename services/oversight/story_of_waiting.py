"""How a story tells of what a claim waits for, of receipts, outages, and claims that were made ready."""

from __future__ import annotations

from contracts.eligibility import ClaimPrepared
from contracts.outages import OutageRecorded
from contracts.registry import LayoffAnnounced
from contracts.waiting import (
    CertificationAwaited,
    ClaimIncomplete,
    DecisionProvisional,
    FilingReceived,
    MissingFact,
    OutageFound,
)
from services.letters.model import Phrase
from services.oversight.story_phrases import Sentences, Told, prose, say, told


def _incomplete(e: ClaimIncomplete) -> Told:
    if not e.missing:
        return told(say("missing.nothing", claim=e.claim))
    return told(say("missing.for_claim", claim=e.claim), *map(_missing, e.missing))


def _missing(missing: MissingFact) -> Phrase:
    since = {"since": missing.since, "until": missing.until}
    return say("missing.fact", what=prose(missing.asks), whom=missing.from_whom, **since)


def _awaited(e: CertificationAwaited) -> Told:
    return told(say(f"certify.{e.step}", days=e.period, due_by=e.due_by, grace_until=e.grace_until))


def _provisional(e: DecisionProvisional) -> Told:
    which = str(e.determination)[:8]
    if e.settled_on is not None:
        return told(say("decision.no_longer_provisional", determination=which))
    return told(say("decision.provisional", determination=which, institution=e.institution, since=e.since))


def _prepared(e: ClaimPrepared) -> Told:
    if e.withdrawn:
        return told(say("claim.not_needed", claim=e.claim))
    return told(say("claim.made_ready", claim=e.claim, day=e.unemployed_from))


def _outage(e: OutageRecorded) -> Told:
    if e.taken_back:
        return told(say("outage.taken_back", staff=e.officer.staff, outage=e.key), prose(e.because))
    until = say("outage.until", day=e.until) if e.until else say("outage.goes_on")
    declared = say("outage.declared", staff=e.officer.staff, institution=e.institution, since=e.since, until=until)
    return told(declared, prose(e.because))


WAITING: Sentences = {
    ClaimIncomplete: _incomplete,
    CertificationAwaited: _awaited,
    FilingReceived: lambda e: told(say("receipt", receipt=e.receipt)),
    DecisionProvisional: _provisional,
    OutageRecorded: _outage,
    OutageFound: lambda e: told(say("outage.ours", days=e.period)),
    ClaimPrepared: _prepared,
    LayoffAnnounced: lambda e: told(say("layoff.announced", layoff=e.layoff, employment=e.employment, day=e.ended_on)),
}
