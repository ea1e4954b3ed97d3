"""What a source reported, and what follows from all of it: the last word, the difference of totals, a sum.

Nothing here depends on the order in which reports came, only on the moments at which they were recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from services.registry_kit.input_line import CellFault
from services.registry_kit.reporting_rules import Differences, YearToDate
from services.registry_kit.year_to_date import has_its_beginning, of_each_period, year_of

ONE_DAY = timedelta(days=1)
DIFFERENCES_TAKEN = "taken back"
"""Stands in the place of a difference's name for the last moment at which a key was taken back, with all before it."""
Values = Mapping[str, Any]
"""The fields of a fact as a message's body has them, without version and moment of recording."""


@dataclass(frozen=True, slots=True)
class SourceReport:
    """The last word on a key, or a difference to it.

    `run` names the year and the job whose totals it belongs to; "" where figures stand for themselves. `difference`
    tells one difference from another, and is "" for the last word. `values` is None where the report takes back.
    """

    key: str
    recorded: str
    values: Values | None
    run: str = ""
    difference: str = ""


def moment_of(report: SourceReport) -> datetime:
    """When it was recorded."""
    return datetime.fromisoformat(report.recorded)


def run_of(values: Values, job: str, rule: YearToDate) -> str:
    """The year and the job whose totals a report belongs to: the year of the day of payment, or of the last day."""
    paid = values.get("paid_on")
    day = date.fromisoformat(paid) if paid is not None else date.fromisoformat(values["period"]["end"]) - ONE_DAY
    return f"{year_of(day, rule.year_begins)} {job}"


def must_have_its_beginning(reports: Iterable[SourceReport], report: SourceReport, began: date | None) -> None:
    """Raises `CellFault` if a total holds periods of which no report is known."""
    values = report.values
    if values is None or not report.run:
        return
    start = values["period"]["start"]
    before = [other for other in reports if other.values is not None and other.values["period"]["start"] < start]
    year = date.fromisoformat(_year(report.run))
    if not before and not has_its_beginning(date.fromisoformat(start), year, began):
        raise CellFault("it runs from an earlier period, of which no report is known; ingest the earlier reports first")


def must_stay_in_its_year(report: SourceReport, before: SourceReport | None) -> None:
    """Raises `CellFault` if a key that was told in one year's total is reported in another's."""
    if before is not None and before.run and report.run and _year(before.run) != _year(report.run):
        raise CellFault(
            "the same key was reported for another year; take the day of payment into the key, or cancel what was told"
        )


def must_go_on_with_the_job(reports: Iterable[SourceReport], report: SourceReport, began: date | None) -> None:
    """Raises `CellFault` if a total may belong to a new job under an old number: it fell, and the job began since."""
    values = report.values or {}
    ended = [
        other.values
        for other in reports
        if began is not None and other.values is not None and date.fromisoformat(other.values["period"]["end"]) <= began
    ]
    names = [name for name, value in values.items() if _is_amount(value)]
    if any(other[name]["minor"] > values[name]["minor"] for other in ended for name in names if name in other):
        raise CellFault(
            "it is less than before the job began, so it may be a new job's total; "
            "take the column of the first day into year_to_date.job"
        )


def _year(run: str) -> str:
    return run.partition(" ")[0]


def stated(
    reports: Iterable[SourceReport], rule: YearToDate | None, differences: Differences | None
) -> dict[str, Values]:
    """By key, the values that follow from all reports of one run, or of one key.

    Raises `CellFault` where more is taken back than was reported, and where nobody knows what a whole figure includes.
    """
    reports = tuple(reports)
    standing = [report for report in reports if report.values is not None]
    if rule is not None:
        return _from_totals(standing, rule)
    whole = {report.key: report for report in standing if not report.difference}
    last: dict[str, Values] = {key: dict(report.values or {}) for key, report in whole.items()}
    gone = {report.key: moment_of(report) for report in reports if report.difference == DIFFERENCES_TAKEN}
    for report in standing:
        since = gone.get(report.key)
        if not report.difference or report.key not in last or (since is not None and moment_of(report) <= since):
            continue
        if differences is None or not _is_in(whole[report.key], report, differences):
            last[report.key] = _added(last[report.key], report.values or {})
    for values in last.values():
        _must_not_be_below_zero(values)
    return last


def _is_in(whole: SourceReport, difference: SourceReport, rule: Differences) -> bool:
    """Whether a whole figure includes a difference. Raises `CellFault` for two recorded at the same moment."""
    if rule.whole == "leaves_out_differences":
        return False
    if moment_of(whole) == moment_of(difference):
        raise CellFault("a whole figure and a difference to it were recorded at the same moment: which came first?")
    return moment_of(whole) > moment_of(difference)


def must_differ_from_something(whole: SourceReport | None) -> None:
    """Raises `CellFault` if nothing is known that a difference could be added to."""
    if whole is None or whole.values is None:
        raise CellFault("nothing is known that it differs from; ingest the earlier reports first")


def _from_totals(reports: list[SourceReport], rule: YearToDate) -> dict[str, Values]:
    reports = sorted(reports, key=_by_period)
    values = [dict(report.values or {}) for report in reports]
    for name in rule.of:
        told = [fields for fields in values if name in fields]
        amounts = of_each_period([fields[name]["minor"] for fields in told])
        for fields, minor in zip(told, amounts, strict=True):
            fields[name] = {**fields[name], "minor": minor}
    return dict(zip((report.key for report in reports), values, strict=True))


def _by_period(report: SourceReport) -> tuple[str, str, str]:
    period = (report.values or {})["period"]
    return period["end"], period["start"], report.key


def _added(whole: Values, difference: Values) -> dict[str, Any]:
    """The whole with the amounts of a difference added. Raises `CellFault` for an amount that was not reported."""
    summed = dict(whole)
    for name, amount in difference.items():
        if not _is_amount(amount):
            continue
        if not _is_amount(whole.get(name)):
            raise CellFault(f"{name}: it was not reported, so nothing can be added to it")
        summed[name] = {**whole[name], "minor": whole[name]["minor"] + amount["minor"]}
    return summed


def _must_not_be_below_zero(values: Values) -> None:
    for name, value in values.items():
        if _is_amount(value) and value["minor"] < 0:
            raise CellFault(f"{name}: more is taken back than was reported")


def _is_amount(value: Any) -> bool:
    return isinstance(value, dict) and "minor" in value
