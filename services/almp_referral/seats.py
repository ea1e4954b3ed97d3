"""A programme's own state: its provider's statements, who holds its seats, and who waits for one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from contracts.almp_referral import Occasion
from contracts.base import derived_id
from contracts.programmes import Cohort
from services.almp_referral.proposals import Proposals
from services.almp_referral.statements import ProviderStatement, StatedProgramme, refuse_contradiction
from services.runtime.early_acts import KeepsEarlyActs


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """A seat and whose it is. Seats given by earlier programs name the referral only."""

    referral: str
    person: str | None = None
    claim: str | None = None
    cohort: str | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class WaitingPerson:
    """A place in a wait list."""

    referral: str
    person: str
    claim: str
    occasion: Occasion
    cohort: str | None
    """The only one that will do; None for any."""
    registered_on: date
    lottery: str
    since: date

    @property
    def order(self) -> tuple[date, str]:
        """By the day of registration, then by lot."""
        return self.registered_on, self.lottery


def lottery_number(programme: str, referral: str) -> str:
    """The number that a referral draws for a programme, in hexadecimal; the least is served first.

    It follows from the two names alone: nobody can choose it, and anybody can draw it again.
    """
    return derived_id("wait list", programme, referral).hex


@dataclass
class Seats(KeepsEarlyActs):
    """A programme's statements, seats and wait list."""

    statements: list[ProviderStatement] = field(default_factory=list)
    held: dict[str, HeldSeat] = field(default_factory=dict)
    waiting: dict[str, WaitingPerson] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    """Referrals whose seat or place in the wait list came, changed or went."""
    stated_now: list[ProviderStatement] = field(default_factory=list)
    """Statements to be written."""
    stored_cohorts: frozenset[str] = frozenset()
    """Those that lie in the books."""
    proposals: Proposals = field(default_factory=Proposals)

    @property
    def programme(self) -> StatedProgramme:
        """The programme by everything that was stated."""
        return StatedProgramme.by(self.statements)

    def state(self, statement: ProviderStatement) -> bool:
        """Keep a statement; whether it is news. Raises `Refused` for one that contradicts another."""
        if statement in self.statements:
            return False
        refuse_contradiction(self.statements, statement)
        same = [one for one in self.statements if (one.of, one.version) == (statement.of, statement.version)]
        if same and statement.stated is None:
            return False  # of a statement and a retraction of one version the statement holds
        self.statements = [one for one in self.statements if one not in same] + [statement]
        self.stated_now.append(statement)
        return True

    def free_cohort(self, day: date, only: str | None) -> Cohort | None:
        """The first cohort with a free seat for somebody who does not wait yet: those who wait are served first."""
        for cohort in self._with_free_seats(day, only):
            waited_for = any(one.cohort in {None, cohort.key} for one in self.waiting.values())
            if only in {None, cohort.key} and not waited_for:
                return cohort
        return None

    def next_served(self, day: date) -> tuple[WaitingPerson, Cohort] | None:
        """Who is offered a seat next, and in which cohort; None while none is free or nobody waits."""
        free = self._with_free_seats(day)
        for waiting in sorted(self.waiting.values(), key=lambda one: one.order):
            cohort = next((one for one in free if waiting.cohort in {None, one.key}), None)
            if cohort is not None:
                return waiting, cohort
        return None

    def free_on(self, day: date) -> int:
        """How many seats nobody holds in the cohorts that are open on a day."""
        return sum(free for _, free in self._free(day))

    def _with_free_seats(self, day: date, only: str | None = None) -> list[Cohort]:
        return [cohort for cohort, free in self._free(day, only) if free]

    def _free(self, day: date, only: str | None = None) -> list[tuple[Cohort, int]]:
        """The cohorts that are open, each with its free seats; seats of earlier programs count in the first cohort."""
        held = Counter(seat.cohort for seat in self.held.values())
        cohorts = self.programme.cohorts_on(day, only)
        if cohorts:
            held[cohorts[0].key] += held[None]
        return [(cohort, max(0, cohort.seats - held[cohort.key])) for cohort in cohorts]

    def hold(self, seat: HeldSeat) -> None:
        """Keep a seat for a referral, which waits no longer."""
        self.held[seat.referral] = seat
        self.waiting.pop(seat.referral, None)
        self.changed.add(seat.referral)

    def wait(self, place: WaitingPerson) -> int:
        """Put a referral on the wait list; how many stand before it."""
        self.waiting[place.referral] = place
        self.changed.add(place.referral)
        return sum(one.order < place.order for one in self.waiting.values())

    def release(self, referral: str) -> bool:
        """Free a seat or a place in the wait list; whether there was one."""
        if referral not in self.held and referral not in self.waiting:
            return False
        self.held.pop(referral, None)
        self.waiting.pop(referral, None)
        self.changed.add(referral)
        return True
