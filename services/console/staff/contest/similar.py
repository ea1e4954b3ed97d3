"""How contests of the same kind ended: counted for everybody who works on them, and listed for who may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.contest import ContestOutcome, Tier
from services.claims.views import ContestInHand, DecidedContest, decided_contests
from services.console.officers.officer import SignedIn
from services.console.officers.rules import CaseAtHand, Sight, sight_of
from services.console.paging import ROWS_A_PAGE, ListPage
from services.console.staff.contest.deciders import listed_tiers
from services.console.staff.contest.in_hand import SEEN_BY, contest_asked_for
from services.console.staff_page import Content, Listing, Visit
from services.oversight.views import MINIMUM, rows_without

LOOKED_BACK = timedelta(days=3 * 365)
"""How long ago a contest may have ended and still be like one of today."""
COLUMNS = ("closed_on", "outcome", "tier", "asks", "contest")


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How many contests ended so; None where the number is kept back, since it is about few people."""

    outcome: ContestOutcome
    number: int | None


@dataclass(frozen=True, slots=True)
class SimilarContest:
    """A contest of the same kind; one that the reader may not open bears no key."""

    decided: DecidedContest
    may_open: bool


def outcome_counts(decided: Iterable[DecidedContest], minimum: int = MINIMUM) -> list[OutcomeCount]:
    """Every outcome that there was, with what must be kept back so that no small number follows from the others."""
    people: defaultdict[str, set[str]] = defaultdict(set)
    numbers: defaultdict[str, int] = defaultdict(int)
    for one in decided:
        people[one.outcome].add(one.person)
        numbers[one.outcome] += 1
    kept_back = rows_without(people, minimum)
    return [
        OutcomeCount(outcome, None if outcome in kept_back else numbers[outcome])
        for outcome in ContestOutcome
        if outcome in numbers
    ]


def similar_to(visit: Visit, in_hand: ContestInHand) -> Sequence[DecidedContest]:
    """The contests of the same kind and ground that ended in the last years, without those of the person."""
    asked = in_hand.asked
    if asked is None:
        return ()
    with visit.world.reading("claims") as connection:
        decided = decided_contests(connection, asked.about, asked.ground, since(visit.today))
    return [one for one in decided if one.person != visit.given["person"]]


def since(today: date) -> date:
    """The first day on which a contest that counts may have ended."""
    return max(date.min + LOOKED_BACK, today) - LOOKED_BACK


def may_open(officer: SignedIn, decided: DecidedContest, tiers: Collection[Tier]) -> bool:
    """Whether somebody may see that contest: its tier is before them, and it is not their own case."""
    sight = sight_of(officer, SEEN_BY, CaseAtHand(decided.person, record=decided.contest))
    return decided.tier in tiers and isinstance(sight, Sight)


def show_similar(visit: Visit) -> Content:
    """The contests of the same kind, the newest first."""
    in_hand = contest_asked_for(visit)
    decided = similar_to(visit, in_hand)
    tiers = listed_tiers(visit.officer)
    rows = [SimilarContest(one, may_open(visit.officer, one, tiers)) for one in decided]
    page = ListPage.asked(visit.query, len(rows))
    values: Mapping[str, object] = {
        "in_hand": in_hand,
        "person": visit.given["person"],
        "rows": rows[page.start : page.start + ROWS_A_PAGE],
        "page": page,
        "columns": COLUMNS[:-1],
        "counts": outcome_counts(decided),
        "since": visit.language.day(since(visit.today)),
    }
    columns = [visit.say(f"contest.similar.{name}") for name in COLUMNS]
    return Content(values, Listing("similar-contests", columns, [_cells(visit, row) for row in rows]))


def _cells(visit: Visit, row: SimilarContest) -> list[str]:
    decided = row.decided
    outcome, tier = visit.say(f"contest.outcome.{decided.outcome}"), visit.say(f"contest.tier.{decided.tier}")
    key = decided.contest if row.may_open else ""
    return [decided.closed_on.isoformat(), outcome, tier, decided.asks, key]
