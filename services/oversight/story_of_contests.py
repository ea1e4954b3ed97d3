"""How a story tells of contests: who filed what, who was heard, what came of it."""

from __future__ import annotations

from contracts import casework, claims, intake
from contracts.kept_acts import ActKept
from services.oversight.story_phrases import Sentences, Told, in_a_row, message, prose, say, told, who, word_key


def _filed(e: intake.ContestFiled) -> Told:
    mandate = say("contest.under_mandate", mandate=e.mandate) if e.mandate else None
    filed = say(f"contest.filed.{e.tier}", decision=e.decision, mandate=mandate, channel=e.channel)
    return told(filed, prose(e.because))


def _withdrawn(e: intake.ContestWithdrawn) -> Told:
    mandate = say("contest.under_mandate", mandate=e.mandate) if e.mandate else None
    return told(say("contest.withdrawn", contest=e.contest, mandate=mandate))


def _opened(e: claims.ContestOpened) -> Told:
    return told(
        say(f"contest.opened.{e.tier}", body=prose(e.before), day=e.decide_by),
        say("contest.late") if e.is_late else None,
        say("contest.benefit_goes_on") if e.benefit_continues else None,
    )


def _heard(e: casework.HearingHeld) -> Told:
    return told(say("contest.heard", who=who(e.officer), day=e.held_on, how=e.attendance), prose(e.record))


def _closed(e: claims.ContestClosed) -> Told:
    by = say("by", who=who(e.officer)) if e.officer else None
    closed = say(f"contest.closed.{e.tier}", by=by, outcome=e.outcome)
    return told(closed, prose(e.reasons, e.appeal), cites=(e.article,))


def _represented(e: intake.MandateGiven) -> Told:
    scope = in_a_row([say(word_key(act)) for act in e.scope], "with_comma")
    until = say("until", day=e.until) if e.until else None
    given = {"mandate": e.key, "representative": e.representative, "kind": e.kind}
    return told(say("mandate.given", scope=scope, until=until, **given))


def _kept(e: ActKept) -> Told:
    if e.officer is None:
        return told(say("filing.waits", act=message(e.act), reason=prose(e.reason)))
    return told(say("act.waits", staff=e.officer.staff, act=message(e.act), reason=prose(e.reason)))


CONTESTS: Sentences = {
    intake.ContestFiled: _filed,
    intake.ContestWithdrawn: _withdrawn,
    intake.MandateGiven: _represented,
    intake.MandateEnded: lambda e: told(say("mandate.ended", mandate=e.key, day=e.ended_on)),
    claims.ConfirmationAsked: lambda e: told(say("confirmation.asked", staff=e.officer.staff), prose(e.because)),
    claims.ContestWaits: lambda e: told(say(f"contest.waits.{e.tier}", decision=e.decision), prose(e.reason)),
    claims.ContestOpened: _opened,
    claims.ContestDropped: lambda e: told(say(f"contest.dropped.{e.tier}"), prose(e.because)),
    claims.WithdrawalRefused: lambda e: told(say("contest.not_withdrawn", contest=e.contest), prose(e.reason)),
    claims.ContestClosed: _closed,
    casework.HearingHeld: _heard,
    ActKept: _kept,
}
"""What a named officer decided on a contest is told by the claims service, where it took effect."""
