"""What is promised in legal time and in seconds, as data: limits, target shares, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

from law.language.terms.document import Entry, read_document
from law.language.terms.numerals import parse_number
from law.language.terms.parameters import Parameter
from law.language.terms.whole_numbers import whole_number, whole_parameter
from services.runtime.delivery.metrics import EFFECT_SECONDS

FILE = Path(__file__).with_name("presets.yaml")
LIMIT_DAYS_MAX = 366
EXAMPLE = "window_days: 28, stages: {...}, pipeline: {...}, figures: {...}"
FIGURES = "minimum year_days recent_days kept_days"
EXAMPLE_FIGURES = "minimum: {meaning: ..., unit: count, values: [{from: 2015-01-01, value: 5, cites: ...}]}"
EXAMPLE_STAGE = "first_payment: {meaning: ..., limit_days: 35, target: 0.93, cites: 20 CFR 640.5}"
EXAMPLE_PIPELINE = 'pipeline: {meaning: ..., limit_seconds: "60.0", target: 0.99, cites: ...}'
EXAMPLE_TARGET = "target: 0.93"


WINDOWS_DAYS = (1, 3, 7, 28)
"""Over so many closed days cases are counted against their limits."""


class Stage(StrEnum):
    """From what to what time is counted."""

    CLAIM_TO_DECISION = "claim_to_decision"
    """From filing to the first grant or refusal; a withdrawn claim waits for nothing."""
    QUESTION_TO_DECISION = "question_to_decision"
    """From the question to a named person's decision; a question that fell away waits for nothing."""
    DECISION_TO_PAYMENT = "decision_to_payment"
    """From the day a payment is due to the bank's own word; what the bank sent back is counted elsewhere."""
    FIRST_PAYMENT_SOON = "first_payment_soon"
    """From the end of the first week that is paid for to the first money that did not come back (20 CFR 640.5)."""
    FIRST_PAYMENT = "first_payment"
    """The same, against the longer limit."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One stage's limit in calendar days, the last of them in time, and the share of cases that must be in time."""

    meaning: str
    limit_days: int
    target: Decimal
    cites: str


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The engine's own promise; the limit is one of the buckets in which it is measured."""

    meaning: str
    limit_seconds: str
    target: Decimal
    cites: str


@dataclass(frozen=True, slots=True)
class FigureTerms:
    """Dated figures by which the committee's tables are made."""

    minimum: Parameter
    """Of how many people a number must tell at least."""
    year_days: Parameter
    recent_days: Parameter
    kept_days: Parameter
    """The figures of so many closed days are kept; the oldest go first."""


@dataclass(frozen=True, slots=True)
class CountingRules:
    """What is promised of each stage that the figures hold against a limit, and how far back a table looks."""

    decision: Promise
    question: Promise
    first_payment_soon: Promise
    first_payment: Promise
    minimum: int
    """Numbers about fewer people are not told."""
    year_days: int
    """Cases that ended in so many days up to the day count; what waits counts however old it is."""
    recent_days: int
    """Who was paid in so many days counts as somebody who receives benefit."""


@dataclass(frozen=True, slots=True)
class Presets:
    """Everything that is promised."""

    window_days: int
    stages: Mapping[Stage, Promise]
    pipeline: Pipeline
    figures: FigureTerms

    @classmethod
    def from_file(cls, path: Path = FILE) -> Presets:
        """Read and check a file. Raises `RuleSheetError` naming file, line and rule."""
        document = read_document(path.read_text("utf-8"), file=path.name)
        fields = document.fields(required="window_days stages pipeline figures", example=EXAMPLE)
        stages = fields["stages"].fields(required=" ".join(Stage), example=EXAMPLE_STAGE)
        return cls(
            int(fields["window_days"].one_of(*map(str, WINDOWS_DAYS))),  # as it is counted
            {Stage(name): _promise(entry) for name, entry in stages.items()},
            _pipeline(fields["pipeline"]),
            _figure_terms(fields["figures"]),
        )

    def rules_on(self, day: date) -> CountingRules:
        """By what the committee's figures of a day are counted. Raises `OutsideKnownLaw` before the first of them."""
        return CountingRules(
            decision=self.stages[Stage.CLAIM_TO_DECISION],
            question=self.stages[Stage.QUESTION_TO_DECISION],
            first_payment_soon=self.stages[Stage.FIRST_PAYMENT_SOON],
            first_payment=self.stages[Stage.FIRST_PAYMENT],
            minimum=int(self.figures.minimum.on(day).value),
            year_days=int(self.figures.year_days.on(day).value),
            recent_days=int(self.figures.recent_days.on(day).value),
        )


def _figure_terms(entry: Entry) -> FigureTerms:
    fields = entry.fields(required=FIGURES, example=EXAMPLE_FIGURES)
    return FigureTerms(**{name: whole_parameter(name, field) for name, field in fields.items()})


def _promise(entry: Entry) -> Promise:
    fields = entry.fields(required="meaning limit_days target cites", example=EXAMPLE_STAGE)
    return Promise(
        fields["meaning"].text(example=EXAMPLE_STAGE),
        whole_number(fields["limit_days"], least=1, most=LIMIT_DAYS_MAX),
        _target(fields["target"]),
        fields["cites"].text(example=EXAMPLE_STAGE),
    )


def _pipeline(entry: Entry) -> Pipeline:
    fields = entry.fields(required="meaning limit_seconds target cites", example=EXAMPLE_PIPELINE)
    return Pipeline(
        fields["meaning"].text(example=EXAMPLE_PIPELINE),
        fields["limit_seconds"].one_of(*EFFECT_SECONDS.buckets),  # as it is measured
        _target(fields["target"]),
        fields["cites"].text(example=EXAMPLE_PIPELINE),
    )


def _target(entry: Entry) -> Decimal:
    """A share between none and all, as written."""
    text = entry.text(example=EXAMPLE_TARGET)
    with entry.reading():
        share = parse_number(text)
    if not 0 < share < 1 or "/" in text:
        raise entry.wrong(f"'{text}' is not a decimal share above 0 and below 1.", example=EXAMPLE_TARGET)
    return Decimal(text)


@cache
def standard_presets() -> Presets:
    """The presets that come with Tideover, read once."""
    return Presets.from_file()
