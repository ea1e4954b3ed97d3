"""Short-time work in simulated lives: lines told, corrected, moved and taken back, and what the lists come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from contracts.about import doubt_in
from contracts.casework import Verdict
from contracts.short_time import ShortTimeReported
from contracts.values import Money, Period
from services.simulation.actions import Answers, Retracts
from services.simulation.chronicle import Chronicle
from services.simulation.life import SimulatedLife
from services.simulation.people import person
from services.simulation.printed_law.evidence import Stated
from services.simulation.printed_law.short_time import due_by_month, first_of_next
from services.simulation.short_time_actions import TellsLine

SHORT_TIME = "de/kurzarbeitergeld"
EMPLOYERS = (701, 702)
WORKERS = (11, 12)
"""They have no claim of their own."""
FULL_TIME = 40 * 60
HALF, MORE_THAN_ANY_MONTH = 84 * 60, 200 * 60
"""Hours lost: some that every month holds, and some that no month does."""


def line_of(action: TellsLine, common: dict[str, Any]) -> ShortTimeReported:
    """The line that the action tells; `common` are version and moment."""
    names = ("should_pay", "pay", "net_of_should_pay", "net_of_pay")
    sums: dict[str, Any] = {name: Money(minor=getattr(action, name), currency="EUR") for name in names}
    return ShortTimeReported(
        key=action.key,
        scheme=SHORT_TIME,
        employer=person(action.employer),
        establishment=action.establishment,
        employment="job-short",
        month=Period(start=action.month, end=first_of_next(action.month)),
        minutes_agreed_weekly=FULL_TIME,
        minutes_lost=action.minutes_lost,
        children=action.children,
        workplace_decided=True,
        is_final=action.is_final,
        **sums,
        **common,
    )


def short_time(life: SimulatedLife, dice: Random) -> None:
    """A firm works short for longer than it is paid for, with a break; lines are corrected, moved and taken back."""
    month = date(2023, dice.randint(1, 9), 1)
    for number in range(dice.randint(2, 20)):
        if dice.randrange(12) == 0:
            for _ in range(dice.randint(1, 4)):
                month = first_of_next(month)
        for who in WORKERS[: 1 + (number % 3 == 0)]:
            _told(life, dice, who, month)
        if dice.randrange(5) == 0:
            against = dice.randrange(2) == 0
            answers = {"at": first_of_next(month) + timedelta(days=30), "who": EMPLOYERS[0]}
            answers |= {"id": life.identity(), "verdict": "against" if against else "for"}
            life.actions.append(Answers.model_validate(answers))
        month = first_of_next(month)


def owed_to(
    chronicle: Chronicle, employer: int, told: Mapping[str, Sequence[Stated]]
) -> dict[tuple[str, str, date], int]:
    """By scheme, list and first day, what the employer is owed for each month by the printed law."""
    subject = person(employer)
    lines = {
        asked.doubt.doubt: (worker, line, asked.doubt.amount.minor)
        for (whose, worker, line), doubts in chronicle.line_doubts.items()
        if whose == subject
        for asked in doubts
        if asked.doubt is not None
    }
    decided = {
        lines[doubt]: made.verdict is Verdict.FOR_CLAIMANT
        for whose, made in chronicle.decisions
        if whose == subject and (doubt := doubt_in(made.about)) in lines
    }
    due = due_by_month(subject, told, decided)
    return {(SHORT_TIME, f"{month:%Y-%m}", month): minor for month, minor in due.items()}


def lists_are_as_owed(chronicle: Chronicle, employer: int, due: Mapping[tuple[str, str, date], int]) -> Iterator[str]:
    """Each month that is told otherwise than the printed law has it."""
    for (whose, _, month), told in sorted(chronicle.lists.items()):
        right = due.get((SHORT_TIME, f"{month:%Y-%m}", month), 0)
        if whose == person(employer) and told.amount.minor != right:
            yield f"{month:%Y-%m} of {whose}: {told.amount.minor} ({told.because}), the law says {right}"


def _told(life: SimulatedLife, dice: Random, who: int, month: date) -> None:
    key, on = f"line/{who}/{month:%Y-%m}", first_of_next(month) + timedelta(days=dice.randrange(20))
    stated = _figures(dice)
    _tell(life, who, key, on, {**stated, "month": month, "employer": EMPLOYERS[0]})
    if dice.randrange(4) == 0:
        employer = dice.choice(EMPLOYERS)
        later = on + timedelta(days=dice.randrange(90))
        _tell(life, who, key, later, {**_figures(dice), "month": month, "employer": employer, "is_final": True})
    if dice.randrange(10) == 0:
        version = life.version(key) - dice.randrange(2)
        kind = ShortTimeReported.name
        _retract(life, who, on + timedelta(days=dice.randrange(120)), {"kind": kind, "key": key, "version": version})


def _tell(life: SimulatedLife, who: int, key: str, on: date, stated: dict[str, Any]) -> None:
    life.actions.append(TellsLine(id=life.identity(), at=on, who=who, key=key, version=life.version(key), **stated))


def _retract(life: SimulatedLife, who: int, on: date, stated: dict[str, Any]) -> None:
    life.actions.append(Retracts(id=life.identity(), at=on, who=who, **stated))


def _figures(dice: Random) -> dict[str, Any]:
    should = dice.randrange(200_000, 600_000)
    pay = dice.choice((0, should // 2, should // 3, should * 9 // 10 - 1, should * 9 // 10))
    net = should * 7 // 10
    return {
        "should_pay": should,
        "pay": pay,
        "net_of_should_pay": net,
        "net_of_pay": min(net, pay * 3 // 4),
        "children": dice.randrange(2),
        "minutes_lost": MORE_THAN_ANY_MONTH if dice.randrange(6) == 0 else HALF,
    }
