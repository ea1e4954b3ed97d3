"""How a story tells of contests: who filed what, who was heard, what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts import casework, claims, intake
from contracts.base import Event
from contracts.casework import Attendance
from contracts.contest import ContestOutcome, Tier
from contracts.kept_acts import ActKept

Told = tuple[str, tuple[str, ...]]
"""A sentence, and the law behind it."""

_CONTESTED = {Tier.COMPLAINT: "Complained", Tier.APPEAL: "Appealed"}
_HEARD = {
    Attendance.CAME: "the claimant came",
    Attendance.REPRESENTED: "a representative came",
    Attendance.WROTE: "the claimant was heard in writing",
    Attendance.STAYED_AWAY: "the claimant was invited and stayed away",
}
_OUTCOME = {
    ContestOutcome.UPHELD: "the decision stands",
    ContestOutcome.CHANGED: "less is taken than was decided",
    ContestOutcome.OVERTURNED: "the decision is overturned",
    ContestOutcome.WITHDRAWN: "it was taken back",
    ContestOutcome.OUT_OF_TIME: "it came too late, without a good cause",
}


def _filed(e: intake.ContestFiled) -> Told:
    who = f" under mandate {e.mandate}" if e.mandate else ""
    why = f" {e.because}" if e.because else ""
    return f"{_CONTESTED[e.tier]} against decision {e.decision}{who} ({e.channel.value}).{why}", ()


def _opened(e: claims.ContestOpened) -> Told:
    late = " It came late; a named person decides whether there was a good cause." if e.is_late else ""
    meanwhile = " Benefit goes on meanwhile." if e.benefit_continues else ""
    return f"The {e.tier.value} is before {e.before}, to be decided by {e.decide_by}.{late}{meanwhile}", ()


def _heard(e: casework.HearingHeld) -> Told:
    record = f" {e.record}" if e.record else ""
    return f"{e.officer.staff} ({e.officer.role}) held the hearing of {e.held_on}: {_HEARD[e.attendance]}.{record}", ()


def _closed(e: claims.ContestClosed) -> Told:
    who = f" by {e.officer.staff} ({e.officer.role})" if e.officer else ""
    way = f" {e.appeal}" if e.appeal else ""
    says = f"The {e.tier.value} was closed{who}: {_OUTCOME[e.outcome]}. {e.reasons}{way}"
    return says, (e.article,) if e.article else ()


def _represented(e: intake.MandateGiven) -> Told:
    until = f" until {e.until}" if e.until else ""
    scope = ", ".join(act.value for act in e.scope)
    return f"Mandate {e.key} given to {e.representative} ({e.kind.value.replace('_', ' ')}) for {scope}{until}.", ()


def _kept(e: ActKept) -> Told:
    who = f"What {e.officer.staff} did" if e.officer else "What was filed"
    return f"{who} ({e.act}) waits: {e.reason}.", ()


CONTESTS: Mapping[type[Event], Callable[[Any], Told]] = {
    intake.ContestFiled: _filed,
    intake.ContestWithdrawn: lambda e: (
        f"Asked to take contest {e.contest} back{f' under mandate {e.mandate}' if e.mandate else ''}.",
        (),
    ),
    intake.MandateGiven: _represented,
    intake.MandateEnded: lambda e: (f"Mandate {e.key} ended on {e.ended_on}.", ()),
    claims.ConfirmationAsked: lambda e: (
        f"{e.officer.staff} answered; another officer has to confirm. {e.because}",
        (),
    ),
    claims.ContestWaits: lambda e: (f"The {e.tier.value} against decision {e.decision} waits: {e.reason}", ()),
    claims.ContestOpened: _opened,
    claims.ContestDropped: lambda e: (f"The {e.tier.value} was closed: {e.because}", ()),
    claims.WithdrawalRefused: lambda e: (f"Contest {e.contest} was not taken back: {e.reason}", ()),
    claims.ContestClosed: _closed,
    casework.HearingHeld: _heard,
    ActKept: _kept,
}
"""What a named officer decided on a contest is told by the claims service, where it took effect."""
