"""What registries say of a person: age, region, death, work. What was seen and promised by it is compared with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from contracts.almp_referral import LapseReason
from contracts.base import Envelope, Event
from contracts.registry import EmploymentEnded, EmploymentStarted, FactRetracted, PersonRecorded
from services.almp_referral.closing import Closing
from services.almp_referral.outcomes import Outcomes
from services.almp_referral.person import ENDED, PERSON, STARTED, Jobseeker, RegistryFact, jobseeker_of
from services.almp_referral.points import Points
from services.runtime.handling import State, To

KINDS = {
    PersonRecorded.name: PERSON,
    EmploymentStarted.name: STARTED,
    EmploymentEnded.name: ENDED,
}


@dataclass(frozen=True, slots=True)
class RegistryFacts:
    """The handlers of registry facts."""

    outcomes: Outcomes
    points: Points
    closing: Closing
    match_again: Callable[[Jobseeker, str], None]
    """Lets a person wait to be matched anew for a claim."""

    def person_recorded(self, event: PersonRecorded, state: State, _cause: Envelope) -> list[Event | To]:
        """Remember age, region and death, nothing else; nobody who died holds a seat."""
        fact = RegistryFact(
            PERSON,
            event.key,
            event.source_version,
            day=event.valid_from,
            birth_month=event.birth_month,
            region=event.region,
            died_on=event.died_on,
        )
        return self._learn(jobseeker_of(state), fact)

    def employment_started(self, event: EmploymentStarted, state: State, _cause: Envelope) -> list[Event | To]:
        """Remember when the work began."""
        job, day, occupation = event.employment, event.started_on, event.occupation
        fact = RegistryFact(STARTED, event.key, event.source_version, day=day, employment=job, occupation=occupation)
        return self._learn(jobseeker_of(state), fact)

    def employment_ended(self, event: EmploymentEnded, state: State, _cause: Envelope) -> list[Event | To]:
        """Remember when and how the work ended."""
        job, day, reason = event.employment, event.ended_on, event.reason
        fact = RegistryFact(ENDED, event.key, event.source_version, day=day, employment=job, reason=reason)
        return self._learn(jobseeker_of(state), fact)

    def fact_retracted(self, event: FactRetracted, state: State, _cause: Envelope) -> list[Event | To]:
        """Forget what never was."""
        if (kind := KINDS.get(event.kind)) is None:
            return []
        return self._learn(jobseeker_of(state), RegistryFact(kind, event.key, event.source_version, stands=False))

    def _learn(self, person: Jobseeker, fact: RegistryFact) -> list[Event | To]:
        """Keep a fact; a death that it tells of closes every matter, one that it takes back lets them be matched."""
        died_before = person.died_on()
        person.learn(fact)
        died = person.died_on()
        closed: list[Event | To] = []
        if fact.kind == PERSON and died is not None:
            closed = self.closing.close_all(person, person.referrals.values(), LapseReason.DIED, died)
        elif died_before is not None and died is None:
            for claim in sorted(person.claims):
                self.match_again(person, claim)
        return [*closed, *self.outcomes.looked_at_again(person), *self.points.looked_at_again(person)]
