"""A scheme under examination: with an instrument, the member's declaration and the persons protected, ready to try."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import InitVar, dataclass, field, fields
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

from contracts.registry import Separation
from law.conventions.borne_shares import BorneShares
from law.conventions.declaration import Declaration, StandardCircumstances
from law.conventions.floor import BreakEven, Floor
from law.conventions.model import Instrument
from law.conventions.numbers_in_words import percent
from law.conventions.protected_persons import ProtectedPersons
from law.conventions.trials import Trials
from law.language.sheet.described_persons import ITS_NUMBER
from law.language.sheet.horizon import last_change
from law.language.sheet.scheme import WEEKDAYS, Scheme
from law.language.terms.calendar import first_of_next_month
from law.language.terms.rounding import half_up
from law.language.terms.units import YES_NO
from law.people.steady_worker import StatedParticular, SteadyWorker


@dataclass(frozen=True, slots=True)
class ReferenceWage:
    """A wage of a skilled manual male employee by the month (C102 Art. 65(6)); `name` is A, B, C or D."""

    name: str
    monthly: Fraction
    meaning: str
    """Where it comes from."""


W = TypeVar("W", bound=SteadyWorker)

FAMILY, MEANS = "family", "other_means"
"""Kinds of person of whom an answer may tell, as a sheet names them."""


def _family_of(dependants: int) -> dict[str, str]:
    """The kinds of a person with so many dependants, a spouse first."""
    family = {FAMILY: "yes"} if dependants else {}
    return {**family, "dependants": str(dependants), "children": str(max(0, dependants - 1))}


@dataclass
class Examination:
    """Everything a check may look at. Amounts are whole units of the scheme's currency."""

    scheme: Scheme
    instrument: Instrument
    declaration: Declaration
    protected: ProtectedPersons | None
    shares: BorneShares | None = None
    """Who bore the contributions that are recorded; None where no contribution was looked at."""
    trials: Trials = field(init=False)
    """Shared by all checks, so that each person is tried once."""
    break_evens: dict[Floor, BreakEven] = field(default_factory=dict)
    """The break-even wages that were searched for, by floor."""
    earlier: InitVar[Trials | None] = None
    """The trials of the same sheet beside another instrument, which hold here too if years are counted alike."""

    def __post_init__(self, earlier: Trials | None) -> None:
        calendar = self.instrument.calendar
        fits = earlier is not None and earlier.scheme is self.scheme and earlier.calendar == calendar
        self.trials = earlier if earlier is not None and fits else Trials(self.scheme, calendar)

    @cached_property
    def on(self) -> date:
        """The day of the claim: that of the declaration, or the first on which all the sheet's newest law holds."""
        if self.declaration.law_of:
            return self.declaration.law_of
        day = last_change(self.scheme)
        day = day if day == day.replace(day=1) else first_of_next_month(day.replace(day=1))
        while day.weekday() != WEEKDAYS.index(self.scheme.claim.week_begins_on.what):
            day = first_of_next_month(day)
        return day

    @cached_property
    def circumstances(self) -> StandardCircumstances:
        """What is stated of the standard beneficiary."""
        return self.declaration.circumstances or StandardCircumstances(cites="none")

    def person(  # noqa: PLR0913  what may differ from the standard
        self,
        monthly: Fraction,
        *,
        months: int | None = None,
        age: int | None = None,
        dependants: int | None = None,
        reason: Separation = Separation.LAID_OFF,
        means: Fraction = Fraction(0),
        answers: Mapping[str, str] | None = None,
    ) -> SteadyWorker:
        """The standard beneficiary with this monthly pay; what is named here replaces the standard.

        `means` are a multiple of the pay, and `answers` are stated whatever else is said.
        """
        standard, own = self.instrument.standard_beneficiary, self.circumstances
        family = standard.dependants if dependants is None else dependants
        stated = dict(self.described_as(_family_of(family), means))
        stated |= {
            name: StatedParticular(declared.value, declared.share, declared.per)
            for name, declared in own.particulars.items()
            if dependants is None or not self._is_of_family(name)
        }
        stated |= {name: StatedParticular(value) for name, value in (answers or {}).items()}
        return SteadyWorker(
            on=self.on,
            monthly=monthly,
            months=own.insured_months or standard.insured_months if months is None else months,
            age=own.age or standard.age if age is None else age,
            dependants=family,
            weekly_hours=own.weekly_hours or standard.weekly_hours,
            region=own.region or "here",
            reason=reason,
            particulars=stated,
        )

    def described_as(self, kinds: Mapping[str, str], means: Fraction) -> Iterator[tuple[str, StatedParticular]]:
        """What a person of these kinds states, by what the sheet says its answers describe."""
        for name, particular in self.scheme.particulars.items():
            for kind, answer in particular.describes.items():
                if kind == MEANS:
                    yield name, StatedParticular(share=means, per=particular.unit.per or "month")
                elif kind in kinds:
                    yield name, StatedParticular(kinds[kind] if answer == ITS_NUMBER else answer)
                elif kind == FAMILY and particular.unit == YES_NO:
                    yield name, StatedParticular("no" if answer == "yes" else "yes")

    def answers_of(self, kind: str) -> dict[str, str]:
        """What a person of this kind answers, as the sheet says of its answers; nothing where it says nothing."""
        described = ((name, own.describes.get(kind)) for name, own in self.scheme.particulars.items())
        return {name: answer for name, answer in described if answer is not None}

    @staticmethod
    def as_a(kind: type[W], worker: SteadyWorker, **differs: Any) -> W:
        """The same worker as a person of another class, with what is particular of that class."""
        return kind(**{own.name: getattr(worker, own.name) for own in fields(worker)}, **differs)

    def _is_of_family(self, name: str) -> bool:
        particular = self.scheme.particulars.get(name)
        return particular is not None and not {*_family_of(1)}.isdisjoint(particular.describes)

    @cached_property
    def reference_wages(self) -> tuple[ReferenceWage, ...]:
        """Every reference wage for which there are data."""
        return tuple(self._reference_wages())

    def _reference_wages(self) -> Iterator[ReferenceWage]:
        fitter, skilled = self.declaration.wages.fitter_or_turner, self.declaration.wages.typical_skilled
        if fitter:
            yield ReferenceWage("A", fitter.monthly, f"fitter or turner: {fitter.cites}")
        if skilled:
            yield ReferenceWage("B", skilled.monthly, f"typical skilled: {skilled.cites}")
        if self.protected is not None:
            below, of_average = (
                self.instrument.search[name] for name in ("share_of_persons_below", "share_of_average")
            )
            count, mean = len(self.protected.monthly), self.protected.mean
            origin = f"{percent(below)} of {count} persons protected"
            yield ReferenceWage("C", self.protected.not_less_than(below), origin)
            yield ReferenceWage("D", of_average * mean, f"{percent(of_average)} of the average, {self.money(mean)}")

    def money(self, amount: Fraction) -> str:
        """An amount to the minor unit, rounded half up, with the currency: `USD 1,500.00`."""
        minor = half_up(amount * self.scheme.minor_units)
        digits = len(str(self.scheme.minor_units)) - 1
        whole, part = divmod(minor, self.scheme.minor_units)
        return f"{self.scheme.currency} {whole:,}" + (f".{part:0{digits}d}" if digits else "")

    def described(self, person: SteadyWorker) -> str:
        """A person in words, with their pay."""
        return f"{person}, paid {self.money(person.monthly)} a month"
