"""What no column of the survey says of a person and a job, and statistics ask: drawn from a seed, so all synthetic."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from random import Random

from contracts.employment import Contract, Separation
from contracts.registry import Sex

EMPLOYERS = 400
FEMALE_PER_MILLE = 450
NATIONAL_PER_MILLE = 900
NATIONALITY_UNKNOWN_PER_MILLE = 20
CASUAL_PER_MILLE = 60

INDUSTRIES = {
    "isic4:10": 9,
    "isic4:25": 10,
    "isic4:28": 9,
    "isic4:41": 14,
    "isic4:47": 17,
    "isic4:49": 8,
    "isic4:56": 11,
    "isic4:64": 6,
    "isic4:82": 9,
    "isic4:86": 7,
}
"""Divisions of ISIC Rev. 4 by weight; every employer has one."""
OCCUPATIONS = {
    "isco08:31": 8,
    "isco08:33": 8,
    "isco08:41": 9,
    "isco08:51": 10,
    "isco08:52": 14,
    "isco08:71": 13,
    "isco08:72": 11,
    "isco08:81": 9,
    "isco08:83": 8,
    "isco08:93": 10,
}
"""Sub-major groups of ISCO-08 by weight."""


@dataclass(frozen=True, slots=True)
class Background:
    """Of a person: sex, and whether a national; None where no register says."""

    sex: Sex
    national: bool | None


@dataclass(frozen=True, slots=True)
class PostHeld:
    """Of a job: the employer, by a key that is another in each person's books, and the kind of work."""

    employer: str
    industry: str
    occupation: str
    contract: Contract


def circumstances(person: str) -> Background:
    """Of a person, by the pseudonym; the same on every run."""
    dice = Random(f"{person}|circumstances")
    sex = Sex.FEMALE if dice.randrange(1000) < FEMALE_PER_MILLE else Sex.MALE
    drawn = dice.randrange(1000)
    national = drawn < NATIONAL_PER_MILLE
    return Background(sex, national if drawn < 1000 - NATIONALITY_UNKNOWN_PER_MILLE else None)


def post(person: str, job: str, employer: int, reason: Separation | None) -> PostHeld:
    """Of a person's job with one of the `EMPLOYERS`; why it ended says whether it was agreed for a time."""
    dice = Random(f"{person}|{job}|post")
    casual = dice.randrange(1000) < CASUAL_PER_MILLE
    agreed = Contract.CASUAL if casual else Contract.PERMANENT
    return PostHeld(
        employer=f"m-{hashlib.sha256(f'{person}|{employer}'.encode()).hexdigest()[:32]}",
        industry=_drawn(Random(f"employer {employer}"), INDUSTRIES),
        occupation=_drawn(dice, OCCUPATIONS),
        contract=Contract.FIXED_TERM if reason is Separation.FIXED_TERM_ENDED else agreed,
    )


def _drawn(dice: Random, weights: dict[str, int]) -> str:
    return dice.choices(list(weights), list(weights.values()))[0]
