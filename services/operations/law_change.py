"""What a new version of a sheet does to the claims that run under the one that is served, page by page of people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Self

from sqlalchemy import Connection, text

from law.amendments.benefit_change import BenefitChange, Effect
from law.amendments.benefit_from_day import BenefitFromDay, ComparedPerson, benefits_from, unknown_benefit
from law.amendments.law_before import same_before
from law.amendments.supposed_periods import SupposedFacts
from law.case.facts import FactSet
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw
from services.eligibility.views import RunningClaims, running_claims

PEOPLE_AT_ONCE = 200
"""So many people are read in one short transaction."""


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A new version of a sheet, and from which day it is compared; `before` are all served sheets by name."""

    before: Mapping[str, Scheme]
    new: Scheme
    on: date
    goes_on: bool
    """Whether both sheets say the same of every day before that one."""

    @classmethod
    def of(cls, served: Mapping[str, Scheme], new: Scheme, on: date) -> Self:
        """A sheet beside the served one of its name."""
        return cls(served, new, on, same_before(served[new.name], new, on))

    @property
    def old(self) -> Scheme:
        """The sheet that is served."""
        return self.before[self.new.name]

    @property
    def after(self) -> Mapping[str, Scheme]:
        """The served sheets with the new one in the place of the old."""
        return {**self.before, self.new.name: self.new}


@dataclass(frozen=True, slots=True)
class ChangedClaim:
    """A claim of a person under both laws."""

    person: str
    claim: str
    change: BenefitChange


@dataclass(slots=True)
class Totals:
    """How many claims gain or lose, and how much in minor units: a week from the day on, and of what was certified."""

    claims: Counter[str] = field(default_factory=Counter)
    weekly: dict[str, Fraction] = field(default_factory=dict)
    certified: dict[str, int] = field(default_factory=dict)

    def add(self, changed: ChangedClaim) -> None:
        """Count one claim; the money of a doubtful one is not known, and not counted."""
        effect = changed.change.effect
        self.claims[effect] += 1
        if effect in {Effect.GAINS, Effect.LOSES}:
            self.weekly[effect] = self.weekly.get(effect, Fraction(0)) + changed.change.weekly
            self.certified[effect] = self.certified.get(effect, 0) + changed.change.certified

    def merge(self, other: Totals) -> None:
        """Count those of another page too."""
        self.claims.update(other.claims)
        for effect, minor in other.weekly.items():
            self.weekly[effect] = self.weekly.get(effect, Fraction(0)) + minor
        for effect, due in other.certified.items():
            self.certified[effect] = self.certified.get(effect, 0) + due

    def as_json(self) -> dict[str, Any]:
        """As plain data, exact."""
        weekly = {str(effect): str(minor) for effect, minor in sorted(self.weekly.items())}
        return {"claims": _sorted(self.claims), "weekly": weekly, "certified": _sorted(self.certified)}

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> Self:
        """From what `as_json` gave."""
        weekly = {effect: Fraction(minor) for effect, minor in told["weekly"].items()}
        return cls(Counter(told["claims"]), weekly, dict(told["certified"]))


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    """In one order, so that a comparison that was gone on with says the same as one that was not."""
    return {str(effect): count for effect, count in sorted(counts.items())}


def changed_claims(connection: Connection, law: NewVersion, people: Sequence[str]) -> Iterator[ChangedClaim]:
    """The running claims of these people under both laws, in the order of people and claims. Nothing is written."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET TRANSACTION READ ONLY"))
    for person in running_claims(connection, people, law.new.name, law.on):
        yield from _changed(person, law)


def _changed(person: RunningClaims, law: NewVersion) -> Iterable[ChangedClaim]:
    known = ComparedPerson(SupposedFacts(FactSet(person.facts)))
    before = _benefits(law, law.before, known, person, goes_on=False)
    after = _benefits(law, law.after, known, person, goes_on=law.goes_on)
    for key, own in sorted(person.claims.items(), key=lambda names: names[1]):
        yield ChangedClaim(person.person, own, BenefitChange(before[key], after[key]))


def _benefits(
    law: NewVersion, schemes: Mapping[str, Scheme], known: ComparedPerson, person: RunningClaims, *, goes_on: bool
) -> Mapping[str, BenefitFromDay]:
    try:
        return benefits_from(schemes, known, tuple(person.claims), law.on, goes_on=goes_on)
    except (OutsideKnownLaw, LookupError) as fault:
        return dict.fromkeys(person.claims, unknown_benefit(law.new.currency, law.on, fault))
