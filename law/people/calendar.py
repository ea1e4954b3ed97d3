"""How units of time compare, where a law or a Convention asks for one time basis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class CalendarUnits:
    """How many of each unit of time a year has, so that amounts come to one time basis (C102 Art. 65(4))."""

    per_year: Mapping[str, Fraction]
