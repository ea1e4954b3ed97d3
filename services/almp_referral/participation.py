"""What the law may count of a participation: published whenever its days, its end or what is known of them changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from contracts.base import Event
from contracts.training import ParticipationCounted
from contracts.values import Period
from services.almp_referral.life import ReferralLife
from services.almp_referral.referrals import TAKES_PART, Referral, ReferralState

_HELD = TAKES_PART - {ReferralState.ACCEPTED}


def counted(referral: Referral, lived: ReferralLife) -> Iterator[Event]:
    """The participation as it is known now, if that is news; the referral remembers what was told."""
    last = _last_day(lived)
    began = lived.started_on if last is not None else None
    told = sha256(f"{began}/{last}/{lived.standing in _HELD}/{sorted(lived.attended)}".encode()).hexdigest()[:32]
    if told == referral.counted or (began is None and not referral.counted):
        return
    referral.counted, referral.times_counted = told, referral.times_counted + 1
    yield ParticipationCounted(
        key=referral.referral,
        source_version=referral.times_counted,
        recorded_at=datetime.combine(last or lived.since, time(), UTC),
        claim=referral.claim,
        programme=referral.programme or "",
        trains=referral.trains,
        began_on=began,
        last_day=last,
        over=lived.standing not in _HELD,
        attended=tuple(_stretches(lived.attended)) if began is not None else (),
    )


def _last_day(lived: ReferralLife) -> date | None:
    """The last day of a participation that began; while it goes on, the last on which the person came."""
    if lived.started_on is None:
        return None
    came = max(lived.attended, default=lived.started_on)
    if lived.standing in _HELD:
        return max(came, lived.started_on)
    return max(lived.ended_on or came, lived.started_on)


def _stretches(days: Iterable[date]) -> Iterator[Period]:
    """Days that follow each other together, in their order."""
    run: list[date] = []
    for day in sorted(days):
        if run and day - run[-1] != timedelta(days=1):
            yield Period(start=run[0], end=run[-1] + timedelta(days=1))
            run = []
        run.append(day)
    if run:
        yield Period(start=run[0], end=run[-1] + timedelta(days=1))
