"""Letters on short-time work: to each worker on what is due for them, and to the employer on a month's list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from contracts.about import doubt_in
from contracts.claims import ClaimDecision
from contracts.short_time import ShortTimeReported
from contracts.short_time_answers import LineOutcome, ShortTimeAssessed, ShortTimeSettled
from law.explain.sheet_wording import SheetWording
from services.letters.case_file import CaseFile, DatedEvent
from services.letters.model import AsWritten, Letter, LetterLine, Name, Phrase, Quoted, Section, Values, item, say
from services.letters.shared_sections import answers, by_whom, contest_institution, help_line


def short_time_of_worker(case: CaseFile, dated: DatedEvent, event: ShortTimeSettled) -> Letter:
    """What is due to the employer for a worker in a month, by what the employer told and how the sheet comes to it."""
    sections = (
        Section("what", tuple(_due_for_worker(event))),
        Section("why", (_why(event),)),
        *_told(case, event),
        _who(event),
        Section("change", (say("short_time.change"), help_line())),
        contest_institution(),
    )
    title = Phrase(f"short_time.{event.outcome}.title", {"period": event.month, "amount": event.amount})
    return _letter(case, dated, event.scheme, _Paper("short_time", title, sections))


def _due_for_worker(event: ShortTimeSettled) -> Iterator[LetterLine]:
    if event.outcome is LineOutcome.DUE:
        yield say("short_time.due", amount=event.amount)
        yield say("short_time.paid_out")
    else:
        yield say(f"short_time.{event.outcome}")
    yield say("short_time.employer", employer=AsWritten(event.employer))
    yield say("short_time.final" if event.is_final else "short_time.expected")


def _why(event: ShortTimeSettled) -> LetterLine:
    by_law = (Phrase("short_time.by_law"),)
    return LetterLine((), original=Quoted(event.because), instead_of_original=by_law, cites=event.cites)


def _told(case: CaseFile, event: ShortTimeSettled) -> Iterator[Section]:
    """What the employer told of the worker, and what the sheet asked of it."""
    line = next((line for line in _lines(case) if (line.key, line.source_version) == _answered(event)), None)
    if line is None:
        return
    yield Section(
        "known",
        (
            say("short_time.told"),
            item(Phrase("short_time.should_pay", {"amount": line.should_pay})),
            item(Phrase("short_time.pay", {"amount": line.pay})),
            item(Phrase("short_time.nets", {"before": line.net_of_should_pay, "left": line.net_of_pay})),
            item(Phrase("short_time.lost", {"n": line.minutes_lost // 60})),
        ),
    )
    graph = case.lines.get(_answered(event))
    if graph is not None:
        yield answers(graph, SheetWording(case.scheme_of(event.scheme)))


def _lines(case: CaseFile) -> Iterator[ShortTimeReported]:
    return (line for _, line in case.of(ShortTimeReported))


def _answered(event: ShortTimeSettled) -> tuple[str, int]:
    return event.line, event.version_said


def _who(event: ShortTimeSettled) -> Section:
    if event.officer is None:
        return Section("who", (say("who.machine"),))
    officer: Values = {
        "staff": AsWritten(event.officer.staff),
        "role": AsWritten(event.officer.role),
        "day": event.told_on,
    }
    return Section("who", (say("who.with_a_person"), item(Phrase("who.officer", officer))))


def short_time_list(case: CaseFile, dated: DatedEvent, event: ShortTimeAssessed) -> Letter:
    """What the employer is due for a month, all workers of its list together."""
    what = [say("short_time_list.due", amount=event.amount, n=event.lines)]
    if event.waiting:
        what.append(say("short_time_list.waiting", n=event.waiting))
    what.append(say("short_time_list.final" if event.is_final else "short_time_list.expected"))
    by_law = (Phrase("short_time.by_law"),)
    why = LetterLine((), original=Quoted(event.because), instead_of_original=by_law, cites=event.cites)
    sections = (
        Section("what", tuple(what)),
        Section("why", (why,)),
        Section("next", (say("short_time_list.pay_out"),)),
        by_whom(_decided(case, dated, event), automatic=False),
        Section("change", (say("short_time_list.change"), help_line())),
        contest_institution(),
    )
    title = Phrase("short_time_list.title", {"period": event.month, "amount": event.amount})
    return _letter(case, dated, event.scheme, _Paper("short_time_list", title, sections))


def _decided(case: CaseFile, until: DatedEvent, event: ShortTimeAssessed) -> Iterator[ClaimDecision]:
    """What named persons had decided of lines of the month."""
    for dated, decision in case.of(ClaimDecision):
        is_of_a_line = doubt_in(decision.about) is not None and decision.period == event.month
        if is_of_a_line and dated.day <= until.day:
            yield decision


class _Paper(NamedTuple):
    """What tells the two letters apart."""

    name: Name
    title: Phrase
    sections: tuple[Section, ...]


def _letter(case: CaseFile, dated: DatedEvent, name: str, paper: _Paper) -> Letter:
    """The letter under a scheme, by its name: short-time work has no claim."""
    scheme = case.scheme_of(name)
    return Letter(
        name=paper.name,
        ids=(str(dated.id),),
        person=case.person,
        claim=name,
        scheme=Quoted(scheme.title),
        country=scheme.country,
        day=dated.day,
        title=paper.title,
        sections=paper.sections,
    )
