"""What a question to the facts is: its name, arguments, unit and sentence, and the function that answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple

from law.language.terms.derivation import Step
from law.language.terms.parameters import DatedValue
from law.language.terms.values import Number, Value

Scope = Literal["claim", "week", "day", "sanction"]
Takes = Literal[
    "year", "quarter", "month", "week", "any", "number", "day", "parameter", "particular", "quantity", "word"
]
"""What an argument must be: a window of such buckets (or any), a formula for a number or a day, the name of a
parameter, a particular or a quantity of each period, or one of the question's words."""
Bucket = Literal["year", "quarter", "month", "week", "time"]


class Answer(NamedTuple):
    """What the facts say, and which facts; `parts` are the steps behind it, such as the wages of one quarter."""

    value: Value
    facts: tuple[str, ...] = ()
    parts: tuple[Step, ...] = ()


class NamedParticular(NamedTuple):
    """A particular by its name, and the kinds of facts on whose days it holds where nobody states it."""

    name: str
    days_of: frozenset[tuple[str, str]] = frozenset()
    """Such as `("absences", "sickness")`."""


class Figure(NamedTuple):
    """A parameter that a question is asked with: as the law stands for the claim, and as it stood on any day."""

    now: Number
    on: Callable[[date], DatedValue]


@dataclass(frozen=True, slots=True)
class Question:
    """One question a rule sheet may ask.

    `unit` is written as in a sheet: `money` stands for the sheet's currency, `limit` for the unit in which the
    benefit is limited, `rate` for that of its rate, `waiting` for that of waiting, `parameter` and `quantity` for that
    of what it is asked with.
    `takes` names the kind of each argument. `scope` says whether it needs a certified period, or a day of one.
    The answer is called with the case, then the spans of the windows, the numbers, the parameters, the particulars,
    the names of quantities, and the words.
    `sentence` is its meaning in plain words, `{0}` being the first argument. A category without `members` is open.
    """

    name: str
    unit: str
    sentence: str
    answer: Callable[..., Answer]
    takes: tuple[Takes, ...] = ()
    scope: Scope = "claim"
    members: frozenset[str] = field(default=frozenset())
    words: frozenset[str] = field(default=frozenset())
    """What an argument that is a word may be."""
    of_spells: bool = False
    """Whether the answer depends on what was drawn under the person's other claims."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything a sheet may ask of the facts, and the closed list of grounds it may name.

    `stated` finds what somebody stated under the name of a particular, as it holds on a day: the words, or None.
    `days_of` are the facts, by their kinds, on whose days a particular that is yes or no may hold.
    `anchors` are the days, beside that on which the claim begins, before which a window may look back.
    `currencies` are those a sheet may pay in, each ISO 4217 code with its decimal digits.
    """

    questions: Mapping[str, Question]
    grounds: frozenset[str]
    currencies: Mapping[str, int]
    stated: Callable[[Any, NamedParticular, date], Answer | None] = lambda _case, _particular, _day: None
    days_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    anchors: Mapping[str, Callable[[Any], Answer]] = field(default_factory=dict)


class QuestionRegister:
    """Collects questions: `@vocabulary.question(...)` above the function that answers."""

    def __init__(self) -> None:
        self.questions: dict[str, Question] = {}

    def question(  # noqa: PLR0913  what a question is
        self,
        *,
        unit: str,
        sentence: str,
        takes: tuple[Takes, ...] = (),
        scope: Scope = "claim",
        members: Any = (),
        words: Any = (),
        of_spells: bool = False,
    ) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
        """Register the function as the answer to the question of its name. Raises `TypeError` on a second one."""

        def register(answer: Callable[..., Answer]) -> Callable[..., Answer]:
            name = answer.__name__
            if name in self.questions:
                raise TypeError(f"two questions call themselves {name}")
            self.questions[name] = Question(
                name, unit, sentence, answer, takes, scope, frozenset(members), frozenset(words), of_spells
            )
            return answer

        return register
