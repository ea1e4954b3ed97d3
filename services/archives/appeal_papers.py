"""All papers for contesting a decision, made from what the services have archived of the person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.about import ConditionAbout
from contracts.base import Event, derived_id, partition_of
from contracts.casework import Officer, Verdict
from contracts.claims import ClaimDecision
from contracts.contest import Tier
from contracts.eligibility import DeterminationMade
from law.explain.determined import Determined, determined_claims
from law.explain.supposed import schemes_of, supposed_in_words
from law.explain.what_if import Supposition
from law.explain.what_if_words import Verb
from services.archives.as_known import KnownEvent, as_known
from services.eligibility.archive import kept_facts
from services.eligibility.views import facts_of
from services.letters.appeal_pack import PackMaterial, appeal_pack, decision_meant
from services.letters.case_file import CaseFile, DatedEvent
from services.letters.refusal_pack import refusal_meant, refusal_pack, unmet
from services.letters.written import WrittenLetter
from services.oversight.views import StoryLine, closings, tell
from services.runtime.database.store import Database
from services.runtime.delivery.arrived import Arrived

SAYS_THE_CLAIMANT = "as-the-claimant-says"
CLAIMANT = Officer(staff=SAYS_THE_CLAIMANT, role="claimant")
SUPPOSED = "Supposed: it is as the claimant says."
Changes = Sequence[tuple[Verb, str]]
"""The claimant's version of the facts, change by change, as a supposition reads it."""


@dataclass(frozen=True, slots=True)
class AppealPapers:
    """The papers, the day of what is contested, and its key."""

    paper: WrittenLetter
    on: date
    key: str

    @property
    def name(self) -> str:
        """How a file of them is named."""
        return f"appeal-{self.on}-{self.key[:8]}"


@dataclass(frozen=True, slots=True)
class ClaimantsVersion:
    """What was supposed, and the person's claims as they stand and as they would be."""

    changes: Sequence[str]
    before: Mapping[str, Determined]
    after: Mapping[str, Determined]


def appeal_papers(
    databases: Mapping[str, Database],
    case: CaseFile,
    heard: Sequence[Arrived],
    beginning: str,
    changes: Changes = (),
) -> AppealPapers | None:
    """The papers about a question, a contest or a refusal of which the key begins so; None where nothing was decided.

    `heard` is everything of the person with when it came. Raises `SuppositionError`, `LookupError`, `OutsideKnownLaw`.
    """
    if (meant := decision_meant(case, beginning)) is not None:
        dated, decided = meant
        material = _material(databases, case.person, heard, decided.decided_on, [decided], changes)
        return AppealPapers(appeal_pack(case, dated, decided, material), decided.decided_on, decided.question)
    if (refused := refusal_meant(case, beginning)) is not None:
        dated, refusal = refused
        decisions = list(_each_as_decided(dated, refusal))
        material = _material(databases, case.person, heard, dated.day, decisions, changes)
        return AppealPapers(refusal_pack(case, dated, refusal, material), dated.day, str(refusal.determination))
    return None


def decided_in(case: CaseFile, beginning: str) -> Sequence[ClaimDecision]:
    """The decisions that stand against the person in what is contested; each open condition where facts refused."""
    if (meant := decision_meant(case, beginning)) is not None:
        return [meant[1]]
    refused = refusal_meant(case, beginning)
    return list(_each_as_decided(*refused)) if refused is not None else []


def claimants_version(
    facts: Sequence[Event], decided: Sequence[ClaimDecision], changes: Changes = ()
) -> ClaimantsVersion:
    """The law over the facts as they are now, and over them with what is contested decided for the claimant.

    Raises `SuppositionError`, `LookupError`, `OutsideKnownLaw`.
    """
    others = [fact for fact in facts if not any(_is_after_contest_of(fact, decision) for decision in decided)]
    supposition = Supposition([*others, *map(_for_the_claimant, decided)])
    if decided:
        supposition.changes.append(f"the decision of {decided[0].decided_on} is made for you")
    for verb, line in changes:
        supposition.change(verb, line)
    before = determined_claims(schemes_of(facts), facts)
    after = determined_claims(schemes_of(supposition.facts), supposition.facts)
    return ClaimantsVersion(supposition.changes, before, after)


