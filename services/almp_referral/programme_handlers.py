"""What events cause for a programme: its provider's statements, seats asked and freed, the wait list, its end."""

from __future__ import annotations

from datetime import date, timedelta

from contracts.almp_referral import SeatAsked, SeatDenied, SeatGiven, SeatReleased, SeatWithdrawn
from contracts.base import Envelope, Event
from contracts.programmes import ProgrammeKind
from contracts.providers import ProgrammeEnded, ProgrammePublished, StatementRetracted
from contracts.wait_lists import WaitJoined
from services.almp_referral.seats import HeldSeat, Seats, WaitingPerson, lottery_number
from services.almp_referral.statements import ProviderStatement, StatedEvent, StatementOf, day_of
from services.runtime.handling import Refused, State, To

SERVES, ENDS = "serves", "ends"
"""Why a programme waits for a day: to offer free seats to who waits for one, to give up its seats."""
DAY = timedelta(days=1)
TRAINS = frozenset({ProgrammeKind.TRAINING, ProgrammeKind.RETRAINING})
"""What teaches a trade; the law may count its days."""
_ABOUT = {ProgrammePublished.name: StatementOf.PROGRAMME, ProgrammeEnded.name: StatementOf.END}


def seats_of(state: State) -> Seats:
    """The state of a programme. Raises `Refused` for an event that is addressed to a person."""
    if not isinstance(state, Seats):
        raise Refused("bad-data", "the event's subject is no programme")
    return state


def programme_published(event: ProgrammePublished, state: State, _cause: Envelope) -> list[Event]:
    """Keep the provider's statement; who waits may be offered a seat at the close of the next day."""
    return _stated(seats_of(state), event, StatementOf.PROGRAMME)


def programme_ended(event: ProgrammeEnded, state: State, _cause: Envelope) -> list[Event]:
    """From that day on nobody holds a seat; they are told at the close of the day before."""
    return _stated(seats_of(state), event, StatementOf.END)


def _stated(seats: Seats, event: StatedEvent, of: StatementOf) -> list[Event]:
    if event.key != seats.subject:
        raise Refused("bad-data", "a programme's statements have the programme's id for their key and their subject")
    recorded_on = day_of(event.recorded_at)
    if seats.state(ProviderStatement(of, event.source_version, event.provider, recorded_on, event)):
        _look_again(seats, recorded_on)
    return []


def statement_retracted(event: StatementRetracted, seats: Seats) -> list[Event]:
    """The statement never was: an end takes no seats, a programme that was never stated has none."""
    of, recorded_on = _ABOUT[event.kind], day_of(event.recorded_at)
    if seats.state(ProviderStatement(of, event.source_version, event.provider, recorded_on, None)):
        _look_again(seats, recorded_on)
    return []


def _look_again(seats: Seats, recorded_on: date) -> None:
    """Wait for the days on which what was stated takes seats, or gives them to who waits."""
    stated = seats.programme
    seats.wakes.pop(ENDS, None)
    if stated.end is not None:
        seats.wakes[ENDS] = stated.end.ended_on - DAY
    elif stated.programme is None:
        seats.wakes[ENDS] = recorded_on
    if seats.waiting:
        seats.wakes[SERVES] = recorded_on + DAY


def seat_asked(event: SeatAsked, state: State, _cause: Envelope) -> list[Event | To]:
    """The programme answers for itself: a seat if one is free, else a place in the wait list or a denial."""
    seats, on = seats_of(state), event.asked_on
    if event.referral in seats.held:
        return [_given(seats, seats.held[event.referral], event, on)]
    cohort = seats.free_cohort(on, event.cohort)
    if cohort is not None:
        seat = HeldSeat(event.referral, event.person, event.claim, cohort.key, on)
        seats.hold(seat)
        _end_again(seats)
        return [_given(seats, seat, event, on)]
    if event.else_waits and event.referral not in seats.waiting and _may_wait(seats, event, on):
        return [_joined(seats, event)]
    same = {"programme": event.programme, "referral": event.referral, "claim": event.claim}
    return [To(event.person, SeatDenied(**same, occasion=event.occasion, denied_on=on))]


