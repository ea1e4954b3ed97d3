"""The letter on a determination: granted, refused, or waiting for a person."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.about import WaiverAbout
from contracts.claims import ClaimDecision
from contracts.eligibility import BenefitState, DeterminationMade, DeterminationOutcome, Finding
from law.explain.determined import Determined
from law.explain.graph import Graph
from law.explain.sheet_wording import SheetWording
from law.explain.why_not import unmet
from services.letters.case_file import ArchivedDecision, CaseFile, DatedEvent
from services.letters.changes import changes
from services.letters.favourable import grants_all
from services.letters.figures import amount_per, share
from services.letters.model import Letter, LetterLine, Name, Phrase, Quoted, Section, item, say
from services.letters.shared_sections import by_whom, contest, contest_of_all_granted, facts
from services.letters.steps_in_phrases import compared_in, comparison, needed
from services.letters.waited import provisional

NAMES: dict[DeterminationOutcome, Name] = {
    DeterminationOutcome.GRANTED: "granted",
    DeterminationOutcome.REFUSED: "refused",
    DeterminationOutcome.NEEDS_A_PERSON: "doubt",
    DeterminationOutcome.WITHDRAWN: "taken_back",
}


def determined(case: CaseFile, dated: DatedEvent, event: DeterminationMade, archived: ArchivedDecision) -> Letter:
    """The letter on one version of a determination."""
    scheme, graph, name = case.schemes[event.scheme_digest], archived.decision.graph, NAMES[event.outcome]
    wording = SheetWording(scheme)
    officers = [
        decision
        for of, decision in case.of(ClaimDecision)
        if decision.claim == event.claim and of.day <= dated.day and not isinstance(decision.about, WaiverAbout)
    ]
    sections = [
        Section("what", tuple(_entitlement(event, name))),
        provisional(case, event),
        changes(case, dated, archived),
        _days(event),
    ]
    if event.outcome is not DeterminationOutcome.WITHDRAWN:
        sections += [
            Section("why", tuple(_finding(finding, graph, wording) for finding in event.findings)),
            facts(graph, archived.sources, wording),
        ]
    sections += [
        by_whom(officers, automatic=event.automatic),
        Section("change", tuple(_change(event, graph, wording))),
        _contest(case, dated, event),
    ]
    return Letter(
        name=name,
        ids=(str(event.determination),),
        person=case.person,
        claim=event.claim,
        scheme=Quoted(scheme.title),
        country=scheme.country,
        day=dated.day,
        title=Phrase("granted.again.title" if _was_granted(case, event) else f"{name}.title"),
        sections=tuple(section for section in sections if section.lines),
    )


def _contest(case: CaseFile, dated: DatedEvent, event: DeterminationMade) -> Section:
    told = contest_of_all_granted if grants_all(event) else contest
    return told(case, event.appeal, dated.day)


def _was_granted(case: CaseFile, event: DeterminationMade) -> bool:
    """Whether the version before granted the claim as well: nobody is told twice that it is granted."""
    granted = DeterminationOutcome.GRANTED
    before = [other for _, other in case.of(DeterminationMade) if other.determination == event.supersedes]
    return event.outcome is granted and any(other.outcome is granted for other in before)


def _entitlement(event: DeterminationMade, name: Name) -> Iterator[LetterLine]:
    yield say(f"{name}.what")
    if event.outcome is DeterminationOutcome.GRANTED and event.benefit_rate is not None:
        yield say("benefit.rate", rate=amount_per(event.benefit_rate, event.benefit_rate_per))
        if event.total_max is not None:
            yield say("benefit.total", total=event.total_max)
        if event.benefit_year is not None:
            yield say("benefit.year", period=event.benefit_year)
    if event.number > 1:
        yield say("version.replaces", n=event.number)


def _days(event: DeterminationMade) -> Section:
    """The days of the claim by what they are; the rest of the benefit year stands in its own line."""
    lines = []
    for interval in event.timeline:
        if interval.state is BenefitState.CLOSED:
            continue
        phrases = [Phrase(f"days.{interval.state}", {"period": interval.period})]
        if interval.reduced_by is not None:
            phrases.append(Phrase("days.reduced", {"share": share(interval.reduced_by)}))
        lines.append(item(*phrases, cites=interval.cites))
    return Section("days", tuple(lines))


def _finding(finding: Finding, graph: Graph, wording: SheetWording) -> LetterLine:
    compared = compared_in(graph.root(finding.condition))
    condition = wording.conditions.get(finding.condition)
    ground = finding.ground or (condition.ground if condition else None)
    if compared is not None:
        instead = comparison(compared, wording)
    elif ground is not None:
        instead = Phrase(f"finding.ground.{finding.outcome}", {"ground": Phrase(f"ground.{ground}")})
    else:
        instead = Phrase("finding.named", {"name": Quoted(condition.meaning if condition else finding.condition)})
    return LetterLine(
        (Phrase(f"finding.{finding.outcome}"),),
        "item",
        original=Quoted(finding.because),
        instead_of_original=(instead,),
        cites=finding.cites,
    )


def _change(event: DeterminationMade, graph: Graph, wording: SheetWording) -> Iterator[LetterLine]:
    """The nearest change, condition by condition, and what to do where a fact is wrong."""
    for open_or_unmet in unmet(wording.scheme, event, graph):
        yield from needed(open_or_unmet.needed, wording)
    yield say("change.facts")


def reasons(of: Determined) -> tuple[Section, ...]:
    """Why a claim would be answered so, and what would change it: of an estimate, which is no letter."""
    wording = SheetWording(of.scheme)
    why = tuple(_finding(finding, of.graph, wording) for finding in of.event.findings)
    change = tuple(line for found in unmet(of.scheme, of.event, of.graph) for line in needed(found.needed, wording))
    return tuple(section for section in (Section("why", why), Section("change", change)) if section.lines)
