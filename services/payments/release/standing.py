"""Where files stand with those who must release them, as stored: what the gateway, the audit and officers ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Connection

from services.payments.file_states import FileState
from services.payments.release import rows
from services.payments.release.model import FileForRelease, FileRelease, JudgedAct, ReleaseStanding, judged, releases
from services.payments.release.terms import ReleaseTerms, standard_terms


def standing_of(
    connection: Connection, files: Sequence[FileForRelease], terms: ReleaseTerms | None = None
) -> tuple[list[FileRelease], list[JudgedAct]]:
    """Where these files stand, and every act on any of them with why it does not count."""
    acts, known = rows.acts_on(connection, [file.name for file in files])
    judgements = judged(acts, known)
    said = rows.people_needed(connection)
    needed = {day: _needed(said, day, terms or standard_terms()) for day in {file.day for file in files}}
    return releases(files, judgements, needed), judgements


def _needed(said: Sequence[tuple[date, int]], day: date, terms: ReleaseTerms) -> int:
    """What a laptop said in words goes before the terms."""
    told = [people for first, people in said if first <= day]
    return told[-1] if told else terms.people_on(day)


def released_names(connection: Connection, terms: ReleaseTerms | None = None) -> list[str]:
    """The sealed files that may go to the bank, oldest first."""
    standings, _ = standing_of(connection, rows.files_in(connection, FileState.SEALED), terms)
    return [each.file.name for each in standings if each.standing is ReleaseStanding.RELEASED]


def is_released(connection: Connection, name: str, terms: ReleaseTerms | None = None) -> bool:
    """Whether the people it takes have released a file, and nobody stopped it."""
    standings, _ = standing_of(connection, rows.files_named(connection, [name]), terms)
    return any(each.standing is ReleaseStanding.RELEASED for each in standings)


def waiting_for_release(connection: Connection, terms: ReleaseTerms | None = None) -> int:
    """How many sealed files nobody stopped and too few people released."""
    standings, _ = standing_of(connection, rows.files_in(connection, FileState.SEALED), terms)
    return sum(each.standing is ReleaseStanding.WAITS for each in standings)


def sent_unreleased(connection: Connection) -> tuple[int, list[str]]:
    """How many files went out, and in words each of those that too few people had released."""
    standings, _ = standing_of(connection, rows.files_gone_out(connection))
    return len(standings), list(_faults(standings))


def _faults(standings: Sequence[FileRelease]) -> Iterator[str]:
    for each in standings:
        if len(each.released_by) < each.needed:
            by = f"by {' and '.join(each.released_by)} alone" if each.released_by else "by nobody"
            yield f"{each.file.name} went to the bank and was released {by}; it takes {each.needed} people"