def _end_again(seats: Seats) -> None:
    """Who asked before the end and was heard after it comes too late: the next closing takes that back."""
    if (end := seats.programme.end) is not None:
        seats.wakes[ENDS] = end.ended_on - DAY


def _may_wait(seats: Seats, event: SeatAsked, on: date) -> bool:
    return any(event.cohort in {None, cohort.key} for cohort in seats.programme.cohorts_on(on, event.cohort))


def _joined(seats: Seats, event: SeatAsked) -> To:
    place = WaitingPerson(
        referral=event.referral,
        person=event.person,
        claim=event.claim,
        occasion=event.occasion,
        cohort=event.cohort,
        registered_on=event.registered_on or event.asked_on,
        lottery=lottery_number(seats.subject, event.referral),
        since=event.asked_on,
    )
    ahead = seats.wait(place)
    _end_again(seats)
    if (opens := seats.programme.opens_after(event.asked_on)) is not None:
        seats.wakes.setdefault(SERVES, opens)
    joined = WaitJoined(
        claim=event.claim,
        referral=event.referral,
        programme=event.programme,
        occasion=event.occasion,
        registered_on=place.registered_on,
        lottery=place.lottery,
        waits_since=place.since,
        ahead=ahead,
    )
    return To(event.person, joined)


def seat_released(event: SeatReleased, state: State, _cause: Envelope) -> list[Event]:
    """The seat is free again, or the place in the wait list; who waits is served at the close of the next day."""
    seats = seats_of(state)
    if seats.release(event.referral) and seats.waiting:
        seats.wakes[SERVES] = event.released_on + DAY
    return []


def on_wake(seats: Seats, what: str, day: date) -> list[Event | To]:
    """A day that the programme waited for has closed, perhaps with later ones."""
    day = max(day, seats.closed or day)
    return _end(seats, day) if what == ENDS else _serve(seats, day)


def _end(seats: Seats, day: date) -> list[Event | To]:
    """Give up every seat and place in the wait list, unless the end was taken back or moved meanwhile."""
    stated = seats.programme
    if stated.programme is not None and (stated.end is None or stated.end.ended_on > day + DAY):
        return []
    because = f"The programme ended: {stated.end.because}" if stated.end else "The provider took the programme back."
    told: list[Event | To] = []
    people = {one.referral: one.person for one in seats.held.values()}
    people |= {one.referral: one.person for one in seats.waiting.values()}
    for referral, person in sorted(people.items()):
        seats.release(referral)
        if person is not None:
            gone = SeatWithdrawn(programme=seats.subject, referral=referral, because=because[:2000], withdrawn_on=day)
            told.append(To(person, gone))
    seats.wakes.pop(SERVES, None)
    return told


def _serve(seats: Seats, day: date) -> list[Event | To]:
    """Offer every free seat to who waits for one, in the order of the wait list."""
    told: list[Event | To] = []
    while (served := seats.next_served(day)) is not None:
        waiting, cohort = served
        seat = HeldSeat(waiting.referral, waiting.person, waiting.claim, cohort.key, day)
        seats.hold(seat)
        told.append(_given(seats, seat, waiting, day))
    if seats.waiting and (opens := seats.programme.opens_after(day)) is not None:
        seats.wakes[SERVES] = opens
    return told


def _given(seats: Seats, seat: HeldSeat, asked: SeatAsked | WaitingPerson, on: date) -> To:
    programme = seats.programme.programme
    cohort = next((one for one in programme.cohorts if one.key == seat.cohort), None) if programme else None
    given = SeatGiven(
        programme=seats.subject,
        referral=asked.referral,
        claim=asked.claim,
        occasion=asked.occasion,
        reasons=asked.reasons if isinstance(asked, SeatAsked) else (),
        given_on=on,
        seats_left=seats.free_on(on),
        cohort=seat.cohort,
        starts_on=cohort.starts_on if cohort else None,
        ends_on=cohort.ends_on if cohort else None,
        lasts_days=programme.lasts_days if programme else None,
        waited_since=asked.since if isinstance(asked, WaitingPerson) else None,
        trains=True if programme and programme.kind in TRAINS else None,
    )
    return To(asked.person, given)
