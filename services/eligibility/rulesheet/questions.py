"""What a question to the facts is: its name, arguments, unit and sentence, and the function that answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from services.eligibility.rulesheet.values import Value

Scope = Literal["claim", "week"]
Bucket = Literal["quarter", "month", "any"]


class Part(NamedTuple):
    """The money of one bucket behind an answer, such as the wages of one quarter."""

    what: str
    value: Value
    facts: tuple[str, ...]


class Answer(NamedTuple):
    """What the facts say, and which facts."""

    value: Value
    facts: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question a rule sheet may ask.

    `unit` is written as in a sheet, `money` standing for the sheet's currency. `takes` names the kind of
    bucket each window argument must be made of. `scope` says whether it needs a certified week.
    `sentence` is its meaning in plain words, `{0}` being the first window.
    """

    name: str
    unit: str
    sentence: str
    answer: Callable[..., Answer]
    takes: tuple[Bucket, ...] = ()
    scope: Scope = "claim"
    members: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything a sheet may ask of the facts, and the closed list of grounds it may name."""

    questions: Mapping[str, Question]
    grounds: frozenset[str]


class QuestionRegister:
    """Collects questions: `@vocabulary.question(...)` above the function that answers."""

    def __init__(self) -> None:
        self.questions: dict[str, Question] = {}

    def question(
        self, *, unit: str, sentence: str, takes: tuple[Bucket, ...] = (), scope: Scope = "claim", members: Any = ()
    ) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
        """Register the function as the answer to the question of its name. Raises `TypeError` on a second one."""

        def register(answer: Callable[..., Answer]) -> Callable[..., Answer]:
            name = answer.__name__
            if name in self.questions:
                raise TypeError(f"two questions call themselves {name}")
            self.questions[name] = Question(name, unit, sentence, answer, takes, scope, frozenset(members))
            return answer

        return register
