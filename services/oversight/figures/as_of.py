"""The figures of a closed day: those that were kept, or counted now from what had reached the log when it was closed.

They are the same whenever they are counted, in whichever order the log was read, as soon as all of it was read that
the closing had before it. Only an event that was parked then and takes effect later is counted for its day afterwards;
kept figures stay as they were told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete

from contracts.in_words import InWords
from services.oversight.figures import observed
from services.oversight.figures.cube import DayFigures
from services.oversight.figures.written import digest, read_back, written
from services.oversight.presets import CountingRules
from services.oversight.store import kept_figures
from services.runtime.database import chain
from services.runtime.delivery.offsets import all_reached

COUNTING = ("../observation", "../observing", "cases", "counting", "cube", "funnel", "tables", "weekly")
"""The modules that say what is counted, and how."""


class NotClosed(InWords):
    """No figures are told of a day that is not closed in every partition; the message says which day may be asked."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """How figures were counted, so that anybody can count them again from the log."""

    day: date
    closed_at: Mapping[int, int]
    """By partition, when the closing of the day reached the log: what came after it does not count."""
    read_to: Mapping[str, int]
    """How far oversight had read each log, by topic and partition: the first position that was not read."""
    observations: int
    """How many events were counted."""
    program: str
    """The version of Tideover, and a digest of the modules that say how is counted."""
    rules: str
    """A digest of the limits and windows."""
    sheets: tuple[str, ...]
    """Digests of the sheets under which claims were determined, their beginnings."""
    digest: str
    """Of the figures themselves."""
    is_kept: bool = False
    """Whether they are kept, so that they stay as they are."""


_RECEIPT: TypeAdapter[Receipt] = TypeAdapter(Receipt)


def closed_days(connection: Connection) -> list[date]:
    """The days of which figures can be told, oldest first."""
    return observed.closed_days(observed.closings_of_all(connection))


def counted_from(connection: Connection) -> str:
    """A digest of all that figures are made of now; while it is the same, so are they."""
    kept = [day.isoformat() for day in observed.kept_days(connection)]
    return digest(str((sorted(all_reached(connection).items()), kept)))


def figures_as_of(connection: Connection, day: date, rules: CountingRules) -> tuple[DayFigures, Receipt]:
    """The figures of a closed day and their receipt. Raises `NotClosed`."""
    if (kept := observed.kept(connection, day)) is not None:
        return read_back(kept[0]), _RECEIPT.validate_json(kept[1])
    return counted_as_of(connection, day, rules)


def counted_as_of(connection: Connection, day: date, rules: CountingRules) -> tuple[DayFigures, Receipt]:
    """The figures of a closed day, counted now whatever was kept. Raises `NotClosed`."""
    closings = observed.closings_of_all(connection)
    days = observed.closed_days(closings)
    if day not in days:
        last = f"The last closed day is {days[-1]}." if days else "No day is closed yet."
        raise NotClosed(f"{day} is not closed in every partition, so there are no figures of it. {last}")
    figures = DayFigures(day)
    for seen in observed.observations_until(connection, day, closings):
        figures.add(seen, rules)
    cuts = {partition: cut for partition, of_one in closings.items() if (cut := of_one.cut(day)) is not None}
    return figures, _receipt(connection, figures, rules, cuts)


def _receipt(connection: Connection, figures: DayFigures, rules: CountingRules, cuts: Mapping[int, int]) -> Receipt:
    reached = sorted(all_reached(connection).items())
    return Receipt(
        day=figures.day,
        closed_at=cuts,
        read_to={f"{topic}/{partition}": position for (topic, partition), position in reached},
        observations=figures.observations,
        program=f"{version('tideover')}+{counting_digest()}",
        rules=digest(str(asdict(rules))),
        sheets=tuple(sorted(figures.sheets)),
        digest=digest(written(figures)),
    )


@cache
def counting_digest() -> str:
    """A digest of the modules that say what is counted: figures of two programs are equal only where it is."""
    here = Path(__file__).parent
    return digest(sha256(b"".join((here / f"{name}.py").read_bytes() for name in COUNTING)).hexdigest())


def keep(connection: Connection, days: Sequence[date], rules_on: Callable[[date], CountingRules], most: int) -> int:
    """Keep the figures of closed days that are not kept yet, `most` days in all; how many were kept. As they raise."""
    new = [day for day in days if observed.kept(connection, day) is None]
    for day in new:
        figures, receipt = counted_as_of(connection, day, rules_on(day))
        kept_receipt = _RECEIPT.dump_json(replace(receipt, is_kept=True)).decode()
        row = {"day": day, "counted": written(figures), "receipt": kept_receipt}
        chain.insert(connection, kept_figures, [row])
    gone = observed.kept_days(connection)[:-most]
    connection.execute(delete(kept_figures).where(kept_figures.c.day.in_(gone)))
    chain.note_removed(connection, kept_figures, [(day,) for day in gone])
    return len(new)
