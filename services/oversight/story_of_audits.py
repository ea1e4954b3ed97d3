"""How a story tells of closing audits of short-time work."""

from __future__ import annotations

from contracts import closing_audits
from services.oversight.story_phrases import Sentences, Told, prose, say, told


def _ordered(e: closing_audits.ClosingAuditOrdered) -> Told:
    by, role = e.officer.staff, e.officer.role
    return told(say("audit.ordered", audit=e.key, n=e.lines, role=role, by=by, day=e.ordered_on), prose(e.reasons))


def _drawn(e: closing_audits.ClosingAuditDrawn) -> Told:
    return told(say("audit.drawn", audit=e.audit, drawn=len(e.drawn), n=e.lines, seed=str(e.seed)))


def _audited(e: closing_audits.LineAudited) -> Told:
    by, role = e.officer.staff, e.officer.role
    found = say("audit.line", line=e.line, role=role, by=by, day=e.audited_on, found=e.found)
    return told(found, prose(e.because), cites=(e.article,))


def _settled(e: closing_audits.ClosingAuditSettled) -> Told:
    counted = {"n": e.looked_at, "corrected": e.corrected}
    return told(say("audit.settled", audit=e.audit, amount=e.amount, before=e.before, **counted))


AUDITS: Sentences = {
    closing_audits.ClosingAuditOrdered: _ordered,
    closing_audits.ClosingAuditDrawn: _drawn,
    closing_audits.ClosingAuditRefused: lambda e: told(say("audit.refused", audit=e.audit, reason=prose(e.reason))),
    closing_audits.LineAudited: _audited,
    closing_audits.ClosingAuditSettled: _settled,
}
