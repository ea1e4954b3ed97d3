"""How far the employment service came with each claim: counselled, referred, started, completed, placed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import Connection, select

from services.almp_referral.follow_up_store import outcome
from services.almp_referral.life_record_store import life_record
from services.almp_referral.life_records import LifeRecordKind
from services.almp_referral.referrals import ReferralState
from services.almp_referral.store import claim, referral

_BEGAN = frozenset({ReferralState.COMPLETED, ReferralState.LEFT_EARLY})
PersonsClaim = tuple[str, str]
"""A person's pseudonym and the key of one of their claims."""


class FunnelStage(StrEnum):
    """A stage that a claim reached; each is counted by itself, for who starts may never have been counselled."""

    CLAIM = "claim"
    COUNSELLED = "counselled"
    """A placement officer talked with the person."""
    REFERRED = "referred"
    STARTED = "started"
    """By a provider's report, or by an end that only who began can have."""
    COMPLETED = "completed"
    PLACED = "placed"
    """The participation ended in work, or the person was seen in work after it, by employment facts."""


def funnel(connection: Connection) -> Mapping[PersonsClaim, frozenset[FunnelStage]]:
    """Every claim with the stages that it reached, as things are known now."""
    reached: defaultdict[PersonsClaim, set[FunnelStage]] = defaultdict(set)
    for row in connection.execute(select(claim.c.subject, claim.c.claim).where(claim.c.filed_on.is_not(None))):
        reached[row.subject, row.claim].add(FunnelStage.CLAIM)
    talks = select(life_record.c.subject, life_record.c.claim).where(
        life_record.c.kind == LifeRecordKind.ASSESSMENT.value, life_record.c.stands.is_(True)
    )
    for row in connection.execute(talks):
        reached[row.subject, row.claim].add(FunnelStage.COUNSELLED)
    claim_of: dict[tuple[str, str], str] = {}
    for row in connection.execute(select(referral).where(referral.c.made_on.is_not(None))):
        claim_of[row.subject, row.referral] = row.claim
        reached[row.subject, row.claim] |= _of_referral(ReferralState(row.standing), began=row.started_on is not None)
    for row in connection.execute(select(outcome).where(outcome.c.in_work.is_(True))):
        if (key := claim_of.get((row.subject, row.referral))) is not None:
            reached[row.subject, key].add(FunnelStage.PLACED)
    return {key: frozenset(stages) for key, stages in reached.items() if FunnelStage.CLAIM in stages}


def _of_referral(standing: ReferralState, *, began: bool) -> set[FunnelStage]:
    stages = {FunnelStage.REFERRED}
    if began or standing in _BEGAN:
        stages.add(FunnelStage.STARTED)
    if standing is ReferralState.COMPLETED:
        stages.add(FunnelStage.COMPLETED)
    if standing is ReferralState.FOUND_WORK:
        stages.add(FunnelStage.PLACED)
    return stages
