"""Answers a case by its map: the person is made, the law applied, and what the case expects asked of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice
from typing import Any

from contracts.values import Period
from law.case.case import Case, Imposed
from law.case.facts import FactSet
from law.case.model import Determination
from law.decide.rests_and_sanctions import sanction_of
from law.language.run.evaluation import Evaluation
from law.language.sheet.scheme import Scheme
from law.language.terms.tables import Table
from law.language.terms.values import Number
from law.language.terms.windows import Spans
from law.packs.ask import assessed, claim_on, determined, money, period_of, run, sheet
from law.packs.compare import OnlyQuoted
from law.packs.formulas import Calls, Look, value_of
from law.packs.names import CaseNames, LeftOut
from law.packs.pack import Found, Json, NotStated, Pack
from law.packs.pack_map import MappedKind, MappedPeriods, PackMap
from law.packs.person import life_of
from law.people.as_facts import facts_of
from law.people.life import MINUTES_OF_AN_HOUR, BenefitClaim, Certification, CertifiedPeriod, Life

ALL, BY_FIGURES = "all_conditions", "all_conditions_by_figures"
"""In a map: whether every condition of the sheet holds; every one that no person must decide."""


def answered(case: Json, kind: str, of: PackMap, pack: Pack) -> Found:
    """What the sheet says, under the names of the expectations. Raises `LookupError` if there is no such sheet."""
    answers: dict[str, Any] = {}
    for part in of.cases[kind]:
        names = CaseNames(_completed(case, part, pack), part, of.figures, {})
        answers |= _Asked.by(names, sheet(part.sheet or of.sheet)).answers()
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
        given = {}
        for name, formula in kind.given.items():
            try:
                given[name] = value_of(formula, names)
            except LeftOut:
                continue
        return cls(names, scheme, names.day(kind.claims), life_of(kind.life, scheme, names), given)

    def answers(self) -> dict[str, Any]:
        """By the names of the expectations."""
        kind, law, names = self.names.kind, self._law(), self.names
        if kind.certifies:
            names = replace(names, item=self._certified(law, kind.certifies))
        says, calls = _says(law, names), _calls(law)
        answers: dict[str, Any] = {name: value_of(formula, says, calls) for name, formula in kind.expect.items()}
        bounds = {"tolerance": kind.tolerance, "noise": kind.noise}
        answers |= {name: value_of(written, says) for name, written in bounds.items() if written is not None}
        return answers | {name: OnlyQuoted() for name in kind.quoted}

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

    def _certified(self, law: Evaluation[Case], mapped: MappedPeriods) -> dict[str, Any]:
        """The amount of each certified period, and the first and last day of the first of them."""
        scheme = self.scheme
        count = int(value_of(mapped.periods, _says(law, self.names), _calls(law)))
        earned, found = money(value_of(mapped.earned, self.names), scheme), self._determined()
        periods = tuple(islice(found.rhythm.periods(), count))
        certified = tuple(Certification((CertifiedPeriod(period, earned),)) for period in periods)
        told = replace(self.life, claims=(BenefitClaim(self.day, certifications=certified),))
        assessments = assessed(FactSet(facts_of(told, scheme)), scheme, found, **self.given)
        weeks = sorted((week for own in assessments for week in own.weeks), key=lambda week: week.period.start)
        return {
            "paid": [Fraction(week.amount.minor, scheme.minor_units) for week in weeks],
            "period_begins": periods[0].start,
            "period_ends": periods[0].end - timedelta(days=1),
        }


def _says(law: Evaluation[Case], names: CaseNames) -> Look:
    """What a name stands for in an expectation: the sheet's rule of that name, else what the case states."""
    scheme, kind = law.rules.scheme, names.kind

    def look(name: str) -> Any:
        if name in (ALL, BY_FIGURES):
            asked = [
                condition.name
                for condition in scheme.conditions.values()
                if condition.name not in kind.without and not (name == BY_FIGURES and condition.by_a_person)
            ]
            return all(law.condition(condition).value is True for condition in asked)
        if name in scheme.conditions or name in law.rules.conditions:
            return law.condition(name).value
        if name in names.item:
            return names(name)
        try:
            return law.named(name).value
        except LookupError:
            return names(name)

    return look


def _calls(law: Evaluation[Case]) -> Calls:
    """The tables of the sheet, where its windows begin and end, and what a decision against the person takes."""
    scheme = law.rules.scheme

    def looked_up(table: Table) -> Callable[..., Any]:
        return lambda *keys: table.cell(table.under(law.law_days), None, keys)

    def spans(window: str) -> Spans:
        return scheme.windows[window].window.spans(law.anchor)

    def imposed(ground: str, days: int) -> Number:
        return sanction_of(law, ground, Imposed(days, before=0, in_all=days))

    asked: Calls = {
        "window_begins": lambda name: spans(name)[0].start,
        "window_ends": lambda name: spans(name)[-1].end,
        "imposed": imposed,
    }
    return {**{name: looked_up(table) for name, table in scheme.tables.items()}, **asked}
