"""A claim of which events are told one after another, each as the facts that institutions would publish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contracts.base import Event
from contracts.registry import Fact
from contracts.values import Period
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.language.sheet.scheme import Scheme
from law.packs.ask import as_given, money
from law.packs.formulas import value_of
from law.packs.mapped_kinds import MappedEvent, MappedEvents, MappedReport
from law.packs.names import CaseNames
from law.packs.pack import NotStated
from law.packs.person import statements
from law.people.as_facts import facts_of
from law.people.life import (
    CLAIM,
    MINUTES_OF_AN_HOUR,
    BenefitClaim,
    Certification,
    CertifiedPeriod,
    Life,
    StatedValue,
    Statement,
)

EachEvent = Iterator[tuple[MappedEvent, CaseNames]]


@dataclass
class ClaimAsTold:
    """What has been told so far, and what of it was decided rather than reported with a period."""

    scheme: Scheme
    given: Mapping[str, Any]
    facts: list[Event] = field(default_factory=list)
    decided: dict[tuple[str, date], tuple[StatedValue, date | None]] = field(default_factory=dict)
    _versions: dict[str, int] = field(default_factory=dict)

    def tell(self, life: Life) -> None:
        """Whatever is told again under its key is a correction."""
        for fact in facts_of(life, self.scheme):
            if not isinstance(fact, Fact):
                raise TypeError(f"{fact.name} is no fact, and has no versions")
            key = f"{fact.name} {fact.key}"
            self._versions[key] = version = self._versions.get(key, 0) + 1
            self.facts.append(fact.model_copy(update={"source_version": version}))

    def tell_event(self, event: MappedEvent, names: CaseNames) -> Period | None:
        """What one event tells; the period that it certifies, if it does."""
        said = tuple(statement for part in event.stated for statement in statements(part, names))
        if event.reports is None:
            self.decided |= {(one.name, one.since): (one.value, one.until) for one in said}
            self.tell(Life(stated=said))
            return None
        certified = _certified(event.reports, names, self.scheme)
        self.tell(_reporting(certified, said))
        return certified.period

    def under_law(self) -> ClaimUnderLaw:
        """The claim, as far as it has been told."""
        return ClaimUnderLaw(self.scheme, FactSet(self.facts), CLAIM, given=as_given(self.given))


def _certified(report: MappedReport, names: CaseNames, scheme: Scheme) -> CertifiedPeriod:
    return CertifiedPeriod(
        Period(start=names.day(report.since), end=names.day(report.until)),
        money(value_of(report.earned, names), scheme),
        int(value_of(report.hours, names) * MINUTES_OF_AN_HOUR),
    )


def _reporting(certified: CertifiedPeriod, said: tuple[Statement, ...]) -> Life:
    card = Certification((certified,), key=f"certified-{certified.period.start}")
    return Life(stated=said, claims=(BenefitClaim(certifications=(card,)),))


def events_of(part: MappedEvents, names: CaseNames) -> EachEvent:
    """The events of a list, with the names that stand for something in each. Raises `NotStated` for an unknown one."""
    for number, item in enumerate(names(part.each), 1):
        own = names.of(item, number)
        if part.every is not None:
            yield part.every, own
            continue
        kind = str(own(str(part.by)))
        if kind not in part.events:
            raise NotStated(f"no rule knows the {part.by} {kind}")
        yield part.events[kind], own
