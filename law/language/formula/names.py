"""What a formula may name where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from law.language.terms.questions import Question, Scope
from law.language.terms.tables import Table
from law.language.terms.units import Unit
from law.language.terms.windows import Window

VISIBLE: dict[Scope, frozenset[Scope]] = {
    "claim": frozenset({"claim"}),
    "week": frozenset({"claim", "week"}),
    "day": frozenset({"claim", "week", "day"}),
    "sanction": frozenset({"claim", "sanction"}),
}
"""Whose questions may be asked where: what is known of a claim is known of its periods, and of each of their days."""


@dataclass(frozen=True, slots=True)
class Names:
    """Everything a formula may name where it stands, with units.

    `daily` are quantities of the days of a period, `weekly` those of the period. `limit`, `rate` and `waiting` are the
    units in which the benefit is limited, its rate is told and waiting is counted, once they are known.
    """

    parameters: Mapping[str, Unit]
    quantities: Mapping[str, Unit]
    windows: Mapping[str, Window]
    questions: Mapping[str, Question]
    currency: str
    scope: Scope
    tables: Mapping[str, Table] = field(default_factory=dict)
    particulars: Mapping[str, Unit] = field(default_factory=dict)
    daily: Mapping[str, Unit] = field(default_factory=dict)
    weekly: Mapping[str, Unit] = field(default_factory=dict)
    limit: Unit | None = None
    waiting: Unit | None = None
    rate: Unit | None = None
    day_facts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The kinds of facts on whose days a particular may hold, each with its words."""

    def holds(self, name: str) -> bool:
        """Whether a parameter, a quantity or a particular has this name."""
        return name in self.parameters or name in self.quantities or name in self.particulars
