"""The exact evaluation of single persons of the columns: the measure of equality, and the way out of every limit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from law.columns.as_life import life_of
from law.columns.chunk import Given
from law.columns.columns import value_at
from law.columns.histories import Histories
from law.columns.masks import holds_at
from law.columns.plan import Output
from law.language.run.evaluation import AnyEvaluation
from law.language.sheet.scheme import Scheme
from law.language.terms.values import Value
from law.people.as_facts import claim_of


def given_of(given: Mapping[str, Given], person: int) -> dict[str, Value]:
    """What is given of one person; what nobody stated is left out."""
    return {name: value_at(one.column, person) for name, one in given.items() if not holds_at(one.absent, person)}


def evaluation_of_one(scheme: Scheme, histories: Histories, given: Mapping[str, Given], person: int) -> AnyEvaluation:
    """The exact evaluation of one person's claim."""
    return claim_of(life_of(histories, person, scheme), scheme, given_of(given, person)).evaluation()


def exact_values(run: AnyEvaluation, outputs: Iterable[Output]) -> list[Value]:
    """The exact outputs. Raises `OutsideKnownLaw` where the sheet knows no law of the day."""
    return [_value(run, kind, name) for kind, name in outputs]


def _value(run: AnyEvaluation, kind: str, name: str) -> Value:
    if kind == "quantity":
        return run.quantity(name).value
    if kind == "condition":
        return run.condition(name).value
    return (run.rules.waiting_lasts if kind == "waiting" else run.rules.rests[name])(run).value
