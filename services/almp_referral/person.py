"""What almp_referral stores of a person: facts, claims, referrals, proposals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from contracts.almp_referral import Occasion
from contracts.eligibility import ONE_CLAIM, DeterminationMade, DeterminationOutcome, Outcome
from contracts.referral_life import ConsideredBy
from contracts.registry import Separation
from contracts.values import LAST_DAY
from services.almp_referral.life_records import LifeRecords
from services.almp_referral.model import JobseekerProfile, age_on, months_between
from services.almp_referral.proposals import Proposals
from services.almp_referral.referrals import OVER, ObservedOutcome, Referral, ReferralState
from services.almp_referral.statements import StatedProgrammes
from services.runtime.early_acts import KeepsEarlyActs
from services.runtime.handling import Refused, State

PERSON, STARTED, ENDED = "person", "started", "ended"
ONCE_A_PLACE_IS_OVER = LAST_DAY
"""For which day a match waits while the person has a place under another claim: nobody knows yet when that ends."""


@dataclass(frozen=True, slots=True)
class RegistryFact:
    """The part of a registry fact that matching needs, in its highest version; `stands` is false once retracted."""

    kind: str
    key: str
    version: int
    stands: bool = True
    day: date | None = None
    employment: str | None = None
    reason: Separation | None = None
    birth_month: str | None = None
    region: str | None = None
    died_on: date | None = None
    occupation: str | None = None


@dataclass(frozen=True, slots=True)
class WithheldProgramme:
    """A programme that matching offers no more for a claim, by whose word and why."""

    programme: str
    officer: str
    withheld_on: date
    reasons: str


class BesideEarlier(StrEnum):
    """That a claim runs beside an earlier one of the person, which stands for both."""

    ASKED = "asked"
    """No named person has said yet what the later claim is."""
    FOUND = "found"
    """A named person found that the later claim is none of its own."""

    @classmethod
    def by(cls, event: DeterminationMade) -> BesideEarlier | None:
        """What a determination says of its claim, which may be of another pseudonym of the person than the earlier."""
        outcomes = {finding.outcome for finding in event.findings if finding.condition == ONE_CLAIM}
        if Outcome.NEEDS_A_PERSON in outcomes:
            return cls.ASKED
        return cls.FOUND if Outcome.NOT_MET in outcomes else None


@dataclass(slots=True)
class ClaimProgress:
    """What matters of a claim; its parts may arrive in any order."""

    claim: str
    filed_on: date | None = None
    determination: int = 0
    outcome: DeterminationOutcome | None = None
    assessed_until: date | None = None
    assessed_number: int = 0
    weeks_left: int | None = None
    scheme: str | None = None
    beside: BesideEarlier | None = None
    """None for a claim that stands for itself."""
    withheld: dict[str, WithheldProgramme] = field(default_factory=dict)
    """Programmes that an officer keeps from being offered by matching."""


@dataclass(frozen=True, slots=True)
class ClaimPoint:
    """A mandatory point of a claim, and what was found when its last day was over."""

    begins: date
    due_on: date | None
    """None where its time has not come after all."""
    number: int = 0
    """How often it was told; 0 before its last day is over."""
    considered_by: ConsideredBy | None = None


def _nothing_published() -> StatedProgrammes:
    return StatedProgrammes({})


@dataclass
class Jobseeker(KeepsEarlyActs):
    """A person's facts, claims and referrals."""

    facts: dict[tuple[str, str], RegistryFact] = field(default_factory=dict)
    claims: dict[str, ClaimProgress] = field(default_factory=dict)
    referrals: dict[str, Referral] = field(default_factory=dict)
    records: LifeRecords = field(default_factory=dict)
    """What was said of the person's referrals."""
    changed: set[str | tuple[str, str]] = field(default_factory=set)
    """Keys of facts, claims and referrals to be written."""
    changed_records: set[tuple[str, str]] = field(default_factory=set)
    outcomes: dict[tuple[str, int], ObservedOutcome] = field(default_factory=dict)
    """By referral and months."""
    changed_outcomes: set[tuple[str, int]] = field(default_factory=set)
    points: dict[tuple[str, str], ClaimPoint] = field(default_factory=dict)
    """By claim and the point's name."""
    changed_points: set[tuple[str, str]] = field(default_factory=set)
    withheld_now: list[tuple[str, str]] = field(default_factory=list)
    """Claims and programmes that an officer withheld just now."""
    proposals: Proposals = field(default_factory=Proposals)
    look_up: Callable[[], StatedProgrammes] = field(default=_nothing_published, compare=False)
    """Gives what providers have stated; asked for only where somebody is matched."""

    @property
    def has_news(self) -> bool:
        """Whether anything of the person is to be written."""
        return bool(self.changed or self.changed_records or self.changed_outcomes or self.changed_points)

    def claim(self, key: str) -> ClaimProgress:
        """The claim, created if it is new; it counts as changed from now on."""
        self.changed.add(key)
        return self.claims.setdefault(key, ClaimProgress(key))

    def latest(self, claim: str, occasion: Occasion) -> Referral | None:
        """The last referral of a claim on an occasion."""
        own = [referral for referral in self.of_claim(claim) if referral.occasion is occasion]
        return max(own, key=lambda referral: referral.number, default=None)

    def of_claim(self, claim: str) -> list[Referral]:
        """All referrals of a claim."""
        return [referral for referral in self.referrals.values() if referral.claim == claim]

    def offered(self, claim: str) -> set[str]:
        """Programmes that matching does not offer again for a claim: offered before, waited for, or withheld.

        Who was absent with just cause may be offered the same one again, and so may who took the claim back.
        """
        again = {ReferralState.EXCUSED, ReferralState.WITHDRAWN}
        before = {
            referral.programme
            for referral in self.referrals.values()
            if referral.claim == claim and referral.standing not in again
        }
        return {*(programme for programme in before if programme), *self.claims[claim].withheld}

    def has_place_under_another(self, claim: str) -> bool:
        """Whether a seat is held, waited for or asked for under another claim of the person."""
        return any(other.claim != claim and other.standing not in OVER for other in self.referrals.values())

    def match_what_waited(self, day: date) -> None:
        """A place is over: what waited for its end is matched at the close of the day."""
        occasions = frozenset(Occasion)
        for what, until in self.wakes.items():
            if until == ONCE_A_PLACE_IS_OVER and what.partition(":")[0] in occasions:
                self.wakes[what] = day

    def died_on(self) -> date | None:
        """The day of death, by the newest version of what the registry says; None while it knows of none."""
        return min((fact.died_on for fact in self._standing(PERSON) if fact.died_on is not None), default=None)

    def may_be_matched(self, claim: ClaimProgress) -> bool:
        """Not for a claim that was taken back or runs beside an earlier one, and not after death."""
        taken_back = claim.outcome is DeterminationOutcome.WITHDRAWN
        return not taken_back and claim.beside is None and self.died_on() is None

    def learn(self, fact: RegistryFact) -> None:
        """Keep the highest version of a fact; of a fact and a retraction of one version the fact holds.

        Raises `Refused` where one version says two things, unless they differ in a death alone, which holds up nobody.
        """
        place = (fact.kind, fact.key)
        known = self.facts.get(place)
        if known is not None and (known.version, known.stands) > (fact.version, fact.stands):
            return
        if known is not None and (known.version, known.stands) == (fact.version, fact.stands):
            fact = _of_both(known, fact)
        if fact != known:
            self.facts[place] = fact
            self.changed.add(place)

    def circumstances(self, claim: ClaimProgress, occasion: Occasion, on: date) -> JobseekerProfile:
        """What matching may look at, as it is known now.

        The work is the one lost before the claim: a short job taken since must not make somebody a newcomer.
        """
        record = self._record(on)
        lost = self._last_work(min(on, claim.filed_on or on), on)
        since = lost.until if lost is not None and lost.ended else claim.filed_on
        return JobseekerProfile(
            on=on,
            occasion=occasion,
            age=age_on(record.birth_month, on) if record is not None and record.birth_month else None,
            region=record.region if record is not None else None,
            service_months=months_between(lost.since, lost.until) if lost is not None and lost.since else None,
            weeks_unemployed=max(0, (on - since).days // 7) if since is not None else None,
            lost_work_by=lost.reason if lost is not None else None,
            worked_as=lost.occupation if lost is not None else None,
        )

    def employment_on(self, day: date) -> str | None:
        """An employment that had begun by a day and had not ended by it, the one that began last; None if none."""
        ended = {fact.employment: fact.day for fact in self._standing(ENDED)}
        running = [
            (fact.day, fact.employment)
            for fact in self._standing(STARTED)
            if fact.day is not None and fact.employment is not None and fact.day <= day
            if (until := ended.get(fact.employment)) is None or until > day
        ]
        return max(running)[1] if running else None

    def _standing(self, kind: str) -> Iterator[RegistryFact]:
        return (fact for fact in self.facts.values() if fact.kind == kind and fact.stands)

    def _record(self, on: date) -> RegistryFact | None:
        begun = [(fact.day, fact.key, fact) for fact in self._standing(PERSON) if fact.day and fact.day <= on]
        return max(begun, key=lambda one: one[:2])[2] if begun else None

    def _last_work(self, by: date, on: date) -> Employment | None:
        """Of the work begun by a day, what ended last by then; if none had ended, what began last and goes on."""
        begun = {fact.employment or "": fact for fact in self._standing(STARTED) if fact.day and fact.day <= by}
        ends = [
            Employment(
                fact.employment or "",
                begun[fact.employment or ""].day if fact.employment in begun else None,
                fact.day,
                ended=True,
                reason=fact.reason,
                occupation=begun[fact.employment or ""].occupation if fact.employment in begun else None,
            )
            for fact in self._standing(ENDED)
            if fact.day is not None and fact.day <= by
        ]
        running = [
            Employment(employment, fact.day, on, ended=False, occupation=fact.occupation)
            for employment, fact in begun.items()
        ]
        return max(
            ends or running, key=lambda work: (work.until, work.since or date.min, work.employment), default=None
        )


def _of_both(known: RegistryFact, fact: RegistryFact) -> RegistryFact:
    """Of two statements of one version the one with the earlier death: while a death is in doubt no seat is held."""
    if known.stands and replace(known, died_on=fact.died_on) != fact:
        raise Refused("conflicting-fact", "the same key and source version came before with other content")
    return min(known, fact, key=lambda one: one.died_on or date.max)


@dataclass(frozen=True, slots=True)
class Employment:
    """One employment as far as it is known."""

    employment: str
    since: date | None
    until: date
    ended: bool
    reason: Separation | None = None
    occupation: str | None = None


def jobseeker_of(state: State) -> Jobseeker:
    """The state of a person. Raises `Refused` for an event that is addressed to a programme."""
    if not isinstance(state, Jobseeker):
        raise Refused("bad-data", "the event's subject is no person")
    return state