def _each_as_decided(dated: DatedEvent, refusal: DeterminationMade) -> Iterator[ClaimDecision]:
    """Each condition that the facts alone do not meet, as if a person had decided it."""
    for finding in unmet(refusal):
        yield ClaimDecision(
            claim=refusal.claim,
            question=str(derived_id(SAYS_THE_CLAIMANT, refusal.determination, finding.condition)),
            about=ConditionAbout(condition=finding.condition),
            decided_on=dated.day,
            officer=CLAIMANT,
            verdict=Verdict.FOR_CLAIMANT,
            reasons=SUPPOSED,
            article=finding.cites,
            facts_considered=(refusal.claim,),
            appeal="Nothing stands against you.",
        )


def _material(  # noqa: PLR0913, PLR0917  what the papers are made of
    databases: Mapping[str, Database],
    person: str,
    heard: Sequence[Arrived],
    on: date,
    decided: Sequence[ClaimDecision],
    changes: Changes,
) -> PackMaterial:
    """What was known on the day before the decision, what was told, and what the claimant's version would pay."""
    with databases["eligibility"].of_subject(person).reading() as connection:
        kept = kept_facts(connection, person)
        facts = facts_of(connection, person)
    oversight = databases["oversight"]
    with oversight.reading() as connection:
        closed = closings(connection, partition_of(person, oversight.partitions))
    known = as_known(heard, closed, kept, _last_closed(closed, on))
    return PackMaterial(
        known_then=tuple(_told(known.facts)),
        learned_since=tuple(_told(known.since)),
        told=tuple(_line(line) for line in tell(arrived.envelope for arrived in heard)),
        claimants_version=tuple(_version_in_words(claimants_version(facts, decided, changes), decided)),
    )


def _last_closed(closed: Iterable[tuple[int, date]], on: date) -> date:
    """The last day that was over when the decision was made."""
    return max((day for _, day in closed if day < on), default=on - timedelta(days=1))


def _told(known: Sequence[KnownEvent]) -> Iterator[str]:
    return (_line(line) for line in tell(fact.envelope for fact in known))


def _line(line: StoryLine) -> str:
    return f"{line.day}, {line.publisher}: {line.says}" + (f" [{'; '.join(line.cites)}]" if line.cites else "")


def _version_in_words(version: ClaimantsVersion, decided: Sequence[ClaimDecision]) -> Iterator[str]:
    yield from supposed_in_words(version.changes, version.before, version.after)
    for decision in decided:
        if decision.amount is not None:
            yield f"Asked back: {decision.amount} -> nothing"


def _for_the_claimant(decided: ClaimDecision) -> ClaimDecision:
    """The decision as it would be after an appeal that was won; nothing of it is what the officer said."""
    instead = {
        "verdict": Verdict.FOR_CLAIMANT,
        "officer": CLAIMANT,
        "confirmed_by": None,
        "reasons": SUPPOSED,
        "facts_considered": (decided.claim,),
        "applies": None,
        "reduced_by": None,
        "suitability": None,
        "contest": decided.contest or SAYS_THE_CLAIMANT,
        "tier": Tier.APPEAL,
        "first_decided_on": decided.first_decided_on or decided.decided_on,
    }
    return decided.model_copy(update=instead)


def _is_after_contest_of(fact: Event, decided: ClaimDecision) -> bool:
    """Decisions after an appeal would outrank what is supposed."""
    return isinstance(fact, ClaimDecision) and fact.question == decided.question and fact.tier is Tier.APPEAL
