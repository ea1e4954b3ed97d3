"""The matter under check: a scheme, an instrument, what the member declares, who is protected; and persons to try."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from contracts.registry import Separation
from law.conventions.declaration import Circumstances, Declaration
from law.conventions.model import Instrument
from law.conventions.protected_persons import Protected
from law.conventions.trials import Engine
from law.language.sheet.scheme import WEEKDAYS, Scheme
from law.language.terms.calendar import first_of_next_month
from law.language.terms.numerals import plain
from law.language.terms.rounding import half_up
from law.people.steady_worker import StatedParticular, SteadyWorker

PERCENT = 100


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference wage by the month, and where it comes from."""

    name: str
    monthly: Fraction
    meaning: str


@dataclass
class Matter:
    """Everything a check may look at."""

    scheme: Scheme
    instrument: Instrument
    declaration: Declaration
    protected: Protected | None
    engine: Engine = field(init=False)
    reaches: dict[object, object] = field(default_factory=dict)
    """Up to which wage each floor is kept, worked out once."""

    def __post_init__(self) -> None:
        """One engine for all checks, so that each person is tried once."""
        self.engine = Engine(self.scheme, self.instrument.calendar)

    @cached_property
    def on(self) -> date:
        """The day of the claim: that of the declaration, or the first on which all the sheet's newest law holds."""
        if self.declaration.law_of:
            return self.declaration.law_of
        since = [value.since for parameter in self.scheme.parameters.values() for value in parameter.values]
        since += [sheet.since for table in self.scheme.tables.values() for sheet in table.sheets]
        day = max(since)
        day = day if day == day.replace(day=1) else first_of_next_month(day.replace(day=1))
        while day.weekday() != WEEKDAYS.index(self.scheme.claim.week_begins_on.what):
            day = first_of_next_month(day)
        return day

    @cached_property
    def circumstances(self) -> Circumstances:
        """What is stated of the standard person."""
        return self.declaration.circumstances or Circumstances(cites="none")

    def person(
        self,
        monthly: Fraction,
        *,
        months: int | None = None,
        age: int | None = None,
        dependants: int | None = None,
        reason: Separation = Separation.LAID_OFF,
    ) -> SteadyWorker:
        """The standard person with this monthly pay, as far as nothing else is said."""
        standard, said = self.instrument.standard_person, self.circumstances
        stated = {name: StatedParticular(value) for name, value in standard.particulars.items()}
        if dependants is not None:
            stated |= {name: StatedParticular(str(max(0, dependants - 1))) for name in standard.particulars}
        stated |= {name: StatedParticular(one.value, one.share, one.per) for name, one in said.particulars.items()}
        return SteadyWorker(
            on=self.on,
            monthly=monthly,
            months=said.insured_months or standard.insured_months if months is None else months,
            age=said.age or standard.age if age is None else age,
            dependants=standard.dependants if dependants is None else dependants,
            weekly_hours=said.weekly_hours or standard.weekly_hours,
            region=said.region or "here",
            reason=reason,
            particulars=stated,
        )

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every wage of a skilled manual male employee for which there are data (C102 Art. 65(6))."""
        return tuple(self._references())

    def _references(self) -> Iterator[Reference]:
        wages = self.declaration.wages
        if wages.fitter_or_turner:
            yield Reference("A", wages.fitter_or_turner.monthly, f"fitter or turner: {wages.fitter_or_turner.cites}")
        if wages.typical_skilled:
            yield Reference("B", wages.typical_skilled.monthly, f"typical skilled: {wages.typical_skilled.cites}")
        if self.protected is not None:
            shares = self.instrument.search
            least = self.protected.not_less_than(shares["share_of_persons_below"])
            count = len(self.protected.monthly)
            yield Reference("C", least, f"{percent(shares['share_of_persons_below'])} of {count} persons protected")
            yield Reference("D", shares["share_of_average"] * self.protected.mean, self._of_the_average)

    @property
    def _of_the_average(self) -> str:
        mean = self.protected.mean if self.protected else Fraction(0)
        return f"{percent(self.instrument.search['share_of_average'])} of the average, {self.money(mean)}"

    def money(self, amount: Fraction) -> str:
        """An amount to the minor unit, with the currency."""
        minor = half_up(amount * self.scheme.minor_units)
        digits = len(str(self.scheme.minor_units)) - 1
        whole, part = divmod(minor, self.scheme.minor_units)
        return f"{self.scheme.currency} {whole:,}" + (f".{part:0{digits}d}" if digits else "")

    def told(self, person: SteadyWorker) -> str:
        """A person in words, with their pay."""
        return f"{person}, paid {self.money(person.monthly)} a month"


def percent(share: Fraction) -> str:
    """A share to two digits: `50.13 %`."""
    return f"{hundredths(share * PERCENT)} %"


def hundredths(number: Fraction) -> str:
    """A number to two digits at most."""
    return plain(Fraction(half_up(number * PERCENT), PERCENT))
