"""The rules of a scheme as the compiler leaves them: a function for each formula, ready to be run over any case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeAlias, TypeVar

from law.language.sheet.scheme import Scheme
from law.language.terms.derivation import Step
from law.language.terms.units import Unit

LAW_DAYS_MAX = 4096  # days whose parameters are kept in memory

R_contra = TypeVar("R_contra", contravariant=True)
"""What a rule is run in: an evaluation of one case."""
Rule: TypeAlias = Callable[[R_contra], Step]
"""Computes a value and says how it came to it."""


@dataclass(frozen=True, slots=True, eq=False)
class Rules(Generic[R_contra]):
    """The rules of one scheme at one scope: of the claim, of a period within it, or of a period's day.

    `scheme` is the law with the one version of each rule that was compiled, `sheet` the law through time.
    `units` are those of the quantities of every scope. Everything else is named as in the sheet.
    """

    scheme: Scheme
    sheet: Scheme
    quantities: Mapping[str, Rule[R_contra]]
    conditions: Mapping[str, Rule[R_contra]]
    particulars: Mapping[str, Rule[R_contra]]
    units: Mapping[str, Unit]
    waiting_lasts: Rule[R_contra]
    waiting_served: Rule[R_contra]
    linked_when: Rule[R_contra] | None
    shares_when: Rule[R_contra] | None
    rests: Mapping[str, Rule[R_contra]]
    """For how many days."""
    rests_begin: Mapping[str, Rule[R_contra]]
    """On which day, of those that do not begin with the claim."""
    sanctions: Mapping[str, Rule[R_contra]]
    _law: dict[date, dict[str, Step]] = field(default_factory=dict, init=False, repr=False)

    def law_of(self, day: date) -> dict[str, Step]:
        """The parameters of a day that were asked for so far; they are the same for every case."""
        if len(self._law) > LAW_DAYS_MAX:
            self._law.clear()
        return self._law.setdefault(day, {})


@dataclass(frozen=True, slots=True, eq=False)
class RulesOfScheme(Generic[R_contra]):
    """The rules of a scheme at every scope."""

    claim: Rules[R_contra]
    week: Rules[R_contra]
    day: Rules[R_contra]
