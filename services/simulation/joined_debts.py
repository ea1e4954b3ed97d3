"""Draws a debt of somebody who is found to be one person with another who is paid."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from services.simulation import actions as told
from services.simulation.life import Filed, SimulatedLife
from services.simulation.troubles import debts


def debts_of_one_person(owing: SimulatedLife, paid: SimulatedLife, dice: Random) -> None:
    """What one was paid too much is asked back, and the other goes on certifying; officers find for the claimant.

    Nothing is drawn for who filed no claim and no certification.
    """
    for life in (owing, paid):
        if (own := _filed(life)) is not None:
            debts(replace(life, dice=dice), own)
            for number in range(3):
                last = max(action.at for action in life.actions)
                life.add(told.Answers, last, pick=number, verdict="for")


def _filed(life: SimulatedLife) -> Filed | None:
    """The first claim with its certifications, as they were first filed."""
    claims = [action for action in life.actions if isinstance(action, told.Files)]
    if not claims:
        return None
    claim = min(claims, key=lambda action: action.at)
    first = {
        action.key: (action.key, list(action.periods), action.filed)
        for action in reversed(life.actions)
        if isinstance(action, told.Certifies) and action.claim == claim.claim and "later-" not in action.key
    }
    certified = sorted(first.values(), key=lambda certification: (certification[2], certification[0]))
    return Filed(claim.claim, claim.filed, certified) if certified else None
