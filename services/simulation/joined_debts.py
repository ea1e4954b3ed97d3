"""Draws a debt of somebody who is found to be one person with another who is paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from services.simulation import actions as told
from services.simulation.life import Filed, SimulatedLife
from services.simulation.troubles import debts


def debts_of_one_person(lives: Sequence[SimulatedLife], dice: Random) -> None:
    """What each was paid too much is asked back; then they are found to be one person, and go on certifying.

    Nothing is drawn for who filed no claim and no certification.
    """
    for life in lives:
        if (own := _filed(life)) is not None:
            debts(replace(life, dice=dice), own)
    against = [
        action.at
        for life in lives
        for action in life.actions
        if isinstance(action, told.Answers) and action.verdict == "against"
    ]
    if against:
        _found_to_be_one(lives, max(against) + timedelta(days=dice.randint(-5, 30)))


def _found_to_be_one(lives: Sequence[SimulatedLife], on: date) -> None:
    """On this day, and not before: what was said earlier is taken back as soon as it was said."""
    said = [action for life in lives for action in life.actions if isinstance(action, told.SaysOfPersons)]
    version = max((action.version for action in said), default=0)
    life = lives[0]
    if version % 2:
        version += 1
        life.add(told.SaysOfPersons, max(action.at for action in said), one=False, version=version)
    life.add(told.ClosesDay, on, day=on - timedelta(days=1))
    life.add(told.SaysOfPersons, on, one=True, version=version + 1)


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
