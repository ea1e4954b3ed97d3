"""Facts of a source that numbers no versions: each line is kept as a report, and what changes by it is told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from contracts.base import Envelope
from contracts.refusals import in_words
from contracts.registry import Fact, FactRetracted
from services.registry_kit.coarse import coarse
from services.registry_kit.days import day_in, day_moved
from services.registry_kit.facts import DECIDING, Facts, Reject
from services.registry_kit.field_rule import FieldRule
from services.registry_kit.input_line import CellFault, InputLine
from services.registry_kit.kinds import RECORDED
from services.registry_kit.line_tests import passes
from services.registry_kit.mapping import Mapping
from services.registry_kit.plausible import time_faults
from services.registry_kit.report_book import ReportBook, ToldFact
from services.registry_kit.reported import (
    DIFFERENCES_TAKEN,
    SourceReport,
    Values,
    moment_of,
    must_differ_from_something,
    must_go_on_with_the_job,
    must_have_its_beginning,
    must_stay_in_its_year,
    run_of,
    stated,
)
from services.runtime.privacy.identifiers import NoIdentifier
from services.runtime.privacy.pseudonyms import Keys, hidden

VERSION = "source_version"
TAKEN_BACK = "The source took it back."
BETWEEN = "\x1f"


class ReportedFacts(Facts):
    """Turns lines into the facts that change by them. The same files in any order lead to the same last versions."""

    def __init__(self, mapping: Mapping, kind: str, keys: Keys, book: ReportBook, now: datetime | None = None) -> None:
        super().__init__(mapping, kind, keys, now)
        self._book = book
        self._minus: set[str] = set()

    def of(self, line: InputLine) -> list[Envelope] | Reject:
        """What is news by a line. The amounts of a difference may have a minus sign."""
        differences = self._mapping.differences
        if differences is None or line.fault is not None or not passes(line.cells, differences.when):
            return super().of(line)
        self._minus = {column for column in self._mapping.amounts() if _is_below_zero(line.cells.get(column))}
        plain = {name: cell.strip()[1:] if name in self._minus else cell for name, cell in line.cells.items()}
        return super().of(replace(line, cells=plain))

    def _rules(self, line: InputLine) -> dict[str, FieldRule]:
        """A line that takes back says of which key; what else stands in it means nothing."""
        if not self._takes_back(line):
            return self._mapping.fields
        return {name: rule for name, rule in self._mapping.fields.items() if name in {"key", RECORDED}}

    def _takes_back(self, line: InputLine) -> bool:
        return self._mapping.cancels is not None and passes(line.cells, self._mapping.cancels)

    def settle(self) -> None:
        """Keep in the book what the destination has."""
        self._book.settle()

    def close(self) -> None:
        """Let others use the book."""
        self._book.close()

    def _stated(self, line: InputLine, person: str, values: dict[str, Any]) -> list[Envelope] | Reject:
        try:
            with self._book.whole_line():
                return list(self._news(line, person, values))
        except ValidationError as error:
            return Reject(line.number, in_words(error))
        except CellFault as fault:
            return Reject(line.number, str(fault))

    def _news(self, line: InputLine, person: str, values: dict[str, Any]) -> Iterator[Envelope]:
        report = self._report(line, values)
        before = self._book.report(person, report.key, report.difference)
        must_stay_in_its_year(report, before)
        is_news = before is None or _is_news(report, before)
        if not self._takes_differences(person, report) and not is_news:
            return
        runs = {report.run, *([before.run] if before else [])} - {""}
        if report.difference:
            must_differ_from_something(self._book.report(person, report.key))
        if report.run:
            of_run, began = self._book.reports_of_run(person, report.run), self._began(line)
            must_have_its_beginning(of_run, report, began)
            must_go_on_with_the_job(of_run, report, began)
        if is_news:
            self._book.write(person, report)
        affected = [self._book.reports_of_run(person, run) for run in sorted(runs)]
        affected = affected or [self._book.reports_of_key(person, report.key)]
        follows = {key: fields for reports in affected for key, fields in self._follows(reports).items()}
        for key in sorted({report.key, *(other.key for reports in affected for other in reports)}):
            yield from self._told_now(person, key, report.recorded, follows.get(key))

    def _takes_differences(self, person: str, report: SourceReport) -> bool:
        """Note the last moment at which a key was taken back, with the differences before it; whether it moved."""
        known = self._book.report(person, report.key, DIFFERENCES_TAKEN)
        if report.values is not None or (known is not None and moment_of(known) >= moment_of(report)):
            return False
        self._book.write(person, replace(report, difference=DIFFERENCES_TAKEN))
        return True

    def _follows(self, reports: list[SourceReport]) -> dict[str, Values]:
        return stated(reports, self._mapping.year_to_date, self._mapping.differences)

    def _report(self, line: InputLine, values: dict[str, Any]) -> SourceReport:
        """What a line reports. Raises `CellFault` and `ValidationError` if it could never be told."""
        mapping, missing = self._mapping, [name for name in ("key", RECORDED) if name not in values]
        if missing:
            raise CellFault("; ".join(f"{name}: is missing" for name in missing))
        fields = {name: value for name, value in values.items() if name not in {VERSION, RECORDED}}
        key, recorded = str(values["key"]), values[RECORDED]
        if self._takes_back(line):
            return SourceReport(key, recorded, None)
        if mapping.differences is not None and passes(line.cells, mapping.differences.when):
            return SourceReport(key, recorded, self._signed(fields), difference=self._mac(line, mapping.differences.id))
        self._events_of(values)  # a total must read as a period's own figure would
        totals = mapping.year_to_date
        run = "" if totals is None else run_of(fields, self._mac(line, totals.job), totals)
        return SourceReport(key, recorded, fields, run)

    def _signed(self, fields: dict[str, Any]) -> dict[str, Any]:
        """The amounts of a difference with their signs."""
        signed = dict(fields)
        for name, rule in self._mapping.fields.items():
            if minus := self._minus & set(rule.columns()):
                if minus != set(rule.columns()):
                    raise CellFault(f"{name}: what is added and what is taken away cannot be one sum")
                signed[name] = {**fields[name], "minor": -fields[name]["minor"]}
        return signed

    def _mac(self, line: InputLine, columns: tuple[str, ...]) -> str:
        """What columns say together, hidden, as it may name an employer. Raises `CellFault` if they say nothing."""
        if all(line.cells.get(column) is None for column in columns):
            raise CellFault(f"{' and '.join(columns)}: is missing")
        try:
            text = BETWEEN.join(str(line.cells.get(column)) for column in columns)
            return hidden(text, self._keys.employers or self._keys.persons)
        except NoIdentifier as fault:
            raise CellFault(str(fault)) from None

    def _began(self, line: InputLine) -> date | None:
        rule = self._mapping.year_to_date.began if self._mapping.year_to_date else None
        cell = None if rule is None else line.cells.get(rule.column or "")
        if rule is None or cell is None:
            return None
        try:
            return day_moved(day_in(cell, rule), rule.plus_days)
        except CellFault as fault:
            raise CellFault(f"{rule.column}: {fault}") from None

    def _events_of(self, values: dict[str, Any]) -> list[Fact]:
        first, *more = self._events
        models = (first, *(event for event in more if DECIDING in values))
        events = [coarse(model.model_validate(values), self._mapping) for model in models]
        return [event for event in events if isinstance(event, Fact)]

    def _told_now(self, person: str, key: str, recorded: str, fields: Values | None) -> Iterator[Envelope]:
        """The new version of each fact under a key, if it says anything new."""
        told = {model.name: self._book.told(person, model.name, key) for model in self._events}
        events = (
            {}
            if fields is None
            else {event.name: event for event in self._events_of({**fields, VERSION: 1, RECORDED: recorded})}
        )
        for name, before in told.items():
            content = _digest(events[name]) if name in events else None
            if content == (before.content if before else None):
                continue
            version = before.version + 1 if before else 1
            moment = max(recorded, before.recorded, key=datetime.fromisoformat) if before else recorded
            self._book.tell(person, name, key, ToldFact(version, moment, content))
            yield self._versioned(events.get(name), name, person, {"key": key, VERSION: version, RECORDED: moment})

    def _versioned(self, event: Fact | None, name: str, person: str, about: dict[str, Any]) -> Envelope:
        if event is None:
            event = FactRetracted.model_validate({**about, "kind": name, "reason": TAKEN_BACK})
        else:
            event = type(event).model_validate({**event.model_dump(mode="json", exclude_none=True), **about})
        if faults := sorted(set(time_faults(event, event.recorded_at, self._now))):
            raise CellFault("; ".join(faults))
        return self._envelope(event, person, event.recorded_at)


def _is_news(report: SourceReport, before: SourceReport) -> bool:
    """Whether a report goes beyond the one before it. Raises `CellFault` if the two contradict each other."""
    moments = datetime.fromisoformat(report.recorded), datetime.fromisoformat(before.recorded)
    if moments[0] != moments[1]:
        return moments[0] > moments[1]
    if report.values is None or before.values is None:
        return report.values is not None  # what replaces is sent together with what takes back
    if replace(report, run=before.run, recorded=before.recorded) != before:
        raise CellFault("another line says otherwise of the same, recorded at the same moment")
    return False


def _is_below_zero(cell: Any) -> bool:
    return isinstance(cell, str) and cell.strip().startswith(("-", "\u2212"))


def _digest(event: Fact) -> str:
    """Of what a fact says, whenever it was recorded and whatever its version."""
    says = event.model_dump(mode="json", exclude={VERSION, RECORDED}, exclude_none=True)
    return hashlib.sha256(json.dumps(says, sort_keys=True).encode()).hexdigest()
