"""How far a person came from a claim to work, at the end of a day: which cases of the funnel's tables they are. Pure.

Each table divides the same claims in full, so that what is not told of a stage cannot follow from the stage before it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from services.oversight.figures.cases import PersonCase
from services.oversight.figures.tables import IN_WORK_AFTER, FigureTable
from services.oversight.small_cells import UNKNOWN

_PROGRESS = {"made": 0, "expired": 1, "accepted": 2, "started": 3}
_OVER = 4
"""Whatever ends a place, and an absence."""
_BEGAN = frozenset({"started", "completed", "left_early"})
"""Who completed a programme or left it early has begun, whether or not its provider reported the start."""
_DROPPED = frozenset({"left_early", "refused", "excused", "not_excused"})
_ENDS = ("completed", "found_work", "no_end", "dropped")
"""Of several participations of a claim the first of these counts."""


class FunnelCase(NamedTuple):
    """A case of a table of the funnel, and the claim whose rows it stands in."""

    table: FigureTable
    column: str
    claim: str
    reason: str = ""


def funnel_cases(
    person: PersonCase, filed_in_year: Collection[str], in_year: Callable[[date | None], bool]
) -> Iterator[FunnelCase]:
    """Every case of the funnel that the person is; of claims each counts once a table, with all its referrals."""
    talked = {noted.about for (what, _), noted in person.noted.items() if what == "talk"}
    for claim in filed_in_year:
        own = [key for key, (of, _) in person.referrals.items() if of == claim]
        yield FunnelCase(FigureTable.ASSESSED, "assessed" if claim in talked else "not_assessed", claim)
        yield FunnelCase(FigureTable.REFERRED, "referred" if own else "not_referred", claim)
        if own:
            yield from _of_referred(person, claim, own)
    for seen in person.work_seen.values():
        table = IN_WORK_AFTER.get(seen.months)
        referred = person.referrals.get(seen.referral)
        if table and referred and seen.in_work is not None and in_year(seen.on):
            yield FunnelCase(table, "in_work" if seen.in_work else "not_in_work", referred[0])


def _of_referred(person: PersonCase, claim: str, own: Collection[str]) -> Iterator[FunnelCase]:
    """The tables of those who were referred."""
    offered = {noted.about for (what, _), noted in person.noted.items() if what == "offer"}
    ways = {key: way_of(person.standings.get(key, {})) for key in own}
    answers = {key: _answer(way) for key, way in ways.items()}
    answer = next(one for one in ("offer_accepted", "declined", "unanswered") if one in answers.values())
    placed = _placed(person, ways)
    yield FunnelCase(FigureTable.OFFERED, "offered" if offered & set(own) else "not_offered", claim)
    yield FunnelCase(FigureTable.ANSWERS, answer, claim)
    yield FunnelCase(FigureTable.PLACED, "placed" if placed else "not_placed", claim)
    if answer == "declined":
        declined = {key for key, said in answers.items() if said == answer}
        yield FunnelCase(FigureTable.DECLINES, answer, claim, _reason(person, declined))
    elif answer == "offer_accepted":
        accepted = [way for key, way in ways.items() if answers[key] == answer]
        began = any(way & _BEGAN for way in accepted)
        ends = {_end(way) for way in accepted}
        yield FunnelCase(FigureTable.STARTS, "started" if began else "not_started", claim)
        yield FunnelCase(FigureTable.ENDS, next(end for end in _ENDS if end in ends), claim)


def way_of(standings: Mapping[int, str]) -> frozenset[str]:
    """Where a referral stood on the way to where it stands; what a correction undid never was.

    A move back says that what came after was recorded in error, and one end in place of another corrects it.
    """
    way: list[str] = []
    for _, standing in sorted(standings.items()):
        way = [*(one for one in way if _progress(one) < _progress(standing)), standing]
    return frozenset(way)


def _progress(standing: str) -> int:
    return _PROGRESS.get(standing, _OVER)


def _answer(way: frozenset[str]) -> str:
    """Who refuses after beginning has accepted; who found work or never came without an answer gave none."""
    if "refused" in way and not way & _BEGAN:
        return "declined"
    return "offer_accepted" if way & (_BEGAN | {"accepted"}) else "unanswered"


def _end(way: frozenset[str]) -> str:
    """How a participation ended; one that ended without a report, or was called off, has no end."""
    reported = next((end for end in ("completed", "found_work") if end in way), None)
    return reported or ("dropped" if way & _DROPPED else "no_end")


def _placed(person: PersonCase, ways: Mapping[str, frozenset[str]]) -> bool:
    """Whether a participation ended in work, or the person was seen in work after one."""
    seen = any(seen.in_work and seen.referral in ways for seen in person.work_seen.values())
    return seen or any("found_work" in way for way in ways.values())


def _reason(person: PersonCase, referrals: Collection[str]) -> str:
    """The reason of the newest of these refusals, in the highest version of each record."""
    latest: dict[tuple[str, str], tuple[int, str]] = {}
    for step in person.steps:
        if step.step == "answer" and step.said == "refused" and step.referral in referrals:
            before = latest.get((step.referral, step.key))
            if before is None or before[0] <= step.version:
                latest.pop((step.referral, step.key), None)
                latest[step.referral, step.key] = step.version, step.because
    return next((because for _, because in reversed(latest.values()) if because), UNKNOWN)
