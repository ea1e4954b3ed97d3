"""What providers have stated of a programme: every version, which of them counts, and which counted before a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from contracts.programmes import Cohort
from contracts.providers import ProgrammeEnded, ProgrammePublished
from services.runtime.handling import Refused

StatedEvent = ProgrammePublished | ProgrammeEnded


class StatementOf(StrEnum):
    """What a statement is about."""

    PROGRAMME = "published"
    END = "ended"


@dataclass(frozen=True, slots=True)
class ProviderStatement:
    """One version of what a provider stated; nothing is stated by a retraction."""

    of: StatementOf
    version: int
    provider: str
    recorded_on: date
    """In UTC."""
    stated: StatedEvent | None


def day_of(moment: datetime) -> date:
    """The day of a statement, in UTC."""
    return moment.astimezone(UTC).date()


def newest(
    statements: Iterable[ProviderStatement], of: StatementOf, before: date | None = None
) -> ProviderStatement | None:
    """The highest version, of those recorded before a day where one is named."""
    counted = [one for one in statements if one.of is of and (before is None or one.recorded_on < before)]
    return max(counted, key=lambda one: (one.version, one.stated is not None), default=None)


def title_by(statements: Iterable[ProviderStatement]) -> str | None:
    """What a programme is called by its newest statement, whether or not it was taken back since; None without one."""
    said = newest((one for one in statements if one.stated is not None), StatementOf.PROGRAMME)
    return said.stated.title if said and isinstance(said.stated, ProgrammePublished) else None


@dataclass(frozen=True, slots=True)
class StatedProgramme:
    """A programme by the statements that count."""

    programme: ProgrammePublished | None
    """None where nobody has stated it, or the statement was taken back."""
    end: ProgrammeEnded | None

    @classmethod
    def by(cls, statements: Iterable[ProviderStatement], before: date | None = None) -> StatedProgramme:
        """By all statements, or by those recorded before a day."""
        every = list(statements)
        published = newest(every, StatementOf.PROGRAMME, before)
        ended = newest(every, StatementOf.END, before)
        programme, end = published.stated if published else None, ended.stated if ended else None
        return cls(
            programme if isinstance(programme, ProgrammePublished) else None,
            end if isinstance(end, ProgrammeEnded) else None,
        )

    def takes_place_on(self, day: date) -> ProgrammePublished | None:
        """The programme, unless it has ended by this day."""
        return None if self.end is not None and self.end.ended_on <= day else self.programme

    def cohorts_on(self, day: date, only: str | None = None) -> list[Cohort]:
        """The cohorts in which a seat may be given on a day, those that start first before others.

        Whoever asks for one by name may be given a seat after it has started, until it ends. Seats are asked for as a
        day closes, so a programme gives none on its last day: its seats are given up at the same closing.
        """
        programme = self.takes_place_on(day + timedelta(days=1))
        every = programme.cohorts if programme is not None else ()
        cohorts = [one for one in every if is_open(one, day) or (one.key == only and goes_on(one, day))]
        return sorted(cohorts, key=lambda one: (one.starts_on or date.min, one.key))

    def seats_on(self, day: date) -> int:
        """How many seats the cohorts that are open on a day have together."""
        return sum(cohort.seats for cohort in self.cohorts_on(day))

    def opens_after(self, day: date) -> date | None:
        """The next day on which a further cohort opens."""
        cohorts = self.programme.cohorts if self.programme is not None else ()
        return min((one.opens_on for one in cohorts if one.opens_on is not None and one.opens_on > day), default=None)


def is_open(cohort: Cohort, day: date) -> bool:
    """Whether a seat of the cohort may be given on a day."""
    return (cohort.opens_on or day) <= day and (cohort.closed_from is None or day < cohort.closed_from)


def goes_on(cohort: Cohort, day: date) -> bool:
    """Whether the cohort has not ended by a day."""
    return cohort.ends_on is None or day < cohort.ends_on


@dataclass(frozen=True, slots=True)
class StatedProgrammes:
    """Every programme's statements, as far as matching may see them."""

    statements: Mapping[str, tuple[ProviderStatement, ...]]

    def open_on(self, day: date) -> list[StatedProgramme]:
        """The programmes that a match on a day counts: recorded before it, not ended, with a cohort that is open.

        A statement counts from the close of the day after it was recorded, so that it makes no difference in which of
        several topics it was read first.
        """
        stated = [StatedProgramme.by(statements, day) for statements in self.statements.values()]
        return [one for one in stated if one.seats_on(day)]

    def provider_of(self, programme: str) -> str | None:
        """Whose programme it is: whoever stated it first; None where nobody has."""
        return next((statement.provider for statement in self.statements.get(programme, ())), None)

    def known_on(self, programme: str, day: date) -> ProgrammePublished | None:
        """One programme by the statements recorded before a day."""
        return StatedProgramme.by(self.statements.get(programme, ()), day).programme


def refuse_contradiction(earlier: Iterable[ProviderStatement], statement: ProviderStatement) -> None:
    """Raise `Refused` for what another provider says of it, or for other content under the same version."""
    for known in earlier:
        if known.provider != statement.provider:
            raise Refused("bad-data", "another provider has stated this programme; it alone may say more of it")
        same = known.of is statement.of and known.version == statement.version
        if same and None not in {known.stated, statement.stated} and known.stated != statement.stated:
            raise Refused("conflicting-fact", "the same key and source version came before with other content")
