"""`tideover appeal-pack DECISION --out DIR`: all papers that contesting a decision needs, as one PDF and one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from contracts.about import ConditionAbout
from contracts.base import Event, derived_id, partition_of
from contracts.casework import Officer, Verdict
from contracts.claims import ClaimDecision
from contracts.contest import Tier
from contracts.eligibility import DeterminationMade
from law.explain.determined import determined_claims
from law.explain.what_if import Supposition
from law.explain.what_if_words import SuppositionError
from law.language.terms.errors import OutsideKnownLaw
from services.claims.views import questions_beginning_with
from services.commands.letters_archive import case_about
from services.commands.what_if import changes_in, in_words, schemes_of
from services.commands.world import LaptopFolder, opened_world
from services.eligibility.archive import beginning_with, kept_facts
from services.eligibility.views import facts_of
from services.letters.appeal_pack import PackMaterial, appeal_pack, decision_meant
from services.letters.case_file import CaseFile, DatedEvent
from services.letters.page import as_page
from services.letters.pdf import as_pdf
from services.letters.refusal_pack import refusal_meant, refusal_pack, unmet
from services.letters.written import WrittenLetter
from services.operations.as_known import KnownEvent
from services.operations.as_known import as_known as seen_from
from services.operations.stack import Stack
from services.oversight.views import StoryLine, closings, tell

SAYS_THE_CLAIMANT = "as-the-claimant-says"


def pack(
    decision: Annotated[
        str,
        typer.Argument(
            help="The question that was decided, the contest, the determination that refused; or its beginning."
        ),
    ],
    folder: LaptopFolder = None,
    *,
    out: Annotated[Path, typer.Option(help="The folder into which the two files are written.")],
    changes: Annotated[
        Path | None, typer.Option(help="The claimant's version of the facts, as `tideover what-if --changes` reads it.")
    ] = None,
) -> None:
    """Write all papers for contesting a decision: what was known then, how it came about, the rule, what was paid."""
    with opened_world(folder) as world:
        case = case_about(world, _person(world, decision))
        paper, on, key = _paper(world, case, decision, changes)
    out.mkdir(parents=True, exist_ok=True)
    name = f"appeal-{on}-{key[:8]}"
    (out / f"{name}.html").write_text(as_page(paper), "utf-8")
    (out / f"{name}.pdf").write_bytes(as_pdf(paper, on))
    typer.echo(f"{out / name}: page, PDF.")


def _paper(world: Stack, case: CaseFile, beginning: str, changes: Path | None) -> tuple[WrittenLetter, date, str]:
    """The papers, the day of what is contested, and its key."""
    if (meant := decision_meant(case, beginning)) is not None:
        dated, decided = meant
        material = _material(world, case.person, decided.decided_on, [decided], changes)
        return appeal_pack(case, dated, decided, material), decided.decided_on, decided.question
    if (refused := refusal_meant(case, beginning)) is not None:
        dated, refusal = refused
        material = _material(world, case.person, dated.day, list(_each_as_decided(dated, refusal)), changes)
        return refusal_pack(case, dated, refusal, material), dated.day, str(refusal.determination)
    raise typer.BadParameter(f"nothing was decided against the person in what begins with {beginning}")


def _person(world: Stack, beginning: str) -> str:
    with world.databases["claims"].reading() as connection:
        people = questions_beginning_with(connection, beginning)
    if not people:
        with world.databases["eligibility"].reading() as connection, suppress(ValueError):
            people = {decision.subject for decision in beginning_with(connection, beginning)}
    if len(people) != 1:
        many = f"decisions on several people begin with {beginning}; write more of it"
        raise typer.BadParameter(many if people else f"no decision begins with {beginning}")
    return people.pop()


def _each_as_decided(dated: DatedEvent, refusal: DeterminationMade) -> Iterator[ClaimDecision]:
    """Each condition that the facts alone do not meet, as if a person had decided it."""
    for finding in unmet(refusal):
        yield ClaimDecision(
            claim=refusal.claim,
            question=str(derived_id(SAYS_THE_CLAIMANT, refusal.determination, finding.condition)),
            about=ConditionAbout(condition=finding.condition),
            decided_on=dated.day,
            officer=Officer(staff=SAYS_THE_CLAIMANT, role="claimant"),
            verdict=Verdict.FOR_CLAIMANT,
            reasons="The condition is met.",
            article=finding.cites,
            facts_considered=(refusal.claim,),
            appeal="Nothing stands against you.",
        )


def _material(
    world: Stack, person: str, on: date, decided: Sequence[ClaimDecision], changes: Path | None
) -> PackMaterial:
    """What was known on the day before the decision, what was told, and what the claimant's version would pay."""
    with world.databases["eligibility"].reading() as connection:
        kept = kept_facts(connection, person)
        facts = facts_of(connection, person)
    database = world.databases["oversight"]
    with database.reading() as connection:
        closed = closings(connection, partition_of(person, database.partitions))
    known = seen_from(world.heard(person), closed, kept, _last_closed(closed, on))
    return PackMaterial(
        known_then=tuple(_told(known.facts)),
        learned_since=tuple(_told(known.since)),
        told=tuple(_line(line) for line in tell(world.about(person))),
        claimants_version=tuple(_claimants_version(facts, decided, changes)),
    )


def _last_closed(closed: Sequence[tuple[int, date]], on: date) -> date:
    """The last day that was over when the decision was made."""
    return max((day for _, day in closed if day < on), default=on - timedelta(days=1))


def _told(known: Sequence[KnownEvent]) -> Iterator[str]:
    return (_line(line) for line in tell(fact.envelope for fact in known))


def _line(line: StoryLine) -> str:
    return f"{line.day}, {line.publisher}: {line.says}" + (f" [{'; '.join(line.cites)}]" if line.cites else "")


def _claimants_version(facts: Sequence[Event], decided: Sequence[ClaimDecision], changes: Path | None) -> Iterator[str]:
    """The law over the facts as they are now, and over them with what is contested decided for the claimant."""
    others = [fact for fact in facts if not any(_is_after_contest_of(fact, decision) for decision in decided)]
    supposition = Supposition([*others, *map(_for_the_claimant, decided)])
    supposition.changes.append(f"the decision of {decided[0].decided_on} is made for you")
    try:
        for verb, line in changes_in(changes):
            supposition.change(verb, line)
        before = determined_claims(schemes_of(facts), facts)
        after = determined_claims(schemes_of(supposition.facts), supposition.facts)
    except (SuppositionError, LookupError, OutsideKnownLaw) as fault:
        raise typer.BadParameter(str(fault)) from None
    yield from in_words(supposition.changes, before, after)
    for decision in decided:
        if decision.amount is not None:
            yield f"Asked back: {decision.amount} -> nothing"


def _for_the_claimant(decided: ClaimDecision) -> ClaimDecision:
    """The decision as it would be after an appeal that was won."""
    instead = {
        "verdict": Verdict.FOR_CLAIMANT,
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
