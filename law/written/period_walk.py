"""Walks the certified periods of a claim in calendar order, each with what the ones before it left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from contracts.claims import Ground
from contracts.eligibility import WeekState
from contracts.intake import CertificationFiled
from contracts.registry import Absence, AbsenceRecorded
from contracts.values import Period
from law.case.claim_under_law import ClaimUnderLaw, first_day
from law.case.earlier_claims import Sums
from law.case.model import Determination
from law.decide.findings import standing
from law.decide.linked_claims import goes_on_elsewhere
from law.decide.week_ruling import Ruling
from law.language.run.compile import rules_of
from law.language.sheet.scheme import Scheme
from law.language.terms.dated import LawDays
from law.language.terms.values import Number
from law.written.account import Account, Limits
from law.written.arithmetic import doubtful
from law.written.certified import FiledPeriod
from law.written.compiled_periods import PeriodLaw, written_periods
from law.written.model import WrittenAssessment
from law.written.period_decisions import UNDECIDED, DecidedPeriod, decided_periods
from law.written.period_frame import ruled_by_frame
from law.written.period_rows import ClaimOfPeriods, PeriodRows
from law.written.period_ruling import held_for, paid_of, remembered, ruled_by_arithmetic
from law.written.rows import ClaimRows


class InARow(NamedTuple):
    """Periods in a row that count towards the end of the claim."""

    length: int = 0
    since: date | None = None
    stopped: bool = False


class WrittenPeriod(NamedTuple):
    """A period with its ruling, and what is left after it."""

    filed: CertificationFiled
    days: Period
    ruling: Ruling
    account: Account
    in_a_row: InARow


class PeriodKey(NamedTuple):
    """What the ruling on a period depends on, apart from the determination."""

    certification: str
    version: int
    start: date
    account: Account
    in_a_row: InARow
    goes_on: date | None
    """The day from which another claim goes on with this one, if it has come."""


@dataclass(slots=True)
class WorkedAtOnce:
    """What was worked out before under one determination; empty it and only time is lost."""

    rows: ClaimRows | None = None
    of_claim: dict[PeriodLaw, tuple[Any, ...]] = field(default_factory=dict)
    """What periods need of the claim, by the law that they follow."""
    periods: dict[PeriodKey, WrittenPeriod] = field(default_factory=dict)
    assessments: dict[tuple[int, ...], tuple[tuple[WrittenPeriod, ...], WrittenAssessment]] = field(
        default_factory=dict
    )
    """By the identity of the periods that they are made of, which are kept beside them."""


class Walk:
    """The periods of one claim under its determination. Raises `Doubtful` where a period is in doubt."""

    def __init__(
        self,
        claim: ClaimUnderLaw,
        determination: Determination,
        others: Iterable[Determination],
        worked: WorkedAtOnce,
    ) -> None:
        scheme, filed = claim.scheme, claim.filed
        begins = first_day(scheme, filed.filed_on, filed.unemployed_from)
        if worked.rows is None:
            worked.rows = ClaimRows(scheme, replace(claim, past=determination.before.past).case(begins), begins)
        self._sheet, self._worked = scheme, worked
        self._scheme = rules_of(scheme, LawDays.of(begins)).claim.scheme
        self.limits = Limits.of(determination.entitlement, scheme)
        self._claim = ClaimOfPeriods.of(worked.rows, determination, self.limits)
        self._decided = decided_periods(standing(claim.decisions))
        self._elsewhere = goes_on_elsewhere(determination, others)

    def over(self, periods: Iterable[FiledPeriod]) -> Iterator[WrittenPeriod]:
        """Each period in turn."""
        determination, in_a_row = self._claim.determination, InARow()
        spent = determination.sanctioned + determination.before.carried
        account = Account.full(self.limits, determination.waiting, spent)
        account = account._replace(added_up=tuple(_certain_sums(determination.before.added_up)))
        for filed, certified in periods:
            start = certified.period.start
            goes_on = self._elsewhere if self._elsewhere is not None and self._elsewhere <= start else None
            key = PeriodKey(filed.key, filed.source_version, start, account, in_a_row, goes_on)
            period = self._worked.periods.get(key)
            if period is None:
                rows = PeriodRows(self._claim, certified, filed.key, account)
                period = self._worked.periods[key] = WrittenPeriod(
                    filed, certified.period, *self._of(rows, in_a_row, goes_on)
                )
            account, in_a_row = period.account, period.in_a_row
            yield period

    def _of(self, rows: PeriodRows, in_a_row: InARow, goes_on: date | None) -> tuple[Ruling, Account, InARow]:
        """The ruling on a period, and what is left after it."""
        days = rows.certified.period
        decided = self._decided.get(days.start, UNDECIDED)
        over = _stopped(self._scheme, in_a_row) or _gone_on(self._scheme, goes_on)
        ruling = over or ruled_by_frame(self._scheme, self._claim, days, decided)
        if ruling is not None:
            return ruling, rows.account, in_a_row
        self._raise_in_custody(days, decided)
        written, after = written_periods(self._sheet, rows.begins, days.start), rows.account
        worth = written.of_period(rows, self._of_claim(written))
        ruling = ruled_by_arithmetic(written.scheme, worth, rows.account, self.limits)
        unmet = [one for one in worth.unmet if one.ground not in decided.settled]
        if ruling is None and unmet:
            ruling = held_for(unmet)
        if ruling is None:
            ruling, after = paid_of(written.scheme, rows, worth)
            after = remembered(written.scheme, rows, after)
        if written.scheme.added_up and ruling.state is not WeekState.HELD:
            after = after.with_more(worth.added)
        return ruling, after, self._counted(in_a_row, days.start, goes_on=worth.goes_on)

    def _raise_in_custody(self, days: Period, decided: DecidedPeriod) -> None:
        """Raises `Doubtful` where a person is asked about custody."""
        if Absence.DETENTION.value in self._scheme.words_asked or Ground.MAINTAINED in decided.settled:
            return
        for absence in self._claim.rows.case.facts.of(AbsenceRecorded):
            if absence.kind is Absence.DETENTION and absence.period.overlaps(days):
                doubtful("A registry reports custody.")

    def _of_claim(self, written: PeriodLaw) -> tuple[Any, ...]:
        known = self._worked.of_claim.get(written)
        if known is None:
            known = self._worked.of_claim[written] = written.of_claim(self._claim.rows)
        return known

    def _counted(self, before: InARow, start: date, *, goes_on: bool) -> InARow:
        """The row with one more period."""
        stops = self._scheme.benefit.stops
        if stops is None or before.stopped:
            return before
        if goes_on:
            return InARow()
        length = before.length + 1
        most = self._scheme.parameters[stops.periods].under(LawDays.of(self._claim.rows.begins)).value
        return InARow(length, before.since or start, length >= most)


def _stopped(scheme: Scheme, in_a_row: InARow) -> Ruling | None:
    if not in_a_row.stopped:
        return None
    because = f"The claim stopped on {in_a_row.since}: {in_a_row.length} periods in a row did not meet its condition."
    return Ruling(WeekState.OUTSIDE, scheme.benefit.stops.cites if scheme.benefit.stops else "", because)


def _certain_sums(sums: Sums) -> Iterator[tuple[str, Number]]:
    """What quantities came to under earlier claims. Raises `Doubtful` where that is in doubt."""
    for name, value in sums:
        yield name, value if isinstance(value, int | Fraction) else doubtful("What earlier periods came to is open.")


def _gone_on(scheme: Scheme, since: date | None) -> Ruling | None:
    if since is None or scheme.spells is None:
        return None
    because = f"From {since} on the spell is drawn under the claim that goes on with this one."
    return Ruling(WeekState.OUTSIDE, scheme.spells.cites, because)
