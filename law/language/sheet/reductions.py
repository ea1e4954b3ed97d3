"""How far and for how long benefit may be reduced on a ground, and what a reduced period uses up of the limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from contracts.values import Share
from law.language.formula.names import Names
from law.language.terms.citation import CITED, cited
from law.language.terms.document import Entry
from law.language.terms.parameters import DatedValue, Parameter
from law.language.terms.units import DAYS, MONTHS, SHARE, WEEKS, Unit
from law.language.terms.values import Number

UsesUp = Literal["in full", "by the share paid"]
COMPLIANCE = "the person complies"
EXAMPLE = """\
reductions:
  no_employment_service:
    meaning: Did not keep what was agreed with the employment service
    by_at_least: reduction_min
    for_at_least: reduction_time_min
    for_at_most: reduction_time_max
    until: the person complies
    uses_up: in full"""
EXAMPLE_SHARE = """\
reduction_min:
  meaning: The least share of the benefit that a reduction takes
  unit: share
  values:
    - from: 2025-06-01
      value: 0.30"""
EXAMPLE_TIME = "for_at_least: one_month, for_at_most: two_months   (parameters in days, weeks or months)"
EXAMPLE_BY = "by: reduction   (exactly so much), or by_at_least: reduction_min, by_at_most: reduction_max"
_SHARE: TypeAdapter[str] = TypeAdapter(Share)
TIMES = (DAYS, WEEKS, MONTHS)


@dataclass(frozen=True, slots=True)
class Reduction:
    """What a decision on a ground may do instead of taking all: reduce the benefit by a share, for a time.

    The bounds are names of parameters. `by_at_most` is None where all may be taken; `lasts_at_least` and
    `lasts_at_most` are None where the law sets no such bound. With `until_compliance` the reduction ends on the day on
    which the person does what was asked of them.
    """

    ground: str
    meaning: str
    by_at_least: str | None
    by_at_most: str | None
    lasts_at_least: str | None
    lasts_at_most: str | None
    until_compliance: bool
    uses_up: UsesUp
    cites: str
    unverified: bool

    @property
    def figures(self) -> tuple[str, ...]:
        """The parameters that bound it."""
        names = (self.by_at_least, self.by_at_most, self.lasts_at_least, self.lasts_at_most)
        return tuple(dict.fromkeys(name for name in names if name is not None))


def read_reductions(
    entries: Mapping[str, Entry], names: Names, parameters: Mapping[str, Parameter], grounds: frozenset[str]
) -> dict[str, Reduction]:
    """The `reductions` of a sheet, by ground. Raises `RuleSheetError`."""
    reductions: dict[str, Reduction] = {}
    for ground, entry in entries.items():
        if ground not in grounds:
            raise entry.wrong(f"'{ground}' is no ground of the closed list.", example=EXAMPLE)
        reductions[ground] = _Reader(parameters, names).read(ground, entry)
    return reductions


@dataclass(frozen=True, slots=True)
class _Reader:
    parameters: Mapping[str, Parameter]
    names: Names

    def read(self, ground: str, entry: Entry) -> Reduction:
        fields = entry.fields(
            required="meaning",
            optional=f"by by_at_least by_at_most for for_at_least for_at_most until uses_up {CITED}",
            example=EXAMPLE,
        )
        law = cited(entry, fields)
        least, most = self._shares(entry, fields)
        shortest, longest = self._times(entry, fields)
        until_compliance = "until" in fields and fields["until"].one_of(COMPLIANCE) == COMPLIANCE
        if longest is None and not until_compliance:
            raise entry.wrong("it does not say for how long at most, nor what ends it.", example=EXAMPLE_TIME)
        return Reduction(
            ground=ground,
            meaning=fields["meaning"].text(example=EXAMPLE),
            by_at_least=least,
            by_at_most=most,
            lasts_at_least=shortest,
            lasts_at_most=longest,
            until_compliance=until_compliance,
            uses_up=self._uses_up(fields.get("uses_up")),
            cites=law.cites,
            unverified=law.unverified,
        )

    def _uses_up(self, entry: Entry | None) -> UsesUp:
        """Left out, as for every period that is paid: the whole period of a limit in time, of money what is paid."""
        if entry is not None:
            return "in full" if entry.one_of("in full", "by the share paid") == "in full" else "by the share paid"
        return "by the share paid" if self.names.limit is not None and self.names.limit.is_money() else "in full"

    def _shares(self, entry: Entry, fields: Mapping[str, Entry]) -> tuple[str | None, str | None]:
        if not {"by", "by_at_least", "by_at_most"} & fields.keys():
            raise entry.wrong("it does not say by what share.", example=EXAMPLE_BY)
        least, most = self._bounds(fields, "by", (SHARE,), EXAMPLE_BY)
        for name in (least, most):
            for value in self.parameters[name].values if name else ():
                if not _is_a_share(value.value):
                    field = fields.get("by") or (fields["by_at_least"] if name == least else fields["by_at_most"])
                    raise field.wrong(
                        f"{name} is {value.value} from {value.since} on: a share lies above 0 and is at most 1, "
                        f"a fraction of at most six digits.",
                        example=EXAMPLE_SHARE,
                    )
        return least, most

    def _times(self, entry: Entry, fields: Mapping[str, Entry]) -> tuple[str | None, str | None]:
        shortest, longest = self._bounds(fields, "for", TIMES, EXAMPLE_TIME)
        for name in (shortest, longest):
            for value in self.parameters[name].values if name else ():
                if value.value < 1 or value.value.denominator != 1:
                    raise entry.wrong(
                        f"{name} is {value.value}: a reduction lasts whole days, weeks or months, at least one.",
                        example=EXAMPLE_TIME,
                    )
        return shortest, longest

    def _bounds(
        self, fields: Mapping[str, Entry], key: str, units: tuple[Unit, ...], example: str
    ) -> tuple[str | None, str | None]:
        """The least and the most; `by` or `for` alone is both."""
        least, most = f"{key}_at_least", f"{key}_at_most"
        if key in fields:
            beside = next((fields[name] for name in (least, most) if name in fields), None)
            if beside is not None:
                raise beside.wrong(f"'{key}' is exact: nothing bounds it.", example=example)
            exact = self._parameter(fields[key], units, example)
            return exact, exact
        low, high = (
            self._parameter(fields[name], units, example) if name in fields else None for name in (least, most)
        )
        if low and high and self.parameters[low].unit != self.parameters[high].unit:
            raise fields[most].wrong(
                f"{high} is in {self.parameters[high].unit}s, but {low} in {self.parameters[low].unit}s.",
                example=example,
            )
        if low and high and (fault := _first_empty(self.parameters[low], self.parameters[high])):
            raise fields[most].wrong(
                f"on {fault} nothing lies between {low} and {high}: the least is more than the most.", example=example
            )
        return low, high

    def _parameter(self, entry: Entry, units: tuple[Unit, ...], example: str) -> str:
        name = entry.text(example=example)
        if name not in self.parameters or self.parameters[name].unit not in units:
            wanted = "a share" if units == (SHARE,) else "days, weeks or months"
            raise entry.wrong(f"{name} is not a parameter in {wanted}.", example=example)
        return name


def _is_a_share(number: Number) -> bool:
    """Whether an answer and a decision could carry it."""
    try:
        return bool(_SHARE.validate_python(str(number)))
    except ValidationError:
        return False


def _first_empty(low: Parameter, high: Parameter) -> str | None:
    """The first day on which the least is more than the most."""
    for day in sorted(value.since for value in (*low.values, *high.values)):
        least, most = _on(low, day), _on(high, day)
        if least and most and least.value > most.value:
            return day.isoformat()
    return None


def _on(parameter: Parameter, day: date) -> DatedValue | None:
    return next((value for value in reversed(parameter.values) if value.since <= day), None)
