"""What follows when a referral's life is worked out anew: seats, questions, lapses, another offer. Never a benefit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.almp_referral import LapseReason, ReferralLapsed, ReferralQuestioned, SeatAsked, SeatReleased
from contracts.base import Event
from contracts.referral_life import ReferralMoved, ReferralQuestionWithdrawn, ReferralStanding
from contracts.values import LAST_DAY
from services.almp_referral.early_acts import NotKnownYet
from services.almp_referral.life import Beginning, PlaceTerms, ReferralLife, life_of
from services.almp_referral.life_records import LifeRecord, LifeRecordKind, keep
from services.almp_referral.matching import waiting_for
from services.almp_referral.outcomes import Outcomes
from services.almp_referral.participation import counted
from services.almp_referral.person import BesideEarlier, Jobseeker
from services.almp_referral.points import Points
from services.almp_referral.procedure import ReferralProcedure
from services.almp_referral.referrals import HOLDS_SEAT, OVER, TAKES_PART, Referral, ReferralState
from services.runtime.handling import Refused, To

ANSWER, END = "answer", "end"
"""Why a person with an offer waits: for the last day to answer it, for the last day of the programme."""

_LAPSED = {
    ReferralState.EXPIRED: LapseReason.UNANSWERED,
    ReferralState.EXCUSED: LapseReason.EXCUSED,
    ReferralState.NOT_EXCUSED: LapseReason.NOT_EXCUSED,
    ReferralState.ENDED: LapseReason.OVER,
}
_BECAUSE = {
    LapseReason.UNANSWERED: "The offer was not answered in time. It costs nothing; the seat is free for somebody else.",
    LapseReason.EXCUSED: "A named person found a just cause for the absence; the seat is free for somebody else.",
    LapseReason.NOT_EXCUSED: "A named person found no just cause for the absence; the seat is free for somebody else.",
    LapseReason.OVER: "The programme's time has passed, and nobody reported an outcome. It costs nothing.",
}
_TAKEN_UP_AGAIN = "What ended the place was recorded in error, or came late: the place is taken up again."
_NOTHING_TO_ASK = "What was recorded of a refusal or an absence was taken back or corrected."
_NOTHING_AT_STAKE = "The claim is none of its own beside an earlier one: nothing of it hangs on a refusal or absence."
_BRINGS_ANOTHER = frozenset({ReferralState.EXPIRED, ReferralState.NO_SEAT})


@dataclass(frozen=True, slots=True)
class Lives:
    """Works lives out by the procedure's figures, and says what follows from each change."""

    procedure: ReferralProcedure
    outcomes: Outcomes
    points: Points

    def offered(self, person: Jobseeker, referral: Referral, on: date) -> date | None:
        """An offer waits for an answer; the last day for it. Raises `Refused` where there is no such day."""
        until = self.procedure.answer_by(on)
        if until is not None and until > LAST_DAY:
            raise Refused("outside-known-law", f"an offer of {on} gives a time to answer that ends after {LAST_DAY}")
        referral.standing, referral.to_ask = ReferralState.MADE, ()
        referral.made_on, referral.answer_by, referral.since = on, until, on
        person.changed.add(referral.referral)
        return until

    def hear(self, person: Jobseeker, record: LifeRecord) -> list[Event | To]:
        """A record or its retraction came: what follows for the referrals of which it speaks and spoke."""
        spoke = person.records.get(record.identity)
        if record.referral and record.referral not in person.referrals:
            raise NotKnownYet(record.referral, "referral")
        if not keep(person.records, record):
            return []
        person.changed_records.add(record.identity)
        concerned = {record.referral, spoke.referral if spoke is not None else ""} - {""}
        follows = [
            event for referral in sorted(concerned) for event in self.reconsider(person, person.referrals[referral])
        ]
        return [*follows, *self.points.looked_at_again(person)]

    def on_wake(self, person: Jobseeker, what: str, identity: str, day: date) -> list[Event | To]:
        """The last day to answer an offer, or of a programme, has closed."""
        referral = person.referrals[identity]
        if referral.began_as in TAKES_PART and what == END:
            referral.ends_by = referral.ends_by or day
        if what == ANSWER:
            referral.answer_by = referral.answer_by or day
        referral.closed = max(day, referral.closed or day)
        person.changed.add(identity)
        return self.reconsider(person, referral)

    def close(
        self, person: Jobseeker, referral: Referral, reason: LapseReason, on: date, because: str
    ) -> list[Event | To]:
        """The matter is closed, whatever the person did: the seat is free, and the reason is said."""
        record = LifeRecord(
            LifeRecordKind.WITHDRAWAL,
            referral.referral,
            on.toordinal(),
            referral=referral.referral,
            day=max(on, referral.since or on),
            says=ReferralState.WITHDRAWN,
        )
        follows = self.hear(person, record)
        if referral.standing is not ReferralState.WITHDRAWN or not follows:
            return follows
        return [*follows, _lapsed(referral, reason, because, on)]

    def seat_gone(self, person: Jobseeker, referral: Referral, day: date) -> list[Event | To]:
        """Asked for again after a correction, the seat was not free any more; who has begun takes part all the same."""
        gone = LifeRecord(
            LifeRecordKind.SEAT_GONE,
            referral.referral,
            day.toordinal(),
            referral=referral.referral,
            day=max(day, referral.since or day),
            says=ReferralState.NO_SEAT,
        )
        return self.hear(person, gone)

    def reconsider(self, person: Jobseeker, referral: Referral) -> list[Event | To]:
        """Work the life out by all that is known; nothing follows before a seat was given."""
        if referral.made_on is None:
            return []
        records = [record for record in person.records.values() if record.referral == referral.referral]
        lived = life_of(_beginning(person, referral), records, self._terms(referral), referral.closed)
        before = referral.standing
        referral.standing, referral.since = lived.standing, lived.since
        referral.started_on, referral.ended_on = lived.started_on, lived.ended_on
        referral.ends_by = lived.ends_by
        person.changed.add(referral.referral)
        self._wait(person, referral, lived)
        follows = list(_moved(person, referral, before)) if before is not lived.standing else []
        follows += [*self._asked(person, referral, lived), *self.outcomes.plan(person, referral)]
        return [*follows, *counted(referral, lived)]

    def _terms(self, referral: Referral) -> PlaceTerms:
        return PlaceTerms(lambda since: self._ends_by(referral, since), self.procedure.missed_days(referral.asked_on))

    def _ends_by(self, referral: Referral, since: date) -> date | None:
        """The last day of a place that is taken up: the cohort's, or so many days after the answer."""
        if referral.cohort_ends_on is not None:
            return max(since, referral.cohort_ends_on - timedelta(days=1))
        if referral.lasts_days is not None:
            return since + timedelta(days=referral.lasts_days)
        return self.procedure.ends_by(since)

    def _wait(self, person: Jobseeker, referral: Referral, lived: ReferralLife) -> None:
        """Wait for the last day to answer, or for that of the programme."""
        waits = {ANSWER: lived.answer_by if lived.standing is ReferralState.MADE else None}
        waits[END] = lived.ends_by if lived.standing in TAKES_PART else None
        for what, until in waits.items():
            if until is not None:
                person.wakes[f"{what}:{referral.referral}"] = until
            else:
                person.wakes.pop(f"{what}:{referral.referral}", None)

    def _asked(self, person: Jobseeker, referral: Referral, lived: ReferralLife) -> Iterator[Event]:
        """A refusal or an absence asks a person, unless it was taken back or nothing hangs on it."""
        words = {ReferralState.REFUSED: self.procedure.refused, ReferralState.ABSENT: self.procedure.absent}
        claim = person.claims.get(referral.claim)
        is_beside = claim is not None and claim.beside is BesideEarlier.FOUND
        questioned = {} if is_beside else lived.questioned
        gone = referral.questioned - set(questioned)
        told_anew = set(questioned) if gone else set(questioned) - referral.questioned
        same = {"claim": referral.claim, "referral": referral.referral}
        if gone and not questioned:
            because = _NOTHING_AT_STAKE if is_beside and lived.questioned else _NOTHING_TO_ASK
            yield ReferralQuestionWithdrawn(**same, because=because, on=lived.since)
        for asked in sorted(told_anew):
            asks, cites = words[asked.state].asks, words[asked.state].cites
            yield ReferralQuestioned(
                **same,
                programme=referral.programme or "",
                asks=asks,
                cites=cites,
                on=questioned[asked],
                number=asked.number if asked.number > 1 else None,
            )
        referral.questioned = frozenset(questioned)


