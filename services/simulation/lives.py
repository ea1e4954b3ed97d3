"""Draws a life from a seed: one or two people, their claims, what goes wrong around them, and how it is delivered.

Everything follows from the seed and from nothing else. What may be drawn is listed in `TROUBLES`; a name left out of
`troubles` is never drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from random import Random

from services.simulation import actions as told
from services.simulation.actions import CertifiedSpan
from services.simulation.deaths import dies
from services.simulation.joined_debts import debts_of_one_person
from services.simulation.life import CHANCE_OF_TROUBLE, MISSISSIPPI, SCHEMES, Filed, SimulatedLife, Weeks
from services.simulation.obligations import obligations
from services.simulation.printed_law.schemes import month_begins
from services.simulation.programmes import few_seats
from services.simulation.schedule import delivered
from services.simulation.short_time import short_time
from services.simulation.story import BankHabits, SimulatedStory
from services.simulation.troubles import (
    REASONS,
    TROUBLES,
    TROUBLES_OF_A_CLAIM,
    contested,
    debts,
    detained,
    mass_layoff,
    merged,
    often_wrong,
    outages,
)


def drawn(seed: int, troubles: frozenset[str] | None = None) -> SimulatedStory:
    """The story of a seed."""
    allowed = frozenset(TROUBLES) if troubles is None else troubles
    dice = Random(f"tideover simulation {seed}")
    names = count(1)
    lives = [
        SimulatedLife(Random(f"{seed} person {who}"), who, dice.choice(SCHEMES), allowed, names)
        for who in range(1, 2 + (dice.randrange(100) < 15))
    ]
    for life in lives:
        _live(life)
    _deaths(seed, lives)
    _merged(seed, lives)
    _few_seats(seed, lives)
    _short_time(seed, lives[0])
    story = Random(f"{seed} delivery")
    everything = sorted((action for life in lives for action in life.actions), key=lambda action: action.at)
    return SimulatedStory(seed=seed, bank=_bank(dice, allowed), actions=delivered(everything, story, names, allowed))


def _deaths(seed: int, lives: Sequence[SimulatedLife]) -> None:
    """Somebody is reported to have died; the dice of all else fall as without it."""
    for life in lives:
        apart = Random(f"{seed} death of {life.who}")
        told_of = replace(life, dice=apart)
        if told_of.tempted("deaths", 15):
            dies(told_of)


def _merged(seed: int, lives: Sequence[SimulatedLife]) -> None:
    """Two people under one scheme may be one person; the dice of all else fall as without it."""
    if len({life.scheme.name for life in lives}) == 1 < len(lives):
        apart = Random(f"{seed} merged")
        told_of = replace(apart.choice(lives), dice=apart)
        if told_of.tempted("two people are one", 50):
            merged(told_of, apart)
        apart = Random(f"{seed} debts of one person")
        if replace(lives[0], dice=apart).tempted("debts of one person", 50):
            debts_of_one_person(lives, apart)


def _few_seats(seed: int, lives: Sequence[SimulatedLife]) -> None:
    """A provider with hardly a seat for both; the dice of all else fall as without it."""
    apart = Random(f"{seed} few seats")
    told_of = replace(apart.choice(lives), dice=apart)
    if told_of.tempted("few seats", 50):
        few_seats(told_of, apart)


def _short_time(seed: int, life: SimulatedLife) -> None:
    """A firm on short time; the dice of all else fall as without it."""
    apart = Random(f"{seed} short time")
    if replace(life, dice=apart).tempted("short-time work", 8):
        short_time(life, apart)


def _bank(dice: Random, troubles: frozenset[str]) -> BankHabits:
    def habit(trouble: str, *others: str, usual: str) -> str:
        drawn_habit = dice.choice((usual, *others)) if dice.randrange(100) < CHANCE_OF_TROUBLE else usual
        return drawn_habit if trouble in troubles else usual

    return BankHabits(
        duplicate_code=habit("bank: other codes for a duplicate", "AM05", "DU01", usual="DUPL"),  # type: ignore[arg-type]
        refuses_at=habit("bank: refuses at the batch", "batch", usual="group"),  # type: ignore[arg-type]
        tells_pending=habit("bank: tells of pending payments", "yes", usual="no") == "yes",
        returns_by=habit("bank: returns as a reversal", "reversal", usual="reason"),  # type: ignore[arg-type]
        books_as=habit("bank: books a file as one", "collective", "itemised", usual="single"),  # type: ignore[arg-type]
    )


def _live(life: SimulatedLife) -> None:
    dice, scheme = life.dice, life.scheme
    filed = scheme.first_filing + timedelta(days=dice.randrange(scheme.filing_days))
    ended = filed - timedelta(days=dice.randrange(12))
    before = min(ended, filed) - timedelta(days=dice.randrange(3))
    life.add(told.IsBorn, before, month=f"{dice.randint(1955, 2001)}-05", region=dice.choice(("delta", "coast")))
    life.version("person")
    _wages(life, ended, before)
    reason = dice.choice(REASONS) if life.tempted("doubtful reasons") else "laid_off"
    life.add(told.LosesWork, before, ended=ended, reason=reason, version=life.version("job-1"))
    _claim(life, "c1" if life.tempted("two people with one key", 50) else f"c1-{life.who}", filed)
    if life.tempted("a second claim", 15):
        later = filed + timedelta(days=dice.choice((20, 60, 120, 400, 740)))
        _claim(life, f"c2-{life.who}", later)


def _wages(life: SimulatedLife, ended: date, on: date) -> None:
    dice, scheme = life.dice, life.scheme
    wage = dice.randrange(*scheme.wages)
    month = (ended.replace(day=1) - timedelta(days=1)).replace(day=1)
    for _ in range(scheme.months_of_wages + (6 if scheme is MISSISSIPPI else 0)):
        skipped = scheme is MISSISSIPPI and dice.randrange(100) < 40
        if not skipped and not life.tempted("a month without wages", 4):
            minor = wage if dice.randrange(3) else dice.randrange(*scheme.wages)
            life.add(told.Earns, on, month=month, minor=minor, currency=scheme.currency, version=1)
            life.versions[f"w/{month:%Y-%m}"] = 1
        month = (month - timedelta(days=1)).replace(day=1)


def _periods(life: SimulatedLife, filed: date) -> Iterator[tuple[date, date]]:
    """The benefit periods of a claim, in order."""
    if life.scheme.weekday is None:
        day, number = filed, 0
        while True:
            yield month_begins(filed, number), month_begins(filed, number + 1)
            number += 1
    day = filed - timedelta(days=(filed.weekday() - life.scheme.weekday) % 7)
    while True:
        yield day, day + timedelta(days=7)
        day += timedelta(days=7)


def _claim(life: SimulatedLife, claim: str, filed: date) -> None:
    dice, scheme = life.dice, life.scheme
    job = "job-1" if dice.randrange(2) else None
    life.add(told.Files, filed, claim=claim, scheme=scheme.name, filed=filed, job=job, version=life.version(claim))
    periods = _periods(life, filed)
    together = 1 if scheme.weekday is None else 2
    certified: list[tuple[str, list[CertifiedSpan], date]] = []
    for number in range(dice.randint(1, 4 if scheme.weekday is not None else 3)):
        days = [next(periods) for _ in range(together)]
        weeks = [_week(life, start, end) for start, end in days]
        filed_on = days[-1][1] + timedelta(days=dice.choice((0, 0, 1, 3)))
        key = f"{claim}/{number}"
        life.add(
            told.Certifies,
            filed_on + timedelta(days=dice.randrange(25) if life.tempted("late certifications") else 0),
            claim=claim,
            key=key,
            filed=filed_on,
            currency=scheme.currency,
            periods=tuple(weeks),
            version=life.version(key),
        )
        certified.append((key, weeks, filed_on))
    _trouble(life, claim, filed, certified)


def _week(life: SimulatedLife, start: date, end: date) -> CertifiedSpan:
    dice = life.dice
    earned = dice.choice(life.scheme.earned)
    doubtful = life.tempted("weeks in doubt", 8)
    return CertifiedSpan(start=start, end=end, earned=earned, able=not doubtful)


def _trouble(life: SimulatedLife, claim: str, filed: date, certified: Sequence[tuple[str, Weeks, date]]) -> None:
    own = Filed(claim, filed, certified)
    for name, trouble in TROUBLES_OF_A_CLAIM.items():
        if life.tempted(name):
            trouble(life, own)
    apart = replace(life, dice=Random(f"{claim} {filed} {life.who} contests"))  # all other dice fall as without it
    if apart.tempted("decisions contested"):
        contested(apart, own)
    apart = replace(life, dice=Random(f"{claim} {filed} {life.who} debts"))
    if apart.tempted("debts"):
        debts(apart, own)
    apart = replace(life, dice=Random(f"{claim} {filed} {life.who} custody"))
    if apart.tempted("custody", 15):
        detained(apart, own)
    apart = replace(life, dice=Random(f"{claim} {filed} {life.who} outages"))
    if apart.tempted("outages"):
        outages(apart, own)
    if apart.tempted("mass lay-offs"):
        mass_layoff(apart, own)
    apart = replace(life, dice=Random(f"{claim} {filed} {life.who} error budgets"))
    if apart.tempted("error budgets"):
        often_wrong(apart, own)
    apart = replace(life, dice=Random(f"{claim} {filed} {life.who} obligations"))
    if apart.tempted("parts go to others"):
        obligations(apart, own)
