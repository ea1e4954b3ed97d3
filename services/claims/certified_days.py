"""How far a claim is certified, by the certifications that hold: a corrected or retracted one counts no more. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from contracts.intake import CertificationFiled, FilingRetracted
from services.claims.model import CertifiedDays, Claim

BEFORE = ""
"""Stands for what was certified before claims kept each certification: how far is known, and not by which."""


def certified(claims: Mapping[str, Claim], event: CertificationFiled, on: date) -> list[Claim]:
    """Take a certification in its highest version; the claims of which something else is awaited now."""
    return _noted(claims, event.key, event.claim, CertifiedDays(event.source_version, event.weeks[-1].period.end), on)


def retracted(claims: Mapping[str, Claim], event: FilingRetracted, on: date) -> list[Claim]:
    """A certification never was in any version below this one; the claims of which something else is awaited now."""
    claim = certified_under(claims, event.key)
    if claim is None:
        return []
    return _noted(claims, event.key, claim, CertifiedDays(event.source_version - 1, None), on)


def certified_under(claims: Mapping[str, Claim], key: str) -> str | None:
    """The claim under which a certification was filed."""
    return next((claim.claim for claim in claims.values() if key in claim.certified), None)


def _noted(claims: Mapping[str, Claim], key: str, under: str, days: CertifiedDays, on: date) -> list[Claim]:
    known = certified_under(claims, key)
    if known is not None:
        before = claims[known].certified[key]
        if before.version > days.version or (before.version == days.version and days.until is not None):
            return []
        del claims[known].certified[key]
    claims[under].certified[key] = days
    return [claims[name] for name in {under, known or under} if _is_moved(claims[name], on)]


def _is_moved(claim: Claim, on: date) -> bool:
    """Whether other days are awaited next: they are waited for from now on."""
    until = max((days.until for days in claim.certified.values() if days.until), default=None)
    if until == claim.certified_until:
        return False
    claim.certified_until, claim.awaited_since, claim.awaited_step = until, on, None
    return True
