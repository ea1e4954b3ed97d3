"""Answers a case by its map: the person is made, the law applied, and what the case expects asked of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any, TypeAlias

from contracts.values import Period
from law.case.case import Case
from law.case.facts import FactSet
from law.case.model import Determination
from law.language.run.evaluation import Evaluation
from law.language.sheet.scheme import Scheme
from law.packs.ask import assessed, claim_on, determined, money, period_of, run, sheet
from law.packs.certified import CertifiedPeriods, PeriodNames
from law.packs.compare import OfPeriods
from law.packs.event_streams import told_and_answered
from law.packs.expectations import calls, expected_of, given_by, says
from law.packs.formulas import value_of
from law.packs.mapped_kinds import MappedKind, MappedPeriods
from law.packs.names import CaseNames
from law.packs.pack import Found, Json, NotStated, Pack, joined
from law.packs.pack_map import PackMap
from law.packs.person import life_of
from law.people.as_facts import facts_of
from law.people.life import MINUTES_OF_AN_HOUR, BenefitClaim, Certification, CertifiedPeriod, Life

Answer: TypeAlias = Callable[[Json, Pack], Found | OfPeriods]


def answered(case: Json, kind: str, of: PackMap, pack: Pack) -> Found | OfPeriods:
    """What the sheet says, under the names of the expectations. Raises `LookupError` if there is no such sheet."""
    answers: dict[str, Any] = {}
    for part in of.cases[kind]:
        found = _answered(_completed(case, part, pack), part, of, pack)
        if isinstance(found, OfPeriods):
            return found
        answers |= found
    return answers


def _answered(case: Json, part: MappedKind, of: PackMap, pack: Pack) -> Found | OfPeriods:
    if part.each is not None:
        return {part.each: _one_after_another(case, part, part.each, of, pack)}
    if part.like is not None:
        return answered(case, part.like, of, pack)
    names = CaseNames(case, part, of.figures, {})
    scheme = sheet(part.sheet or of.sheet)
    return told_and_answered(names, scheme) if part.told else _Asked.by(names, scheme).answers()


def _one_after_another(case: Json, part: MappedKind, items: str, of: PackMap, pack: Pack) -> list[Found]:
    """The answer of each item of a list; an item takes from the one before what the map carries over."""
    answers: list[Found] = []
    for item in case[items]:
        last = answers[-1] if answers else {}
        carried = {name: last[of_answer] for name, of_answer in part.carries.items() if of_answer in last}
        found = answered(joined(carried, item, case), str(part.like), of, pack)
        if isinstance(found, OfPeriods):
            raise NotStated(f"the answers about {items} are themselves answers about several periods")
        answers.append(found)
    return answers


def _completed(case: Json, kind: MappedKind, pack: Pack) -> Json:
    like = kind.like_case
    if like is None or like.lacks in case:
        return case
    for other in (other["inputs"] for other in pack.cases):
        if like.lacks in other and all(other.get(name) == case[name] for name in like.agreeing):
            return {**other, **case}
    raise NotStated(f"the case does not state {like.lacks}, nor does one that is like it")


@dataclass(frozen=True)
class _Asked:
    """A case as a claim under the sheet."""

    names: CaseNames
    scheme: Scheme
    day: date
    life: Life
    given: Mapping[str, Any]

    @classmethod
    def by(cls, names: CaseNames, scheme: Scheme) -> _Asked:
        kind = names.kind
        asked = cls(names, scheme, names.day(kind.claims), life_of(kind.life, scheme, names), given_by(names))
        if not kind.replaces:
            return asked
        law = run(scheme, asked.day, asked.life, **asked.given)
        replaced = {name: value_of(formula, says(law, names), calls(law)) for name, formula in kind.replaces.items()}
        return replace(asked, given={**asked.given, **replaced})

    def answers(self) -> Found:
        """By the names of the expectations."""
        kind, law, names = self.names.kind, self._law(), self.names
        if kind.certifies:
            names = replace(names, periods=PeriodNames(self._certified(law, kind.certifies)))
        return expected_of(law, names)

    def _determined(self) -> Determination:
        return determined(claim_on(self.day, self.scheme, self.life), self.scheme, **self.given)

    def _law(self) -> Evaluation[Case]:
        """The rules of the claim, or of the one period that the map names."""
        outer, week = run(self.scheme, self.day, self.life, **self.given), self.names.kind.week
        if week is None:
            return outer
        return period_of(
            outer,
            self._determined(),
            Period(start=self.names.day(week.since), end=self.names.day(week.until)),
            earned=value_of(week.earned, self.names),
            minutes=int(value_of(week.hours, self.names) * MINUTES_OF_AN_HOUR),
            used=value_of(week.used, self.names),
            waiting=value_of(week.waiting, self.names),
        )

    def _certified(self, law: Evaluation[Case], mapped: MappedPeriods) -> CertifiedPeriods:
        """So many periods, as the law counts them from the first day of the claim."""
        scheme = self.scheme
        count = int(value_of(mapped.periods, says(law, self.names), calls(law)))
        earned, found = money(value_of(mapped.earned, self.names), scheme), self._determined()
        periods = islice(found.rhythm.periods(), count)
        certified = tuple(Certification((CertifiedPeriod(period, earned),)) for period in periods)
        told = replace(self.life, claims=(BenefitClaim(self.day, certifications=certified),))
        assessments = assessed(FactSet(facts_of(told, scheme)), scheme, found, **self.given)
        return CertifiedPeriods(scheme, found, assessments)
