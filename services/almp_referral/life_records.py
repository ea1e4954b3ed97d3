"""What was said of a referral, each record in its highest version; the order in which it was heard is nothing. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.almp_referral.early_acts import came_before
from services.almp_referral.referrals import ReferralState


class LifeRecordKind(StrEnum):
    """What a record is; those of one day count in this order."""

    ASSESSMENT = "assessment"
    """A talk with the person; it moves no referral."""
    ARRANGEMENT = "arrangement"
    ANSWER = "answer"
    START = "start"
    ATTENDANCE = "attendance"
    END = "end"
    DECISION = "decision"
    OFFER_CLOSED = "offer_closed"
    """The matter may be closed: an offer that nobody has taken up ends, and a place that was taken up goes on."""
    CLOSED = "closed"
    """The matter was closed: nothing that is recorded of later days opens it again."""
    SEAT_GONE = "seat_gone"
    """A record was corrected, and the seat had gone to somebody else meanwhile."""
    WITHDRAWAL = "withdrawal"
    """The matter is closed for a reason outside the person's participation."""


@dataclass(frozen=True, slots=True)
class LifeRecord:
    """One record or report in one version; `stands` is false once it was taken back, and then it has no day."""

    kind: LifeRecordKind
    key: str
    """Of its source, with the event's name before it."""
    version: int
    stands: bool = True
    referral: str = ""
    """Empty for an assessment, which is of a claim."""
    claim: str = ""
    day: date | None = None
    says: ReferralState | None = None
    """Where it moves the referral."""
    declined_because: str | None = None
    statement: str | None = None
    """The key of the person's own words."""
    answer_by: date | None = None
    meets_on: date | None = None
    meets_at: str | None = None
    place: str | None = None
    officer: str | None = None
    office: str | None = None
    planned: tuple[date, ...] = ()
    """Days on which the person was expected."""
    attended: tuple[date, ...] = ()

    @property
    def identity(self) -> tuple[str, str]:
        """Kind and key."""
        return self.kind.value, self.key


LifeRecords = dict[tuple[str, str], LifeRecord]


def keep(records: LifeRecords, heard: LifeRecord) -> bool:
    """Keep the highest version; whether it is news. Of a record and its retraction in one version the record holds.

    Raises `WithoutEffect` for two contents of one version.
    """
    before = records.get(heard.identity)
    if before is not None and (before.version, before.stands) >= (heard.version, heard.stands):
        if before.version == heard.version and before.stands and heard.stands and before != heard:
            raise came_before()
        return False
    records[heard.identity] = heard
    return True
