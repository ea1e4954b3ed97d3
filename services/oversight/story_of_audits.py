"""How a story tells of closing audits of short-time work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts import closing_audits
from contracts.base import Event

Told = tuple[str, tuple[str, ...]]
"""A sentence, and the law behind it."""


def _ordered(e: closing_audits.ClosingAuditOrdered) -> Told:
    by = f"{e.officer.role} {e.officer.staff}"
    return f"Closing audit {e.key} of {e.lines} lines ordered by {by} on {e.ordered_on}: {e.reasons}", ()


def _drawn(e: closing_audits.ClosingAuditDrawn) -> Told:
    return f"Closing audit {e.audit}: {len(e.drawn)} of {e.lines} lines drawn, with the seed {e.seed}.", ()


def _refused(e: closing_audits.ClosingAuditRefused) -> Told:
    return f"Closing audit {e.audit} does not begin: {e.reason}.", ()


def _audited(e: closing_audits.LineAudited) -> Told:
    by = f"{e.officer.role} {e.officer.staff}"
    return f"Line {e.line} looked at by {by} on {e.audited_on}: {e.found} are found due. {e.because}", (e.article,)


def _settled(e: closing_audits.ClosingAuditSettled) -> Told:
    looked_at = f"{e.looked_at} lines looked at, {e.corrected} of them corrected"
    return f"Closing audit {e.audit} settled: {looked_at}; {e.amount} are due, {e.before} before.", ()


AUDITS: Mapping[type[Event], Callable[[Any], Told]] = {
    closing_audits.ClosingAuditOrdered: _ordered,
    closing_audits.ClosingAuditDrawn: _drawn,
    closing_audits.ClosingAuditRefused: _refused,
    closing_audits.LineAudited: _audited,
    closing_audits.ClosingAuditSettled: _settled,
}
