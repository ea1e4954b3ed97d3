"""On which day a decision was made: not before the last day whose closing had reached the log when the decision did.

A decision carries the time of its cause, which is weeks ago if the service that decides was down. The closing and the
decision each have their place in the log, so the day is the same in whichever order they are read, now or ever again.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Sequence
from datetime import date

from sqlalchemy import Connection, bindparam, func, select

from contracts.base import partition_of
from contracts.clock import DayClosed
from services.oversight import store
from services.oversight.model import DecisionOn, Watched
from services.oversight.store import claim_view, closing, decision_arrival, question_view
from services.runtime.database.store import upsert
from services.runtime.handling import To

AT_ONCE = 500
"""How many decisions one transaction moves."""


def saver(partitions: int) -> Callable[[Connection, Sequence[Watched]], None]:
    """Saves states, the decisions in them dated; a person's days are those of their own partition of so many."""

    def save(connection: Connection, states: Sequence[Watched]) -> None:
        in_partition = [(state, partition_of(state.subject, partitions)) for state in states]
        _date(connection, [(state, partition) for state, partition in in_partition if state.decided])
        store.save(connection, states)
        store.note(
            connection,
            (
                (state.subject, partition, arrived, observation)
                for state, partition in in_partition
                for arrived, observation in state.observations
            ),
        )

    return save


def _date(connection: Connection, states: Sequence[tuple[Watched, int]]) -> None:
    """Date what was decided by what is known of the clock, and keep when it arrived for what is read later."""
    arrived_in: dict[int, set[int]] = defaultdict(set)
    for state, partition in states:
        arrived_in[partition].update(state.decided.values())
    last_closed = {partition: _last_closed(connection, partition, arrived) for partition, arrived in arrived_in.items()}
    arrivals = []
    for state, partition in states:
        for (what, key), arrived in state.decided.items():
            view, last = state.view_of(what, key), last_closed[partition][arrived]
            view.decided_on = max(day for day in (view.decided_on, last) if day is not None)
            arrivals.append(
                {"subject": state.subject, "what": what.value, "key": key, "partition": partition, "arrived": arrived}
            )
    upsert(connection, decision_arrival, arrivals)


def _last_closed(connection: Connection, partition: int, arrived: Collection[int]) -> dict[int, date | None]:
    """For each arrival, the last day whose closing had reached the log by then, as far as the clock has been read."""
    first, newest = min(arrived), max(arrived)
    last: date | None = connection.scalar(_LAST, {"of": partition, "by": first})
    later = deque(connection.execute(_LATER, {"of": partition, "after": first, "by": newest}) if newest > first else ())
    days: dict[int, date | None] = {}
    for moment in sorted(arrived):
        while later and later[0].arrived <= moment:
            day = later.popleft().day
            last = day if last is None else max(last, day)
        days[moment] = last
    return days


_OF = closing.c.partition == bindparam("of")
_LAST = select(func.max(closing.c.day)).where(_OF, closing.c.arrived <= bindparam("by"))
_LATER = (
    select(closing.c.day, closing.c.arrived)
    .where(_OF, closing.c.arrived > bindparam("after"), closing.c.arrived <= bindparam("by"))
    .order_by(closing.c.arrived)
)


def close_day(connection: Connection, closed: DayClosed, arrived: int | None) -> tuple[Sequence[To], bool]:
    """Keep when a closing reached the log, and move what was decided after it and read before it."""
    if arrived is None:
        return (), False
    first = _first_arrival(connection, closed, arrived)
    upsert(connection, closing, [{"partition": closed.partition, "day": closed.day, "arrived": first}])
    moved = [_move(connection, what, closed, first) for what in DecisionOn]
    return (), max(moved) == AT_ONCE


def _first_arrival(connection: Connection, closed: DayClosed, arrived: int) -> int:
    """A day that was closed twice was closed the first time."""
    own = (closing.c.partition == closed.partition, closing.c.day == closed.day)
    before = connection.scalar(select(closing.c.arrived).where(*own))
    return arrived if before is None else min(arrived, before)


def _move(connection: Connection, what: DecisionOn, closed: DayClosed, arrived: int) -> int:
    """Date decisions on the closed day that came after its closing; how many there were, at most `AT_ONCE`."""
    view, key = _VIEWS[what]
    behind = (
        decision_arrival.c.what == what.value,
        decision_arrival.c.partition == closed.partition,
        decision_arrival.c.arrived >= arrived,
    )
    same = (view.c.subject == decision_arrival.c.subject) & (key == decision_arrival.c.key)
    query = select(view).join(decision_arrival, same).where(*behind, view.c.decided_on < closed.day).limit(AT_ONCE)
    rows = [dict(row) | {"decided_on": closed.day} for row in connection.execute(query).mappings()]
    upsert(connection, view, rows)
    return len(rows)


_VIEWS = {
    DecisionOn.CLAIM: (claim_view, claim_view.c.claim),
    DecisionOn.QUESTION: (question_view, question_view.c.question),
}
