"""The letter on an assessment: what is due for each certified week, what is held, and why nothing is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from contracts.about import WaiverAbout
from contracts.claims import ClaimDecision
from contracts.eligibility import Appeal, AssessmentMade, WeekAssessed, WeekState
from law.explain.sheet_wording import SheetWording
from services.letters.case_file import ArchivedDecision, CaseFile, DatedEvent
from services.letters.changes import changes
from services.letters.favourable import pays_all
from services.letters.model import Letter, LetterLine, Phrase, Quoted, Section, Values, item, say
from services.letters.shared_sections import by_whom, contest, contest_of_all_granted, facts


def assessed(case: CaseFile, dated: DatedEvent, event: AssessmentMade, archived: ArchivedDecision) -> Letter:
    """The letter on one version of an assessment."""
    scheme, graph = case.scheme_of(event.claim), archived.decision.graph
    determination = case.determination(event.claim, dated)
    officers = [decision for decision in _decisions(case, dated) if _touches(decision, event)]
    sections = (
        Section("what", tuple(_what(event))),
        changes(case, dated, archived),
        Section("weeks", tuple(week_line(week) for week in event.weeks)),
        facts(graph, archived.sources, SheetWording(scheme), [week.period for week in event.weeks]),
        by_whom(officers, automatic=not officers),
        Section("change", tuple(_change(event))),
        contest_of_weeks(case, determination.appeal if determination else None, dated.day, event),
    )
    return Letter(
        name="weeks",
        ids=(str(event.assessment),),
        person=case.person,
        claim=event.claim,
        scheme=Quoted(scheme.title),
        country=scheme.country,
        day=dated.day,
        title=_title(event),
        sections=tuple(section for section in sections if section.lines),
    )


def contest_of_weeks(case: CaseFile, appeal: Appeal | None, day: date, event: AssessmentMade) -> Section:
    """How to contest what is due for weeks; shortly where all of them are paid in full."""
    told = contest_of_all_granted if pays_all(event) else contest
    return told(case, appeal, day)


def _decisions(case: CaseFile, until: DatedEvent) -> Iterator[ClaimDecision]:
    return (decision for dated, decision in case.of(ClaimDecision) if dated.day <= until.day)


def _touches(decision: ClaimDecision, event: AssessmentMade) -> bool:
    days = decision.applies or decision.period
    if isinstance(decision.about, WaiverAbout):
        return False  # a debt that is waived or not changes nothing of what is due
    return decision.claim == event.claim and days is not None and days.overlaps(event.period)


def _title(event: AssessmentMade) -> Phrase:
    values: Values = {"period": event.period, "amount": event.amount}
    if event.amount.minor:
        return Phrase("weeks.due.title", values)
    held = any(week.state is WeekState.HELD for week in event.weeks)
    return Phrase("weeks.held.title" if held else "weeks.nothing.title", {"period": event.period})


def _what(event: AssessmentMade) -> Iterator[LetterLine]:
    due = [week for week in event.weeks if week.amount.minor]
    if due:
        yield say("weeks.due.what", amount=event.amount, n=len(due))
    held = [week for week in event.weeks if week.state is WeekState.HELD]
    if held:
        yield say("weeks.held.what", n=len(held))
    if not due and not held:
        yield say("weeks.nothing.what")
    yield say("weeks.left", left=event.total_left, n=event.weeks_left)
    if event.number > 1:
        yield say("version.replaces", n=event.number)


def week_line(week: WeekAssessed) -> LetterLine:
    """The days of a week, what is due for them, and why."""
    return LetterLine(
        (Phrase("week.amount", {"period": week.period, "amount": week.amount}),),
        "item",
        original=Quoted(week.because),
        instead_of_original=(Phrase(f"week.{week.state}"),),
        cites=week.cites,
    )


def _change(event: AssessmentMade) -> Iterator[LetterLine]:
    states = {week.state for week in event.weeks}
    if WeekState.HELD in states:
        yield item(Phrase("change.held"))
    if states & {WeekState.PARTLY_PAID, WeekState.EXCESS_EARNINGS}:
        yield item(Phrase("change.earned_less"))
    if states & {WeekState.DISQUALIFIED, WeekState.NOT_ENTITLED}:
        yield item(Phrase("change.kept_back"))
    yield say("change.certified")
