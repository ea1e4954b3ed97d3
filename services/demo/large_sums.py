"""Two people who certified six weeks on one paper, and told in May that they had worked: two officers must agree.

What is in question of each is more than one officer may ask back. On the officers' day one of the two questions can be
decided, and the answer to the other waits for a second officer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from contracts.intake import CertificationFiled, CertifiedWeek
from contracts.registry import Separation
from contracts.values import Money, Period
from law.people.life import FULL_TIME
from services.demo.announcement import Announcement
from services.demo.displaced_worker import CURRENCY, DisplacedWorker

CORRECTED_ON = (date(2020, 5, 20), date(2020, 5, 19))
"""When each tells of the work: the time to reply ends on the eve of the officers' day, or the day before."""
CERTIFIED_TOGETHER = slice(1, 4)
"""Which of a person's fortnights; in the first one a week of waiting is not paid."""
FORTNIGHTS_MIN, WAGE_WEEKLY_MIN, TENURE_YEARS_MIN = 5, 48_000, 2
"""Of people so long without work, who earned so much in so many years, more was paid than one officer may ask back."""
CLAIMED_BEFORE = date(2020, 3, 1)
FORTNIGHT_DAYS = 14


def corrected_on(everybody: Iterable[DisplacedWorker]) -> dict[str, date]:
    """The first two people of whom a large sum comes into question, and when each corrects; fewer where few are."""
    fitting = islice(filter(_fits, everybody), len(CORRECTED_ON))
    return {worker.person: day for worker, day in zip(fitting, CORRECTED_ON, strict=False)}


def _fits(worker: DisplacedWorker) -> bool:
    row = worker.row
    return (
        worker.claimed_on is not None
        and worker.claimed_on < CLAIMED_BEFORE
        and row.spell_fortnights >= FORTNIGHTS_MIN
        and row.weekly_wage_minor >= WAGE_WEEKLY_MIN
        and row.tenure_years >= TENURE_YEARS_MIN
        and worker.lost_job.reason in {Separation.LAID_OFF, Separation.WORKPLACE_CLOSED}
    )


def certified_on_one_paper(
    announced: Sequence[Announcement], worker: DisplacedWorker, corrected: date
) -> Iterator[Announcement]:
    """The same announcements with three fortnights on one certification, which is corrected on a day."""
    first_versions = {
        fact.key: one
        for one in announced
        if isinstance(fact := one.fact, CertificationFiled) and fact.source_version == 1
    }
    in_order = sorted(first_versions, key=lambda key: _weeks(first_versions[key])[0].period.start)
    together = [first_versions[key] for key in in_order[CERTIFIED_TOGETHER]]
    taken = {one.fact.key for one in together}
    yield from (one for one in announced if one.fact.key not in taken)
    yield from _paper(together, worker, corrected)


def _paper(together: Sequence[Announcement], worker: DisplacedWorker, corrected: date) -> Iterator[Announcement]:
    """All weeks of some certifications under the key of the first, and the same with what was earned in them."""
    weeks = tuple(week for one in together for week in _weeks(one))
    worked = {
        "earnings": Money(minor=worker.row.weekly_wage_minor, currency=CURRENCY),
        "minutes_worked": FULL_TIME,
    }
    told = (together[-1].known_on, weeks), (corrected, tuple(week.model_copy(update=worked) for week in weeks))
    for version, (day, certified) in enumerate(told, start=1):
        fact = together[0].fact.model_copy(update={"filed_on": day, "weeks": certified})
        yield Announcement.on(day, worker.person, fact, version)


def _weeks(announcement: Announcement) -> tuple[CertifiedWeek, ...]:
    fact = announcement.fact
    return fact.weeks if isinstance(fact, CertificationFiled) else ()


def is_large(days: Period | None) -> bool:
    """Whether what is in question comes of a certification of more than a fortnight."""
    return days is not None and (days.end - days.start).days > FORTNIGHT_DAYS
