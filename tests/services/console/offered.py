"""An office in which somebody was offered a seat in a programme."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from contracts.base import Event
from contracts.providers import PlaceProposed
from services.almp_referral.views import synthetic_programmes
from tests.stories.town import (
    FIRST,
    RECORDED,
    born,
    closes,
    files_claim,
    fill,
    lost_work,
    said,
    town,
    wages,
)

TODAY = FIRST + timedelta(days=3)
PROVIDER = synthetic_programmes().provider
PROGRAMME = "programme-job-club"
PROPOSED = PlaceProposed(
    key="proposal-1",
    source_version=1,
    recorded_at=RECORDED,
    provider=PROVIDER,
    programme=PROGRAMME,
    places=3,
    reasons="Three people finished early.",
)


def somebody_was_offered_a_seat(folder: Path) -> None:
    """Somebody claimed, and was offered a seat; a provider proposes places."""
    laptop = town(folder)
    laptop.publish(synthetic_programmes().messages())
    laptop.publish([said(PROPOSED, person=PROGRAMME)])
    laptop.run_until_quiet()
    facts: tuple[Event, ...] = (*(wages(month) for month in (13, 16, 19)), born(), lost_work(), files_claim())
    fill(laptop, [said(fact) for fact in facts])
    for day in range(3):
        closes(laptop, FIRST + timedelta(days=day))
    laptop.close()
