"""What in a record may be supposed to be different, as fields of a form. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.base import Event
from contracts.eligibility import Finding
from contracts.employment import EmploymentEnded, Separation
from contracts.intake import CertificationFiled, ClaimFiled
from contracts.registry import ContributionRecorded
from contracts.values import Money
from law.case.facts import FactSet
from law.explain.what_if_words import Verb
from law.language.sheet.scheme import Scheme

EMPLOYMENTS_SHOWN = 3
"""The last so many that ended: a claim rests on one of them."""
WEEK_ANSWERS = ("able", "available", "sought_work")
"""What somebody certifies of a week beside what they earned."""


class FieldKind(StrEnum):
    """How a field is typed."""

    REASON = "reason"
    DAY = "day"
    ANSWER = "answer"
    PARTICULAR = "particular"


@dataclass(frozen=True, slots=True)
class SupposableField:
    """One thing that may be supposed to be different, and how `Supposition` is told of it."""

    name: str
    """In the address: the kind and the key."""
    kind: FieldKind
    about: str
    """Of what: a key, a condition or what a particular means; in the words of the record and the sheet."""
    now: str
    """As recorded: a word of a closed list, an ISO day; empty where nothing is."""
    verb: Verb
    before: str
    """What stands before the value in the change."""
    after: str = ""
    options: tuple[str, ...] = ()

    def change(self, value: str) -> tuple[Verb, str]:
        """The change by which it is as typed."""
        if self.kind is FieldKind.ANSWER:
            return self.verb, f"{self.before} {value}{self.after}"
        return self.verb, f"{self.before}{shlex.quote(value)}{self.after}"


@dataclass(frozen=True, slots=True)
class SupposableSum:
    """A sum in the facts that may be supposed to be another: earned in a certified week, or under a contribution."""

    value: str
    """As `Supposition` names it: `week DAY`, `contribution KEY`."""
    days: tuple[str, str]
    """The first day, and the one after the last, as ISO dates."""
    now: Money

    @property
    def is_week(self) -> bool:
        """Whether it is of a certified week, of which more was answered than what was earned."""
        return self.value.startswith("week ")


def supposable_fields(
    events: Iterable[Event], claim: str, findings: Iterable[Finding], scheme: Scheme
) -> list[SupposableField]:
    """How employments ended, on which day the claim was filed, each answer of the law, and what the sheet asks."""
    facts = FactSet(events)
    ended = sorted(facts.of(EmploymentEnded), key=lambda fact: (fact.ended_on, fact.key), reverse=True)
    return [
        *(field for fact in ended[:EMPLOYMENTS_SHOWN] for field in _of_employment(fact)),
        *(_of_filing(fact) for fact in facts.of(ClaimFiled) if fact.key == claim),
        *(_answer(finding, claim) for finding in findings),
        *_particulars(scheme),
    ]


def _of_employment(fact: EmploymentEnded) -> Iterator[SupposableField]:
    named = f"employment-ended {shlex.quote(fact.key)}"
    reasons = tuple(reason.value for reason in Separation)
    yield SupposableField(
        f"reason.{fact.key}",
        FieldKind.REASON,
        fact.employment,
        fact.reason.value,
        "set",
        f"{named} reason=",
        "",
        reasons,
    )
    day = fact.ended_on.isoformat()
    yield SupposableField(f"ended.{fact.key}", FieldKind.DAY, fact.employment, day, "set", f"{named} ended_on=")


def _of_filing(fact: ClaimFiled) -> SupposableField:
    before = f"claim-filed {shlex.quote(fact.key)} filed_on="
    return SupposableField("filed", FieldKind.DAY, fact.key, fact.filed_on.isoformat(), "set", before)


def _answer(finding: Finding, claim: str) -> SupposableField:
    return SupposableField(
        f"answer.{finding.condition}",
        FieldKind.ANSWER,
        finding.condition.replace("_", " "),
        finding.outcome.value,
        "decide",
        shlex.quote(finding.condition),
        f" {shlex.quote(f'claim={claim}')}",
        ("for", "against"),
    )


def _particulars(scheme: Scheme) -> Iterator[SupposableField]:
    for name, particular in scheme.particulars.items():
        yield SupposableField(f"stated.{name}", FieldKind.PARTICULAR, particular.meaning, "", "state", f"{name}=")


def certified_sums(events: Iterable[Event], certification: str) -> Iterator[SupposableSum]:
    """What was earned in each week of a certification."""
    for filed in FactSet(events).of(CertificationFiled):
        if filed.key == certification:
            for week in filed.weeks:
                days = (week.period.start.isoformat(), week.period.end.isoformat())
                yield SupposableSum(f"week {days[0]}", days, week.earnings)


def weeks_of_claim(events: Iterable[Event], claim: str) -> Sequence[SupposableSum]:
    """What was earned in each certified week of a claim, the newest first."""
    facts = FactSet(events)
    sums = [
        own
        for filed in facts.of(CertificationFiled)
        if filed.claim == claim
        for own in certified_sums([filed], filed.key)
    ]
    return sorted(sums, key=lambda own: date.fromisoformat(own.days[0]), reverse=True)


def contributed_sums(events: Iterable[Event], used: frozenset[str]) -> Iterator[SupposableSum]:
    """What was earned under each contribution that is used."""
    for told in FactSet(events).of(ContributionRecorded):
        if told.key in used:
            days = (told.period.start.isoformat(), told.period.end.isoformat())
            yield SupposableSum(f"contribution {shlex.quote(told.key)}", days, told.earnings)
