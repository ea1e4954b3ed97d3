"""What follows from waiting: what a claim lacks, certifications that are due, outages, and what is provisional."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from contracts.accounts import AccountKnown, AccountMissing
from contracts.base import Envelope, Event
from contracts.claims import ClaimState
from contracts.eligibility import DeterminationMade
from contracts.outages import OutageRecorded
from contracts.rhythms import RegistryHeard
from contracts.values import LAST_DAY
from services.claims.certifications import Intervals, awaited_days, certifiable_until, next_day, told, untold
from services.claims.missing import lacked_by, news_of, with_account_missing, without_account
from services.claims.model import Claim
from services.claims.outage_store import LOOK_AGAIN
from services.claims.outages import Outage
from services.claims.person import Applicant
from services.claims.procedure import Procedure
from services.claims.provisional import looked_again, noted, settled
from services.claims.silences import ended_by
from services.runtime.handling import Refused, State

CERTIFICATION, PROVISIONAL, OUTAGE = "certification", "provisional", LOOK_AGAIN
"""What a person waits for: the first word of a wake, before the claim's key."""
ONE_DAY = timedelta(days=1)
E = TypeVar("E", bound=Event)
Handler = Callable[[E, Applicant, Envelope], Iterable[Event]]


@dataclass(frozen=True, slots=True)
class WaitingClaims:
    """The handlers of what is waited for."""

    procedure: Procedure
    intervals: Intervals

    def following(self, handler: Handler[E]) -> Callable[[E, Applicant, Envelope], list[Event]]:
        """The handler, and after it what is waited for of the claims that it changed."""

        def handle(event: E, person: Applicant, cause: Envelope) -> list[Event]:
            events = list(handler(event, person, cause))
            for claim in [claim for key, claim in person.claims.items() if key in person.changed]:
                events += news_of(claim, person.effective_day(cause))
                self._wait(claim, person)
            return events

        return handle

    def determined(self, handler: Handler[DeterminationMade]) -> Handler[DeterminationMade]:
        """The handler of a determination, and after it what the claim lacks and until when it may be certified."""

        def handle(event: DeterminationMade, person: Applicant, cause: Envelope) -> list[Event]:
            claim = person.claim(event.claim)
            is_news = event.number > claim.determination
            events = list(handler(event, person, cause))
            return [*events, *self._determined(event, claim, person, cause)] if is_news else events

        return handle

    def _determined(
        self, event: DeterminationMade, claim: Claim, person: Applicant, cause: Envelope
    ) -> Iterable[Event]:
        on = person.effective_day(cause)
        claim.missing = lacked_by(event, on, claim.missing, self.procedure)
        claim.certifiable_until = certifiable_until(event)
        if claim.state is ClaimState.GRANTED and claim.awaited_since is None:
            claim.awaited_since = on
        return noted(claim, event, on, person.outages)

    def account_missing(self, event: AccountMissing, person: Applicant, _cause: Envelope) -> list[Event]:
        """Payments does not know where the person is paid: that is asked for beside what the law asks."""
        claim = person.claim(event.claim)
        claim.missing = with_account_missing(claim.missing, event.missing_on, self.procedure)
        return []

    def account_known(self, event: AccountKnown, person: Applicant, _cause: Envelope) -> list[Event]:
        """The account is there."""
        claim = person.claim(event.claim)
        claim.missing = without_account(claim.missing)
        return []

    def outage_recorded(self, event: OutageRecorded, everybody: Applicant, _cause: Envelope) -> list[Event]:
        """Keep the highest version. Windows are counted anew whenever somebody asks how long they are."""
        known, told_now = everybody.outages.get(event.key), Outage.recorded(event)
        if known is not None and event.source_version == known.version and told_now != known:
            raise Refused("conflicting-fact", "the same key and source version came before with other content")
        if known is None or event.source_version > known.version:
            everybody.outages[event.key] = told_now
            everybody.changed_outages.add(event.key)
        return []

    def registry_heard(self, event: RegistryHeard, everybody: Applicant, cause: Envelope) -> list[Event]:
        """A registry has spoken: its silence is over, or never was where the day was closed before this was heard."""
        spoke_on = event.heard_on
        on = min(spoke_on, everybody.today or everybody.effective_day(cause))
        everybody.heard[event.institution] = max(spoke_on, everybody.heard.get(event.institution, spoke_on))
        for ended in ended_by(event.institution, on, everybody.outages):
            everybody.outages[ended.outage] = ended
            everybody.changed_outages.add(ended.outage)
        return []

    def woken(self, person: State, what: str, day: date) -> list[Event]:
        """A day is over for which somebody waited. Raises `TypeError` for a subject that waits for none."""
        if not isinstance(person, Applicant):
            raise TypeError("only people wait for days in claims")
        kind, _, key = what.partition(" ")
        claim, closed = person.claim(key), person.closed or day
        today = min(closed + ONE_DAY, LAST_DAY)
        awaited = awaited_days(claim, self.intervals, self.procedure, person.outages)
        if kind == PROVISIONAL:
            events: list[Event] = list(settled(claim, today, person.outages))
        elif kind == OUTAGE:
            events = list(looked_again(claim, today, person.outages))
            untold(claim, awaited, closed)
        else:
            step = told(claim, awaited, closed, self.procedure) if awaited else None
            events = [] if step is None else [step]
        self._wait(claim, person, closed)
        return events

    def _wait(self, claim: Claim, person: Applicant, closed: date | None = None) -> None:
        """Set for which days the person waits on account of a claim."""
        awaited = awaited_days(claim, self.intervals, self.procedure, person.outages)
        self._wake(person, f"{CERTIFICATION} {claim.claim}", next_day(claim, awaited))
        over = closed or person.over_until
        after = None if claim.provisional is None else (over + ONE_DAY if over else claim.provisional.since)
        self._wake(person, f"{PROVISIONAL} {claim.claim}", after)

    def _wake(self, person: Applicant, what: str, day: date | None) -> None:
        if day is None:
            person.wakes.pop(what, None)
        else:
            person.wakes[what] = day
