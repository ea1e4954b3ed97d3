"""What payments must know before anything is sent: whether the person has died, as all facts together say."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from contracts.eligibility import DeathReported, FactShared
from contracts.intake import ClaimFiled
from contracts.registry import FactRetracted, PersonRecorded
from law.case.facts import FactSet
from law.decide.deaths import certain_death
from services.eligibility.mergers import OF_MERGERS
from services.eligibility.model import ReceivedFact
from services.eligibility.one_person import one_person

SPEAK_OF_IT = OF_MERGERS | {
    ClaimFiled.name,
    PersonRecorded.name,
    f"{FactRetracted.name}:{PersonRecorded.name}",
}


def death_told(person: str, facts: Collection[ReceivedFact], news: Collection[ReceivedFact]) -> Iterator[DeathReported]:
    """The death of a person with a claim, if the facts said something else of it before these news."""
    if not any(fact.kind in SPEAK_OF_IT or type(fact.event) is FactShared for fact in news):
        return
    fresh = {fact.version for fact in news}
    before = _known(person, [fact for fact in facts if fact.version not in fresh])
    if (now := _known(person, facts)) != before:
        yield DeathReported(number=len(facts), died_on=now)


def _known(person: str, facts: Collection[ReceivedFact]) -> date | None:
    """The day of a death; None also for who never filed a claim, of whom nobody was told anything."""
    if not any(fact.kind == ClaimFiled.name for fact in facts):
        return None
    return certain_death(FactSet(one_person(person, facts).events()))
