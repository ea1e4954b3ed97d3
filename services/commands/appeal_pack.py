"""`tideover appeal-pack DECISION --out DIR`: all papers that contesting a decision needs, as one PDF and one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from contracts.base import Event, partition_of
from contracts.casework import Verdict
from contracts.claims import ClaimDecision
from contracts.contest import Tier
from law.explain.determined import determined_claims
from law.explain.what_if import Supposition
from law.explain.what_if_words import SuppositionError
from law.language.terms.errors import OutsideKnownLaw
from services.claims.views import questions_beginning_with
from services.commands.letters_archive import case_about
from services.commands.what_if import changes_in, in_words, schemes_of
from services.commands.world import LaptopFolder, opened_world
from services.eligibility.archive import kept_facts
from services.eligibility.views import facts_of
from services.letters.appeal_pack import PackMaterial, appeal_pack, decision_meant
from services.letters.page import as_page
from services.letters.pdf import as_pdf
from services.operations.as_known import KnownEvent
from services.operations.as_known import as_known as seen_from
from services.operations.stack import Stack
from services.oversight.views import StoryLine, closings, tell

SAYS_THE_CLAIMANT = "as-the-claimant-says"


def pack(
    decision: Annotated[str, typer.Argument(help="The question that was decided, or the contest; or its beginning.")],
    folder: LaptopFolder = None,
    *,
    out: Annotated[Path, typer.Option(help="The folder into which the two files are written.")],
    changes: Annotated[
        Path | None, typer.Option(help="The claimant's version of the facts, as `tideover what-if --changes` reads it.")
    ] = None,
) -> None:
    """Write all papers for contesting a decision: what was known then, how it came about, the rule, what was paid."""
    with opened_world(folder) as world:
        person = _person(world, decision)
        case = case_about(world, person)
        meant = decision_meant(case, decision)
        if meant is None:
            raise typer.BadParameter(f"nothing was decided against the person in what begins with {decision}")
        dated, decided = meant
        material = _material(world, person, decided, changes)
    paper = appeal_pack(case, dated, decided, material)
    out.mkdir(parents=True, exist_ok=True)
    name = f"appeal-{decided.decided_on}-{decided.question[:8]}"
    (out / f"{name}.html").write_text(as_page(paper), "utf-8")
    (out / f"{name}.pdf").write_bytes(as_pdf(paper, decided.decided_on))
    typer.echo(f"{out / name}: page, PDF.")


def _person(world: Stack, beginning: str) -> str:
    with world.databases["claims"].reading() as connection:
        people = questions_beginning_with(connection, beginning)
    if len(people) != 1:
        many = f"decisions on several people begin with {beginning}; write more of it"
        raise typer.BadParameter(many if people else f"no decision of a named person begins with {beginning}")
    return people.pop()


def _material(world: Stack, person: str, decided: ClaimDecision, changes: Path | None) -> PackMaterial:
    """What was known on the day before the decision, what was told, and what the claimant's version would pay."""
    with world.databases["eligibility"].reading() as connection:
        kept = kept_facts(connection, person)
        facts = facts_of(connection, person)
    database = world.databases["oversight"]
    with database.reading() as connection:
        closed = closings(connection, partition_of(person, database.partitions))
    known = seen_from(world.heard(person), closed, kept, _last_closed(closed, decided.decided_on))
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


def _claimants_version(facts: Sequence[Event], decided: ClaimDecision, changes: Path | None) -> Iterator[str]:
    """The law over the facts as they are now, and over them with the decision made for the claimant."""
    instead = {
        "verdict": Verdict.FOR_CLAIMANT,
        "applies": None,
        "reduced_by": None,
        "suitability": None,
        "contest": decided.contest or SAYS_THE_CLAIMANT,
        "tier": Tier.APPEAL,
        "first_decided_on": decided.first_decided_on or decided.decided_on,
    }
    others = [fact for fact in facts if not _is_after_contest_of(fact, decided)]
    supposition = Supposition([*others, decided.model_copy(update=instead)])
    supposition.changes.append(f"the decision of {decided.decided_on} is made for you")
    try:
        for verb, line in changes_in(changes):
            supposition.change(verb, line)
        before = determined_claims(schemes_of(facts), facts)
        after = determined_claims(schemes_of(supposition.facts), supposition.facts)
    except (SuppositionError, LookupError, OutsideKnownLaw) as fault:
        raise typer.BadParameter(str(fault)) from None
    yield from in_words(supposition.changes, before, after)
    if decided.amount is not None:
        yield f"Asked back: {decided.amount} -> nothing"


def _is_after_contest_of(fact: Event, decided: ClaimDecision) -> bool:
    """Decisions after an appeal would outrank what is supposed."""
    return isinstance(fact, ClaimDecision) and fact.question == decided.question and fact.tier is Tier.APPEAL
