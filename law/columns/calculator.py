"""A scheme's claim rules over many persons: from given aggregates, or from employment histories."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from law.case.claim_under_law import first_day
from law.columns.calendar import first_day_of, month_of
from law.columns.chunk import Given, Run
from law.columns.columns import EPOCH, Column, day_of, number_of
from law.columns.exact_fallback import evaluation_of_one, exact_values
from law.columns.histories import Claimants, Histories, without_facts
from law.columns.inputs import day_numbers
from law.columns.masks import Mask, Persons, some
from law.columns.plan import Output, Plan
from law.columns.results import Found, in_order, joined, patched
from law.language.sheet.scheme import DAYS_OF_A_WEEK, WEEKDAYS, ChosenVersions, Scheme
from law.language.terms.dated import LawDays
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.values import Unknown

CHUNK_OF_AGGREGATES = 65_536  # persons whose columns stay in a processor's cache
CHUNK_OF_HISTORIES = 4_096  # fewer, for each has many rows
OUTSIDE = Unknown.because("The sheet knows no law of the day on which this claim begins.")

Told = Callable[[int], object]
"""Called with the number of persons that are done."""


def _to_nobody(_done: int) -> None:
    """Nobody wants to know."""


def worth_of(scheme: Scheme) -> tuple[Output, ...]:
    """What a costing needs: rate, limit, reference earnings, waiting, and every condition."""
    benefit = scheme.benefit
    amounts = (benefit.rate, benefit.limit, benefit.reference_earnings, benefit.total)
    return (
        *(("quantity", name) for name in dict.fromkeys(amounts) if name is not None),
        *(("condition", name) for name in scheme.conditions),
        ("waiting", ""),
    )


class ColumnCalculator:
    """The rules of one scheme, ready for columns. `workers` threads share the chunks of a call."""

    def __init__(self, scheme: Scheme, *, workers: int = 1, chunk: int | None = None) -> None:
        self.scheme, self._workers, self._chunk = scheme, workers, chunk
        self._plans: dict[Any, Plan] = {}
        self._versions: dict[ChosenVersions, ColumnCalculator] = {}
        """The rules in each choice of versions that some claim follows."""

    def from_aggregates(
        self,
        filed: Any,
        given: Mapping[str, Column | Given],
        outputs: Collection[Output] | None = None,
        tell: Told = _to_nobody,
    ) -> Found:
        """The outputs from given columns, named as in `ClaimUnderLaw(given=...)`: `insured_months(frame)`, `children`.

        `filed` are the days of filing. Every question that the outputs need and the claim does not
        answer by itself must be given. Raises `LookupError` where one is not.
        """
        return self._found(without_facts(day_numbers(filed)), given, outputs, tell, facts=False)

    def from_histories(
        self,
        histories: Histories,
        given: Mapping[str, Column | Given] | None = None,
        outputs: Collection[Output] | None = None,
        tell: Told = _to_nobody,
    ) -> Found:
        """The outputs from employment histories; given columns (such as particulars) stand before them."""
        return self._found(histories, given or {}, outputs, tell, facts=True)

    def plan(self, outputs: Collection[Output] | None, given: Mapping[str, Given], *, facts: bool) -> Plan:
        """The plan that leads to these outputs; made once."""
        wanted = tuple(worth_of(self.scheme) if outputs is None else outputs)
        names = {name: one.absent is not None for name, one in given.items()}
        place = wanted, tuple(sorted(names.items())), facts
        if place not in self._plans:
            self._plans[place] = Plan(self.scheme, wanted, names, facts=facts)
        return self._plans[place]

    def _found(
        self,
        histories: Histories,
        given: Mapping[str, Column | Given],
        outputs: Collection[Output] | None,
        tell: Told,
        *,
        facts: bool,
    ) -> Found:
        columns = {name: one if isinstance(one, Given) else Given(one) for name, one in given.items()}
        for name, column in columns.items():
            column.refuse_unless_exact(name, len(histories))
        if not any(self.scheme.through_time.of_claim()):
            return self._under_one_law(histories, columns, outputs, tell, facts=facts)
        parts: list[tuple[Persons, Found]] = []
        for calculator, persons in self._by_version(histories.claimants):
            theirs = {name: column.part(persons) for name, column in columns.items()}
            parts.append((persons, calculator._found(histories.part(persons), theirs, outputs, tell, facts=facts)))  # noqa: SLF001  one of our kind
        return in_order(parts)

    def _by_version(self, claimants: Claimants) -> Iterator[tuple[ColumnCalculator, Persons]]:
        """The persons whose claims follow the same versions of the rules, with the rules in these versions."""
        changing = self.scheme.through_time
        begins = first_days(self.scheme, claimants.filed, claimants.without_work_from)
        distinct, places = np.unique(begins, return_inverse=True)
        days = [LawDays.of(day_of(day)) for day in distinct]
        chosen = [changing.chosen_for_claim(day) for day in days]
        for choice in dict.fromkeys(chosen):
            if choice not in self._versions:
                scheme = self.scheme.on(days[chosen.index(choice)])
                self._versions[choice] = ColumnCalculator(scheme, workers=self._workers, chunk=self._chunk)
            holds = np.array([versions == choice for versions in chosen], dtype=np.bool_)
            yield self._versions[choice], np.flatnonzero(holds[places])

    def _under_one_law(
        self,
        histories: Histories,
        given: Mapping[str, Given],
        outputs: Collection[Output] | None,
        tell: Told,
        *,
        facts: bool,
    ) -> Found:
        plan = self.plan(outputs, given, facts=facts)
        size = self._chunk or (CHUNK_OF_HISTORIES if facts else CHUNK_OF_AGGREGATES)
        edges = [(start, min(start + size, len(histories))) for start in range(0, len(histories), size)]

        def one(edge: tuple[int, int]) -> tuple[dict[Output, Column], int, Mask]:
            persons = slice(*edge)
            within = {name: whole.part(persons) for name, whole in given.items()}
            found = self._chunk_found(plan, histories.part(persons), within)
            tell(persons.stop - persons.start)
            return found

        if self._workers > 1:
            with ThreadPoolExecutor(self._workers) as pool:
                parts = list(pool.map(one, edges))
        else:
            parts = [one(edge) for edge in edges]
        return self._together(plan, parts, [end - start for start, end in edges])

    def _together(self, plan: Plan, parts: list[tuple[dict[Output, Column], int, Mask]], sizes: list[int]) -> Found:
        if not parts:
            raise ValueError("there are no persons")
        outside = [
            np.zeros(size, dtype=np.bool_) if part[2] is None else part[2]
            for part, size in zip(parts, sizes, strict=True)
        ]
        return Found(
            persons=sum(sizes),
            columns={output: joined([part[0][output] for part in parts], sizes) for output in plan.outputs},
            left_to_the_exact=sum(part[1] for part in parts),
            outside_known_law=some(np.concatenate(outside)),
            not_vectorised=tuple(sorted(plan.not_vectorised)),
            minor_units=self.scheme.minor_units,
        )

    def _chunk_found(
        self, plan: Plan, histories: Histories, given: Mapping[str, Given]
    ) -> tuple[dict[Output, Column], int, Mask]:
        claimants = histories.claimants
        begins = first_days(self.scheme, claimants.filed, claimants.without_work_from)
        run = Run(self.scheme, begins, given, histories)
        columns = plan.carried_out(run)
        if run.left is None:
            return columns, 0, None
        left = np.flatnonzero(np.broadcast_to(run.left, (len(histories),)))
        outside, values = self._exactly(plan, histories, given, left)
        for output, theirs in zip(plan.outputs, zip(*values, strict=True), strict=True):
            columns[output] = patched(columns[output], left, theirs, len(histories))
        return columns, len(left), some(outside)

    def _exactly(self, plan: Plan, histories: Histories, given: Mapping[str, Given], persons: Any) -> tuple[Any, Any]:
        outside = np.zeros(len(histories), dtype=np.bool_)
        values = []
        for person in persons:
            run = evaluation_of_one(self.scheme, histories, given, int(person))
            try:
                values.append(exact_values(run, plan.outputs))
            except OutsideKnownLaw:
                outside[person] = True
                values.append([OUTSIDE] * len(plan.outputs))
        return outside, values


def first_days(scheme: Scheme, filed: Any, without_work_from: Any) -> Any:
    """The days on which claims begin, as `claim_under_law.first_day` says for one."""
    if scheme.claim.begins.what == "the first day without work":
        return without_work_from
    if scheme.claim.begins.what == "the day of filing":
        return filed
    if scheme.claim.begins.what == "the first day of the month after filing":
        return first_day_of(month_of(filed) + 1)
    if scheme.claim.begins.what == "the first day without work, if filed in time":
        return _each_pair_once(scheme, filed, without_work_from)
    begins_on = WEEKDAYS.index(scheme.claim.week_begins_on.what)
    return filed - (filed + EPOCH.weekday() - begins_on) % DAYS_OF_A_WEEK


def _each_pair_once(scheme: Scheme, filed: Any, without_work_from: Any) -> Any:
    """Where the calendar of working days decides, it is asked once for each pair of days."""
    pairs, places = np.unique(np.stack([filed, without_work_from]), axis=1, return_inverse=True)
    begins = [number_of(first_day(scheme, day_of(on), day_of(since))) for on, since in pairs.T]
    return np.array(begins, dtype=np.int64)[places.reshape(-1)]