def _beginning(person: Jobseeker, referral: Referral) -> Beginning:
    """An offer, or a referral of before records were kept, whose last days stand in what it waits for alone."""
    answer_by = referral.answer_by or person.wakes.get(f"{ANSWER}:{referral.referral}")
    ends_by = referral.ends_by or person.wakes.get(f"{END}:{referral.referral}")
    made_on = referral.made_on or referral.asked_on
    return Beginning(made_on, answer_by, referral.began_as, ends_by if referral.began_as in TAKES_PART else None)


def _moved(person: Jobseeker, referral: Referral, before: ReferralState) -> Iterator[Event | To]:
    """The move itself, the seat that is free or taken again, and what ended without a report."""
    after, on, programme = referral.standing, referral.since or referral.asked_on, referral.programme or ""
    same = {"referral": referral.referral, "programme": programme}
    if before in HOLDS_SEAT and after not in HOLDS_SEAT:
        yield To(programme, SeatReleased(**same, released_on=on))
    elif before not in HOLDS_SEAT and after in HOLDS_SEAT:
        asked = SeatAsked(
            programme=programme,
            referral=referral.referral,
            person=person.subject,
            claim=referral.claim,
            occasion=referral.occasion,
            reasons=(_TAKEN_UP_AGAIN,),
            asked_on=on,
            cohort=referral.cohort,
        )
        yield To(programme, asked)
        person.wakes.pop(waiting_for(referral.occasion, referral.claim), None)
    referral.moves += 1
    yield ReferralMoved(
        **same,
        claim=referral.claim,
        number=referral.moves,
        before=ReferralStanding(before),
        after=ReferralStanding(after),
        on=on,
    )
    if (reason := _LAPSED.get(after)) is not None:
        yield _lapsed(referral, reason, _BECAUSE[reason], on)
    if after in _BRINGS_ANOTHER:
        offer_another(person, referral, referral.closed or on)
    if after in OVER:
        person.match_what_waited(referral.closed or on)


def _lapsed(referral: Referral, reason: LapseReason, because: str, on: date) -> ReferralLapsed:
    return ReferralLapsed(
        claim=referral.claim,
        referral=referral.referral,
        programme=referral.programme or "",
        reason=reason,
        because=because,
        on=on,
    )


def offer_another(person: Jobseeker, referral: Referral, day: date) -> None:
    """Match once more at the close of the day, unless another offer followed already."""
    if person.latest(referral.claim, referral.occasion) is referral:
        person.wakes[waiting_for(referral.occasion, referral.claim)] = day
