"""Two thousand lives, each from its seed, through the whole engine: what is paid is what the printed law owes."""

from __future__ import annotations

import pytest

from services.simulation.campaign import run
from services.simulation.stories import as_yaml

SEEDS_EACH = 250
PARTS = 8


@pytest.mark.parametrize("part", range(PARTS))
def test_every_rule_holds_in_every_life(part: int) -> None:
    seeds = range(1 + part * SEEDS_EACH, 1 + (part + 1) * SEEDS_EACH)
    campaign = run(seeds, failures_max=1)
    assert not campaign.failures, f"{campaign.failures[0].says}\n{as_yaml(campaign.failures[0].story)}"
    silent = [name for name in FIRES if not campaign.fired[name]]
    assert not silent, "lives in which nothing goes wrong prove little"


FIRES = (
    "answers for (as_heard)",
    "answers against (as_heard)",
    "answers refused",
    "bank closes_account",
    "bank contradicts",
    "bank returns",
    "certifies again",
    "closes_day again or late",
    "decided against",
    "died in delivery",
    "died while collecting",
    "died while sending",
    "earns again",
    "files again",
    "given again",
    "open item dismissed",
    "open item rejected",
    "orders_reissue",
    "parked as wrong-topic",
    "repeats (another_id)",
    "sends (broken_after)",
    "sends (broken_before)",
    "shuffled",
    "withdraws",
)
"""What must have happened at least once in any part."""
